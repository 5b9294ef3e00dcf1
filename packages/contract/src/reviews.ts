import type { Words } from './words.ts';

/** What can be reviewed, in words. */
export const REVIEW_KIND_WORDS = {
  'real-name': { zh: '实名认证', en: 'Real-name verification' },
  enterprise: { zh: '企业', en: 'Enterprise' },
  app: { zh: '应用', en: 'App' },
  capability: { zh: '通信能力', en: 'Capability' },
  template: { zh: '模板', en: 'Template' },
  flow: { zh: '导航流程', en: 'Flow' },
  number: { zh: '号码申请', en: 'Number application' },
  'number-cancel': { zh: '号码注销', en: 'Giving up a number' },
  'key-leak': { zh: '密钥泄露', en: 'Leaked secret' },
} as const satisfies Record<string, Words>;

export type ReviewKind = keyof typeof REVIEW_KIND_WORDS;
export const REVIEW_KINDS = Object.keys(REVIEW_KIND_WORDS) as ReviewKind[];

/** A reason of the desk's: one click for the reviewer, clear words in both languages for the customer. */
export interface CannedReason extends Words {
  /** Stable name; unique within its kind. */
  readonly code: string;
}

const UNREADABLE: CannedReason = {
  code: 'unreadable',
  zh: '文件看不清或不完整。请上传清晰、四角完整的照片或扫描件。',
  en: 'A file cannot be read or is cut off. Upload a clear photo or scan that shows all four corners.',
};
const MISMATCH: CannedReason = {
  code: 'mismatch',
  zh: '填写的内容与材料不一致。请按材料上的文字填写。',
  en: 'What was filled in differs from the document. Fill in what the document says.',
};
const EXPIRED: CannedReason = {
  code: 'expired',
  zh: '证件已过有效期。请换成在有效期内的证件。',
  en: 'A document is no longer valid. Use one that is.',
};
const SEAL_MISSING: CannedReason = {
  code: 'seal-missing',
  zh: '材料缺少公章或签字。请用示例文件填写，盖章签字后重新上传。',
  en: 'The company seal or a signature is missing. Fill in the sample letter, seal and sign it, and upload it again.',
};

/** Why something is rejected, by kind. What none of them says, the reviewer writes. */
export const CANNED_REASONS: { readonly [Kind in ReviewKind]: readonly CannedReason[] } = {
  'real-name': [UNREADABLE, MISMATCH, EXPIRED],
  enterprise: [UNREADABLE, MISMATCH, EXPIRED, SEAL_MISSING],
  app: [
    {
      code: 'not-found',
      zh: '没有找到该应用或网站。请填写能打开的下载页、小程序名称或备案网址。',
      en: 'The app or site was not found. Give a download page, mini-program name or registered address that opens.',
    },
    {
      code: 'not-owned',
      zh: '应用的主体不是本企业，且没有授权书。请补充应用所有者的授权书。',
      en: 'The app belongs to another company and there is no letter of authorisation. Add one from its owner.',
    },
    UNREADABLE,
  ],
  capability: [
    {
      code: 'purpose-unclear',
      zh: '使用场景不清楚。请说明打给谁、因为什么事、大约多久一次。',
      en: 'The use is not clear. Say who is called, on what occasion, and about how often.',
    },
    {
      code: 'marketing',
      zh: '场景含有营销推广。本服务不用于营销外呼。',
      en: 'The use includes marketing. This service makes no marketing calls.',
    },
    {
      code: 'licence-missing',
      zh: '该行业需要许可证。请上传许可证后重新申请。',
      en: 'This trade needs a licence. Upload it and apply again.',
    },
    {
      code: 'consent-missing',
      zh: '没有说明被叫如何同意接听或录音。请补充取得同意的方式。',
      en: 'How callees agree to the calls, or to being recorded, is not said. Describe how their consent is obtained.',
    },
  ],
  template: [
    {
      code: 'marketing',
      zh: '内容含有营销推广。请只保留验证码或与服务有关的通知。',
      en: 'The text advertises. Keep to the code, or to what a notice about a service needs.',
    },
    {
      code: 'variable-too-free',
      zh: '变量前后的文字不足以说明变量的含义。请写清变量是什么。',
      en: 'The words around a variable do not tell what it is. Say what stands there.',
    },
    {
      code: 'sender-unclear',
      zh: '被叫听不出是谁打来的。请在开头说明企业或应用的名称。',
      en: 'The callee cannot tell who is calling. Name the company or app at the beginning.',
    },
    {
      code: 'content',
      zh: '内容违反内容规则（协议 4.2.2）。请修改后重新提交。',
      en: 'The text is against the content rules (4.2.2 of the agreement). Change it and submit it again.',
    },
    {
      code: 'audio-unclear',
      zh: '录音听不清，或与所填文字不符。请重新录制。',
      en: 'The recording is unclear or differs from the text given. Record it again.',
    },
  ],
  flow: [
    {
      code: 'marketing',
      zh: '流程含有营销推广。请只保留与服务有关的内容。',
      en: 'The flow advertises. Keep to what the service needs.',
    },
    {
      code: 'sender-unclear',
      zh: '被叫听不出是谁打来的。请在开头说明企业或应用的名称。',
      en: 'The callee cannot tell who is calling. Name the company or app at the beginning.',
    },
    {
      code: 'no-way-out',
      zh: '被叫没有办法拒绝再次来电。请提供一个按键（refuse 节点）。',
      en: 'The callee has no key to refuse further calls. Offer one (a refuse node).',
    },
    {
      code: 'consent-unclear',
      zh: '录音前的询问没有说清录什么、作何用途。请写清后再提交。',
      en: 'The question before a recording does not say what is recorded and what for. Make it clear.',
    },
    {
      code: 'content',
      zh: '内容违反内容规则（协议 4.2.2）。请修改后重新提交。',
      en: 'The text is against the content rules (4.2.2 of the agreement). Change it and submit it again.',
    },
  ],
  number: [
    {
      code: 'need-unclear',
      zh: '号码数量与业务量不相称。请说明并发、日均分钟数与号码数量的关系。',
      en: 'The number of numbers does not fit the traffic. Say how concurrency, minutes a day and quantity belong together.',
    },
    {
      code: 'template-unfit',
      zh: '示例模板与号码用途不符。请换成将用该号码播报的模板。',
      en: 'The example templates do not show what the numbers are for. Name those that will be spoken with them.',
    },
    {
      code: 'kind-unavailable',
      zh: '该城市或类型目前没有资源。请改选其他城市或类型。',
      en: 'There are no numbers of this kind or in this city now. Choose another one.',
    },
  ],
  'number-cancel': [
    {
      code: 'open-complaint',
      zh: '该号码有未处理完的投诉或违规。请处理完毕后再申请。',
      en: 'There is an open complaint or violation about the number. Ask again once it is settled.',
    },
  ],
  'key-leak': [
    {
      code: 'no-leak',
      zh: '没有发现泄露的迹象。',
      en: 'No sign of a leak was found.',
    },
  ],
};
