import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { projectId } from '../../fields.ts';
import { status, templateId } from './fields.ts';
export const enableUVMSTemplate = defineAction({
  name: 'EnableUVMSTemplate',
  summary: { zh: '重新启用自己停用的模板', en: 'Enables a template that its customer has disabled' },
  permission: 'template:write',
  request: Type.Object({
    TemplateId: templateId(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    TemplateId: templateId(),
    Status: status(),
  }),
  errors: ['PROJECT_UNKNOWN', 'TEMPLATE_NOT_FOUND', 'TEMPLATE_STATE', 'TEMPLATE_BLOCKED'],
});
