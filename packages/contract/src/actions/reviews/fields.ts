import { Type } from 'typebox';
import { milliseconds, notes } from '../../fields.ts';
import { REVIEW_KINDS } from '../../reviews.ts';

export const accountId = () =>
  Type.String({ ...notes('账号 ID', 'The account'), minLength: 1, maxLength: 64 });

export const reviewId = () =>
  Type.String({ ...notes('审核单 ID', 'The review'), minLength: 1, maxLength: 64 });

export const kind = () => Type.Enum(REVIEW_KINDS, notes('审核类型', 'Kind of review'));

export const state = () =>
  Type.Enum(
    ['open', 'approved', 'rejected', 'withdrawn'],
    notes(
      '状态：open 待处理，approved 通过，rejected 驳回，withdrawn 客户撤回',
      'State: open, approved, rejected, or withdrawn by the customer',
    ),
  );

export const reason = (zh: string, en: string) =>
  Type.Optional(Type.String({ ...notes(zh, en), maxLength: 500 }));

/** Fields of one review, as the desk's list and the review itself show it. */
export const reviewFields = () => ({
  AccountId: accountId(),
  AccountName: Type.String(notes('账号名称', 'Name of the account')),
  ReviewId: reviewId(),
  Kind: kind(),
  SubjectId: Type.String(notes('审核对象的 ID', 'Id of what is reviewed')),
  Title: Type.String(notes('标题', 'Title')),
  State: state(),
  Findings: Type.Array(
    Type.Object(
      {
        Code: Type.String(notes('提示的固定标识', 'Stable name of the finding')),
        Weight: Type.Enum(['concern', 'hint'], notes('concern 疑点，hint 提示', 'A concern, or a hint')),
        Text: Type.String(notes('说明', 'In words')),
      },
      notes('自动预审的一条提示', 'Something the automatic pre-review noticed'),
    ),
    notes(
      '自动预审的提示：只用于排序和提醒，不作决定',
      'What the automatic pre-review noticed; it decides nothing',
    ),
  ),
  SubmitTime: milliseconds('提交时间', 'When it was submitted'),
  DueTime: milliseconds('应完成时间（1 个工作日，9:00–18:00）', 'Due: one working day, 9:00–18:00'),
  Overdue: Type.Boolean(notes('是否超时', 'Whether it is, or was, decided late')),
  ClaimedBy: Type.String(notes('领取人，无人领取为空', 'Who has taken it; empty: nobody')),
  ClaimedUntil: milliseconds('领取到期时间，无人领取为 0', 'Until when, 0 when nobody has'),
  TwoPerson: Type.Boolean(notes('是否需要两人通过', 'Whether two reviewers must approve')),
  FirstApprovedBy: Type.String(notes('第一位通过的审核员', 'Who approved first; empty: nobody yet')),
  DecideTime: milliseconds('结束时间，未结束为 0', 'When it was decided, 0 when not yet'),
});
