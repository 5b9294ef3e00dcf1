import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { charge, decision, groupType, notes, projectId } from '../../fields.ts';

/** Characters that a UserId cannot hold: quotes and emoji. */
const USER_ID = '^[^"\'‘’“”\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20e3\\p{Cc}]*$';

export const sendUVMSMessage = defineAction({
  name: 'SendUVMSMessage',
  summary: {
    zh: '发送一条语音消息：验证码或通知，以电话播报已审核的模板',
    en: 'Sends one voice message, a code or a notice: an approved template is spoken in a phone call',
  },
  permission: 'uvms:send',
  request: Type.Object({
    CalledNumber: Type.String({
      ...notes('被叫号码，E.164 格式，带 +', 'Called number, E.164 with +', 'CALLED_NUMBER_INVALID'),
      pattern: '^\\+[1-9][0-9]{6,14}$',
      examples: ['+8613800000200'],
    }),
    TemplateId: Type.String({
      ...notes('已审核通过的模板 ID', 'Id of an approved template'),
      minLength: 1,
      maxLength: 64,
      examples: ['UVVT20260101abcdef'],
    }),
    TemplateParams: Type.Optional(
      Type.Array(Type.String({ maxLength: 1000 }), {
        ...notes(
          '模板变量的值，按顺序，数量须与模板一致；表单中写作 TemplateParams.0、TemplateParams.1',
          'Values of the template’s variables, in order and as many as it has; in forms TemplateParams.0, TemplateParams.1',
        ),
        maxItems: 100,
        examples: [['3A90F1']],
      }),
    ),
    FromNumber: Type.Optional(
      Type.String({
        ...notes(
          '本账号的专享号码；不传则使用随机号码',
          'An exclusive number of the account; absent: a random number',
        ),
        pattern: '^\\+?[0-9]{3,15}$',
        examples: ['+862151860000'],
      }),
    ),
    UserId: Type.Optional(
      Type.String({
        ...notes(
          '自定义标识，回执中原样返回；最多 32 个字符，不含引号和表情',
          'Your own id, comes back in the receipt; at most 32 characters, no quotes, no emoji',
          'USER_ID_INVALID',
        ),
        maxLength: 32,
        pattern: USER_ID,
      }),
    ),
    GroupType: Type.Optional(
      groupType(
        '号码类型：1 随机号码，2 专享号码；默认由 FromNumber 决定',
        'Numbers: 1 random group, 2 exclusive; by default decided by FromNumber',
      ),
    ),
    DispatchRule: Type.Optional(
      Type.Enum([0, 1], {
        ...notes('选号规则：0 归属地优先，1 随机', 'Choice of number: 0 attribution first, 1 random'),
        default: 0,
      }),
    ),
    ProjectId: projectId(),
    HoldForWindow: Type.Optional(
      Type.Boolean({
        ...notes(
          '不在模板允许的时段时：true 保留到时段开始再呼叫，false 拒绝',
          'Outside the hours of the template: true holds the message until they begin, false refuses it',
        ),
        default: false,
      }),
    ),
    TestMode: Type.Optional(
      Type.Boolean({
        ...notes(
          '测试模式：以共享的随机号码呼叫本账号已确认的测试被叫，无须企业与能力审核（4.3.4）；可用平台的测试模板',
          'Test mode: rings a test callee of the account from a shared number, before enterprise and capabilities are reviewed (4.3.4); the platform’s test templates may be said',
        ),
        default: false,
      }),
    ),
    DryRun: Type.Optional(
      Type.Boolean({
        ...notes(
          '只判断不发送：返回每条规则的结论与费用，不扣费、不呼叫',
          'Asks without sending: every rule’s verdict and the cost; nothing is charged or dialled',
        ),
        default: false,
      }),
    ),
    ClientToken: Type.Optional(
      Type.String({
        ...notes(
          '幂等标识：24 小时内相同标识与参数返回首次结果',
          'Idempotency: within 24 h the same token and parameters give the first answer',
        ),
        minLength: 1,
        maxLength: 64,
      }),
    ),
  }),
  response: Type.Object({
    ReqUuid: Type.String(notes('请求编号', 'Id of the request')),
    SessionNo: Type.String(notes('消息编号，DryRun 时为空', 'Id of the message, empty for a DryRun')),
    UserId: Type.String(notes('请求中的 UserId', 'The UserId of the request')),
    Message: Type.String(notes('结果说明', 'The result in words')),
    DryRun: Type.Optional(
      Type.Object(
        {
          WouldSend: Type.Boolean(notes('是否会发送', 'Whether it would be sent')),
          RetCode: Type.Integer(notes('真实发送会得到的返回码', 'The RetCode a real send would get')),
          Reason: Type.String(notes('不会发送的原因', 'Why it would not be sent')),
          Decisions: Type.Array(decision(), notes('每条规则的结论', 'Every rule’s verdict')),
          Cost: Type.Optional(charge('将预留的费用', 'What would be reserved')),
        },
        notes('DryRun 的结果', 'The result of a DryRun'),
      ),
    ),
  }),
  errors: [
    'TEST_CALLEE_UNKNOWN',
    'TEST_TEMPLATE',
    'TEST_MODE_NUMBER',
    'PROJECT_NEEDED',
    'PROJECT_UNKNOWN',
    'ACCOUNT_SUSPENDED',
    'CAPABILITY_STOPPED',
    'CAPABILITY_MISSING',
    'CALLED_NUMBER_INVALID',
    'DESTINATION_NOT_ENABLED',
    'SPEND_CAP_REACHED',
    'PRICE_ABOVE_CEILING',
    'NARROWED',
    'FROM_NUMBER_UNKNOWN',
    'FROM_NUMBER_MISSING',
    'GROUP_TYPE_CONFLICT',
    'USER_ID_INVALID',
    'TEMPLATE_NOT_FOUND',
    'TEMPLATE_NOT_APPROVED',
    'APP_NOT_USABLE',
    'TEMPLATE_PARAMS_COUNT',
    'CODE_VALUE_INVALID',
    'VALUE_INVALID',
    'VALUE_SCREENED',
    'OUT_OF_WINDOW',
    'FREQUENCY_EXCEEDED',
    'ATTENTION_SPENT',
    'SEND_CAPPED',
    'CALLEE_REFUSES',
    'PRICE_MISSING',
    'FUNDS_INSUFFICIENT',
    'CLIENT_TOKEN_REUSED',
    'QUEUE_FULL',
  ],
});
