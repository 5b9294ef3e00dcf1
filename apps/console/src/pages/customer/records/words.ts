import type { Table } from '../../../words/language.ts';

export const RECORDS = {
  title: { zh: '发送记录', en: 'Send records' },
  intro: {
    zh: '一次最多查询 7 天，最早到半年前。条件保留在地址中，可直接分享。',
    en: 'At most 7 days at once, back to half a year. The address keeps the search, to be shared.',
  },
  from: { zh: '从', en: 'From' },
  until: { zh: '到', en: 'Until' },
  phone: { zh: '被叫号码', en: 'Called number' },
  template: { zh: '模板 ID', en: 'Template' },
  sessionNo: { zh: '任务或消息编号', en: 'Task or message' },
  purpose: { zh: '语音类型', en: 'Purpose' },
  detail: { zh: '消息详情', en: 'Message' },
  callId: { zh: 'SIP Call-ID', en: 'SIP Call-ID' },
} as const satisfies Table;
