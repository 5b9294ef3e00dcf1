import type { RetCodeRow } from '../ret-codes.ts';

/** 18801–18849: the review desk. */
export const REVIEW_CODES = {
  REVIEW_NOT_FOUND: {
    code: 18801,
    source: 'api',
    retry: false,
    zh: '审核单 {reviewId} 不存在。请用 ListUVMSReviews 核对 AccountId 和 ReviewId。',
    en: 'There is no review {reviewId}. Check AccountId and ReviewId with ListUVMSReviews.',
  },
  REVIEW_OVER: {
    code: 18802,
    source: 'rules',
    retry: false,
    zh: '审核单已结束（{state}），不能再处理。请用 GetUVMSReview 查看处理记录。',
    en: 'The review is over ({state}) and cannot be acted on any more. See its history with GetUVMSReview.',
  },
  REVIEW_CLAIMED: {
    code: 18803,
    source: 'rules',
    retry: false,
    zh: '审核单由 {operatorId} 领取，到{untilZh}为止。请处理其他审核单，或在到时后再领取。',
    en: '{operatorId} has this review until {untilEn}. Take another one, or this one when that time is over.',
  },
  REVIEW_SECOND_PERSON: {
    code: 18804,
    source: 'rules',
    retry: false,
    zh: '此类审核需要两人通过，您已给出第一次通过。请由另一位审核员复核；管理员可用 UpdateUVMSReviewSettings 调整。',
    en: 'Two reviewers approve this kind, and you were the first. Another one must be the second; an administrator can change this with UpdateUVMSReviewSettings.',
  },
  REVIEW_REASON_MISSING: {
    code: 18805,
    source: '4.1.1',
    retry: false,
    zh: '驳回必须说明原因。请填写 Reason，或用 ReasonCode 选择一条预设原因。',
    en: 'A rejection needs a reason. Give Reason, or choose a prepared one with ReasonCode.',
  },
  REVIEW_REASON_UNKNOWN: {
    code: 18806,
    source: 'api',
    retry: false,
    zh: '此类审核没有预设原因 {reasonCode}。请用 GetUVMSReview 查看可选的预设原因。',
    en: 'This kind of review has no prepared reason {reasonCode}. GetUVMSReview lists those that there are.',
  },
  REVIEW_PARTS_INVALID: {
    code: 18807,
    source: 'api',
    retry: false,
    zh: '逐项结论不正确：{problemZh}。FailedParts 与 PartReasons 须一一对应，且只含 GetUVMSReview 列出的项。',
    en: 'The verdicts on parts do not fit: {problemEn}. FailedParts and PartReasons go together, one reason a part, and name only parts that GetUVMSReview lists.',
  },
  REVIEW_SUBJECT_GONE: {
    code: 18808,
    source: 'api',
    retry: false,
    zh: '审核的对象已不存在，可能已被客户删除。请退回审核单，并联系平台管理员。',
    en: 'What this review is about is no longer there; the customer may have deleted it. Release the review and tell the administrator of this service.',
  },
  REVIEW_OWN_ACCOUNT: {
    code: 18809,
    source: 'rules',
    retry: false,
    zh: '您是该账号的成员，不能审核该账号。请由其他审核员处理。',
    en: 'You are a member of this account, so you cannot review it. Leave it to another reviewer.',
  },
} as const satisfies Record<string, RetCodeRow>;
