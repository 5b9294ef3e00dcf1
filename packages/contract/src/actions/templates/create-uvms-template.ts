import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId } from '../../fields.ts';
import {
  allDay,
  anyPurpose,
  appId,
  content,
  findings,
  name,
  recordingFile,
  scene,
  status,
  templateId,
} from './fields.ts';
export const createUVMSTemplate = defineAction({
  name: 'CreateUVMSTemplate',
  summary: {
    zh: '创建模板，可直接提交审核或存为草稿',
    en: 'Creates a template, as a draft or submitted for review at once',
  },
  permission: 'template:write',
  request: Type.Object({
    Name: name(),
    Scene: scene(),
    AppId: Type.Optional(appId()),
    Purpose: anyPurpose(),
    Language: Type.Optional(
      Type.Enum(['zh', 'en'], { ...notes('播报语言', 'Language spoken'), default: 'zh' }),
    ),
    Content: content(),
    AllDay: Type.Optional(allDay()),
    FileId: Type.Optional(recordingFile()),
    Submit: Type.Optional(
      Type.Boolean({
        ...notes(
          '是否立即提交审核；false 存为草稿',
          'Whether to submit it for review at once; false keeps it as a draft',
        ),
        default: true,
      }),
    ),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    TemplateId: templateId(),
    Status: status(),
    Findings: findings(),
  }),
  errors: [
    'PROJECT_UNKNOWN',
    'TEMPLATE_INVALID',
    'MARKETING_REFUSED',
    'TEMPLATES_TOO_MANY',
    'AUDIO_INVALID',
    'FILE_NOT_FOUND',
  ],
});
