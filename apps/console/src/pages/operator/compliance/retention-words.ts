import type { Table } from '../../../words/language.ts';

export const RETENTION_PAGE = {
  title: { zh: '保留期限', en: 'Retention' },
  intro: {
    zh: '每类数据保留多久、依据哪条协议，以及上次清理的结果（4.2.9、12.5）。期限由配置项决定。',
    en: 'How long each kind of data is kept, by which clause, and what the last run did (4.2.9, 12.5). Periods are settings.',
  },
  what: { zh: '数据', en: 'What' },
  period: { zh: '期限', en: 'Kept' },
  days: { zh: '{days} 天', en: '{days} (day|days)' },
  always: { zh: '一直保留', en: 'always' },
  never: { zh: '不保存', en: 'not kept' },
  clause: { zh: '条款', en: 'Clause' },
  run: { zh: '上次清理', en: 'Last run' },
  deleted: { zh: '清理数量', en: 'It deleted' },
  deletedAt: { zh: '上次有所删除', en: 'Last deletion' },
  total: { zh: '累计', en: 'In all' },
} as const satisfies Table;
