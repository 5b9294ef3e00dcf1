import { Type } from 'typebox';
import { milliseconds, notes } from '../../fields.ts';

export const version = () =>
  Type.Integer({ ...notes('协议版本号', 'Number of the version'), minimum: 1, maximum: 1_000_000 });

export const language = () =>
  Type.Optional(
    Type.Enum(
      ['zh', 'en'],
      notes('文本语言，默认为请求的语言', 'Language of the text, by default the request’s'),
    ),
  );

export const hash = () =>
  Type.String({
    ...notes('文本的 SHA-256（中英文一起）', 'SHA-256 over the text of both languages'),
    minLength: 64,
    maxLength: 64,
  });

export const versionFields = () => ({
  Version: version(),
  State: Type.Enum(
    ['draft', 'coming', 'current', 'past', 'withdrawn'],
    notes(
      '状态：draft 草稿，coming 即将生效，current 现行，past 已被代替，withdrawn 已撤回',
      'State: draft, coming, current, past (replaced), withdrawn',
    ),
  ),
  Hash: hash(),
  AnnounceTime: milliseconds('公告时间，草稿为 0', 'When it was announced, 0 for a draft'),
  EffectiveTime: milliseconds('生效时间，草稿为 0', 'When it takes effect, 0 for a draft'),
  Immediate: Type.Boolean(notes('是否依法立即生效', 'Whether the law wanted it in force at once')),
  Ground: Type.String(notes('立即生效的依据', 'On what ground it is in force at once')),
});

export const clause = () =>
  Type.Object(
    {
      Number: Type.String(notes('条款编号：preamble、4、4.2.2 或 4.2.2 a', 'preamble, 4, 4.2.2 or 4.2.2 a')),
      Label: Type.String(notes('编号的写法，如 一、', 'The number as it is written, e.g. 1.')),
      Title: Type.String(notes('章节标题，其余为空', 'Title of a chapter or section; else empty')),
      Text: Type.String(
        notes(
          '正文；需特别注意的文字写在 ** 之间，换行分段',
          'Text; what must not be missed stands between **; lines are paragraphs',
        ),
      ),
    },
    notes('一条', 'One clause'),
  );
