import type { Table } from '../../../words/language.ts';

export const LIMITS = {
  title: { zh: '限额与期限', en: 'Limits and periods' },
  intro: {
    zh: '平台按这些值判断。以环境变量设置，启动时读取一次；未设置的用默认值。',
    en: 'What the service judges by. Set by the environment and read once at start; what is not set has its default.',
  },
  default: { zh: '默认值', en: 'Default' },
  changed: { zh: '已改，默认 {value}', en: 'changed; by default {value}' },
  range: { zh: '可设', en: 'Range' },
  told: { zh: '客户可见', en: 'Told' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
} as const satisfies Table;
