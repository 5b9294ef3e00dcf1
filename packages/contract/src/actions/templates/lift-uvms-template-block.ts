import { defineAction } from '../../action.ts';
import { templateBlock, templateState } from './fields.ts';
export const liftUVMSTemplateBlock = defineAction({
  name: 'LiftUVMSTemplateBlock',
  summary: {
    zh: '解除平台停用，由客户自行启用',
    en: 'Lifts the operator’s block; the customer may enable the template again',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: templateBlock(),
  response: templateState(),
  errors: ['TEMPLATE_NOT_FOUND', 'TEMPLATE_STATE'],
});
