import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { fileId, notes } from '../../fields.ts';

export const uploadUVMSFile = defineAction({
  name: 'UploadUVMSFile',
  summary: {
    zh: '上传文件：资质材料（png、jpeg、pdf，至多 8 MiB）、录音（wav，至多 2 MiB）或任务名单（csv、xlsx，至多 16 MiB）。参数与签名放在查询串中，文件本身为请求体；类型由内容判断；一天内未被使用则删除',
    en: 'Uploads a file: material (png, jpeg, pdf, at most 8 MiB), audio (wav, at most 2 MiB) or the list of a task (csv, xlsx, at most 16 MiB). Parameters and signature are in the query, the body is the file itself; its type is told by its content; it is deleted when nothing uses it within a day',
  },
  permission: 'template:write',
  file: 'upload',
  request: Type.Object({
    Kind: Type.Enum(
      ['material', 'audio', 'list'],
      notes(
        '用途：material 资质材料（另需权限 enterprise:write），audio 语音模板的录音，list 任务名单（另需权限 uvms:send）',
        'What for: material (needs enterprise:write besides), audio of a template, list of a task (needs uvms:send besides)',
      ),
    ),
    Name: Type.Optional(
      Type.String({ ...notes('文件名，仅用于显示', 'Name of the file, for display only'), maxLength: 200 }),
    ),
    Sha256: Type.Optional(
      Type.String({
        ...notes(
          '文件的 SHA-256，64 位十六进制；给出时会核对',
          'SHA-256 of the file, 64 hex digits; checked where given',
        ),
        pattern: '^[0-9A-Fa-f]{64}$',
      }),
    ),
  }),
  response: Type.Object({
    FileId: fileId(),
    Name: Type.String(notes('清理后的文件名', 'The name, cleaned')),
    Type: Type.Enum(
      ['png', 'jpeg', 'pdf', 'wav', 'csv', 'xlsx'],
      notes('按内容判断的类型', 'The type, by content'),
    ),
    Size: Type.Integer(notes('字节数', 'Bytes')),
    Sha256: Type.String(notes('文件的 SHA-256，十六进制', 'SHA-256 of the file, in hex')),
  }),
  errors: [
    'FILE_BODY_MISSING',
    'FILE_TOO_LARGE',
    'FILE_TYPE_REFUSED',
    'FILE_CUT_OFF',
    'FILE_HASH_WRONG',
    'FILES_TOO_MANY',
  ],
});

export const downloadUVMSFile = defineAction({
  name: 'DownloadUVMSFile',
  summary: {
    zh: '下载本账号的文件（资质材料另需权限 enterprise:write）。成功时响应体是文件本身，失败时是 JSON',
    en: 'Downloads a file of the account (material needs enterprise:write besides). The answer is the file itself, or JSON where it is refused',
  },
  permission: 'uvms:read',
  file: 'download',
  request: Type.Object({ FileId: fileId() }),
  response: Type.Object({}),
  errors: ['FILE_NOT_FOUND'],
});
