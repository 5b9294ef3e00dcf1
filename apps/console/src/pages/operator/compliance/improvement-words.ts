import type { Table } from '../../../words/language.ts';

export const IMPROVEMENT = {
  title: { zh: '可改进服务的录音', en: 'Recordings to learn from' },
  intro: {
    zh: '只有被叫另行同意用于改进服务、且未撤回的录音（4.3.9）。每次收听记入审计。',
    en: 'Only recordings whose callees agreed to that use by itself and have not taken it back (4.3.9). Each listening is kept in the audit log.',
  },
  none: {
    zh: '没有可用的录音：流程问过、被叫同意后才有',
    en: 'There are none: a flow has to ask, and the callee to say yes',
  },
  message: { zh: '消息', en: 'Message' },
  node: { zh: '节点', en: 'Node' },
  key: { zh: '按键', en: 'Key' },
  hear: { zh: '保存录音', en: 'Save the recording' },
} as const satisfies Table;
