import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';

const time = (zh: string, en: string) =>
  Type.String({ ...notes(zh, en), pattern: '^([01][0-9]|2[0-4]):[0-5][0-9]$', examples: ['09:00'] });
const list = (pattern: string, zh: string, en: string) =>
  Type.Array(Type.String({ pattern }), { ...notes(zh, en), maxItems: 500 });
const fields = () => ({
  Opens: Type.Optional(
    time(
      '每日允许呼叫的开始（被叫当地时间）；不传则全部停止',
      'From when calls are allowed, at the callee; absent: none are',
    ),
  ),
  Closes: Type.Optional(time('每日允许呼叫的结束', 'Until when they are')),
  Purposes: Type.Optional(
    Type.Array(Type.Enum(['1', '2'], notes('语音类型', 'Purpose')), {
      ...notes('只对这些语音类型：1 验证码，2 通知', 'Only of these purposes: 1 codes, 2 notices'),
      maxItems: 2,
    }),
  ),
  Countries: Type.Optional(list('^[A-Z]{2}$', '只对这些国家或地区', 'Only to these countries and regions')),
  CityCodes: Type.Optional(
    list('^0[0-9]{2,3}$', '只对这些城市（区号）', 'Only to these cities, by area code'),
  ),
  Prefixes: Type.Optional(
    list(
      '^\\+[1-9][0-9]{0,14}$',
      '只对这些被叫号码或号段（前缀）',
      'Only to these called numbers or their beginnings',
    ),
  ),
  ShowNumbers: Type.Optional(
    list(
      '^\\+[1-9][0-9]{2,14}$',
      '禁止外显的号码；不与其他条件同用',
      'Numbers that may not be shown; alone, without the others',
    ),
  ),
  Clause: Type.Enum(['5.4', '8.2'], notes('依据条款', 'The clause it rests on')),
  Reason: Type.String({
    ...notes('原因，告知客户', 'Why; customers are told'),
    minLength: 1,
    maxLength: 200,
    examples: ['主管部门要求'],
  }),
});
const id = () =>
  Type.String({
    ...notes('管控 ID', 'Id of the order'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

export const createUVMSNarrowing = defineAction({
  name: 'CreateUVMSNarrowing',
  summary: {
    zh: '依法或紧急情况下立即收窄时段、地区或号码，对排队中的消息同样生效',
    en: 'Narrows hours, regions or numbers at once, by law or in an emergency; messages that wait are held or ended by it, too',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({
    ...fields(),
    UntilTime: Type.Optional(
      Type.Integer({
        ...notes(
          '何时自动解除，Unix 毫秒；不传则直到解除',
          'When it ends by itself, Unix milliseconds; absent: when it is lifted',
        ),
        minimum: 0,
        maximum: 9_999_999_999_999,
      }),
    ),
  }),
  response: Type.Object({ NarrowingId: id() }),
  errors: ['NARROWING_INVALID'],
});

export const liftUVMSNarrowing = defineAction({
  name: 'LiftUVMSNarrowing',
  summary: { zh: '解除一项管控', en: 'Lifts an order' },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({ NarrowingId: id() }),
  response: Type.Object({}),
  errors: ['NARROWING_UNKNOWN'],
});

export const listUVMSNarrowings = defineAction({
  name: 'ListUVMSNarrowings',
  summary: { zh: '管控列表，最新的在前', en: 'Orders, the latest first' },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(
        {
          NarrowingId: id(),
          Stands: Type.Boolean(notes('是否生效中', 'Whether it stands')),
          ...fields(),
          OrderedBy: Type.String(notes('下达人', 'By whom')),
          Since: milliseconds('下达时间', 'When'),
          Until: Type.Optional(milliseconds('自动解除时间', 'When it ends by itself')),
          LiftedBy: Type.String(notes('解除人', 'Lifted by whom')),
          LiftTime: Type.Optional(milliseconds('解除时间', 'When it was lifted')),
        },
        notes('一项管控', 'An order'),
      ),
      notes('本页', 'Of this page'),
    ),
  }),
  errors: [],
});
