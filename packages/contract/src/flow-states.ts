import type { Words } from './words.ts';

/** How the state of a flow's newest wording reads in “流程 … …，不能…”, and what may be done in it. */
export const FLOW_STATE_WORDS = {
  draft: {
    zh: '是草稿',
    en: 'a draft',
    remedy: { zh: '请先用 SubmitUVMSFlow 提交审核', en: 'Submit it with SubmitUVMSFlow first' },
  },
  'to-review': {
    zh: '待审核',
    en: 'waiting for its review',
    remedy: {
      zh: '请先用 WithdrawUVMSFlow 撤回，或用 CopyUVMSFlow 复制',
      en: 'Withdraw it with WithdrawUVMSFlow first, or copy it with CopyUVMSFlow',
    },
  },
  'in-review': {
    zh: '审核中',
    en: 'under review',
    remedy: {
      zh: '审核中只能复制；请等待审核结果',
      en: 'Under review it can only be copied; wait for the result',
    },
  },
  approved: {
    zh: '已通过审核',
    en: 'approved',
    remedy: {
      zh: '请用 UpdateUVMSFlow 修改，会成为待提交的新版本，原版本继续使用',
      en: 'Change it with UpdateUVMSFlow: that begins a new version, and the approved one stays in use',
    },
  },
  rejected: {
    zh: '未通过审核',
    en: 'rejected',
    remedy: {
      zh: '请用 UpdateUVMSFlow 修改后重新提交',
      en: 'Change it with UpdateUVMSFlow and submit it again',
    },
  },
} as const satisfies Record<string, Words & { readonly remedy: Words }>;

/** What can be done with a flow, after “cannot be …”. */
export const FLOW_EVENT_WORDS = {
  edit: { zh: '修改', en: 'changed' },
  submit: { zh: '提交审核', en: 'submitted' },
  withdraw: { zh: '撤回', en: 'withdrawn' },
  delete: { zh: '删除', en: 'deleted' },
  claim: { zh: '领取审核', en: 'taken for review' },
  release: { zh: '退回审核队列', en: 'given back to the queue of reviews' },
  approve: { zh: '通过', en: 'approved' },
  reject: { zh: '拒绝', en: 'rejected' },
} as const satisfies Record<string, Words>;
