import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { projectId } from '../../fields.ts';
import { status, templateId } from './fields.ts';
export const withdrawUVMSTemplate = defineAction({
  name: 'WithdrawUVMSTemplate',
  summary: { zh: '撤回尚未被审核人员领取的模板', en: 'Takes a template back that no reviewer has taken yet' },
  permission: 'template:write',
  request: Type.Object({
    TemplateId: templateId(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    TemplateId: templateId(),
    Status: status(),
  }),
  errors: ['PROJECT_UNKNOWN', 'TEMPLATE_NOT_FOUND', 'TEMPLATE_STATE'],
});
