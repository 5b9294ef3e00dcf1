import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, numPerPage, page, projectId, purpose } from '../../fields.ts';
import { history, status, template } from './fields.ts';

export const queryUVMSTemplate = defineAction({
  name: 'QueryUVMSTemplate',
  summary: { zh: '查询模板，按页返回', en: 'Lists templates, page by page' },
  permission: 'uvms:read',
  request: Type.Object({
    TemplateId: Type.Optional(
      Type.String({
        ...notes('只查这一个模板，并返回历史', 'Only this template, with its history'),
        maxLength: 64,
      }),
    ),
    Purpose: Type.Optional(purpose()),
    Status: Type.Optional(status()),
    AppId: Type.Optional(
      Type.String({ ...notes('只查该应用的模板', 'Only templates of this app'), maxLength: 64 }),
    ),
    Page: page(),
    NumPerPage: numPerPage(10),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(template(), notes('本页的模板', 'The templates of this page')),
    History: Type.Optional(history()),
  }),
  errors: ['PROJECT_UNKNOWN', 'TEMPLATE_NOT_FOUND'],
});
