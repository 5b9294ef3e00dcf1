import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { status, templateId } from './fields.ts';
export const blockUVMSTemplate = defineAction({
  name: 'BlockUVMSTemplate',
  summary: {
    zh: '平台停用模板（协议 4.3.8），客户不能自行启用',
    en: 'Disables a template for the operator (4.3.8); its customer cannot enable it',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    AccountId: Type.String({ ...notes('账号', 'Account'), minLength: 1, maxLength: 64 }),
    TemplateId: templateId(),
    Reason: Type.String({
      ...notes('原因，会告知客户', 'The reason; the customer is told it'),
      minLength: 2,
      maxLength: 500,
    }),
  }),
  response: Type.Object({
    TemplateId: templateId(),
    Status: status(),
  }),
  errors: ['TEMPLATE_NOT_FOUND', 'TEMPLATE_STATE'],
});
