import { defineAction } from '../../action.ts';
import { templateBlock, templateState } from './fields.ts';
export const blockUVMSTemplate = defineAction({
  name: 'BlockUVMSTemplate',
  summary: {
    zh: '平台停用模板（协议 4.3.8），客户不能自行启用',
    en: 'Disables a template for the operator (4.3.8); its customer cannot enable it',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: templateBlock(),
  response: templateState(),
  errors: ['TEMPLATE_NOT_FOUND', 'TEMPLATE_STATE'],
});
