import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, projectId, purpose } from '../../fields.ts';

const status = () =>
  Type.Enum(
    [0, 1, 2, 3, 4],
    notes(
      '状态：0 待审核，1 审核中，2 已通过，3 未通过，4 已停用',
      'Status: 0 to review, 1 in review, 2 approved, 3 rejected, 4 disabled',
    ),
  );

export const queryUVMSTemplate = defineAction({
  name: 'QueryUVMSTemplate',
  summary: { zh: '查询模板，按页返回', en: 'Lists templates, page by page' },
  permission: 'uvms:read',
  request: Type.Object({
    TemplateId: Type.Optional(
      Type.String({ ...notes('只查这一个模板', 'Only this template'), maxLength: 64 }),
    ),
    Purpose: Type.Optional(purpose()),
    Status: Type.Optional(status()),
    Page: Type.Optional(
      Type.Integer({ ...notes('页码，从 0 开始', 'Page, from 0'), minimum: 0, maximum: 100_000, default: 0 }),
    ),
    NumPerPage: Type.Optional(
      Type.Integer({ ...notes('每页条数', 'Templates a page'), minimum: 1, maximum: 100, default: 10 }),
    ),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(
      Type.Object(
        {
          TemplateId: Type.String(notes('模板 ID', 'Template')),
          Name: Type.String(notes('模板名称', 'Name')),
          Purpose: purpose(),
          Language: Type.Enum(['zh', 'en'], notes('播报语言', 'Language spoken')),
          Content: Type.String(notes('模板内容，变量写作 {1}', 'Content; variables are written {1}')),
          Variables: Type.Integer(notes('变量个数', 'How many variables')),
          AllDay: Type.Boolean(notes('是否全天可呼；否则为 8:00–20:00', 'Whether all day; else 8:00–20:00')),
          Status: status(),
          Remark: Type.String(notes('审核说明', 'The reviewer’s remark')),
          CreateTime: milliseconds('创建时间', 'When it was created'),
          UpdateTime: milliseconds('更新时间', 'When it was last changed'),
        },
        notes('一个模板', 'One template'),
      ),
      notes('本页的模板', 'The templates of this page'),
    ),
  }),
  errors: ['PROJECT_UNKNOWN', 'TEMPLATE_NOT_FOUND'],
});
