import type { RetCodeRow } from '../ret-codes.ts';

/** 18301–18399: templates and values. */
export const TEMPLATE_CODES = {
  TEMPLATE_NOT_FOUND: {
    code: 18301,
    source: 'api',
    retry: false,
    zh: '模板 {templateId} 不存在。请用 QueryUVMSTemplate 核对 TemplateId。',
    en: 'There is no template {templateId}. Check TemplateId with QueryUVMSTemplate.',
  },
  TEMPLATE_NOT_APPROVED: {
    code: 18302,
    source: '4.2.7 b',
    retry: false,
    zh: '模板 {templateId} 未审核通过，不能用于发送。请等待审核，或改用已通过的模板。',
    en: 'Template {templateId} is not approved and cannot be sent. Wait for its review, or use an approved template.',
  },
  TEMPLATE_PARAMS_COUNT: {
    code: 18303,
    source: 'api',
    retry: false,
    zh: '模板需要 {expected} 个变量，收到 {given} 个。请按模板变量的顺序传 TemplateParams.0、TemplateParams.1 等变量。',
    en: 'The template has {expected} variables, {given} were given. Give TemplateParams.0, TemplateParams.1 and so on in the order of the template.',
  },
  CODE_VALUE_INVALID: {
    code: 18304,
    source: 'rules',
    retry: false,
    zh: '验证码只能由 1–6 位字母或数字组成。请修改 TemplateParams.0 后重试。',
    en: 'A verification code is 1 to 6 letters or digits. Correct TemplateParams.0 and try again.',
  },
  VALUE_INVALID: {
    code: 18305,
    source: 'rules',
    retry: false,
    zh: '变量 {name} 的值不可用：{problemZh}。变量不能为空或过长，不能是链接或 IP 地址；请修改后重试。',
    en: 'The value of {name} cannot be used: {problemEn}. A value is not empty, not too long, no link and no IP address; correct it and try again.',
  },
  VALUE_SCREENED: {
    code: 18306,
    source: '4.2.2',
    retry: false,
    zh: '变量 {name} 的值命中内容规则（{category}），不能播报。请修改内容；如认为有误，请向平台运营方申诉。',
    en: 'The value of {name} is against the content rules ({category}) and will not be spoken. Change it; if you think this is wrong, appeal to the operator of this service.',
  },
} as const satisfies Record<string, RetCodeRow>;
