import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { projectId } from '../../fields.ts';
import { templateId } from './fields.ts';
export const deleteUVMSTemplate = defineAction({
  name: 'DeleteUVMSTemplate',
  summary: { zh: '删除草稿或未通过的模板', en: 'Deletes a draft or a rejected template' },
  permission: 'template:write',
  request: Type.Object({
    TemplateId: templateId(),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    TemplateId: templateId(),
  }),
  errors: ['PROJECT_UNKNOWN', 'TEMPLATE_NOT_FOUND', 'TEMPLATE_STATE'],
});
