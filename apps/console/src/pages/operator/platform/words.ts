import type { Table } from '../../../words/language.ts';

export const PLATFORM = {
  security: { zh: '安全设置', en: 'Security' },
  securityIntro: {
    zh: '您自己的密码、两步验证与会话。',
    en: 'Your own password, second factor and sessions.',
  },
  staff: { zh: '运营人员', en: 'Staff' },
  staffIntro: {
    zh: '每人用自己的邮箱登录；权限为各角色之和。',
    en: 'Each logs in with an address of their own; what roles permit adds up.',
  },
  invite: { zh: '邀请人员', en: 'Invite somebody' },
  invited: { zh: '邀请邮件已发出', en: 'The invitation is on its way' },
  email: { zh: '邮箱', en: 'E-mail address' },
  roles: { zh: '角色', en: 'Roles' },
  secondFactor: { zh: '两步验证', en: 'Second factor' },
  on: { zh: '已开启', en: 'on' },
  off: { zh: '未开启', en: 'off' },
  'status-invited': { zh: '已邀请', en: 'invited' },
  'status-active': { zh: '正常', en: 'active' },
  'status-disabled': { zh: '已停用', en: 'disabled' },
  disable: { zh: '停用', en: 'Disable' },
  enable: { zh: '启用', en: 'Enable' },
  changeRoles: { zh: '修改角色', en: 'Change the roles' },
  remove: { zh: '移除', en: 'Remove' },
  removeSure: { zh: '其登录与会话将一并删除。移除吗？', en: 'Log-in and sessions go with it. Remove?' },
  you: { zh: '您自己', en: 'you' },
} as const satisfies Table;
