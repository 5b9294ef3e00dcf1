import { Type } from 'typebox';
import { milliseconds, notes, purpose } from '../../fields.ts';

/** Fields that the Actions of templates share. */
export const templateId = () =>
  Type.String({
    ...notes('模板 ID', 'Template'),
    minLength: 1,
    maxLength: 64,
    examples: ['UVVT20260310k3v9x2m7qd'],
  });

export const status = () =>
  Type.Enum(
    [0, 1, 2, 3, 4, 5],
    notes(
      '状态：0 待审核，1 审核中，2 已通过，3 未通过，4 已停用，5 草稿（传话自有）',
      'Status: 0 to review, 1 in review, 2 approved, 3 rejected, 4 disabled, 5 draft (Herald’s own)',
    ),
  );

export const language = () => Type.Enum(['zh', 'en'], notes('播报语言', 'Language spoken'));

/** What is longer than any rule allows is still read as far as this, so that the rule can say where it is too long. */
export const name = () =>
  Type.String({
    ...notes('模板名称，2–32 个字符，不含特殊符号', 'Name: 2 to 32 characters without special symbols'),
    maxLength: 200,
    examples: ['发货通知'],
  });

export const scene = () =>
  Type.String({
    ...notes(
      '场景说明：谁在什么情况下接到电话，2–200 个字符',
      'Scene: who is called, and on what occasion, 2 to 200 characters',
    ),
    maxLength: 1000,
    examples: ['用户的订单发货时通知用户'],
  });

export const content = () =>
  Type.String({
    ...notes(
      '模板内容，连同变量最多 1000 个字符，变量写作 {1}、{2}；录音模板填录音的文字稿',
      'Content: at most 1000 characters with its variables, written {1}, {2}; for recorded sound its transcript',
    ),
    maxLength: 2000,
    examples: ['您的订单{1}已由{2}发出，请注意查收。'],
  });

export const appId = () =>
  Type.String({
    ...notes('已通过审核的应用；不传表示内部生产使用', 'An approved app; absent: for internal production'),
    maxLength: 64,
  });

export const recordingFile = () =>
  Type.String({
    ...notes(
      '录音文件，由 UploadUVMSFile 返回：WAV，至多 2 MiB，1–60 秒；传入即为录音模板',
      'The recording, as UploadUVMSFile returned it: WAV of at most 2 MiB, 1 to 60 s; given, the template is of recorded sound',
    ),
    maxLength: 64,
  });

export const allDay = () =>
  Type.Boolean({
    ...notes(
      '是否全天可呼；否则为 8:00–20:00。全天只用于验证码和内部生产告警',
      'Whether all day; else 8:00–20:00. All day is for codes and alarms of internal production',
    ),
    default: false,
  });

/** 3 is taken here to be refused by its clause. */
export const anyPurpose = () =>
  Type.Enum(
    [1, 2, 3],
    notes(
      '语音类型：1 验证码，2 通知；3 营销不受理（协议 4.2.2 i）',
      'Purpose: 1 code, 2 notice; 3 marketing is refused (4.2.2 i of the agreement)',
    ),
  );

export const finding = () =>
  Type.Object(
    {
      Rule: Type.String(notes('规则标识，如 variable-adjacent', 'Name of the rule, e.g. variable-adjacent')),
      Source: Type.String(notes('依据：协议条款或 rules', 'Its source: clause of the agreement, or rules')),
      Weight: Type.Enum(
        ['error', 'hint'],
        notes('error 不能提交；hint 仅供参考', 'error: cannot be submitted; hint: worth a look'),
      ),
      Field: Type.String(notes('所在的参数', 'The parameter that it is about')),
      Start: Type.Integer(
        notes('起始位置，UTF-16 单位，从 0 开始', 'Where it begins, in UTF-16 units from 0'),
      ),
      End: Type.Integer(notes('结束位置（不含）', 'Where it ends, exclusive')),
      Text: Type.String(notes('该处的文字', 'The text there')),
      Message: Type.String(notes('问题所在', 'What is wrong')),
      Remedy: Type.String(notes('如何修改', 'How to mend it')),
    },
    notes('一处不符合规则的地方', 'One thing that is against a rule'),
  );

export const findings = () =>
  Type.Array(
    finding(),
    notes('不符合规则的地方，按参数和位置排列', 'What is against the rules, by parameter and place'),
  );

/** A template with everything that its account may know of it. */
export const template = () =>
  Type.Object(
    {
      TemplateId: Type.String(notes('模板 ID', 'Template')),
      Name: Type.String(notes('模板名称', 'Name')),
      Kind: Type.Enum(['text', 'audio'], notes('text 文本播报，audio 录音', 'text: spoken; audio: recorded')),
      Scene: Type.String(notes('场景说明', 'Scene')),
      AppId: Type.Optional(
        Type.String(notes('所属应用；没有则为内部生产使用', 'Its app; absent: for internal production')),
      ),
      Purpose: purpose(),
      Language: language(),
      Content: Type.String(
        notes(
          '模板内容，变量写作 {1}；录音模板为文字稿',
          'Content; variables are written {1}; of a recording its transcript',
        ),
      ),
      Variables: Type.Integer(notes('变量个数', 'How many variables')),
      DurationMs: Type.Optional(
        Type.Integer(notes('录音时长（毫秒）', 'Length of the recording, milliseconds')),
      ),
      AllDay: Type.Boolean(notes('是否全天可呼；否则为 8:00–20:00', 'Whether all day; else 8:00–20:00')),
      Status: status(),
      Blocked: Type.Boolean(
        notes(
          '是否被平台停用，客户不能自行启用',
          'Whether the operator has disabled it; the customer cannot enable it',
        ),
      ),
      Remark: Type.String(notes('审核说明或停用原因', 'The reviewer’s remark, or why it was disabled')),
      CreateTime: milliseconds('创建时间', 'When it was created'),
      UpdateTime: milliseconds('更新时间', 'When it was last changed'),
      Findings: findings(),
    },
    notes('一个模板', 'One template'),
  );

/** What happened to a template, oldest first. */
export const history = () =>
  Type.Array(
    Type.Object(
      {
        At: milliseconds('时间', 'When'),
        Event: Type.String(
          notes(
            '事件：create、edit、submit、withdraw、claim、release、approve、reject、disable、enable、block、lift',
            'The event: create, edit, submit, withdraw, claim, release, approve, reject, disable, enable, block, lift',
          ),
        ),
        Status: status(),
        By: Type.Enum(['customer', 'operator'], notes('由谁操作', 'Whose doing it was')),
        Reason: Type.String(notes('原因', 'The reason given')),
      },
      notes('一次变更', 'One change'),
    ),
    notes('变更历史', 'What happened to it'),
  );

/** What the operator says of a customer's template: whose, which, and why. */
export const templateBlock = () =>
  Type.Object({
    AccountId: Type.String({ ...notes('账号', 'Account'), minLength: 1, maxLength: 64 }),
    TemplateId: templateId(),
    Reason: Type.String({
      ...notes('原因，会告知客户', 'The reason; the customer is told it'),
      minLength: 2,
      maxLength: 500,
    }),
  });

export const templateState = () => Type.Object({ TemplateId: templateId(), Status: status() });
