import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { groupType, milliseconds, notes, numPerPage, page, purpose } from '../../fields.ts';
import { yuanInput } from './fields.ts';

const units = (zh: string, en: string) => Type.Integer(notes(zh, en));

export const listUVMSPackages = defineAction({
  name: 'ListUVMSPackages',
  summary: {
    zh: '查询各类套餐余量，以及购买过的套餐包（最近购买的在前）',
    en: 'What is left of packages by kind, and the packages that were bought, the latest first',
  },
  permission: 'billing:read',
  request: Type.Object({
    State: Type.Optional(
      Type.Enum(
        ['current', 'expired'],
        notes('current 有效，expired 已过期；默认全部', 'current or expired; all by default'),
      ),
    ),
    Page: page(),
    NumPerPage: numPerPage(10),
  }),
  response: Type.Object({
    Balances: Type.Array(
      Type.Object(
        {
          Purpose: purpose(),
          GroupType: groupType(),
          Available: units('可用', 'Can be used'),
          Held: units('冻结：已预留给未结束的消息', 'Reserved for messages that are not over'),
        },
        notes('一类套餐的余量', 'What is left of one kind'),
      ),
      notes('有效套餐的余量，按类', 'What is left of current packages, by kind'),
    ),
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(
      Type.Object(
        {
          PackageId: Type.String(notes('套餐包编号，即订单编号', 'The package: its order')),
          Purpose: purpose(),
          GroupType: groupType(),
          Quantity: units('购买的条数或分钟数', 'Messages or minutes bought'),
          Available: units('可用', 'Can be used'),
          Held: units('冻结', 'Reserved'),
          BuyTime: milliseconds('购买时间', 'When it was bought'),
          ExpireTime: milliseconds('到期时间', 'Until when it is good'),
          AutoRenew: Type.Boolean(
            notes('到期或用完后是否自动续购', 'Whether it is bought again once it is over'),
          ),
        },
        notes('一个套餐包', 'One package'),
      ),
      notes('本页的套餐包', 'The packages of this page'),
    ),
  }),
  errors: [],
});

export const updateUVMSPackage = defineAction({
  name: 'UpdateUVMSPackage',
  summary: {
    zh: '开启或关闭套餐包的自动续购：到期或用完后按现行价格从余额续购同一规格',
    en: 'Turns renewal of a package on or off: once it has ended or run out, the same size is bought again from the balance at the price in force',
  },
  permission: 'billing:pay',
  request: Type.Object({
    PackageId: Type.String({
      ...notes('套餐包编号，即订单编号', 'The package: its order'),
      minLength: 1,
      maxLength: 64,
      examples: ['UVOD20260310abcdefgh'],
    }),
    AutoRenew: Type.Boolean({ ...notes('是否自动续购', 'Whether it is bought again'), examples: [true] }),
    Agree: Type.Optional(
      Type.Boolean({
        ...notes(
          '开启时必填 true：已知悉续购的套餐包同样不支持退订和退款',
          'true is needed to turn it on: what is bought again cannot be cancelled or refunded either',
        ),
        examples: [true],
      }),
    ),
  }),
  response: Type.Object({}),
  errors: ['PACKAGE_TERMS_NOT_ACCEPTED', 'PACKAGE_NOT_RENEWABLE'],
});

/** What an alarm watches: the balance, or what is left of one kind of package. */
const alarmKind = () =>
  Type.Enum(
    ['balance', 'code.random', 'code.exclusive', 'notice.random', 'notice.exclusive'],
    notes(
      'balance 余额，其余为套餐余量：验证码或通知，随机或专享号码',
      'balance, or what is left of packages: codes or notices, random or exclusive numbers',
    ),
  );

export const updateUVMSAlarm = defineAction({
  name: 'UpdateUVMSAlarm',
  summary: {
    zh: '设置余额或套餐余量告警；低于阈值时通知一次，回升后重新计',
    en: 'Sets the alarm of the balance or of a kind of package: one notice when it falls below, armed again once it is above',
  },
  permission: 'billing:pay',
  request: Type.Object({
    Kind: alarmKind(),
    Threshold: yuanInput(
      '阈值：余额为元，套餐为条数或分钟数；0 关闭告警',
      'Threshold: yuan for the balance, messages or minutes for packages; 0 turns it off',
    ),
  }),
  response: Type.Object({}),
  errors: ['ALARM_INVALID'],
});

export const queryUVMSAlarms = defineAction({
  name: 'QueryUVMSAlarms',
  summary: { zh: '查询已设置的告警', en: 'The alarms that are set' },
  permission: 'billing:read',
  request: Type.Object({}),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          Kind: alarmKind(),
          Threshold: Type.String(notes('阈值', 'Threshold')),
          Below: Type.Boolean(
            notes('是否已低于阈值并已通知', 'Whether it is below, and the notice was given'),
          ),
          BelowTime: milliseconds('何时低于阈值，未低于为 0', 'Since when it is below, 0 when it is not'),
        },
        notes('一个告警', 'One alarm'),
      ),
      notes('告警', 'Alarms'),
    ),
  }),
  errors: [],
});
