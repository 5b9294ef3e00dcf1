import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { templateId } from './fields.ts';

export const hearUVMSTemplate = defineAction({
  name: 'HearUVMSTemplate',
  summary: {
    zh: '审核时试听任一账号的模板：录音或以示例值播报的文本。成功时响应体是 WAV 文件，失败时是 JSON',
    en: 'Says a template of any account to its reviewer: the recording, or the text with example values. The answer is a WAV file, or JSON where it is refused',
  },
  realm: 'operator',
  permission: 'ops:review',
  file: 'download',
  request: Type.Object({
    AccountId: Type.String({ ...notes('账号', 'Account'), minLength: 1, maxLength: 64 }),
    TemplateId: templateId(),
  }),
  response: Type.Object({}),
  errors: ['TEMPLATE_NOT_FOUND', 'TEMPLATE_INVALID', 'PREVIEW_BUSY'],
});
