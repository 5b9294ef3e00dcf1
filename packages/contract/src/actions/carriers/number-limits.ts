import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';

const limit = (zh: string, en: string, most: number) =>
  Type.Integer({ ...notes(`${zh}，0 为不限`, `${en}; 0: no limit`), minimum: 0, maximum: most });

export const setUVMSNumberLimits = defineAction({
  name: 'SetUVMSNumberLimits',
  summary: {
    zh: '设置外显号码的并发、每秒与每日呼叫上限；已到上限的号码让位于其他号码',
    en: 'Sets how many calls may show a number at once, in a second and in a day; at its limit another one is shown',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({
    Numbers: Type.Array(Type.String({ pattern: '^\\+[1-9][0-9]{2,14}$' }), {
      ...notes('号码，E.164', 'Numbers, E.164'),
      minItems: 1,
      maxItems: 500,
      examples: [['+862151860001']],
    }),
    Concurrency: limit('最大并发呼叫', 'Calls at one time', 100_000),
    Cps: limit('每秒呼叫数', 'Calls started in a second', 1000),
    DailyLimit: limit('每日呼叫数（北京时间）', 'Calls a day in Beijing', 100_000_000),
  }),
  response: Type.Object({}),
  errors: ['NUMBER_UNKNOWN'],
});
