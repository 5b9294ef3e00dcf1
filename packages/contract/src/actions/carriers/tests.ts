import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { trunkId } from './fields.ts';

const testId = () =>
  Type.String({
    ...notes('测试 ID', 'Id of the test'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

export const testUVMSTrunk = defineAction({
  name: 'TestUVMSTrunk',
  summary: {
    zh: '经指定线路（启用与否均可）呼叫一个号码并播报一句话；每条线路同时一次，每人每小时至多 20 次',
    en: 'Calls a number over a trunk, enabled or not, and says a sentence; one at a time over a trunk, at most 20 an hour by one of the staff',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({
    TrunkId: trunkId(),
    CalledNumber: Type.String({
      ...notes('被叫号码，E.164 格式，带 +', 'Called number, E.164 with +', 'CALLED_NUMBER_INVALID'),
      pattern: '^\\+[1-9][0-9]{6,14}$',
      examples: ['+8613800000200'],
    }),
    Sentence: Type.Optional(
      Type.String({
        ...notes('播报的话', 'What is said'),
        minLength: 1,
        maxLength: 200,
        default: '这是一次线路测试，请挂机。',
      }),
    ),
    Language: Type.Optional(Type.Enum(['zh', 'en'], { ...notes('语言', 'Language'), default: 'zh' })),
  }),
  response: Type.Object({ TestId: testId() }),
  errors: ['TRUNK_UNKNOWN', 'TRUNK_TEST_LIMIT', 'CALLED_NUMBER_INVALID', 'CALLEE_REFUSES'],
});

export const queryUVMSTrunkTest = defineAction({
  name: 'QueryUVMSTrunkTest',
  summary: { zh: '查询线路测试的结果与信令', en: 'What came of a test of a trunk, with its SIP messages' },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({ TestId: testId() }),
  response: Type.Object({
    TrunkId: trunkId(),
    Phone: Type.String(notes('被叫号码，脱敏', 'Called number, masked')),
    State: Type.Enum(['waiting', 'calling', 'ended'], notes('状态', 'State')),
    Result: Type.String(
      notes('结果，如 answered、486 Busy Here', 'What came of it: answered, 486 Busy Here'),
    ),
    Duration: Type.Integer(notes('通话秒数', 'Seconds of talk')),
    Ladder: Type.Array(
      Type.Object(
        {
          Time: milliseconds('时间', 'When'),
          Direction: Type.Enum(['in', 'out'], notes('方向', 'Which way')),
          Message: Type.String(notes('请求方法或响应状态', 'Method or status')),
          Method: Type.String(notes('所属请求的方法', 'Method of the request')),
        },
        notes('一条信令', 'A SIP message'),
      ),
      notes('SIP 信令', 'The SIP messages'),
    ),
    CreateTime: milliseconds('发起时间', 'When it was asked for'),
  }),
  errors: ['TRUNK_TEST_UNKNOWN'],
});
