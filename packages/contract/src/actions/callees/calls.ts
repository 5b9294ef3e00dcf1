import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, purpose } from '../../fields.ts';
import { calleeSessionNo, calleeToken, customerName, refusedPurpose } from './fields.ts';

export const listUVMSCalleeCalls = defineAction({
  name: 'ListUVMSCalleeCalls',
  summary: {
    zh: '被叫查看近 183 天致电本号码的记录：谁、为什么、何时、结果，最近的在前',
    en: 'The calls to the callee’s number within 183 days: who, why, when, and what came of it; the latest first',
  },
  realm: 'public',
  request: Type.Object({
    CalleeToken: calleeToken(),
    Cursor: Type.Optional(
      Type.String({ ...notes('上一页的 NextCursor', 'The NextCursor of the page before'), maxLength: 36 }),
    ),
    Limit: Type.Optional(
      Type.Integer({ ...notes('每页条数', 'How many a page'), minimum: 1, maximum: 100, default: 20 }),
    ),
  }),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          SessionNo: calleeSessionNo('来电编号', 'The call'),
          Enterprise: customerName(),
          OwnAccount: Type.Boolean(
            notes('是否为本平台自己的来电（播报验证码）', 'Whether the platform itself called, with a code'),
          ),
          Purpose: purpose(),
          TemplateName: Type.String(notes('模板或流程名称', 'Name of the template or flow')),
          TemplateText: Type.String(
            notes(
              '模板文字，变量为 {1} 等；录音与流程为空',
              'Its text, with {1} … for what varied; empty for sounds and flows',
            ),
          ),
          ShowNumber: Type.String(notes('显示的号码', 'The number that was shown')),
          CallTime: milliseconds('呼叫时间', 'When it rang'),
          Duration: Type.Integer(notes('通话秒数', 'Seconds of talk')),
          Result: Type.String(notes('结果', 'What came of it')),
          Recorded: Type.Boolean(
            notes(
              '是否有您同意过、尚未撤回的录音',
              'Whether you agreed to a recording and have not taken that back',
            ),
          ),
          Improves: Type.Boolean(
            notes(
              '是否有您同意过、尚未撤回的用于改进服务',
              'Whether you agreed that the recording is used to improve the service and have not taken that back',
            ),
          ),
          Refused: Type.Boolean(
            notes('是否已拒绝该企业此类来电', 'Whether calls of this kind by this enterprise are refused'),
          ),
        },
        notes('一次来电', 'One call'),
      ),
      notes('本页的来电', 'The calls of this page'),
    ),
    NextCursor: Type.String(notes('下一页的游标，没有更多时为空', 'For the next page; empty on the last')),
  }),
  errors: ['CALLEE_SESSION_OVER'],
});

const refusal = () => ({
  AccountId: Type.String(notes('企业的账号，空为所有企业', 'The enterprise’s account; empty: every one')),
  Enterprise: customerName(),
  Purpose: refusedPurpose(),
  CreateTime: milliseconds('时间', 'When'),
  Yours: Type.Boolean(
    notes('是否由被叫本人作出，可由其撤回', 'Whether the callee said so himself, and may take it back'),
  ),
});

export const listUVMSCalleeRefusals = defineAction({
  name: 'ListUVMSCalleeRefusals',
  summary: { zh: '被叫查看已登记的拒绝', en: 'What is refused for the callee’s number' },
  realm: 'public',
  request: Type.Object({ CalleeToken: calleeToken() }),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(refusal(), notes('一条拒绝', 'One refusal')),
      notes('拒绝，最近的在前，至多 200 条', 'Refusals, the latest first, at most 200'),
    ),
  }),
  errors: ['CALLEE_SESSION_OVER'],
});

export const refuseUVMSCalls = defineAction({
  name: 'RefuseUVMSCalls',
  summary: {
    zh: '被叫拒绝来电，立即生效：某次来电的企业或所有企业，全部或一种语音类型',
    en: 'Refuses further calls, at once: of the enterprise of a call, or of every one; of every purpose, or of one',
  },
  realm: 'public',
  request: Type.Object({
    CalleeToken: calleeToken(),
    SessionNo: Type.Optional(
      calleeSessionNo(
        '拒绝这次来电的企业；不传则拒绝所有企业',
        'Refuses who made this call; without it, everybody',
      ),
    ),
    Purpose: Type.Optional(refusedPurpose()),
  }),
  response: Type.Object({}),
  errors: ['CALLEE_SESSION_OVER', 'CALLEE_CALL_UNKNOWN'],
});

export const allowUVMSCalls = defineAction({
  name: 'AllowUVMSCalls',
  summary: {
    zh: '被叫撤回自己的一条拒绝；运营方和外部登记的不能撤回',
    en: 'Takes back a refusal of the callee’s own; what the operator or a registry entered stays',
  },
  realm: 'public',
  request: Type.Object({
    CalleeToken: calleeToken(),
    AccountId: Type.Optional(
      Type.String({
        ...notes('同 ListUVMSCalleeRefusals', 'As ListUVMSCalleeRefusals has it'),
        maxLength: 64,
      }),
    ),
    Purpose: Type.Optional(refusedPurpose()),
  }),
  response: Type.Object({}),
  errors: ['CALLEE_SESSION_OVER', 'CALLEE_REFUSAL_UNKNOWN'],
});
