import type { Table } from '../../../words/language.ts';

export const ALARMS = {
  title: { zh: '告警与联系人', en: 'Alarms and contacts' },
  intro: {
    zh: '低于阈值时发一次通知，恢复后重新布防。',
    en: 'One notice when something falls below its threshold; armed again once it is above.',
  },
  alarms: { zh: '告警', en: 'Alarms' },
  balance: { zh: '余额（元）', en: 'Balance (yuan)' },
  packageLeft: { zh: '{kind}剩余（条）', en: 'Left of {kind} (messages)' },
  threshold: { zh: '阈值，0 为关闭', en: 'Threshold, 0 is off' },
  below: { zh: '已低于阈值', en: 'below' },
  contacts: { zh: '通知联系人', en: 'Contacts for notices' },
  contactsHint: {
    zh: '通知除发给相关成员外，也发给这里的联系人；邮箱和手机须先验证。至多 20 位。',
    en: 'Notices go to the members concerned, and to these contacts, once their addresses are verified. 20 at most.',
  },
  addContact: { zh: '添加联系人', en: 'Add a contact' },
  email: { zh: '邮箱', en: 'E-mail' },
  phone: { zh: '手机', en: 'Telephone' },
  categories: { zh: '接收的通知', en: 'Notices wanted' },
  verified: { zh: '已验证', en: 'verified' },
  verify: { zh: '验证', en: 'Verify' },
  codeSent: { zh: '验证码已发出，10 分钟内有效', en: 'A code is on its way; it counts for ten minutes' },
  enterCode: { zh: '填写收到的验证码', en: 'The code that came' },
  deleteContact: { zh: '删除这位联系人吗？', en: 'Delete this contact?' },
  noContacts: {
    zh: '还没有联系人：添加后，余额与套餐告警也会发给他们',
    en: 'No contacts yet: add people who are told of alarms, too',
  },
  preferences: { zh: '成员的邮件通知', en: 'E-mails to members' },
  preferencesHint: {
    zh: '取消勾选的类别不再发邮件，消息中心里仍会出现。协议、价格与安全类不能关闭。',
    en: 'What is not ticked is not mailed; the inbox shows it all the same. Agreement, prices and security stay on.',
  },
} as const satisfies Table;
