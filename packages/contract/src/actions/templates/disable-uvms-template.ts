import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { projectId } from '../../fields.ts';
import { status, templateId } from './fields.ts';
export const disableUVMSTemplate = defineAction({
  name: 'DisableUVMSTemplate',
  summary: {
    zh: '停用已通过的模板，不再用于发送',
    en: 'Disables an approved template: it is not sent any more',
  },
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
