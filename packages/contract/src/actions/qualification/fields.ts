import { Type } from 'typebox';
import { milliseconds, notes } from '../../fields.ts';
import {
  CAPABILITIES,
  type Capability,
  QUALIFICATION_STATES,
  type QualificationState,
} from '../../qualification.ts';

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) =>
  Object.keys(table) as [Key, ...Key[]];

export { keysOf };

export const state = () =>
  Type.Enum(
    keysOf<QualificationState>(QUALIFICATION_STATES),
    notes(
      '状态：draft 草稿，in-review 审核中，approved 已通过，rejected 未通过',
      'State: draft, in-review, approved, rejected',
    ),
  );

export const reason = () =>
  Type.String(notes('未通过的原因，否则为空', 'Why it was rejected or revoked, else empty'));

export const accountId = () =>
  Type.String({ ...notes('客户账号', 'The customer’s account'), minLength: 1, maxLength: 64 });

export const appId = () =>
  Type.String({
    ...notes('应用 ID', 'The app'),
    minLength: 1,
    maxLength: 64,
    examples: ['UVAP20260310k3x9q2'],
  });

export const capability = () =>
  Type.Enum(
    keysOf<Capability>(CAPABILITIES),
    notes(
      '通信能力：verification-code 验证码，notification 通知，navigation 智能导航，international 国际，recording 录音，number-application 号码申请',
      'Capability: verification-code, notification, navigation, international, recording, number-application',
    ),
  );

export const why = () =>
  Type.String({
    ...notes('原因，会告知客户', 'The reason; the customer is told'),
    minLength: 2,
    maxLength: 500,
  });

/** A text that people write: not empty, no longer than `most` characters. */
export const text = (zh: string, en: string, most: number, example?: string) =>
  Type.String({
    ...notes(zh, en),
    minLength: 1,
    maxLength: most,
    ...(example === undefined ? {} : { examples: [example] }),
  });

export const phone = () =>
  Type.String({
    ...notes('联系电话，E.164 格式', 'Telephone, E.164'),
    pattern: '^\\+[1-9][0-9]{6,14}$',
    examples: ['+8613800000200'],
  });

/** What happened to it, the newest first. */
export const history = () =>
  Type.Array(
    Type.Object(
      {
        At: milliseconds('时间', 'When'),
        What: Type.String(notes('事件，如 submitted', 'What happened, e.g. submitted')),
        By: Type.Enum(['member', 'operator', 'system'], notes('操作方', 'Whose doing it was')),
        Remark: Type.String(notes('说明或原因', 'Remark or reason')),
      },
      notes('一个事件', 'One event'),
    ),
    notes('历史，最近的在前，至多 50 条', 'History, the newest first, at most 50'),
  );
