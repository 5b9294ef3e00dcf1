import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';

/** By the letters of clause 4.2.2, a to l. */
export const LEXICON_CATEGORIES = [
  'constitution',
  'state-security',
  'state-honour',
  'ethnic-hatred',
  'superstition',
  'vice',
  'insult',
  'threat',
  'marketing',
  'fraud',
  'unlawful',
  'forbidden',
] as const;

const category = () =>
  Type.Enum(
    [...LEXICON_CATEGORIES],
    notes('类别，依次对应 4.2.2 的 a 至 l', 'Category: 4.2.2, a to l, in this order'),
  );

const effect = () =>
  Type.Enum(
    ['block', 'review'],
    notes(
      'block：模板和变量均拒绝；review：模板提示审核员，变量拒绝',
      'block: refused in templates and values; review: a reviewer of the template is told, and values are refused',
    ),
  );

const term = () => Type.String({ ...notes('词语', 'Term'), minLength: 1, maxLength: 40, examples: ['刷单'] });

const terms = (zh: string, en: string) =>
  Type.Optional(Type.Array(term(), { ...notes(zh, en), maxItems: 500 }));

const version = (
  zh = '词库版本，0 为内置词库',
  en = 'Version of the lexicon; 0 is what the service comes with',
) => Type.Integer({ ...notes(zh, en), minimum: 0, maximum: 1_000_000_000 });

const change = {
  Category: category(),
  Effect: Type.Optional(effect()),
  Add: terms(
    '加入的词语；已有的词语改为所给的处理方式',
    'Terms to add; one that is there gets the effect given',
  ),
  Remove: terms('移除的词语', 'Terms to remove'),
};

export const queryUVMSLexicon = defineAction({
  name: 'QueryUVMSLexicon',
  summary: { zh: '查询一版词库的词语', en: 'The terms of a version of the lexicon' },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    Version: Type.Optional(version('词库版本，默认为当前版本', 'Version, by default the one in force')),
    Category: Type.Optional(category()),
  }),
  response: Type.Object({
    Version: version(),
    Terms: Type.Array(
      Type.Object(
        {
          Category: category(),
          Clause: Type.String(notes('条款', 'Clause')),
          Effect: effect(),
          Term: term(),
        },
        notes('一个词语', 'One term'),
      ),
      notes('词语', 'Terms'),
    ),
  }),
  errors: ['LEXICON_VERSION_UNKNOWN'],
});

export const listUVMSLexiconVersions = defineAction({
  name: 'ListUVMSLexiconVersions',
  summary: { zh: '查询词库的版本，最近的在前', en: 'Lists the versions of the lexicon, the latest first' },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Versions: Type.Array(
      Type.Object(
        {
          Version: version(),
          Terms: Type.Integer(notes('词语数', 'Terms in it')),
          Reason: Type.String(notes('修改原因', 'Why it was made')),
          OperatorId: Type.String(notes('修改者', 'Who made it')),
          CreateTime: milliseconds('时间', 'When'),
        },
        notes('一个版本', 'One version'),
      ),
      notes('本页的版本', 'The versions of this page'),
    ),
  }),
  errors: [],
});

export const updateUVMSLexicon = defineAction({
  name: 'UpdateUVMSLexicon',
  summary: {
    zh: '修改词库，产生新版本；1 秒内在所有节点对之后的模板和发送生效',
    en: 'Changes the lexicon, which makes a new version; it counts within a second, on every node, for templates and sends from then on',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    Version: version(
      '所修改的版本，须为当前版本',
      'The version that is changed: it must be the one in force',
    ),
    ...change,
    Reason: Type.String({ ...notes('原因', 'Why'), minLength: 1, maxLength: 200 }),
  }),
  response: Type.Object({ Version: version() }),
  errors: ['LEXICON_CHANGED', 'LEXICON_TERM_INVALID', 'COUNT_LIMIT'],
});

export const restoreUVMSLexicon = defineAction({
  name: 'RestoreUVMSLexicon',
  summary: { zh: '以某一版的词语产生新版本', en: 'Makes a new version with the terms of an earlier one' },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    Version: version(),
    Reason: Type.String({ ...notes('原因', 'Why'), minLength: 1, maxLength: 200 }),
  }),
  response: Type.Object({ Version: version() }),
  errors: ['LEXICON_CHANGED', 'LEXICON_VERSION_UNKNOWN'],
});

const samples = (zh: string, en: string) =>
  Type.Array(
    Type.Object(
      {
        AccountId: Type.String(notes('账号', 'Account')),
        Kind: Type.Enum(['template', 'message'], notes('模板或消息', 'A template or a message')),
        Id: Type.String(notes('模板 ID 或消息编号', 'Id of the template or message')),
        Term: Type.String(notes('命中的词语', 'The term')),
        Place: Type.Integer(notes('位置，从 0 起的字符数', 'Where, in characters from 0')),
      },
      notes('一处', 'One of them'),
    ),
    notes(zh, en),
  );

export const testUVMSLexicon = defineAction({
  name: 'TestUVMSLexicon',
  summary: {
    zh: '在已通过的模板和近 7 天的消息上试验一次修改：会新命中哪些、不再命中哪些；不改变任何数据',
    en: 'Tries a change on approved templates and on messages of the last 7 days: what would be found, and what no longer; nothing is changed',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    ...change,
    Text: Type.Optional(
      Type.String({ ...notes('另外试验的文字', 'A text to try it on, too'), maxLength: 1000 }),
    ),
  }),
  response: Type.Object({
    Templates: Type.Integer(notes('试验的模板数', 'Templates it was tried on')),
    Messages: Type.Integer(notes('试验的消息数，至多 2000', 'Messages it was tried on, at most 2000')),
    NewlyFound: Type.Integer(notes('会新命中的条数', 'How many would be found')),
    NoLongerFound: Type.Integer(notes('不再命中的条数', 'How many no longer')),
    NewSamples: samples('新命中的例子，至多 20 条', 'Some that would be found, at most 20'),
    GoneSamples: samples('不再命中的例子，至多 20 条', 'Some that no longer, at most 20'),
    TextHits: Type.Array(
      Type.Object(
        {
          Category: category(),
          Effect: effect(),
          Term: Type.String(notes('命中的词语', 'The term')),
          Alike: Type.Boolean(notes('仅读音相同', 'It only sounds like it')),
          Start: Type.Integer(notes('起始位置', 'From')),
          End: Type.Integer(notes('结束位置（不含）', 'To, excluded')),
        },
        notes('Text 中的一处', 'One in Text'),
      ),
      notes('Text 的命中', 'What is found in Text'),
    ),
  }),
  errors: ['LEXICON_TERM_INVALID', 'COUNT_LIMIT'],
});
