import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId } from '../../fields.ts';
import { allDay, anyPurpose, appId, content, findings, name, scene } from './fields.ts';
export const checkUVMSTemplate = defineAction({
  name: 'CheckUVMSTemplate',
  summary: {
    zh: '检查模板是否符合全部规则，不保存',
    en: 'Checks a template by every rule; nothing is stored',
  },
  permission: 'uvms:read',
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
    Kind: Type.Optional(
      Type.Enum(['text', 'audio'], {
        ...notes('text 文本播报，audio 录音的文字稿', 'text: spoken; audio: the transcript of a recording'),
        default: 'text',
      }),
    ),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Submittable: Type.Boolean(notes('是否可以提交审核', 'Whether it may be submitted')),
    Variables: Type.Integer(notes('变量个数', 'How many variables')),
    Findings: findings(),
  }),
  errors: ['PROJECT_UNKNOWN'],
});
