import type { Table } from '../../../words/language.ts';

export const AUDIT = {
  title: { zh: '操作日志', en: 'Audit log' },
  intro: {
    zh: '本账号的每次更改一条，首尾相链，不能改动或删除（4.2.11）。',
    en: 'One row for each change of this account, chained, so that none can be changed or removed (4.2.11).',
  },
  act: { zh: '操作（Action）', en: 'Act (Action)' },
  actor: { zh: '操作者', en: 'By' },
  actorId: { zh: '操作者 ID', en: 'Who (id)' },
  result: { zh: '返回码', en: 'RetCode' },
  detail: { zh: '内容', en: 'What was asked' },
  ip: { zh: '来源地址', en: 'From' },
  request: { zh: '请求编号', en: 'Request' },
  seq: { zh: '序号', en: 'Number' },
  hash: { zh: '散列', en: 'Hash' },
  from: { zh: '从', en: 'From day' },
  until: { zh: '到', en: 'Until day' },
  none: { zh: '没有记录', en: 'No records' },
} as const satisfies Table;
