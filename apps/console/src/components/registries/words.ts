import type { Table } from '../../words/language.ts';

export const REGISTRIES = {
  title: { zh: '外部名单', en: 'Outside registries' },
  none: {
    zh: '没有导入外部名单：行业协会等的名单可在此导入',
    en: 'No registry was imported; one of an association, say, is imported here',
  },
  registry: { zh: '名单', en: 'Registry' },
  numbers: { zh: '号码数', en: 'Numbers' },
  importedAt: { zh: '导入时间', en: 'Imported' },
  incomplete: { zh: '未完成，请重新导入', en: 'not complete, import it again' },
  import: { zh: '导入外部名单', en: 'Import a registry' },
  importIntro: {
    zh: 'CSV 或 TXT，第一列为号码（E.164 或内地写法），至多 64 MiB、100 万行。名称与已有名单相同时，该名单由此文件替换。',
    en: 'CSV or TXT with a number in the first column (E.164, or as written on the mainland), at most 64 MiB and 1,000,000 rows. Under the name of a registry that is there, the file replaces it.',
  },
  name: { zh: '名单名称', en: 'Name of the registry' },
  file: { zh: '文件', en: 'File' },
  imported: {
    zh: '读取 {rows} 行：新加入 {added} 个，移除 {removed} 个，名单现有 {numbers} 个号码，不能识别 {bad} 行',
    en: '{rows} (row|rows) read: {added} (number is|numbers are) new, {removed} (is|are) gone, the registry holds {numbers}, {bad} (row is|rows are) unreadable',
  },
  badRow: { zh: '第 {line} 行：{reason}', en: 'Line {line}: {reason}' },
  withdraw: { zh: '撤下', en: 'Withdraw' },
  withdrawTitle: { zh: '撤下名单“{registry}”', en: 'Withdraw the registry “{registry}”' },
  withdrawIntro: {
    zh: '该名单的全部号码将移除；被叫自己的拒绝和其他来源的号码保留。',
    en: 'All its numbers are taken off; callees’ own refusals and what other sources list stay.',
  },
  reason: { zh: '原因', en: 'Why' },
} as const satisfies Table;
