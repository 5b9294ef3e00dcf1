import type { Words } from './words.ts';

/** How a state of a template reads in “模板 … 当前…”, and what may be done in it. */
export interface TemplateStateWords extends Words {
  readonly remedy: Words;
}

export const TEMPLATE_STATE_WORDS = {
  draft: {
    zh: '是草稿',
    en: 'a draft',
    remedy: { zh: '请先用 SubmitUVMSTemplate 提交审核', en: 'Submit it with SubmitUVMSTemplate first' },
  },
  'to-review': {
    zh: '待审核',
    en: 'waiting for its review',
    remedy: {
      zh: '请先用 WithdrawUVMSTemplate 撤回，或用 CopyUVMSTemplate 复制',
      en: 'Withdraw it with WithdrawUVMSTemplate first, or copy it with CopyUVMSTemplate',
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
      zh: '已通过的内容不能改动；请用 CopyUVMSTemplate 复制后修改，或用 DisableUVMSTemplate 停用',
      en: 'What was approved stays as it is; change a copy (CopyUVMSTemplate), or disable it (DisableUVMSTemplate)',
    },
  },
  rejected: {
    zh: '未通过审核',
    en: 'rejected',
    remedy: {
      zh: '请用 UpdateUVMSTemplate 修改后重新提交',
      en: 'Change it with UpdateUVMSTemplate and submit it again',
    },
  },
  disabled: {
    zh: '已停用',
    en: 'disabled',
    remedy: {
      zh: '可用 EnableUVMSTemplate 启用，或用 CopyUVMSTemplate 复制后修改',
      en: 'Enable it with EnableUVMSTemplate, or change a copy (CopyUVMSTemplate)',
    },
  },
  blocked: {
    zh: '已被平台停用',
    en: 'disabled by the operator',
    remedy: {
      zh: '请联系平台运营方解除，或用 CopyUVMSTemplate 复制后修改',
      en: 'Ask the operator to lift it, or change a copy (CopyUVMSTemplate)',
    },
  },
} as const satisfies Record<string, TemplateStateWords>;

/** What can be done with a template, after “cannot be …”. */
export const TEMPLATE_EVENT_WORDS = {
  edit: { zh: '修改', en: 'changed' },
  submit: { zh: '提交审核', en: 'submitted' },
  withdraw: { zh: '撤回', en: 'withdrawn' },
  delete: { zh: '删除', en: 'deleted' },
  disable: { zh: '停用', en: 'disabled' },
  enable: { zh: '启用', en: 'enabled' },
  claim: { zh: '领取审核', en: 'taken for review' },
  release: { zh: '退回审核队列', en: 'given back to the queue of reviews' },
  approve: { zh: '通过', en: 'approved' },
  reject: { zh: '拒绝', en: 'rejected' },
  block: { zh: '由平台停用', en: 'disabled by the operator' },
  lift: { zh: '解除平台停用', en: 'freed of the operator’s block' },
} as const satisfies Record<string, Words>;
