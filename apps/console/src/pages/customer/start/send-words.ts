import type { Table } from '../../../words/language.ts';

/** Why a send would be refused now, and where that is seen to: the service's own words name Actions, for programs. */
export const SEND = {
  suspended: { zh: '账号已被暂停使用', en: 'The account is suspended' },
  notAccepted: { zh: '还没有接受服务协议', en: 'The agreement has not been accepted yet' },
  ended: {
    zh: '因拒绝新版协议，服务已终止；接受当前版本后重新开通',
    en: 'A new version of the agreement was refused and the service has ended; it opens again once the version in force is accepted',
  },
  noEnterprise: {
    zh: '企业还没有通过审核；填写并提交，通过后即可发送',
    en: 'The enterprise is not approved yet; fill it in and submit it',
  },
  noTemplate: { zh: '还没有已通过的模板', en: 'No approved template yet' },
  appOff: {
    zh: '模板所属的应用已停用或未通过审核',
    en: 'The app that the template belongs to is disabled or not approved',
  },
  noCode: { zh: '还没有开通语音验证码', en: 'Codes have not been granted yet' },
  noNotice: { zh: '还没有开通语音通知', en: 'Notices have not been granted yet' },
  stopped: {
    zh: '通信能力因处置或整改暂停使用',
    en: 'A sanction or an order to rectify has stopped the capability',
  },
  capped: { zh: '发送量因处置受到限制', en: 'A sanction restricts how much is sent' },
  noFunds: {
    zh: '套餐余量与账户余额不足；到账后自动恢复',
    en: 'Neither packages nor balance can pay for a call; sending resumes once they can',
  },
  goTo: { zh: '去“{page}”', en: 'Go to “{page}”' },
} as const satisfies Table;
