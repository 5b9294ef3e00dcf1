import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { projectId } from '../../fields.ts';
import { status, templateId } from './fields.ts';
export const submitUVMSTemplate = defineAction({
  name: 'SubmitUVMSTemplate',
  summary: { zh: '提交草稿或未通过的模板审核', en: 'Submits a draft or a rejected template for review' },
  permission: 'template:write',
  request: Type.Object({
    TemplateId: templateId(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    TemplateId: templateId(),
    Status: status(),
  }),
  errors: ['PROJECT_UNKNOWN', 'TEMPLATE_NOT_FOUND', 'TEMPLATE_STATE', 'TEMPLATE_INVALID'],
});
