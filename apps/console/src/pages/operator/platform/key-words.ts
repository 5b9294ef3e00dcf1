import type { Table } from '../../../words/language.ts';

export const KEYS = {
  title: { zh: '主密钥', en: 'Master keys' },
  intro: {
    zh: '号码、姓名、密钥与文件都由主密钥密封。更换：在服务器上运行 npm run rotate-key，重启；旧密钥下的数据会在运行中重新密封，完成后旧密钥可以移除。',
    en: 'Numbers, names, secrets and files are sealed by the master key. To change it: npm run rotate-key on the server, then start again; what is under the older key is sealed anew while the service runs, and then that key may be taken out.',
  },
  key: { zh: '密钥 ID', en: 'Key' },
  since: { zh: '启用于', en: 'In use since' },
  emptied: { zh: '不再需要', en: 'Not needed since' },
  'state-sealing': { zh: '使用中', en: 'seals' },
  'state-needed': { zh: '仍需要', en: 'still needed' },
  'state-removable': { zh: '可移除', en: 'may be taken out' },
  restart: {
    zh: '以下进程仍用旧密钥，重启后才会开始重新密封：{who}',
    en: 'These processes still seal with an older key; nothing is sealed anew until they are started again: {who}',
  },
  mails: {
    zh: '{count} 封由旧密钥密封的邮件尚未发出，至多等待一小时',
    en: '{count} (mail|mails) under an older key still to leave, within an hour',
  },
  progress: { zh: '重新密封的进度', en: 'Sealing anew' },
  table: { zh: '数据表', en: 'Table' },
  looked: { zh: '本轮已检查', en: 'Looked at' },
  resealed: { zh: '已重新密封', en: 'Sealed anew' },
  unreadable: { zh: '打不开', en: 'Cannot be opened' },
  done: { zh: '完成于', en: 'Done' },
  none: { zh: '没有主密钥的记录', en: 'No master key is noted' },
} as const satisfies Table;
