import type { Table } from '../../../words/language.ts';

export const CONSENTS = {
  title: { zh: '录音同意', en: 'Consents' },
  intro: {
    zh: '被叫（呼入时为来电者）对每个问题的回答及依据。录音与将录音用于改进服务，各须其自己的同意（4.3.9）。',
    en: 'What callees, and those who called in, answered, with the proof. Recording, and its use to improve the service, each need a yes of their own (4.3.9).',
  },
  none: { zh: '还没有回答', en: 'No answers yet' },
  kind: { zh: '同意什么', en: 'To what' },
  'kind-recording': { zh: '录音', en: 'Being recorded' },
  'kind-improvement': { zh: '用于改进服务', en: 'Improving the service' },
  question: { zh: '所播的问题', en: 'The question' },
  answer: { zh: '回答', en: 'Answer' },
  yes: { zh: '同意（按 {key}）', en: 'Yes (key {key})' },
  no: { zh: '不同意', en: 'No' },
  'revoked-callee': { zh: '已由被叫撤回', en: 'Taken back by the callee' },
  'revoked-customer': { zh: '已由本账号撤回', en: 'Taken back by this account' },
  message: { zh: '消息或呼入', en: 'Message or call in' },
  inbound: { zh: '呼入 {id}', en: 'Call in {id}' },
  revoke: { zh: '撤回', en: 'Take back' },
  'sure-recording': {
    zh: '应被叫要求撤回：录音立即删除，依据保留。',
    en: 'At the callee’s wish: the recording is deleted at once, the proof stays.',
  },
  'sure-improvement': {
    zh: '应被叫要求撤回：录音保留，不再用于改进服务。',
    en: 'At the callee’s wish: the recording stays, and no longer improves the service.',
  },
} as const satisfies Table;
