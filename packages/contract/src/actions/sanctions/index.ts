import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { accountId, appId, capability, why } from '../qualification/fields.ts';
import { caps, clause } from './fields.ts';
import { RECTIFICATION_ACTIONS } from './rectifications.ts';
import { SIGN_ACTIONS } from './signs.ts';

const sanctionId = () =>
  Type.String({
    ...notes('处置编号', 'The sanction'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

const kind = () =>
  Type.Enum(
    [
      'warning',
      'restriction',
      'template-block',
      'number-pause',
      'app-offline',
      'app-deletion',
      'suspension',
      'termination',
    ],
    notes(
      '处置：warning 警告，restriction 限制能力或发送量，template-block 模板或流程停用，number-pause 号码停用，app-offline 应用下线，app-deletion 应用删除，suspension 暂停服务，termination 终止服务',
      'Sanction: warning, restriction (of capabilities or sends), template-block (a template or flow), number-pause, app-offline, app-deletion, suspension, termination',
    ),
  );

const text = (zh: string, en: string) => Type.String(notes(zh, en));

const common = () => ({
  SanctionId: sanctionId(),
  Kind: kind(),
  Stands: Type.Boolean(notes('是否生效中', 'Whether it stands')),
  AppId: text('所涉应用，没有为空', 'The app, or empty'),
  TargetId: text('所涉模板、流程或号码，没有为空', 'The template, flow or number, or empty'),
  Capabilities: Type.Array(
    text('一项能力', 'One capability'),
    notes('被限制的能力', 'Capabilities that are taken away'),
  ),
  ...caps(),
  Reason: text('原因', 'Why'),
  Clause: text('依据的条款', 'The clause'),
  Automatic: Type.Boolean(notes('是否由系统自动作出', 'Whether the platform imposed it by itself')),
  Figures: text('自动处置所依据的数字', 'The figures that an automatic one was decided on'),
  ImposeTime: milliseconds('作出时间', 'When it was imposed'),
  Until: Type.Optional(milliseconds('截止时间', 'When it ends by itself')),
  Appeal: text('申诉内容', 'The appeal'),
  AppealTime: Type.Optional(milliseconds('申诉时间', 'When it was appealed')),
  Decision: text('复核理由', 'Why it was upheld or lifted'),
  DecideTime: Type.Optional(milliseconds('复核时间', 'When that was decided')),
  LiftTime: Type.Optional(milliseconds('解除时间', 'When it was lifted')),
});

const listed = <Fields extends Record<string, ReturnType<typeof text>>>(more: Fields) =>
  Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object({ ...more, ...common() }, notes('一项处置', 'One sanction')),
      notes('本页的处置', 'The sanctions of this page'),
    ),
  });

const operator = { realm: 'operator', permission: 'ops:comply' } as const;

const createUVMSSanction = defineAction({
  name: 'CreateUVMSSanction',
  summary: {
    zh: '对客户作出处置，立即生效并告知原因、条款与申诉方式；查询与导出不受影响',
    en: 'Imposes a sanction on a customer, at once; the customer is told why, by which clause, and how to appeal. Reading and exporting stay possible',
  },
  ...operator,
  request: Type.Object({
    AccountId: accountId(),
    Kind: kind(),
    AppId: Type.Optional(appId()),
    TargetId: Type.Optional(
      Type.String({
        ...notes('所涉模板、流程或号码', 'The template, flow or number that it is about'),
        minLength: 1,
        maxLength: 64,
      }),
    ),
    Capabilities: Type.Optional(
      Type.Array(capability(), {
        ...notes('被限制的能力', 'Capabilities that are taken away'),
        minItems: 1,
        maxItems: 6,
      }),
    ),
    ...caps(),
    Reason: why(),
    Clause: clause(),
    UntilTime: Type.Optional(
      Type.Integer({
        ...notes(
          '截止时间，Unix 毫秒；不传则直到解除',
          'When it ends by itself, Unix milliseconds; absent: when it is lifted',
        ),
        minimum: 0,
        maximum: 9_999_999_999_999,
      }),
    ),
  }),
  response: Type.Object({ SanctionId: sanctionId() }),
  errors: [
    'SANCTION_INVALID',
    'ACCOUNT_UNKNOWN',
    'APP_NOT_FOUND',
    'TEMPLATE_NOT_FOUND',
    'TEMPLATE_STATE',
    'FLOW_NOT_FOUND',
    'NUMBER_NOT_FOUND',
  ],
});

const reviewUVMSSanction = defineAction({
  name: 'ReviewUVMSSanction',
  summary: {
    zh: '复核生效中的处置（申诉的或自动的）：维持或解除，并告知客户',
    en: 'Decides about a sanction that stands, appealed or automatic: upheld or lifted; the customer is told',
  },
  ...operator,
  request: Type.Object({
    SanctionId: sanctionId(),
    Decision: Type.Enum(['uphold', 'lift'], notes('uphold 维持，lift 解除', 'uphold or lift')),
    Reason: why(),
  }),
  response: Type.Object({}),
  errors: ['SANCTION_UNKNOWN', 'SANCTION_SETTLED', 'SANCTION_FINAL'],
});

const listUVMSSanctions = defineAction({
  name: 'ListUVMSSanctions',
  summary: { zh: '查询处置，最近的在前', en: 'Sanctions, the latest first' },
  ...operator,
  request: Type.Object({
    AccountId: Type.Optional(accountId()),
    Open: Type.Optional(
      Type.Boolean(
        notes('只看待复核的：已申诉或自动的', 'Only those that await a review: appealed, or automatic'),
      ),
    ),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: listed({
    AccountId: text('客户账号', 'The customer'),
    ImposedBy: text('作出人，自动的为空', 'Who of the staff; empty for an automatic one'),
    DecidedBy: text('复核人', 'Who reviewed it'),
  }),
  errors: [],
});

const queryUVMSSanctions = defineAction({
  name: 'QueryUVMSSanctions',
  summary: { zh: '查询对本账号的处置，最近的在前', en: 'Sanctions against the account, the latest first' },
  permission: 'uvms:read',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: listed({}),
  errors: [],
});

const appealUVMSSanction = defineAction({
  name: 'AppealUVMSSanction',
  summary: {
    zh: '对生效中的处置提出申诉，每项一次，由运营方复核',
    en: 'Appeals a sanction that stands, once each; the operator reviews it',
  },
  permission: 'enterprise:write',
  request: Type.Object({
    SanctionId: sanctionId(),
    Appeal: Type.String({ ...notes('申诉内容', 'The appeal'), minLength: 2, maxLength: 2000 }),
  }),
  response: Type.Object({}),
  errors: ['SANCTION_UNKNOWN', 'SANCTION_SETTLED'],
});

/** Sanctions, from a warning to the end of the service, with appeal and review; orders to rectify. */
export const SANCTION_ACTIONS = {
  CreateUVMSSanction: createUVMSSanction,
  ReviewUVMSSanction: reviewUVMSSanction,
  ListUVMSSanctions: listUVMSSanctions,
  QueryUVMSSanctions: queryUVMSSanctions,
  AppealUVMSSanction: appealUVMSSanction,
  ...RECTIFICATION_ACTIONS,
  ...SIGN_ACTIONS,
} as const;
