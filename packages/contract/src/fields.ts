import { Type } from 'typebox';
import type { Words } from './words.ts';

/** Errors that a bad value of their field raises instead of PARAMETER_INVALID. */
export type FieldError = 'CALLED_NUMBER_INVALID' | 'USER_ID_INVALID' | 'RECEIPT_URL_INVALID';

/** Schema annotations of one field: its words in both languages, and the error that its violation raises. */
export type FieldNotes = {
  readonly words: Words;
  /** Named error for a bad value; without it the answer is PARAMETER_INVALID. */
  readonly error?: FieldError;
};

/** The annotations of a field: `notes('被叫号码', 'Called number')`. */
export function notes(zh: string, en: string, error?: FieldError): FieldNotes {
  return error ? { words: { zh, en }, error } : { words: { zh, en } };
}

/** The id of one message. */
export const sessionNo = () =>
  Type.String({
    ...notes('消息编号，由 SendUVMSMessage 返回', 'Id of the message, as SendUVMSMessage returned it'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

/** Project of the account; every Action takes it. */
export const projectId = () =>
  Type.Optional(
    Type.String({
      ...notes('项目 ID，默认为账号的默认项目', 'Project, by default the default project of the account'),
      maxLength: 64,
    }),
  );

/** A file that was uploaded. */
export const fileId = () =>
  Type.String({
    ...notes('文件 ID，由 UploadUVMSFile 返回', 'Id of the file, as UploadUVMSFile returned it'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

/** A moment in an answer. */
export const milliseconds = (zh: string, en: string) =>
  Type.Integer({ ...notes(`${zh}，Unix 毫秒`, `${en}, Unix milliseconds`), minimum: 0 });

/** 1 verification code, 2 notice. */
export const purpose = () =>
  Type.Enum([1, 2], notes('语音类型：1 验证码，2 通知', 'Purpose: 1 code, 2 notice'));

/** 1 random group, 2 exclusive. */
export const groupType = (
  zh = '号码类型：1 随机号码，2 专享号码',
  en = 'Numbers: 1 random group, 2 exclusive',
) => Type.Enum([1, 2], notes(zh, en));

/** One rule's verdict in a decision trail. */
export const decision = () =>
  Type.Object(
    {
      Rule: Type.String(notes('规则名称', 'Name of the rule')),
      Clause: Type.String(
        notes('依据：协议条款、api 或 rules', 'Its source: clause of the agreement, api or rules'),
      ),
      Verdict: Type.Enum(['pass', 'refuse', 'skip'], notes('结论', 'Verdict')),
      Detail: Type.Optional(Type.String(notes('判断所依据的事实', 'The facts it was decided on'))),
    },
    notes('一条规则的判断', 'The verdict of one rule'),
  );

/** What a message costs: units of a package or money. */
export const charge = (zh: string, en: string) =>
  Type.Object(
    {
      Source: Type.Enum(['package', 'balance'], notes('由套餐包或余额支付', 'Paid by package or by balance')),
      Commodity: Type.String(
        notes('CNY 或套餐单位，如 code.random', 'CNY or a package unit such as code.random'),
      ),
      Count: Type.Integer(notes('条数或分钟数', 'Messages or minutes')),
      Amount: Type.String(notes('金额（元）或套餐单位数，十进制', 'Yuan, or package units, as a decimal')),
    },
    notes(zh, en),
  );

/** What came of a flow by keys in a call. */
/** What a callee is asked for (4.3.9). */
export const consentKind = () =>
  Type.Enum(
    ['recording', 'improvement'],
    notes(
      '询问的内容：recording 能否录音，improvement 能否将录音用于改进服务',
      'What was asked: recording (may it be recorded), improvement (may the recording be used to improve the service)',
    ),
  );

/** The call in which consent was asked for. */
export const consentedCall = () =>
  Type.String({
    ...notes(
      '消息编号；呼入的为其 CallNo（见 ListUVMSInboundCalls）',
      'Id of the message; of a call that came in, its CallNo (of ListUVMSInboundCalls)',
    ),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

export const consentInbound = () => Type.Boolean(notes('是否为呼入', 'Whether it is a call that came in'));

/** Which consent is taken back. */
export const revokedKind = () =>
  Type.Optional(
    Type.Enum(['recording', 'improvement'], {
      ...notes(
        'recording 撤回录音及其一切用途，录音删除；improvement 仅撤回用于改进服务，录音保留',
        'recording: with every use, the recording is deleted; improvement: only its use to improve the service, the recording stays',
      ),
      default: 'recording',
    }),
  );

export const flowResult = () =>
  Type.Object(
    {
      Completed: Type.Boolean(
        notes(
          '流程是否走到结束；否则通话提前结束',
          'Whether the flow came to its end; else the call ended before',
        ),
      ),
      Visits: Type.Array(
        Type.Object(
          {
            Node: Type.String(notes('节点', 'Node')),
            At: milliseconds('进入时间', 'When it was entered'),
            Keys: Type.String(notes('在此按下的键', 'Keys that were pressed there')),
          },
          notes('经过的一个节点', 'One node on the way'),
        ),
        notes('依次经过的节点，至多 200 个', 'The nodes in order, at most 200'),
      ),
      Collected: Type.Array(
        Type.Object(
          {
            Node: Type.String(notes('节点', 'Node')),
            Digits: Type.String(notes('收到的数字', 'The digits')),
          },
          notes('收到的一组数字', 'One set of digits'),
        ),
        notes('收到的数字', 'Digits that were collected'),
      ),
      Consents: Type.Array(
        Type.Object(
          {
            Node: Type.String(notes('节点', 'Node')),
            Kind: consentKind(),
            Given: Type.Boolean(notes('是否同意', 'Whether it was yes')),
            At: milliseconds('时间', 'When'),
          },
          notes('一次回答', 'One answer'),
        ),
        notes('对录音及其用途的回答', 'Answers to the questions whether may be recorded, and for what'),
      ),
      Recordings: Type.Array(
        Type.Object(
          {
            Node: Type.String(notes('节点', 'Node')),
            FileId: Type.String(
              notes('录音文件，用 DownloadUVMSFile 下载', 'The recording; get it with DownloadUVMSFile'),
            ),
            Ms: Type.Integer(notes('时长（毫秒）', 'Length, milliseconds')),
          },
          notes('一段录音', 'One recording'),
        ),
        notes('经同意的录音', 'Recordings that were agreed to'),
      ),
      Transfers: Type.Array(
        Type.Object(
          {
            Node: Type.String(notes('节点', 'Node')),
            Outcome: Type.Enum(['connected', 'busy', 'no-answer', 'failed'], notes('结果', 'How it went')),
            At: milliseconds('时间', 'When'),
            Duration: Type.Integer(notes('第二路通话秒数', 'Seconds of talk on the second line')),
          },
          notes('一次转接', 'One transfer'),
        ),
        notes('转接', 'Transfers'),
      ),
      Refused: Type.Boolean(notes('被叫是否要求不再来电', 'Whether the callee asked not to be called again')),
    },
    notes(
      '导航流程的结果；只有用流程发送并接通的消息才有',
      'What came of the flow; of answered messages that were sent with one',
    ),
  );

/** The receipt as it is pushed and pulled. */
export const receipt = () =>
  Type.Object(
    {
      SessionNo: sessionNo(),
      Phone: Type.String(notes('被叫号码', 'Called number')),
      ShowNumber: Type.String(
        notes('外显号码，未呼叫时为空', 'Number shown to the callee; empty when no call was made'),
      ),
      CostCount: Type.Integer(notes('计费条数或分钟数', 'Messages or minutes charged')),
      ReceiptResult: Type.Enum([1, 2, 3], notes('1 成功，2 失败，3 未知', '1 success, 2 failure, 3 unknown')),
      ReceiptCode: Type.Integer(
        notes(
          '最终 SIP 状态码；1000 表示结果未知，1001 及以上表示未发起呼叫',
          'Final SIP status; 1000: the result is unknown; 1001 and above: no call was made',
        ),
      ),
      ReceiptReason: Type.String(notes('原因的固定标识，如 busy', 'Stable name of the reason, e.g. busy')),
      ReceiptDesc: Type.String(notes('原因说明', 'The reason in words')),
      CallStartTime: milliseconds('开始呼叫时间，未呼叫为 0', 'Start of the call, 0 when none was made'),
      AnswerTime: milliseconds('接听时间，未接听为 0', 'Answer, 0 when not answered'),
      CallEndTime: milliseconds('结束时间', 'End'),
      Duration: Type.Integer(notes('通话秒数', 'Seconds of talk')),
      UserId: Type.String(notes('发送时的 UserId', 'The UserId given at sending')),
      TaskNo: Type.Optional(
        Type.String(notes('所属任务；单独发送的消息没有', 'Its task; absent for a message sent by itself')),
      ),
      Flow: Type.Optional(flowResult()),
    },
    notes('回执', 'The receipt'),
  );

/** Which page of a list. */
export const page = () =>
  Type.Optional(
    Type.Integer({ ...notes('页码，从 0 开始', 'Page, from 0'), minimum: 0, maximum: 100_000, default: 0 }),
  );

/** How many a page of a list holds. */
export const numPerPage = (byDefault = 20) =>
  Type.Optional(
    Type.Integer({ ...notes('每页条数', 'How many a page'), minimum: 1, maximum: 100, default: byDefault }),
  );
