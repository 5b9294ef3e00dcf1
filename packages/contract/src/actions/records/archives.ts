import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';

const month = () =>
  Type.String({
    ...notes('月份，UTC', 'Month, UTC'),
    pattern: '^20[0-9]{2}_(0[1-9]|1[0-2])$',
    examples: ['2026_03'],
  });
const source = () =>
  Type.Enum(['messages', 'receipts', 'call_events', 'receipt_pushes'], {
    ...notes('数据表', 'Table'),
    examples: ['messages'],
  });

export const listUVMSArchives = defineAction({
  name: 'ListUVMSArchives',
  summary: {
    zh: '列出已归档的月份：超出查询期限的发送数据，不含被叫号码与播报内容',
    en: 'Months of what was sent that are archived, since nobody can ask for them any more; without called numbers and texts',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({}),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          Month: month(),
          Source: source(),
          Rows: Type.String(notes('行数', 'Rows')),
          Bytes: Type.String(notes('csv.gz 的字节数', 'Bytes of the csv.gz')),
          Sha256: Type.String(notes('csv.gz 的 SHA-256', 'SHA-256 of the csv.gz')),
          ArchiveTime: milliseconds('归档时间', 'When it was archived'),
          DropTime: milliseconds(
            '从数据库移除的时间，未移除为 0',
            'When it left the database, 0 when not yet',
          ),
        },
        notes('一份归档', 'One archive'),
      ),
      notes('归档，最近的月份在前，至多 200 份', 'The archives, the latest month first, at most 200'),
    ),
  }),
  errors: [],
});

export const downloadUVMSArchive = defineAction({
  name: 'DownloadUVMSArchive',
  summary: {
    zh: '下载一份归档（csv.gz）；成功时响应体是文件本身',
    en: 'The file of an archive, a csv.gz. The answer is the file itself',
  },
  realm: 'operator',
  permission: 'ops:comply',
  file: 'download',
  request: Type.Object({ Month: month(), Source: source() }),
  response: Type.Object({}),
  errors: ['ARCHIVE_UNKNOWN'],
});
