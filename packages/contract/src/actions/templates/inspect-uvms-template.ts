import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { history, template, templateId } from './fields.ts';
export const inspectUVMSTemplate = defineAction({
  name: 'InspectUVMSTemplate',
  summary: { zh: '查看任一账号的模板及其历史', en: 'Shows a template of any account, with its history' },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({
    AccountId: Type.String({ ...notes('账号', 'Account'), minLength: 1, maxLength: 64 }),
    TemplateId: templateId(),
  }),
  response: Type.Object({
    Template: template(),
    History: history(),
  }),
  errors: ['TEMPLATE_NOT_FOUND'],
});
