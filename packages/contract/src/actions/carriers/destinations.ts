import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';

const country = () =>
  Type.String({
    ...notes('国家或地区（ISO 3166），如 US', 'Country or region (ISO 3166), e.g. US'),
    pattern: '^[A-Z]{2}$',
    examples: ['US'],
  });
const yuan = (zh: string, en: string) =>
  Type.String({ ...notes(zh, en), pattern: '^[0-9]{1,8}(\\.[0-9]{1,4})?$', examples: ['200'] });
const bounds = () => ({
  DailyCap: yuan(
    '国际通信每日费用上限（元，北京时间）',
    'Most that is spent on calls abroad in a day in Beijing, yuan',
  ),
  PriceCeiling: yuan(
    '单价上限（元/条或元/分钟），更贵的不呼叫',
    'What costs more is not called, yuan a message or minute',
  ),
});
const accountId = () =>
  Type.String({ ...notes('账号 ID', 'Id of the account'), minLength: 1, maxLength: 64, examples: ['demo'] });

export const listUVMSDestinations = defineAction({
  name: 'ListUVMSDestinations',
  summary: {
    zh: '国际目的地：已开通的、有线路可达的，以及费用上限；中国大陆始终可用',
    en: 'Destinations abroad: those opened, those that a trunk reaches, and the bounds of spending; the mainland is always open',
  },
  permission: 'uvms:read',
  request: Type.Object({}),
  response: Type.Object({
    ...bounds(),
    SpentToday: Type.String(notes('今日已用（元）', 'Spent today, yuan')),
    Data: Type.Array(
      Type.Object(
        {
          Country: country(),
          Enabled: Type.Boolean(notes('是否已开通', 'Whether it is open')),
          Reachable: Type.Boolean(notes('是否有启用的线路可达', 'Whether an enabled trunk reaches it')),
          EnableTime: Type.Optional(milliseconds('开通时间', 'When it was opened')),
        },
        notes('一个目的地', 'A destination'),
      ),
      notes('目的地', 'Destinations'),
    ),
  }),
  errors: [],
});

export const enableUVMSDestination = defineAction({
  name: 'EnableUVMSDestination',
  summary: {
    zh: '开通一个国际目的地，须已有国际通信能力',
    en: 'Opens a destination abroad; the account must have the international capability',
  },
  permission: 'uvms:configure',
  request: Type.Object({ Country: country() }),
  response: Type.Object({}),
  errors: ['DESTINATION_UNKNOWN', 'CAPABILITY_MISSING'],
});

export const disableUVMSDestination = defineAction({
  name: 'DisableUVMSDestination',
  summary: { zh: '关闭一个国际目的地，立即生效', en: 'Closes a destination abroad, at once' },
  permission: 'uvms:configure',
  request: Type.Object({ Country: country() }),
  response: Type.Object({}),
  errors: [],
});

export const queryUVMSSpendLimits = defineAction({
  name: 'QueryUVMSSpendLimits',
  summary: { zh: '查询账号的国际费用上限与今日已用', en: 'What an account may spend abroad, and has today' },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({ AccountId: accountId() }),
  response: Type.Object({
    ...bounds(),
    SpentToday: Type.String(notes('今日已用（元）', 'Spent today, yuan')),
  }),
  errors: ['ACCOUNT_UNKNOWN'],
});

export const updateUVMSSpendLimits = defineAction({
  name: 'UpdateUVMSSpendLimits',
  summary: {
    zh: '设置账号的国际费用上限，防止盗打',
    en: 'Sets what an account may spend abroad: against toll fraud',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({ AccountId: accountId(), ...bounds() }),
  response: Type.Object({}),
  errors: ['ACCOUNT_UNKNOWN'],
});
