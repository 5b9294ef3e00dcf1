import type { Table } from '../../../words/language.ts';

export const RECEIPTS = {
  title: { zh: '回执推送', en: 'Receipts' },
  intro: {
    zh: '每条已接收的消息恰有一份回执：推送到您的地址，或按消息编号查询。',
    en: 'Every accepted message ends in one receipt: pushed to your address, or pulled by its SessionNo.',
  },
  push: { zh: '推送地址', en: 'Address for pushes' },
  url: { zh: 'URL', en: 'URL' },
  urlHint: {
    zh: '公网可达的 http 或 https 地址；清空并保存即停止推送。每次保存都会产生新的签名密钥。',
    en: 'An http or https address on the public internet; empty stops the pushes. Each change makes a new secret.',
  },
  change: {
    zh: '保存后旧的签名密钥立即失效，确定吗？',
    en: 'The secret there is now stops to count at once. Save?',
  },
  secret: { zh: '签名密钥', en: 'Secret' },
  secretHint: {
    zh: '只显示这一次，请立即保存。用它校验请求头 X-Herald-Signature。',
    en: 'Shown this once: keep it now. It checks the header X-Herald-Signature.',
  },
  stopped: { zh: '已停止推送', en: 'Pushes are off' },
  log: { zh: '最近的推送', en: 'Latest pushes' },
  logHint: { zh: '最近 10 条消息的回执', en: 'Receipts of the ten last messages' },
  sessionNo: { zh: '消息编号', en: 'SessionNo' },
  receipt: { zh: '回执', en: 'Receipt' },
  pushState: { zh: '推送', en: 'Push' },
  attempts: { zh: '次数', en: 'Attempts' },
  'push-none': { zh: '未设置推送', en: 'no address' },
  'push-pending': { zh: '推送中', en: 'on its way' },
  'push-delivered': { zh: '已送达', en: 'delivered' },
  'push-dead': { zh: '已放弃', en: 'given up' },
  dead: { zh: '已放弃的推送', en: 'Pushes that were given up' },
  noDead: { zh: '没有', en: 'None' },
  resend: { zh: '重新推送', en: 'Push again' },
  resendAll: { zh: '全部重新推送', en: 'Push all again' },
  lastTry: { zh: '最后一次', en: 'Last attempt' },
  notFinal: { zh: '尚无回执', en: 'No receipt yet' },
  empty: {
    zh: '还没有发送过消息：在“快速开始”发送一条测试',
    en: 'Nothing was sent yet: send a test under Getting started',
  },
} as const satisfies Table;
