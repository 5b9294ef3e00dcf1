import { APPROVED, CODE, NOTICE, type Template } from './rules.ts';

const common = { language: 'zh', allDay: true, status: APPROVED } as const;

/** 4.3.4: what an account says in test mode before a template of its own is approved. */
export const TEST_TEMPLATES: readonly Template[] = [
  {
    ...common,
    ...{ templateId: 'UVVT-test-code', name: '测试验证码', purpose: CODE },
    content: '您好，这是一次测试呼叫，您的验证码是{1}，仅用于测试。',
  },
  {
    ...common,
    ...{ templateId: 'UVVT-test-note', name: '测试通知', purpose: NOTICE },
    content: '您好，这是一次测试呼叫，内容是{1}，仅用于测试。',
  },
];

const byId = new Map(TEST_TEMPLATES.map((template) => [template.templateId, template]));

export const testTemplate = (templateId: string): Template | undefined => byId.get(templateId);
