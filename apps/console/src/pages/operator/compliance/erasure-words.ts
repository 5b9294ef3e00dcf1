import type { Table } from '../../../words/language.ts';

export const ERASURES = {
  title: { zh: '数据删除', en: 'Erasure' },
  intro: {
    zh: '删除一个号码的资料，或服务已终止的客户的全部被叫资料（4.2.9、4.2.10）。费用记录保留，号码不可恢复。',
    en: 'Erases what is held of a number, or all callees’ data of a customer whose service has ended (4.2.9, 4.2.10). Money stays on record; the number cannot be had back.',
  },
  take: { zh: '导出号码资料', en: 'Export a number' },
  takeIntro: {
    zh: '本平台所有客户处关于一个号码的资料，一个 JSON 文件（4.2.10）；号码已脱敏。导出记入审计。',
    en: 'What is held of a number at all customers, as one JSON file (4.2.10); the number is masked. The export is in the audit log.',
  },
  ask: { zh: '删除资料', en: 'Erase' },
  askIntro: {
    zh: '只填号码：在所有客户处删除。都填：只在该客户处删除。只填客户：其服务终止后删除全部被叫资料。不可撤销。',
    en: 'A number alone: at every customer. Both: at that customer. A customer alone: all its callees’ data, once its service has ended. This cannot be undone.',
  },
  phone: { zh: '号码（E.164，带 +）', en: 'Number (E.164, with +)' },
  callee: { zh: '号码', en: 'Number' },
  whole: { zh: '全部被叫资料', en: 'all callees’ data' },
  where: { zh: '范围', en: 'Where' },
  everywhere: { zh: '所有客户', en: 'everywhere' },
  askedBy: { zh: '提出者', en: 'Asked by' },
  'by-callee': { zh: '被叫', en: 'callee' },
  'by-customer': { zh: '客户', en: 'customer' },
  'by-operator': { zh: '运营', en: 'operator' },
  done: { zh: '完成', en: 'Done' },
  waiting: { zh: '进行中', en: 'under way' },
  erased: { zh: '已删除', en: 'Erased' },
  counts: {
    zh: '消息 {messages}，其他 {rows}，文件 {files}，来电 {calls}',
    en: '{messages} (message|messages), {rows} other (row|rows), {files} (file|files), {calls} (call|calls) in',
  },
  none: {
    zh: '没有删除：被叫在自助页提出的，或您在此提出的列在这里',
    en: 'Nothing was erased; what callees ask for on their page comes here, and what you ask for',
  },
} as const satisfies Table;
