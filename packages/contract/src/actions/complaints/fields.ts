import { Type } from 'typebox';
import { milliseconds, notes } from '../../fields.ts';
import { accountId } from '../qualification/fields.ts';

export const complaintId = () =>
  Type.String({
    ...notes('投诉编号', 'The complaint'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

export const complaintKind = () =>
  Type.Enum(
    ['harassment', 'marketing', 'fraud', 'content', 'frequency', 'called-after-refusal', 'other'],
    notes(
      '类别：harassment 骚扰，marketing 营销，fraud 诈骗，content 内容不当，frequency 过于频繁，called-after-refusal 拒绝后仍来电，other 其他',
      'Kind: harassment, marketing, fraud, content, frequency, called-after-refusal, other',
    ),
  );

/** In requests: an enum over the wire is of texts. */
export const askedSeverity = () =>
  Type.Optional(
    Type.Enum(
      ['1', '2', '3'],
      notes(
        '严重程度：1 轻微，2 严重，3 重大；不传则按类别',
        'How grave: 1 light, 2 serious, 3 grave; absent: as the kind has it',
      ),
    ),
  );

export const complaintState = () =>
  Type.Enum(
    ['open', 'forwarded', 'answered', 'closed', 'told'],
    notes(
      '状态：open 待转交，forwarded 待客户答复，answered 待办结，closed 待告知投诉人，told 已告知',
      'State: open (to forward), forwarded (to answer), answered (to close), closed (to tell the complainant), told',
    ),
  );

/** What both sides see of a complaint. */
export const complaintFields = () => ({
  ComplaintId: complaintId(),
  State: complaintState(),
  Kind: complaintKind(),
  Severity: Type.Integer(notes('严重程度 1 至 3', 'How grave, 1 to 3')),
  Phone: Type.String(notes('投诉人号码，已脱敏', 'Number of the complainant, masked')),
  CallTime: milliseconds('被投诉的呼叫时间', 'When the call was'),
  SessionNo: Type.Optional(
    Type.String(notes('消息编号；未找到则没有', 'The message; absent where none was found')),
  ),
  TemplateId: Type.String(notes('模板，未找到为空', 'The template; empty where none was found')),
  ShowNumber: Type.String(notes('外显号码', 'Number shown')),
  Words: Type.String(notes('投诉人的陈述', 'What the complainant says')),
  ForwardTime: Type.Optional(milliseconds('转交客户的时间', 'When it was forwarded to the customer')),
  AnswerTime: Type.Optional(milliseconds('客户答复时间', 'When the customer answered')),
  Answer: Type.String(notes('客户的答复', 'The customer’s answer')),
  CloseTime: Type.Optional(milliseconds('办结时间', 'When it was closed')),
  Founded: Type.Optional(
    Type.Boolean(notes('是否属实；未办结则没有', 'Whether it is founded; absent until closed')),
  ),
  Finding: Type.String(notes('结论与理由', 'The finding, with its reason')),
  DueTime: Type.Optional(milliseconds('当前步骤的期限', 'By when the next step is due')),
});

/** What the operator sees of it beside. */
export const deskFields = () => ({
  AccountId: Type.String(
    notes('客户账号；空为尚不知是谁的呼叫', 'The customer; empty: not known whose call it was'),
  ),
  Channel: Type.Enum(
    ['operator', 'key', 'ring-back', 'portal', 'regulator'],
    notes(
      '来源：operator 运营人员登记，key 通话按键，ring-back 回拨按键，portal 自助页，regulator 监管转来',
      'From where: operator, key (in a call), ring-back, portal, regulator',
    ),
  ),
  TrunkId: Type.String(notes('线路', 'The trunk')),
  OpenTime: milliseconds('受理时间', 'When it came in'),
  OpenedBy: Type.String(notes('登记人', 'Who of the staff entered it')),
  AssignedTo: Type.String(notes('处理人', 'To whom of the staff it is assigned')),
  ToldTime: Type.Optional(milliseconds('告知投诉人的时间', 'When the complainant was told')),
  ToldHow: Type.String(notes('如何告知', 'How the complainant was told')),
});

export const whose = () => Type.Optional(accountId());
