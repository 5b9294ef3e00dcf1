import type { RetCodeRow } from '../ret-codes.ts';

/** 18160–18199: files, real-name verification, enterprise, apps, capabilities. */
export const QUALIFICATION_CODES = {
  FILE_BODY_MISSING: {
    code: 18160,
    source: 'api',
    retry: false,
    zh: '没有收到文件。请用 POST 发送：参数（含签名）放在查询串中，文件本身作为请求体，Content-Type 为 application/octet-stream。',
    en: 'No file came with the request. Use POST: parameters, signature included, in the query, the file itself as the body, with Content-Type application/octet-stream.',
  },
  FILE_TOO_LARGE: {
    code: 18161,
    source: 'rules',
    retry: false,
    zh: '文件超过 {limitMiB} MiB。请压缩或重新扫描后再上传。',
    en: 'The file is larger than {limitMiB} MiB. Compress or scan it again, then upload it.',
  },
  FILE_TYPE_REFUSED: {
    code: 18162,
    source: 'rules',
    retry: false,
    zh: '文件内容不是可用的类型，或文件已损坏；可用类型：{types}。类型由内容判断，与文件名无关；请换一个文件再上传。',
    en: 'The content is of no type that can be used, or the file is damaged; possible are {types}. The content decides, not the name; upload another file.',
  },
  FILE_CUT_OFF: {
    code: 18163,
    source: 'api',
    retry: true,
    zh: '文件没有传完，未保存。请重新上传。',
    en: 'The file did not arrive whole and was not kept. Upload it again.',
  },
  FILE_HASH_WRONG: {
    code: 18164,
    source: 'api',
    retry: true,
    zh: '收到的文件与 Sha256 不符（收到的为 {sha256}），未保存。请核对后重新上传。',
    en: 'The file that arrived does not match Sha256 (it has {sha256}) and was not kept. Check it and upload it again.',
  },
  FILES_TOO_MANY: {
    code: 18165,
    source: 'rules',
    retry: true,
    zh: '账号有 {most} 个尚未使用的文件，不能再上传。请先使用它们；未使用的文件一天后自动删除。',
    en: 'The account has {most} files that nothing uses yet and can upload no more. Use them first; unused files are deleted after a day.',
  },
  FILE_NOT_FOUND: {
    code: 18166,
    source: 'api',
    retry: false,
    zh: '文件 {fileId} 不存在，或不属于该账号、该用途。请核对 FileId，或重新用 UploadUVMSFile 上传。',
    en: 'There is no file {fileId} of this account for this use. Check FileId, or upload it again with UploadUVMSFile.',
  },
} as const satisfies Record<string, RetCodeRow>;
