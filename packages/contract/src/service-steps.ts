import type { Words } from './words.ts';

interface ServiceStep {
  readonly title: Words;
  /** What to do for it. */
  readonly todo: Words;
  /** The Actions that do it. */
  readonly actions: readonly string[];
  /** Whether sending works without it. */
  readonly optional?: true;
}

/** The ten steps of a customer, in their order (product). */
export const SERVICE_STEPS = {
  register: {
    title: { zh: '注册并登录', en: 'Register and log in' },
    todo: { zh: '注册账号并验证邮箱。', en: 'Register, and prove the e-mail address.' },
    actions: ['Register', 'VerifyEmail', 'Login'],
  },
  'real-name': {
    title: { zh: '实名认证', en: 'Real-name verification' },
    todo: {
      zh: '提交账号持有人的实名信息，等待审核。',
      en: 'Say who holds the account, and wait for the review.',
    },
    actions: ['SubmitRealName'],
  },
  agreement: {
    title: { zh: '接受协议，开通服务', en: 'Accept the agreement, open the service' },
    todo: { zh: '阅读并接受当前版本的服务协议。', en: 'Read the current agreement and accept it.' },
    actions: ['QueryUVMSAgreement', 'AcceptUVMSAgreement'],
  },
  enterprise: {
    title: { zh: '创建企业', en: 'Create the enterprise' },
    todo: {
      zh: '填写企业信息，上传营业执照、承诺书与授权书，提交审核。',
      en: 'Fill in the enterprise, upload licence, commitment letter and authorisation, and submit it.',
    },
    actions: ['UpdateUVMSEnterprise', 'UploadUVMSFile', 'SubmitUVMSEnterprise'],
  },
  app: {
    title: { zh: '添加应用', en: 'Add an app' },
    todo: {
      zh: '添加应用并提交审核；仅用于内部生产告警时不需要。',
      en: 'Add an app and submit it; not needed for internal production alerts.',
    },
    actions: ['CreateUVMSApp'],
    optional: true,
  },
  template: {
    title: { zh: '创建模板', en: 'Create a template' },
    todo: {
      zh: '创建语音模板并提交审核，并在“通信能力”中申请语音验证码或语音通知；两者都通过后才能发送。',
      en: 'Create a template and submit it, and apply for codes or notices under Capabilities; once both are approved it can be sent.',
    },
    actions: ['CheckUVMSTemplate', 'CreateUVMSTemplate'],
  },
  funds: {
    title: { zh: '购买套餐或充值', en: 'Buy a package or top up' },
    todo: { zh: '购买套餐包，或为余额充值。', en: 'Buy a package, or top up the balance.' },
    actions: ['QueryUVMSPrices', 'BuyUVMSPackage', 'TopUp'],
  },
  number: {
    title: { zh: '申请号码', en: 'Apply for a number' },
    todo: {
      zh: '需要专享号码时申请；随机号码无需申请。',
      en: 'Apply where an exclusive number is wanted; random numbers need none.',
    },
    actions: [],
    optional: true,
  },
  send: {
    title: { zh: '发送', en: 'Send' },
    todo: {
      zh: '发送第一条语音消息；可先用 DryRun=true 试算。',
      en: 'Send the first message; DryRun=true asks first what would happen.',
    },
    actions: ['SendUVMSMessage'],
  },
  receipts: {
    title: { zh: '查看回执', en: 'Read receipts' },
    todo: { zh: '设置回执推送地址，或主动查询回执。', en: 'Set the URL for receipts, or pull them.' },
    actions: ['UpdateUVMSReceiptUrl', 'GetUVMSReceipt'],
  },
} as const satisfies Record<string, ServiceStep>;

export type ServiceStepName = keyof typeof SERVICE_STEPS;
