import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId } from '../../fields.ts';
import {
  appId,
  content,
  findings,
  language,
  name,
  recordingFile,
  scene,
  status,
  templateId,
} from './fields.ts';
export const updateUVMSTemplate = defineAction({
  name: 'UpdateUVMSTemplate',
  summary: {
    zh: '修改草稿或未通过的模板；语音类型不能改',
    en: 'Changes a draft or a rejected template; its purpose stays',
  },
  permission: 'template:write',
  request: Type.Object({
    TemplateId: templateId(),
    Name: Type.Optional(name()),
    Scene: Type.Optional(scene()),
    AppId: Type.Optional(appId()),
    InternalProduction: Type.Optional(
      Type.Boolean(
        notes(
          'true 改为内部生产使用，不属于任何应用',
          'true: for internal production, of no app from now on',
        ),
      ),
    ),
    Language: Type.Optional(language()),
    Content: Type.Optional(content()),
    AllDay: Type.Optional(Type.Boolean(notes('是否全天可呼', 'Whether all day'))),
    FileId: Type.Optional(recordingFile()),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    TemplateId: templateId(),
    Status: status(),
    Findings: findings(),
  }),
  errors: [
    'PROJECT_UNKNOWN',
    'TEMPLATE_NOT_FOUND',
    'TEMPLATE_STATE',
    'TEMPLATE_INVALID',
    'TEMPLATES_TOO_MANY',
    'AUDIO_INVALID',
    'FILE_NOT_FOUND',
  ],
});
