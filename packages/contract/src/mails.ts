import type { NoticeText } from './notices.ts';
import { type Details, fill, type Language, type Places } from './words.ts';

/**
 * E-mails that are no notices: what somebody needs in order to become reachable (an address to prove, an invitation,
 * a lost password). Each is sent to one address and kept in no inbox.
 */
export const MAIL_KINDS = {
  'verify-email': {
    zh: {
      title: '验证您的邮箱',
      body: '您的验证码是 {code}，{minutes} 分钟内有效。请勿告知他人。如果您没有注册或修改邮箱，请忽略本邮件。',
    },
    en: {
      title: 'Confirm your e-mail address',
      body: 'Your code is {code}, valid for {minutes} (minute|minutes). Tell it to nobody. If you did not register or change your address, ignore this e-mail.',
    },
  },
  'already-registered': {
    zh: {
      title: '该邮箱已注册',
      body: '有人用本邮箱申请注册，但它已经注册过。如果是您本人，请直接登录；忘记密码请使用“找回密码”。如果不是，请忽略本邮件。',
    },
    en: {
      title: 'This address is registered already',
      body: 'Somebody asked to register with this address, which is registered already. If it was you, log in; if you forgot your password, use "Forgot password". If not, ignore this e-mail.',
    },
  },
  invitation: {
    zh: {
      title: '“{account}”邀请您加入',
      body: '“{account}”邀请您作为子账号加入。请在 {hours} 小时内用以下链接或令牌设置密码并加入，仅可使用一次：\n{link}\n如果您不认识邀请方，请忽略本邮件。',
    },
    en: {
      title: '"{account}" invites you',
      body: '"{account}" invites you to become a member. Set a password and join with this link or token within {hours} (hour|hours); it works once:\n{link}\nIf you do not know who invites you, ignore this e-mail.',
    },
  },
  'staff-invitation': {
    zh: {
      title: '邀请您加入平台运营团队',
      body: '您被邀请成为传话平台的运营人员。请在 {hours} 小时内用以下链接或令牌设置密码并加入，仅可使用一次：\n{link}\n如果您不认识邀请方，请忽略本邮件。',
    },
    en: {
      title: 'You are invited to the staff',
      body: 'You are invited to join the staff of this Herald service. Set a password and join with this link or token within {hours} (hour|hours); it works once:\n{link}\nIf you do not know who invites you, ignore this e-mail.',
    },
  },
  'password-reset': {
    zh: {
      title: '重置密码',
      body: '请在 {minutes} 分钟内用以下链接或令牌设置新密码，仅可使用一次：\n{link}\n请勿告知他人。如果您没有申请重置，请忽略本邮件，密码不会改变。',
    },
    en: {
      title: 'Reset your password',
      body: 'Set a new password with this link or token within {minutes} (minute|minutes); it works once:\n{link}\nTell it to nobody. If you did not ask for it, ignore this e-mail: your password stays as it is.',
    },
  },
  'not-registered': {
    zh: {
      title: '该邮箱没有注册',
      body: '有人申请重置本邮箱的密码，但本邮箱没有注册；您可能使用了另一个邮箱。如果不是您本人，请忽略本邮件。',
    },
    en: {
      title: 'This address is not registered',
      body: 'Somebody asked to reset the password of this address, but it is not registered; perhaps you use another one. If it was not you, ignore this e-mail.',
    },
  },
  'staff-signed-in': {
    zh: {
      title: '平台运营账号有新的登录',
      body: '您的平台运营账号刚从新的地址或设备登录：{ip}。如果不是您本人，请立即修改密码并结束该会话。',
    },
    en: {
      title: 'New sign-in to your staff account',
      body: 'Your staff account was just signed in to from a new address or device: {ip}. If this was not you, change your password at once and end that session.',
    },
  },
  'staff-security-changed': {
    zh: {
      title: '登录方式已变更：{what}',
      body: '您的平台运营账号刚从 {ip} 进行了操作：{what}。如果不是您本人，请立即重置密码并联系管理员。',
    },
    en: {
      title: 'A security setting has changed: {what}',
      body: 'On your staff account, from {ip}: {what}. If this was not you, reset your password at once and tell an administrator.',
    },
  },
  'trunk-sick': {
    zh: {
      title: '线路“{trunk}”已自动摘除',
      body: '线路“{trunk}”于 {at} 被自动摘除：{whyZh}（{detail}）。其呼叫由其他线路承担；系统会自动试探，恢复正常后重新启用并告知。',
    },
    en: {
      title: 'The trunk "{trunk}" has been taken out',
      body: 'At {at} the trunk "{trunk}" was taken out by itself: {whyEn} ({detail}). Other trunks carry its calls. It is tried again by itself, and you are told when it is back.',
    },
  },
  'trunk-back': {
    zh: { title: '线路“{trunk}”已恢复', body: '线路“{trunk}”于 {at} 试探正常，已重新启用（{detail}）。' },
    en: {
      title: 'The trunk "{trunk}" is back',
      body: 'At {at} the trunk "{trunk}" was found well and is in use again ({detail}).',
    },
  },
  'complaints-due': {
    zh: {
      title: '投诉期限：{count} 件{whatZh}',
      body: '以下 {count} 件投诉{whatZh}：\n{complaints}\n请用 ListUVMSComplaints 查看并尽快处理。',
    },
    en: {
      title: 'Complaints: {count} {whatEn}',
      body: 'Complaints, {count} in all, {whatEn}:\n{complaints}\nSee to them soon: ListUVMSComplaints shows them.',
    },
  },
  'threshold-reached': {
    zh: {
      title: '投诉率达到阈值，已自动{actZh}：{accountId}',
      body: '{reason}。\n{figures}\n已自动{actZh}（客户 {accountId}）。请用 ListUVMSThresholdActs、ListUVMSSanctions 查看并复核。',
    },
    en: {
      title: 'A complaint rate reached its threshold: {accountId} {actEn}',
      body: '{reason}.\n{figures}\nDone by the platform itself: {actEn} (customer {accountId}). ListUVMSThresholdActs and ListUVMSSanctions show it; review it.',
    },
  },
  'rectification-answered': {
    zh: {
      title: '整改要求已答复：{accountId}',
      body: '客户 {accountId} 已答复整改要求 {orderId}。请用 ListUVMSRectifications 查看，并办结或退回。',
    },
    en: {
      title: 'An order to rectify was answered: {accountId}',
      body: 'Customer {accountId} has answered order {orderId}. ListUVMSRectifications shows it: close it or send it back.',
    },
  },
  'rectifications-overdue': {
    zh: {
      title: '整改逾期：{count} 件',
      body: '以下 {count} 件整改要求逾期未答复：\n{orders}\n请用 ListUVMSRectifications 查看并处理。',
    },
    en: {
      title: 'Orders to rectify overdue: {count}',
      body: 'Orders to rectify, {count} in all, were not answered in time:\n{orders}\nSee to them: ListUVMSRectifications shows them.',
    },
  },
  'sign-found': {
    zh: {
      title: '转售或偏离备案的线索：{accountId}',
      body: '客户 {accountId} 出现线索 {kind}：{figure}（阈值 {threshold}）。请用 ListUVMSSigns 查看，核实后忽略、要求整改或处置。',
    },
    en: {
      title: 'A sign of resale or deviation: {accountId}',
      body: 'Customer {accountId} shows a sign "{kind}": {figure} (threshold {threshold}). ListUVMSSigns shows it: look into it, then dismiss it, or order or impose what follows.',
    },
  },
  'contact-code': {
    zh: {
      title: '确认接收“{account}”的通知',
      body: '“{account}”将您设为通知联系人。验证码是 {code}，{minutes} 分钟内有效；把它告知对方，即表示同意接收通知。如果您不认识对方，请忽略本邮件。',
    },
    en: {
      title: 'Receive notices of "{account}"?',
      body: '"{account}" names you as a contact for its notices. The code is {code}, valid for {minutes} (minute|minutes); by passing it on you agree to receive them. If you do not know them, ignore this e-mail.',
    },
  },
} as const satisfies Record<string, { readonly zh: NoticeText; readonly en: NoticeText }>;

export type MailKind = keyof typeof MAIL_KINDS;

/** The details that an e-mail of this kind needs: the places of its texts. */
export type MailDetails<Kind extends MailKind> = {
  readonly [Place in Places<(typeof MAIL_KINDS)[Kind]['zh' | 'en']['title' | 'body']>]: string | number;
};

/** Subject and text of an e-mail in the reader's language. */
export function mailText(kind: MailKind, language: Language, details: Details): NoticeText {
  const { title, body } = MAIL_KINDS[kind][language];
  return { title: fill(title, details), body: fill(body, details) };
}
