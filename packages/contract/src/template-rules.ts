import { type Details, fill, type Language, type Words } from './words.ts';

/** One rule for drafts of templates: what is wrong, and how it is mended, in both languages. */
export interface TemplateRule extends Words {
  /** Clause of the agreement, or `rules` (published business rules). */
  readonly source: string;
  /** An `error` keeps the draft from being submitted; a `hint` is worth a look. */
  readonly weight: 'error' | 'hint';
  readonly mend: Words;
}

/** Every rule that a draft of a template is checked by, in the order in which they are told; the one table. */
export const TEMPLATE_RULES = {
  'name-length': {
    source: 'rules',
    weight: 'error',
    zh: '模板名称须为 {least}–{most} 个字符，现有 {length} 个',
    en: 'the name has {length} characters; {least} to {most} are expected',
    mend: { zh: '请写一个能说明用途的短名称', en: 'write a short name that says what it is for' },
  },
  'name-character': {
    source: 'rules',
    weight: 'error',
    zh: '模板名称含有不允许的字符“{characters}”',
    en: 'the name has characters that are not allowed: "{characters}"',
    mend: {
      zh: '只用常用汉字、字母、数字和常用标点',
      en: 'use common hanzi, letters, digits and common punctuation only',
    },
  },
  'scene-length': {
    source: 'rules',
    weight: 'error',
    zh: '场景说明须为 {least}–{most} 个字符，现有 {length} 个',
    en: 'the scene description has {length} characters; {least} to {most} are expected',
    mend: {
      zh: '请说明谁会在什么情况下接到这个电话',
      en: 'say who is called, and on what occasion',
    },
  },
  marketing: {
    source: '4.2.2 i',
    weight: 'error',
    zh: '不受理营销类模板：未经他人同意不得传递商业信息',
    en: 'marketing is not taken: nobody is called with commercial messages they have not agreed to',
    mend: {
      zh: '请改为验证码（Purpose=1）或通知（Purpose=2）',
      en: 'make it a code (Purpose=1) or a notice (Purpose=2)',
    },
  },
  'forbidden-content': {
    source: '4.2.2',
    weight: 'error',
    zh: '含有不予受理的内容“{term}”（{clause} {categoryZh}）',
    en: 'it holds "{term}", which is not taken ({clause}, {categoryEn})',
    mend: {
      zh: '请删除该内容；如认为有误，请联系平台运营方',
      en: 'take it out; if this is wrong, ask the operator',
    },
  },
  'sensitive-content': {
    source: '4.2.2',
    weight: 'hint',
    zh: '含有需要审核员特别留意的内容“{term}”（{clause} {categoryZh}）',
    en: 'it holds "{term}", at which a reviewer looks closer ({clause}, {categoryEn})',
    mend: { zh: '如能换一种说法，审核会更快', en: 'the review is quicker if you can say it otherwise' },
  },
  'app-unknown': {
    source: 'rules',
    weight: 'error',
    zh: '应用 {appId} 不存在或尚未通过审核',
    en: 'the app {appId} does not exist or is not approved',
    mend: {
      zh: '请使用本账号已通过审核的应用；内部生产用途请不传 AppId',
      en: 'use an approved app of this account; for internal production leave AppId out',
    },
  },
  'all-day': {
    source: 'rules',
    weight: 'error',
    zh: '全天时段只用于验证码和内部生产告警，应用的通知只能在 8:00–20:00 呼叫',
    en: 'all day is for codes and alarms of internal production; notices of an app are called 8:00–20:00',
    mend: {
      zh: '请设置 AllDay=false；若是内部生产告警，请不传 AppId',
      en: 'set AllDay=false; for an alarm of internal production leave AppId out',
    },
  },
  'content-empty': {
    source: 'rules',
    weight: 'error',
    zh: '模板内容为空',
    en: 'the content is empty',
    mend: { zh: '请写下电话中要播报的话', en: 'write what is to be said in the call' },
  },
  'content-length': {
    source: 'rules',
    weight: 'error',
    zh: '模板内容连同变量最多 {most} 个字符，现有 {length} 个',
    en: 'the content has {length} characters with its variables; at most {most} are allowed',
    mend: { zh: '请从标出的位置起删减', en: 'shorten it from the marked place on' },
  },
  'content-character': {
    source: 'rules',
    weight: 'error',
    zh: '内容含有不允许的字符“{characters}”',
    en: 'the content has characters that are not allowed: "{characters}"',
    mend: {
      zh: '请改写为汉字、字母、数字或常用标点，例如“%”写作“百分之”',
      en: 'write them in words, e.g. "percent" for "%"',
    },
  },
  'content-line-break': {
    source: 'rules',
    weight: 'error',
    zh: '内容含有换行或制表符',
    en: 'the content has a line break or a tab',
    mend: { zh: '请用标点代替', en: 'write punctuation instead' },
  },
  'content-full-width': {
    source: 'rules',
    weight: 'error',
    zh: '内容含有全角字母或数字“{characters}”',
    en: 'the content has full-width letters or digits: "{characters}"',
    mend: { zh: '请改为半角“{mended}”', en: 'write "{mended}"' },
  },
  'brace-full-width': {
    source: 'rules',
    weight: 'error',
    zh: '变量的花括号是全角的“{characters}”',
    en: 'the braces are full-width: "{characters}"',
    mend: { zh: '请改为半角“{mended}”', en: 'write "{mended}"' },
  },
  'brace-unpaired': {
    source: 'rules',
    weight: 'error',
    zh: '花括号“{characters}”没有配对',
    en: 'the brace "{characters}" has no partner',
    mend: {
      zh: '花括号只用于变量，写作 {1}、{2}；请补全或删去',
      en: 'braces are for variables only, {1}, {2} and so on: complete it or take it out',
    },
  },
  'variable-malformed': {
    source: 'rules',
    weight: 'error',
    zh: '“{characters}”不是变量',
    en: '"{characters}" is no variable',
    mend: {
      zh: '变量写作花括号加序号，如 {1}、{2}，不含空格和前导零',
      en: 'a variable is a number in braces, {1} or {2}, without spaces or leading zeros',
    },
  },
  'variable-of-code': {
    source: 'rules',
    weight: 'error',
    zh: '验证码模板须有且只有一个变量 {1}，现有 {count} 个',
    en: 'the template of a code has exactly one variable, {1}; this has {count}',
    mend: {
      zh: '请在播报验证码的位置写 {1}，其余内容写成固定文字',
      en: 'write {1} where the code is said, and all else as fixed words',
    },
  },
  'variable-count': {
    source: 'rules',
    weight: 'error',
    zh: '变量最多 {most} 个，现有 {count} 个',
    en: 'there are {count} variables; at most {most} are allowed',
    mend: { zh: '请把不变的部分写成固定文字', en: 'write what does not change as fixed words' },
  },
  'variable-repeated': {
    source: 'rules',
    weight: 'error',
    zh: '变量 {variable} 出现了多次',
    en: 'the variable {variable} is there more than once',
    mend: { zh: '每个变量只用一次；请改用新的序号', en: 'use each once: give this one a number of its own' },
  },
  'variable-gap': {
    source: 'rules',
    weight: 'error',
    zh: '变量序号不连续：有 {variable}，缺少 {missing}',
    en: 'the numbers have a gap: there is {variable}, but no {missing}',
    mend: { zh: '请从 {1} 起连续编号', en: 'number them from {1} on without gaps' },
  },
  'variable-adjacent': {
    source: 'rules',
    weight: 'error',
    zh: '变量 {first} 与 {second} 紧挨着',
    en: 'the variables {first} and {second} are side by side',
    mend: {
      zh: '请在两个变量之间写上有含义的文字，或合为一个变量',
      en: 'write words with a meaning between them, or make them one',
    },
  },
  'variable-combined': {
    source: 'rules',
    weight: 'error',
    zh: '变量 {first} 与 {second} 之间只有数字、标点或空格，是组合变量',
    en: 'between the variables {first} and {second} are only digits, punctuation or spaces: they are combined',
    mend: {
      zh: '请在两个变量之间写上有含义的文字，或合为一个变量',
      en: 'write words with a meaning between them, or make them one',
    },
  },
  'variable-bare': {
    source: 'rules',
    weight: 'error',
    zh: '变量 {variable} 前后没有说明含义的文字',
    en: 'no words before or after the variable {variable} say what it means',
    mend: {
      zh: '请在变量前或后紧接着写至少 {least} 个字，例如“订单号{1}”',
      en: 'write at least {least} letters right before or after it, e.g. "order {1}"',
    },
  },
  'variable-in-audio': {
    source: 'rules',
    weight: 'error',
    zh: '录音模板不能有变量',
    en: 'a template of recorded sound has no variables',
    mend: {
      zh: '请把录音里说的话照写下来，不含花括号',
      en: 'write down what the recording says, without braces',
    },
  },
  'audio-of-code': {
    source: 'rules',
    weight: 'error',
    zh: '录音模板不能用于验证码：录音里没有变量',
    en: 'recorded sound cannot tell a code: it has no variables',
    mend: { zh: '请改为通知（Purpose=2），或改用文本模板', en: 'make it a notice (Purpose=2), or a text' },
  },
  'content-wordless': {
    source: 'rules',
    weight: 'error',
    zh: '除变量外的固定文字太少，至少需要 {least} 个字',
    en: 'there are too few fixed words beside the variables; at least {least} letters are needed',
    mend: { zh: '请写明谁因何事致电', en: 'say who calls, and why' },
  },
  'language-absent': {
    source: 'rules',
    weight: 'error',
    zh: '播报语言是{languageZh}，内容里却没有{languageZh}',
    en: 'the language is {languageEn}, but the content has no {languageEn} words',
    mend: {
      zh: '请改 Language，或用该语言书写内容',
      en: 'change Language, or write the content in that language',
    },
  },
  'language-mixed': {
    source: 'rules',
    weight: 'hint',
    zh: '播报语言是{languageZh}，内容里夹有另一种语言的文字',
    en: 'the language is {languageEn}, but the content has words of another one',
    mend: {
      zh: '请试听确认播报效果，必要时更换 Language',
      en: 'listen to the preview, and change Language if it does not sound right',
    },
  },
} as const satisfies Record<string, TemplateRule>;

export type TemplateRuleName = keyof typeof TEMPLATE_RULES;

/** Variables that the texts above write as customers do. */
const BRACES = { 1: '{1}', 2: '{2}' };

/** What a rule says about a draft, in the reader's language: the problem, then how it is mended. */
export function explainTemplateRule(
  rule: TemplateRuleName,
  language: Language,
  details: Details,
): { readonly problem: string; readonly mend: string } {
  const row = TEMPLATE_RULES[rule];
  const filled = { ...details, ...BRACES };
  return { problem: fill(row[language], filled), mend: fill(row.mend[language], filled) };
}
