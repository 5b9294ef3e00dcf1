import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { accountId, reason, reviewId, state } from './fields.ts';

const refusals = [
  'REVIEW_NOT_FOUND',
  'REVIEW_OVER',
  'REVIEW_CLAIMED',
  'REVIEW_SECOND_PERSON',
  'REVIEW_SUBJECT_GONE',
  'REVIEW_OWN_ACCOUNT',
] as const;

export const approveUVMSReview = defineAction({
  name: 'ApproveUVMSReview',
  summary: {
    zh: '通过审核，并通知客户；需要两人通过的类型，第一次通过后等待另一人复核',
    en: 'Approves, and tells the customer; where two must approve, the first approval waits for another reviewer',
  },
  realm: 'operator',
  permission: 'ops:review',
  request: Type.Object({
    AccountId: accountId(),
    ReviewId: reviewId(),
    Reason: reason('说明，客户可见', 'A remark; the customer sees it'),
  }),
  response: Type.Object({
    State: state(),
    SecondNeeded: Type.Boolean(notes('是否还需另一人复核', 'Whether another reviewer must approve yet')),
  }),
  errors: [...refusals],
});

export const rejectUVMSReview = defineAction({
  name: 'RejectUVMSReview',
  summary: { zh: '驳回审核，并把原因通知客户', en: 'Rejects, and tells the customer why' },
  realm: 'operator',
  permission: 'ops:review',
  request: Type.Object({
    AccountId: accountId(),
    ReviewId: reviewId(),
    ReasonCode: Type.Optional(
      Type.String({
        ...notes('预设原因，见 GetUVMSReview', 'A prepared reason, see GetUVMSReview'),
        maxLength: 32,
      }),
    ),
    Reason: reason(
      '原因，客户可见；可补充在预设原因之后',
      'The reason, for the customer; may add to a prepared one',
    ),
    FailedParts: Type.Optional(
      Type.Array(Type.String({ maxLength: 64 }), {
        ...notes('未通过的项；其余各项视为通过', 'Parts that failed; the others passed'),
        maxItems: 20,
      }),
    ),
    PartReasons: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 500 }), {
        ...notes('各未通过项的原因，次序与 FailedParts 相同', 'Why, in the order of FailedParts'),
        maxItems: 20,
      }),
    ),
  }),
  response: Type.Object({ State: state() }),
  errors: [...refusals, 'REVIEW_REASON_MISSING', 'REVIEW_REASON_UNKNOWN', 'REVIEW_PARTS_INVALID'],
});
