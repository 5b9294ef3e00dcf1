import type { CustomerPermission } from './permissions.ts';
import { type Details, fill, type Language, type Places, type Words } from './words.ts';

/**
 * What notices are about. A customer may have the e-mails of a category stopped, but not of a mandatory one; the inbox
 * shows every notice whatever is chosen.
 */
export const NOTICE_CATEGORIES = {
  security: { words: { zh: '账号安全', en: 'Security' }, mandatory: true },
  agreement: { words: { zh: '协议', en: 'Agreement' }, mandatory: true },
  price: { words: { zh: '价格', en: 'Prices' }, mandatory: true },
  money: { words: { zh: '余额、套餐与代金券', en: 'Balance, packages and coupons' }, mandatory: false },
  service: { words: { zh: '维护与功能变更', en: 'Maintenance and changes of functions' }, mandatory: false },
  review: { words: { zh: '审核结果', en: 'Results of reviews' }, mandatory: false },
  task: { words: { zh: '批量任务', en: 'Bulk tasks' }, mandatory: false },
  general: { words: { zh: '一般公告', en: 'General announcements' }, mandatory: false },
} as const satisfies Record<string, { words: Words; mandatory: boolean }>;

export type NoticeCategory = keyof typeof NOTICE_CATEGORIES;

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

/**
 * One kind of notice. Places of the texts: `{name}` is filled from the notice's details; the value of a place whose
 * name ends in `At` is a moment in Unix milliseconds, shown in Beijing time; `{whatZh}` and `{whatEn}` are one place
 * in two languages.
 */
export interface NoticeKindRow {
  readonly category: NoticeCategory;
  /** Members who hold this permission see it. A notice to named members is seen by these alone. */
  readonly concerns: CustomerPermission;
  /** Clause of the agreement under which it is given. */
  readonly source: string;
  /** Whether it also goes to the telephones of contacts, where the operator has an SMS service. */
  readonly sms: boolean;
  readonly zh: NoticeText;
  readonly en: NoticeText;
}

/** Every notice that a customer can be given. Each also goes out by e-mail to those whom it concerns. */
export const NOTICE_KINDS = {
  'account.signed-in': {
    category: 'security',
    concerns: 'notices:read',
    source: '4.2.4',
    sms: false,
    zh: {
      title: '您的账号有新的登录',
      body: '您的账号于 {signedInAt} 从 {ip} 登录。如果不是您本人，请立即修改密码，并在“登录会话”中结束该会话。',
    },
    en: {
      title: 'New sign-in to your account',
      body: 'Your account was signed in to at {signedInAt} from {ip}. If this was not you, change your password at once and end that session under "Sessions".',
    },
  },
  'account.locked': {
    category: 'security',
    concerns: 'notices:read',
    source: '4.2.4',
    sms: false,
    zh: {
      title: '登录失败过多，账号已暂时锁定',
      body: '由于多次登录失败（最近一次来自 {ip}），您的账号已锁定至 {untilAt}。如果不是您本人，请在解锁后修改密码并开启两步验证。',
    },
    en: {
      title: 'Too many failed sign-ins: locked for a while',
      body: 'After several failed sign-ins (the last one from {ip}) your account is locked until {untilAt}. If this was not you, change your password then and turn on two-step verification.',
    },
  },
  'account.security-changed': {
    category: 'security',
    concerns: 'notices:read',
    source: '4.2.4',
    sms: false,
    zh: {
      title: '安全设置已变更：{whatZh}',
      body: '{changedAt}，从 {ip} 进行了操作：{whatZh}。如果不是您本人，请立即重置密码并联系平台运营方。',
    },
    en: {
      title: 'A security setting has changed: {whatEn}',
      body: 'At {changedAt}, from {ip}: {whatEn}. If this was not you, reset your password at once and tell the operator of this service.',
    },
  },
  'account.member-changed': {
    category: 'security',
    concerns: 'members:manage',
    source: '1.3',
    sms: false,
    zh: {
      title: '子账号“{member}”：{whatZh}',
      body: '{changedAt}，子账号“{member}”有变更：{whatZh}。如非贵方操作，请立即检查子账号与权限。',
    },
    en: {
      title: 'Member "{member}": {whatEn}',
      body: 'At {changedAt} the member "{member}" was changed: {whatEn}. If nobody of yours did this, check your members and their roles at once.',
    },
  },
  'account.key-changed': {
    category: 'security',
    concerns: 'keys:manage',
    source: '1.6',
    sms: false,
    zh: {
      title: 'API 密钥变更：{whatZh}',
      body: '{changedAt}，密钥 {key} 有变更：{whatZh}。如非贵方操作，请立即重置密钥。',
    },
    en: {
      title: 'API key changed: {whatEn}',
      body: 'At {changedAt} the key {key} was changed: {whatEn}. If nobody of yours did this, reset the key at once.',
    },
  },
  'account.key-leaked': {
    category: 'security',
    concerns: 'keys:manage',
    source: '4.2.3',
    sms: true,
    zh: {
      title: '密钥 {key} 因泄露报告已停用',
      body: '{changedAt}，密钥 {key} 被报告泄露，已立即停用。请创建新的密钥并更换到您的程序中。',
    },
    en: {
      title: 'Key {key} is disabled: reported as leaked',
      body: 'At {changedAt} the key {key} was reported as leaked and disabled at once. Create a new one and put it into your programs.',
    },
  },
  'account.leak-confirmed': {
    category: 'security',
    concerns: 'keys:manage',
    source: '4.2.3',
    sms: false,
    zh: {
      title: '密钥泄露已核实：{subject}',
      body: '您报告的泄露（{subject}）已核实。该密钥不再可用，请重置或新建，并更换到您的程序中。',
    },
    en: {
      title: 'The leak is confirmed: {subject}',
      body: 'The leak that you reported ({subject}) is confirmed. That secret cannot be used any more: reset it or create another one, and put it into your programs.',
    },
  },
  'account.leak-unfounded': {
    category: 'security',
    concerns: 'keys:manage',
    source: '4.2.3',
    sms: false,
    zh: {
      title: '未发现密钥泄露：{subject}',
      body: '您报告的泄露（{subject}）经核查未予认定。说明：\n{reasonZh}\nAPI 密钥可由您重新启用；应用的密钥已经作废，请重置。',
    },
    en: {
      title: 'No leak was found: {subject}',
      body: 'The leak that you reported ({subject}) was looked into, and none was found. Why:\n{reasonEn}\nYou may enable an API key again; the secret of an app stays void: reset it.',
    },
  },
  'review.approved': {
    category: 'review',
    concerns: 'uvms:read',
    source: '4.1.2',
    sms: false,
    zh: {
      title: '审核通过：{whatZh}“{subject}”',
      body: '您提交的{whatZh}“{subject}”已审核通过，即日起可以使用。',
    },
    en: {
      title: 'Approved: {whatEn} "{subject}"',
      body: 'The {whatEn} "{subject}" that you submitted has been approved and can be used from now on.',
    },
  },
  'review.rejected': {
    category: 'review',
    concerns: 'uvms:read',
    source: '4.1.2',
    sms: false,
    zh: {
      title: '审核未通过：{whatZh}“{subject}”',
      body: '您提交的{whatZh}“{subject}”未通过审核。原因：\n{reasonZh}\n请按原因修改后重新提交。',
    },
    en: {
      title: 'Not approved: {whatEn} "{subject}"',
      body: 'The {whatEn} "{subject}" that you submitted was not approved. Reason:\n{reasonEn}\nCorrect it and submit it again.',
    },
  },
  'qualification.revoked': {
    category: 'review',
    concerns: 'uvms:read',
    source: '4.3.3',
    sms: true,
    zh: {
      title: '{whatZh}“{subject}”已被撤销',
      body: '您的{whatZh}“{subject}”已被平台撤销，相关发送立即停止。原因：{reason}。请按原因更正后重新提交；如有异议，请向平台运营方申诉。',
    },
    en: {
      title: 'Revoked: {whatEn} "{subject}"',
      body: 'The {whatEn} "{subject}" of yours has been revoked, and sends that need it have stopped. Reason: {reason}. Correct it and submit it again; if you think this is wrong, appeal to the operator of this service.',
    },
  },
  'template.blocked': {
    category: 'review',
    concerns: 'uvms:read',
    source: '4.3.8',
    sms: true,
    zh: {
      title: '模板“{name}”已被平台停用',
      body: '模板“{name}”（{templateId}）已被平台停用，尚未呼叫的消息不再呼叫，也不计费。原因：{reason}。请按原因整改后联系平台运营方；如有异议可以申诉。',
    },
    en: {
      title: 'The operator has disabled the template "{name}"',
      body: 'The template "{name}" ({templateId}) has been disabled by the operator; messages of it that are not dialled yet will not be, and are not charged. Reason: {reason}. Settle this and tell the operator of this service; you may also appeal.',
    },
  },
  'template.block-lifted': {
    category: 'review',
    concerns: 'uvms:read',
    source: '4.3.8',
    sms: false,
    zh: {
      title: '模板“{name}”的平台停用已解除',
      body: '模板“{name}”（{templateId}）的平台停用已解除。原因：{reason}。它仍处于停用状态，请用 EnableUVMSTemplate 启用后再发送。',
    },
    en: {
      title: 'The operator’s block of the template "{name}" is lifted',
      body: 'The block of the template "{name}" ({templateId}) has been lifted. Reason: {reason}. It is still disabled: enable it with EnableUVMSTemplate before you send.',
    },
  },
  'flow.blocked': {
    category: 'review',
    concerns: 'uvms:read',
    source: '4.3.8',
    sms: true,
    zh: {
      title: '流程“{name}”已被平台停用',
      body: '流程“{name}”（{flowId}）已被平台停用：不能再发送，尚未呼叫的消息不再呼叫，也不计费；由它接听的来电不再接听。原因：{reason}。请按原因整改后联系平台运营方；如有异议可以申诉。',
    },
    en: {
      title: 'The operator has disabled the flow "{name}"',
      body: 'The flow "{name}" ({flowId}) has been disabled by the operator: it cannot be sent, messages of it that are not dialled yet will not be, and are not charged, and it answers no calls. Reason: {reason}. Settle this and tell the operator of this service; you may also appeal.',
    },
  },
  'flow.block-lifted': {
    category: 'review',
    concerns: 'uvms:read',
    source: '4.3.8',
    sms: false,
    zh: {
      title: '流程“{name}”的平台停用已解除',
      body: '流程“{name}”（{flowId}）的平台停用已解除，即刻起可以发送和接听来电。原因：{reason}。',
    },
    en: {
      title: 'The operator’s block of the flow "{name}" is lifted',
      body: 'The block of the flow "{name}" ({flowId}) has been lifted: from now on it can be sent, and answers calls. Reason: {reason}.',
    },
  },
  'agreement.changes': {
    category: 'agreement',
    concerns: 'notices:read',
    source: '12.3',
    sms: true,
    zh: {
      title: '服务协议将于 {effectiveAt} 更新为版本 {version}',
      body: '服务协议的新版本 {version} 将于 {effectiveAt} 生效，新旧条文的差别见控制台“服务协议”。如不接受，请在生效前于该页面书面告知，服务将在生效时终止；届时未告知的，视为同意。',
    },
    en: {
      title: 'The agreement changes to version {version} at {effectiveAt}',
      body: 'Version {version} of the agreement takes effect at {effectiveAt}; the page "Agreement" of the console shows what is different. If you do not accept it, say so in writing on that page before then, and the service ends at that time. Silence counts as consent.',
    },
  },
  'agreement.changed-at-once': {
    category: 'agreement',
    concerns: 'notices:read',
    source: '5.4',
    sms: true,
    zh: {
      title: '服务协议已依法更新为版本 {version}',
      body: '因{groundZh}，服务协议版本 {version} 自 {effectiveAt} 起生效。差别见控制台“服务协议”。',
    },
    en: {
      title: 'The agreement has changed to version {version}, as the law requires',
      body: 'Version {version} of the agreement is in force from {effectiveAt}. Reason: {groundEn}. The page "Agreement" of the console shows what is different.',
    },
  },
  'agreement.withdrawn': {
    category: 'agreement',
    concerns: 'notices:read',
    source: '12.3',
    sms: false,
    zh: {
      title: '服务协议版本 {version} 不再生效',
      body: '此前公告的服务协议版本 {version} 已撤回，现行协议继续有效。您如曾拒绝该版本，服务照常继续，无需操作。',
    },
    en: {
      title: 'Version {version} of the agreement is called back',
      body: 'Version {version} of the agreement, announced before, does not take effect; the one in force stays. If you had refused it, your service goes on and there is nothing to do.',
    },
  },
  'agreement.refused': {
    category: 'agreement',
    concerns: 'notices:read',
    source: '12.3',
    sms: true,
    zh: {
      title: '已收到您对协议版本 {version} 的拒绝，服务将于 {endsAt} 终止',
      body: '您已书面告知不接受服务协议版本 {version}。服务将于 {endsAt} 终止；在此之前可以撤回。',
    },
    en: {
      title: 'You refused version {version} of the agreement: the service ends at {endsAt}',
      body: 'You have said in writing that you do not accept version {version} of the agreement. The service ends at {endsAt}; until then you can take the refusal back.',
    },
  },
  'alarm.balance-low': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: true,
    zh: {
      title: '余额低于 {threshold} 元',
      body: '账户可用余额为 {available} 元，已低于您设置的 {threshold} 元。余额与套餐不足以支付时将暂停发送，请及时充值。',
    },
    en: {
      title: 'The balance is below {threshold} yuan',
      body: 'The balance that can be used is {available} yuan, below the {threshold} yuan that you have set. Sending pauses when neither balance nor packages can pay: top up in time.',
    },
  },
  'alarm.suspended': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: true,
    zh: {
      title: '余额与套餐不足，{whatZh}已暂停',
      body: '余额、代金券与套餐已不足以支付下一条消息，{whatZh}自 {since} 起暂停（条款 3.6）。充值或购买套餐后自动恢复。',
    },
    en: {
      title: 'Nothing pays for {whatEn} any more',
      body: 'Balance, coupons and packages do not cover the next message: {whatEn} have been refused since {since} (3.6). Sending resumes by itself once you top up or buy a package.',
    },
  },
  'payment.reversed': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: true,
    zh: {
      title: '一笔 {amount} 元的充值已冲正',
      body: '支付 {paymentId} 的 {amount} 元并未到账，已从账户中冲正。原因：{reason}。因余额不足仍欠 {owed} 元，由下一笔充值先行归还；{held} 条等待中的消息因失去款项而暂停，充值后自动恢复。',
    },
    en: {
      title: 'A top-up of {amount} yuan was taken back',
      body: 'The {amount} yuan of payment {paymentId} are not there after all and were taken back. Why: {reason}. {owed} yuan are owed because the balance did not hold them; the next top-up repays that first. {held} waiting messages lost their cover and are held; they go on by themselves after a top-up.',
    },
  },
  'alarm.package-low': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: true,
    zh: {
      title: '{whatZh}余量低于 {threshold}',
      body: '{whatZh}的可用余量为 {available}，已低于您设置的 {threshold}。套餐用完后将由代金券与余额支付，请按需购买。',
    },
    en: {
      title: 'Package low: {whatEn} below {threshold}',
      body: 'Of {whatEn}, {available} are left, below the {threshold} that you have set. Coupons and balance pay once packages are used up: buy more if you need them.',
    },
  },
  'package.expires': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.7',
    sms: false,
    zh: {
      title: '套餐包 {packageId} 将于 {expiresAt} 到期',
      body: '套餐包 {packageId}（{whatZh}）还有 {available} 未使用，将于 {expiresAt} 到期。到期后剩余资源作废，不支持退款，请在此之前使用。',
    },
    en: {
      title: 'Package {packageId} expires at {expiresAt}',
      body: 'Of package {packageId} ({whatEn}) {available} are not used yet; it expires at {expiresAt}. What is left then is void and is not refunded: use it before.',
    },
  },
  'package.renewed': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.7',
    sms: false,
    zh: {
      title: '套餐包 {packageId} 已自动续购',
      body: '套餐包 {packageId}（{whatZh}）已到期或用完，已按现行价格从余额支付 {amount} 元，续购 {quantity}（订单 {orderId}）。如不再需要，请在套餐包页面关闭自动续购；已购买的不支持退订。',
    },
    en: {
      title: 'Package {packageId} was bought again',
      body: 'Package {packageId} ({whatEn}) had ended or run out. {quantity} were bought again at the price in force: {amount} yuan from the balance (order {orderId}). Turn renewal off on the page of packages if you do not want it any more; what is bought is not refunded.',
    },
  },
  'package.not-renewed': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.7',
    sms: true,
    zh: {
      title: '套餐包 {packageId} 未能自动续购',
      body: '套餐包 {packageId}（{whatZh}）已到期或用完。续购 {quantity} 需 {amount} 元，可用余额 {available} 元。充值后将自动续购；价格显示为“—”表示该规格已不再出售，请改购其他规格。',
    },
    en: {
      title: 'Package {packageId} could not be bought again',
      body: 'Package {packageId} ({whatEn}) has ended or run out. Buying {quantity} again costs {amount} yuan; {available} are available. Top up, and it is bought by itself. A price of "—" means that this size is no longer sold: buy another one.',
    },
  },
  'coupon.granted': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.5',
    sms: false,
    zh: {
      title: '您收到一张 {amount} 元代金券',
      body: '代金券 {couponId}，面额 {amount} 元，有效期至 {expiresAt}。费用优先从代金券扣除，逾期未使用的部分作废。发放说明：“{reason}”。',
    },
    en: {
      title: 'You have been given a coupon of {amount} yuan',
      body: 'Coupon {couponId} of {amount} yuan is good until {expiresAt}. Fees are taken from it before the balance; what is not used in time is void. Why it was given: {reason}.',
    },
  },
  'coupon.trial': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.3',
    sms: false,
    zh: {
      title: '免费试用已开通，截止 {expiresAt}',
      body: '免费试用额度 {amount} 元，截止 {expiresAt}。此后（或额度用完后）按价格表收费：{pricesZh}。发放说明：“{reason}”。',
    },
    en: {
      title: 'Your free trial runs until {expiresAt}',
      body: 'The trial is worth {amount} yuan and ends at {expiresAt}. After that, or once it is used up, the price book applies: {pricesEn}. Why it was given: {reason}.',
    },
  },
  'coupon.expires': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.5',
    sms: false,
    zh: {
      title: '代金券 {couponId} 将于 {expiresAt} 到期',
      body: '代金券 {couponId} 还有 {available} 元未使用，将于 {expiresAt} 到期，逾期作废。',
    },
    en: {
      title: 'Coupon {couponId} expires at {expiresAt}',
      body: 'Of coupon {couponId} {available} yuan are not used yet; it expires at {expiresAt}, and what is left then is void.',
    },
  },
  'balance.forfeited': {
    category: 'money',
    concerns: 'billing:read',
    source: '9.2',
    sms: false,
    zh: {
      title: '余额 {amount} 元已作为违约金扣除',
      body: '账号因违约终止，依据协议第 {clause} 条，余额 {amount} 元已作为违约金扣除。原因：{reason}。如有异议，请联系平台运营方申诉。',
    },
    en: {
      title: 'The balance of {amount} yuan has been taken as damages',
      body: 'The account was terminated for breach; under clause {clause} of the agreement its balance of {amount} yuan has been taken as damages. Why: {reason}. You may appeal to the operator of this service.',
    },
  },
  'balance.returned': {
    category: 'money',
    concerns: 'billing:read',
    source: '4.3.8',
    sms: false,
    zh: {
      title: '余额 {amount} 元已退还',
      body: '服务已终止，余额 {amount} 元已退还，汇款凭证号 {reference}。说明：{reason}。代金券与套餐包不折算为款项。',
    },
    en: {
      title: 'The balance of {amount} yuan has been paid back',
      body: 'The service has ended, and its balance of {amount} yuan has been paid back by transfer {reference}. Remark: {reason}. Coupons and packages do not become money.',
    },
  },
  'rent.unpaid': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: true,
    zh: {
      title: '号码 {number} 的 {month} 月租未能扣除，号码已停用',
      body: '号码 {number} 的 {month} 月租为 {amount} 元，余额不足，号码暂停使用。请充值，到账后自动扣除并恢复；至 {endsAt} 仍未付清的，号码将被收回。',
    },
    en: {
      title: 'The rent of {number} for {month} could not be paid, and the number rests',
      body: 'The rent of {number} for {month} is {amount} yuan, which the balance does not cover, so the number is not shown. Top up: it is taken, and the number is back, by itself. What is not paid by {endsAt} ends the number.',
    },
  },
  'minimum.charged': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.4',
    sms: false,
    zh: {
      title: '号码 {number} 的 {month} 最低消费已补足',
      body: '号码 {number} 在 {month} 的通话比最低分钟数少 {minutes} 分钟，已从余额补足 {amount} 元。',
    },
    en: {
      title: 'Number {number} was topped up to its minimum of {month}',
      body: 'In {month} number {number} was talked on {minutes} (minute|minutes) less than its minimum; {amount} yuan were taken from the balance for them.',
    },
  },
  'minimum.unpaid': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: true,
    zh: {
      title: '号码 {number} 的 {month} 最低消费未能补足，号码已停用',
      body: '号码 {number} 在 {month} 的通话比最低分钟数少 {minutes} 分钟，应补足 {amount} 元，余额不足，号码暂停使用。请充值，到账后自动扣除并恢复；至 {endsAt} 仍未付清的，号码将被收回。',
    },
    en: {
      title: 'The minimum of {number} for {month} could not be paid, and the number rests',
      body: 'In {month} number {number} was talked on {minutes} (minute|minutes) less than its minimum. {amount} yuan are due, which the balance does not cover, so the number is not shown. Top up: it is taken, and the number is back, by itself. What is not paid by {endsAt} ends the number.',
    },
  },
  'number.with-carrier': {
    category: 'review',
    concerns: 'uvms:read',
    source: '4.3.3',
    sms: false,
    zh: {
      title: '号码申请 {applicationId} 已通过初审，交运营商处理',
      body: '号码申请 {applicationId} 已通过初审，正由运营商处理，预计不晚于 {dueAt} 答复。',
    },
    en: {
      title: 'The application {applicationId} has passed the first check',
      body: 'The application {applicationId} has passed the first check and is with the carrier, whose answer is expected by {dueAt}.',
    },
  },
  'number.to-pay': {
    category: 'money',
    concerns: 'billing:read',
    source: 'rules',
    sms: false,
    zh: {
      title: '号码申请 {applicationId} 已有答复，请选择数量并付款',
      body: '运营商已答复号码申请 {applicationId}。请用 OrderUVMSNumbers（或在控制台）选择数量，并于 {dueAt} 前付清首期月租；逾期未付的申请将取消。',
    },
    en: {
      title: 'The carrier has answered the application {applicationId}: choose and pay',
      body: 'The carrier has answered the application {applicationId}. Choose how many you take with OrderUVMSNumbers, or in the console, and pay the rent of their first term by {dueAt}; else the application is cancelled.',
    },
  },
  'number.provisioning': {
    category: 'review',
    concerns: 'uvms:read',
    source: 'rules',
    sms: false,
    zh: {
      title: '号码申请 {applicationId} 已付款，开始开通',
      body: '号码申请 {applicationId} 已付款 {amount} 元，号码预计不晚于 {dueAt} 开通。',
    },
    en: {
      title: 'The application {applicationId} is paid, and the numbers are being provided',
      body: 'The application {applicationId} has been paid with {amount} yuan. The numbers are expected by {dueAt}.',
    },
  },
  'number.delivered': {
    category: 'review',
    concerns: 'uvms:read',
    source: 'rules',
    sms: false,
    zh: {
      title: '号码申请 {applicationId} 有号码已开通',
      body: '号码申请 {applicationId} 已开通：{numbers}。待开通 {remaining} 个。已开通的号码可以立即外显。',
    },
    en: {
      title: 'Numbers of the application {applicationId} are provided',
      body: 'Of the application {applicationId} these are provided: {numbers}. {remaining} are still to come. What is provided can be shown from now on.',
    },
  },
  'number.closed': {
    category: 'review',
    concerns: 'uvms:read',
    source: 'rules',
    sms: false,
    zh: {
      title: '号码申请 {applicationId} 已结束',
      body: '号码申请 {applicationId} 已结束，原因：{reason}。已付款而未开通的 {refunded} 元已退回余额。',
    },
    en: {
      title: 'The application {applicationId} has been ended',
      body: 'The application {applicationId} has been ended: {reason}. {refunded} yuan, paid for numbers that were not provided, are back in the balance.',
    },
  },
  'number.expires': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: true,
    zh: {
      title: '号码 {number} 将于 {expiresAt} 到期',
      body: '号码 {number} 的月租已付至 {expiresAt}。到期后不能外显，请用 RenewUVMSNumber（或在控制台）续费，或开启自动续费。',
    },
    en: {
      title: 'Number {number} expires at {expiresAt}',
      body: 'Number {number} is paid until {expiresAt}, and cannot be shown after that. Renew it with RenewUVMSNumber, or in the console, or turn renewal on.',
    },
  },
  'number.expired': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: true,
    zh: {
      title: '号码 {number} 已到期，停止外显',
      body: '号码 {number} 已到期，不能再外显。于 {untilAt} 前续费可以恢复，逾期将被收回。',
    },
    en: {
      title: 'Number {number} has expired',
      body: 'Number {number} has expired and cannot be shown. Renewed by {untilAt} it is back; after that it is given back to the carrier.',
    },
  },
  'number.renewed': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: false,
    zh: {
      title: '号码 {number} 已续费至 {expiresAt}',
      body: '号码 {number} 已付 {amount} 元，续费至 {expiresAt}。',
    },
    en: {
      title: 'Number {number} is renewed until {expiresAt}',
      body: '{amount} yuan were paid for number {number}, which is renewed until {expiresAt}.',
    },
  },
  'number.not-renewed': {
    category: 'money',
    concerns: 'billing:read',
    source: '3.6',
    sms: true,
    zh: {
      title: '号码 {number} 未能自动续费',
      body: '号码 {number} 将于 {expiresAt} 到期（或已到期）。自动续费需 {amount} 元，可用余额 {available} 元。请充值，到账后自动续费。',
    },
    en: {
      title: 'Number {number} could not be renewed',
      body: 'Number {number} ends, or has ended, at {expiresAt}. Its renewal costs {amount} yuan; {available} are available. Top up, and it is renewed by itself.',
    },
  },
  'number.cancelling': {
    category: 'money',
    concerns: 'billing:read',
    source: 'rules',
    sms: false,
    zh: {
      title: '号码 {number} 的注销已通过，可用至 {endsAt}',
      body: '号码 {number} 可以使用至 {endsAt}，之后注销。预付的未开始月份 {refunded} 元已退回余额。',
    },
    en: {
      title: 'Giving up {number} is approved: it works until {endsAt}',
      body: 'Number {number} works until {endsAt} and is given up then. {refunded} yuan, paid ahead for months that have not begun, are back in the balance.',
    },
  },
  'number.ended': {
    category: 'money',
    concerns: 'billing:read',
    source: 'rules',
    sms: true,
    zh: {
      title: '号码 {number} 已注销：{whyZh}',
      body: '号码 {number} 已注销，原因：{whyZh}。预付的未开始月份 {refunded} 元已退回余额。',
    },
    en: {
      title: 'Number {number} is given up: {whyEn}',
      body: 'Number {number} is given up: {whyEn}. {refunded} yuan, paid ahead for months that have not begun, are back in the balance.',
    },
  },
  'number.paused': {
    category: 'review',
    concerns: 'uvms:read',
    source: '5.4',
    sms: true,
    zh: {
      title: '号码 {number} 已被平台暂停',
      body: '号码 {number} 已被平台暂停，不能外显。原因：{reason}。如有异议，请联系平台运营方申诉。',
    },
    en: {
      title: 'The operator has paused number {number}',
      body: 'Number {number} has been paused by the operator and cannot be shown. Reason: {reason}. You may appeal to the operator of this service.',
    },
  },
  'number.resumed': {
    category: 'review',
    concerns: 'uvms:read',
    source: '3.6',
    sms: false,
    zh: {
      title: '号码 {number} 已恢复使用',
      body: '号码 {number} 已恢复使用，可以外显。',
    },
    en: {
      title: 'Number {number} is back',
      body: 'Number {number} is back and can be shown.',
    },
  },
  'complaint.forwarded': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.3.6',
    sms: true,
    zh: {
      title: '收到一件投诉，请于 {dueAt} 前答复',
      body: '被叫 {phone} 投诉贵方的呼叫（{kindZh}，投诉编号 {complaintId}）。贵方已不能再呼叫该号码。请核查，并于 {dueAt} 前用 AnswerUVMSComplaint 答复。',
    },
    en: {
      title: 'A complaint about a call of yours: answer by {dueAt}',
      body: 'The callee {phone} complains about a call of yours ({kindEn}, complaint {complaintId}). You cannot call that number any more. Look into it, and answer with AnswerUVMSComplaint by {dueAt}.',
    },
  },
  'complaint.answer-due': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.3.6',
    sms: true,
    zh: {
      title: '投诉 {complaintId} 的答复期限：{dueAt}',
      body: '投诉 {complaintId} 尚未答复，期限为 {dueAt}。逾期未答复的，平台将依现有材料认定。',
    },
    en: {
      title: 'Complaint {complaintId} has to be answered by {dueAt}',
      body: 'Complaint {complaintId} is not answered yet; the time for it ends at {dueAt}. Without an answer it is judged by what is there.',
    },
  },
  'complaint.closed': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.3.6',
    sms: false,
    zh: {
      title: '投诉 {complaintId} 已办结：{findingZh}',
      body: '投诉 {complaintId} 经核查{findingZh}。理由：“{reason}”。',
    },
    en: {
      title: 'Complaint {complaintId} is closed: {findingEn}',
      body: 'Complaint {complaintId} was found to be {findingEn}. Why: {reason}.',
    },
  },
  'sanction.imposed': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.2.5',
    sms: true,
    zh: {
      title: '平台对您的账号作出处置：{kindZh}',
      body: '依据协议第 {clause} 条，平台作出处置：{kindZh}（{aboutZh}，编号 {sanctionId}）。原因：“{reason}”。查询与导出不受影响；如有异议，请用 AppealUVMSSanction 申诉。',
    },
    en: {
      title: 'A sanction against your account: {kindEn}',
      body: 'Under clause {clause} of the agreement: {kindEn} ({aboutEn}; sanction {sanctionId}). Why: {reason}. You can read and export as before; appeal with AppealUVMSSanction if you think this is wrong.',
    },
  },
  'sanction.upheld': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.2.5',
    sms: false,
    zh: {
      title: '处置经复核维持：{kindZh}',
      body: '处置 {sanctionId}（{kindZh}）经复核维持。理由：“{reason}”。',
    },
    en: {
      title: 'The sanction is upheld: {kindEn}',
      body: 'Sanction {sanctionId} ({kindEn}) was reviewed and is upheld. Why: {reason}.',
    },
  },
  'sanction.lifted': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.2.5',
    sms: false,
    zh: {
      title: '处置已解除：{kindZh}',
      body: '处置 {sanctionId}（{kindZh}）已解除。理由：“{reason}”。',
    },
    en: {
      title: 'The sanction is lifted: {kindEn}',
      body: 'Sanction {sanctionId} ({kindEn}) is lifted. Why: {reason}.',
    },
  },
  'rectification.ordered': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.3.7',
    sms: true,
    zh: {
      title: '请于 {dueAt} 前整改',
      body: '依据协议第 {clause} 条，平台要求整改（编号 {orderId}）：“{text}”。请于 {dueAt} 前完成，并用 AnswerUVMSRectification 答复，可附文件。整改完成前停用的能力：{offZh}。',
    },
    en: {
      title: 'Something is to be put right by {dueAt}',
      body: 'Under clause {clause} of the agreement the operator orders (order {orderId}): {text}. Put it right by {dueAt} and answer with AnswerUVMSRectification, with files where they help. Off until it is closed: {offEn}.',
    },
  },
  'rectification.sent-back': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.3.7',
    sms: true,
    zh: {
      title: '整改答复被退回，请于 {dueAt} 前补充',
      body: '整改要求 {orderId} 的答复尚不充分：“{text}”。请于 {dueAt} 前补充。',
    },
    en: {
      title: 'The answer to an order was sent back: complete it by {dueAt}',
      body: 'The answer to order {orderId} is not enough yet: {text}. Complete it by {dueAt}.',
    },
  },
  'rectification.overdue': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.3.7',
    sms: true,
    zh: {
      title: '整改要求 {orderId} 已逾期',
      body: '整改要求 {orderId} 的期限 {dueAt} 已过，尚未答复。停用的能力在办结前不会恢复，平台可能进一步处置。',
    },
    en: {
      title: 'Order to rectify {orderId} is overdue',
      body: 'Order {orderId} was to be answered by {dueAt}, and is not. What is off stays off until it is closed, and more may follow.',
    },
  },
  'rectification.closed': {
    category: 'agreement',
    concerns: 'uvms:read',
    source: '4.3.7',
    sms: false,
    zh: {
      title: '整改要求 {orderId} 已办结',
      body: '整改要求 {orderId} 已办结：“{text}”。因此停用的能力已恢复。',
    },
    en: {
      title: 'Order to rectify {orderId} is closed',
      body: 'Order {orderId} is closed: {text}. What was off because of it is back.',
    },
  },
  'task.held': {
    category: 'task',
    concerns: 'uvms:read',
    source: 'rules',
    sms: false,
    zh: {
      title: '任务“{name}”暂不能发送',
      body: '任务“{name}”（{taskNo}）现在无法继续：{whyZh}。系统每十秒自动重试，条件具备后自行继续；您也可以暂停或取消任务。',
    },
    en: {
      title: 'Task "{name}" is held',
      body: 'Nothing of task "{name}" ({taskNo}) can be sent now: {whyEn}. It is tried again every ten seconds and goes on by itself; you can also pause or cancel it.',
    },
  },
  'task.done': {
    category: 'task',
    concerns: 'uvms:read',
    source: 'rules',
    sms: false,
    zh: {
      title: '任务“{name}”已完成',
      body: '任务“{name}”（{taskNo}）已完成，共 {total} 行：接通 {answered}，未接通 {failed}，不受理 {refused}，结果未知 {unknown}，跳过 {skipped}。逐行结果可在任务页面导出。',
    },
    en: {
      title: 'Task "{name}" is done',
      body: 'Task "{name}" ({taskNo}) is done, {total} (row|rows): answered {answered}, not answered {failed}, refused {refused}, unknown {unknown}, skipped {skipped}. The result of each row can be exported on the page of the task.',
    },
  },
  'announcement.general': announcement('general', 'notices:read', '12.2', false),
  'announcement.price': announcement('price', 'billing:read', '3.2', false),
  'announcement.maintenance': announcement('service', 'notices:read', '5.1', true),
  'announcement.function': announcement('service', 'notices:read', '5.3', false),
  'announcement.agreement': announcement('agreement', 'notices:read', '12.3', false),
  'announcement.transfer': announcement('agreement', 'notices:read', '12.4', false),
} as const satisfies Record<string, NoticeKindRow>;

/** An announcement brings its own texts, in both languages. */
function announcement<Category extends NoticeCategory>(
  category: Category,
  concerns: CustomerPermission,
  source: string,
  sms: boolean,
) {
  return {
    category,
    concerns,
    source,
    sms,
    zh: { title: '{titleZh}', body: '{bodyZh}' },
    en: { title: '{titleEn}', body: '{bodyEn}' },
  } as const;
}

export type NoticeKind = keyof typeof NOTICE_KINDS;
export type AnnouncementKind = Extract<NoticeKind, `announcement.${string}`>;

/** How long before it takes effect each kind of announcement must be out, in days, or working days. */
export const ANNOUNCEMENT_LEADS = {
  'announcement.general': { days: 0, working: false },
  'announcement.price': { days: 1, working: false },
  'announcement.maintenance': { days: 1, working: true },
  'announcement.function': { days: 7, working: false },
  'announcement.agreement': { days: 7, working: false },
  'announcement.transfer': { days: 0, working: false },
} as const satisfies Record<AnnouncementKind, { days: number; working: boolean }>;

/** The details that a notice of this kind needs: the places of its texts. */
export type NoticeDetails<Kind extends NoticeKind> = {
  readonly [Place in Places<(typeof NOTICE_KINDS)[Kind]['zh' | 'en']['title' | 'body']>]: string | number;
};

/** Title and body of a notice in the reader's language. Moments in `details` are texts already. */
export function noticeText(kind: NoticeKind, language: Language, details: Details): NoticeText {
  const { title, body } = NOTICE_KINDS[kind][language];
  return { title: fill(title, details), body: fill(body, details) };
}

/** Kinds that somebody who holds these permissions sees. */
export function noticeKindsFor(permissions: ReadonlySet<string>): NoticeKind[] {
  return (Object.keys(NOTICE_KINDS) as NoticeKind[]).filter((kind) =>
    permissions.has(NOTICE_KINDS[kind].concerns),
  );
}
