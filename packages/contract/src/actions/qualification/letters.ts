import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { LETTERS, type Letter } from '../../qualification.ts';
import { keysOf } from './fields.ts';

export const downloadUVMSSampleLetter = defineAction({
  name: 'DownloadUVMSSampleLetter',
  summary: {
    zh: '下载范本（docx）：承诺函、联系人授权书、应用授权书；填写、盖章、扫描后用 UploadUVMSFile 上传',
    en: 'A sample letter (docx): commitment, authorisation of the contact, authorisation of an app; fill it in, stamp and scan it, then upload it with UploadUVMSFile',
  },
  realm: 'public',
  file: 'download',
  request: Type.Object({
    Letter: Type.Enum(
      keysOf<Letter>(LETTERS),
      notes(
        '范本：commitment 承诺函，authorisation 联系人授权书，app-ownership 应用授权书',
        'Letter: commitment, authorisation (of the contact), app-ownership',
      ),
    ),
    Language: Type.Optional(Type.Enum(['zh', 'en'], notes('语言，默认 zh', 'Language, by default zh'))),
  }),
  response: Type.Object({}),
  errors: [],
});
