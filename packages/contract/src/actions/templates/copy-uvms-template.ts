import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { projectId } from '../../fields.ts';
import { findings, name, status, templateId } from './fields.ts';
export const copyUVMSTemplate = defineAction({
  name: 'CopyUVMSTemplate',
  summary: { zh: '复制任意状态的模板为新草稿', en: 'Copies a template, in whatever state, as a new draft' },
  permission: 'template:write',
  request: Type.Object({
    TemplateId: templateId(),
    Name: Type.Optional(name()),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    TemplateId: templateId(),
    Status: status(),
    Findings: findings(),
  }),
  errors: ['PROJECT_UNKNOWN', 'TEMPLATE_NOT_FOUND', 'TEMPLATES_TOO_MANY'],
});
