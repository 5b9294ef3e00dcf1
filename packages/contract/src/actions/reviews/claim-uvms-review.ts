import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds } from '../../fields.ts';
import { accountId, reviewId } from './fields.ts';

export const claimUVMSReview = defineAction({
  name: 'ClaimUVMSReview',
  summary: {
    zh: '领取审核单 30 分钟，期间他人不能处理；再次领取即延长',
    en: 'Takes a review for 30 minutes, in which nobody else can act on it; again: for longer',
  },
  realm: 'operator',
  permission: 'ops:review',
  request: Type.Object({ AccountId: accountId(), ReviewId: reviewId() }),
  response: Type.Object({ ClaimedUntil: milliseconds('领取到期时间', 'Until when') }),
  errors: ['REVIEW_NOT_FOUND', 'REVIEW_OVER', 'REVIEW_CLAIMED', 'REVIEW_SECOND_PERSON', 'REVIEW_OWN_ACCOUNT'],
});

export const releaseUVMSReview = defineAction({
  name: 'ReleaseUVMSReview',
  summary: {
    zh: '退回自己领取的审核单；没有领取则不变',
    en: 'Gives back a review that one has taken; else nothing changes',
  },
  realm: 'operator',
  permission: 'ops:review',
  request: Type.Object({ AccountId: accountId(), ReviewId: reviewId() }),
  response: Type.Object({}),
  errors: ['REVIEW_NOT_FOUND', 'REVIEW_OWN_ACCOUNT'],
});
