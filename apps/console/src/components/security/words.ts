import type { Table } from '../../words/language.ts';

export const SECURITY = {
  secondFactor: { zh: '两步验证', en: 'Second factor' },
  on: { zh: '已开启', en: 'on' },
  off: { zh: '未开启', en: 'off' },
  password: { zh: '修改密码', en: 'Change the password' },
  passwordNow: { zh: '当前密码', en: 'The password now' },
  passwordNew: { zh: '新密码', en: 'The new one' },
  passwordHint: {
    zh: '至少 10 个字符；修改后其他会话将结束',
    en: 'At least 10 characters; other sessions end',
  },
  passwordChanged: { zh: '密码已修改', en: 'The password is changed' },
  totpIntro: {
    zh: '登录时除密码外还要验证器应用中的 6 位数字。',
    en: 'A log-in then also takes six digits of an authenticator app.',
  },
  totpBegin: { zh: '开始设置', en: 'Set it up' },
  totpScan: {
    zh: '用验证器应用扫描二维码，或手工填写密钥，再填写它显示的 6 位数字。',
    en: 'Scan this with an authenticator app, or type the secret in, then give the six digits it shows.',
  },
  totpSecret: { zh: '密钥', en: 'Secret' },
  totpCode: { zh: '6 位数字', en: 'Six digits' },
  totpConfirm: { zh: '开启', en: 'Turn it on' },
  totpDisable: { zh: '关闭两步验证', en: 'Turn it off' },
  totpLeft: { zh: '剩余 {count} 个恢复码', en: '{count} recovery (code|codes) left' },
  renewCodes: { zh: '重新生成恢复码', en: 'New recovery codes' },
  recoveryCodes: { zh: '恢复码', en: 'Recovery codes' },
  recoveryHint: {
    zh: '验证器不在身边时，每个可用一次。只显示这一次，请保存。',
    en: 'Each counts once where the authenticator is not at hand. Shown this once: keep them.',
  },
  sessions: { zh: '登录会话', en: 'Sessions' },
  thisOne: { zh: '当前', en: 'this one' },
  ip: { zh: '来源地址', en: 'Address' },
  agent: { zh: '浏览器', en: 'Browser' },
  lastUse: { zh: '上次使用', en: 'Last used' },
  until: { zh: '有效至', en: 'Until' },
  end: { zh: '结束', en: 'End' },
  endOthers: { zh: '结束其他会话', en: 'End all others' },
} as const satisfies Table;
