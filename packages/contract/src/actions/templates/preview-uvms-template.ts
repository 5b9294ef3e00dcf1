import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId, purpose } from '../../fields.ts';
import { content } from './fields.ts';

export const previewUVMSTemplate = defineAction({
  name: 'PreviewUVMSTemplate',
  summary: {
    zh: '试听模板：传 TemplateId，或传 Content 试听尚未保存的内容。成功时响应体是 WAV 文件（8 kHz 单声道），失败时是 JSON',
    en: 'Says a template: give TemplateId, or Content for words that are not stored. The answer is a WAV file (8 kHz, mono), or JSON where it is refused',
  },
  permission: 'template:write',
  file: 'download',
  request: Type.Object({
    TemplateId: Type.Optional(
      Type.String({ ...notes('要试听的模板', 'The template to hear'), minLength: 1, maxLength: 64 }),
    ),
    Content: Type.Optional(content()),
    Purpose: Type.Optional(purpose()),
    Language: Type.Optional(
      Type.Enum(['zh', 'en'], { ...notes('播报语言', 'Language spoken'), default: 'zh' }),
    ),
    TemplateParams: Type.Optional(
      Type.Array(Type.String({ maxLength: 1000 }), {
        ...notes(
          '变量的示例值，按序号；不传则用内置示例',
          'Example values, by number; absent: examples of our own',
        ),
        maxItems: 20,
      }),
    ),
    ProjectId: projectId(),
  }),
  response: Type.Object({}),
  errors: [
    'PROJECT_UNKNOWN',
    'TEMPLATE_NOT_FOUND',
    'TEMPLATE_INVALID',
    'TEMPLATE_PARAMS_COUNT',
    'CODE_VALUE_INVALID',
    'VALUE_INVALID',
    'PREVIEW_BUSY',
  ],
});
