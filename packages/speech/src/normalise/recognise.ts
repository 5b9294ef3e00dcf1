import type { Currency, Decimal, SignName, Token, Unit } from './token.ts';
import { UNITS } from './token.ts';

/**
 * Finds what must not be left to a voice: dates, times, money, telephone numbers, codes, units, numbers.
 *
 * The text is gone through once; at each position the first rule that fits wins, so the order of
 * {@link RULES} is the order of precedence: what has more form (a date) before what has less (a number).
 * A rule may decline what it matched (month 13), and the next is asked. What no rule knows stays words.
 */
export function recognise(text: string): Span[] {
  const folded = foldWidth(text);
  const spans: Span[] = [];
  let words = 0;
  let at = 0;
  const endWords = () => {
    if (at > words)
      spans.push({ token: { kind: 'words', text: folded.slice(words, at) }, start: words, end: at });
  };
  while (at < folded.length) {
    const found = matchAt(folded, at, words === at ? spans.at(-1)?.token : undefined);
    if (found === undefined) {
      at++;
      continue;
    }
    endWords();
    const end = at + found.length;
    spans.push({ token: found.token, start: at, end });
    at = words = end;
  }
  endWords();
  return spans;
}

/** A token and where in the text it stands, UTF-16 units, end exclusive. */
export interface Span {
  readonly token: Token;
  readonly start: number;
  readonly end: number;
}

interface Rule {
  /** Sticky: matches at the position only. */
  pattern: RegExp;
  token(match: RegExpExecArray, previous: Token | undefined): Token | undefined;
}

function matchAt(text: string, at: number, previous: Token | undefined) {
  for (const { pattern, token } of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null || match[0] === '') continue;
    const found = token(match, previous);
    if (found !== undefined) return { token: found, length: match[0].length };
  }
  return undefined;
}

/** Full-width letters, digits and the signs that numbers are written with, as their plain forms. */
function foldWidth(text: string): string {
  return text
    .replace(/[０-９Ａ-Ｚａ-ｚ％：．－／＋＃＆＠＝]/gu, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll('￥', '¥')
    .replaceAll('−', '-');
}

/** [minus, whole, fraction]. The minus counts only where nothing stands before it that it could join to. */
const NUMBER = String.raw`((?<![\dA-Za-z)%-])-)?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?`;

// biome-ignore format: a table
const NAMING_WORDS = [
  '尾号', '末四位', '末4位', '号码', '验证码', '校验码', '动态码', '激活码', '邀请码', '取件码', '提货码', '密码', '单号',
  '编号', '工号', '卡号', '账号', '帐号', '流水号', '房号', '门牌号?', '电话', '手机号?', '热线', '客服', '拨打', '致电',
  '分机', '转', '代码', '车牌', '航班', '车次',
  ...[
    'code', 'PIN', 'OTP', 'password', 'number', 'no\\.?', 'ending in', 'ends in', 'room', 'flight', 'order', 'ID',
    'extension', 'ext\\.?', 'call', 'dial', 'phone', 'tel',
  ].map((word) => `\\b[${word[0]?.toUpperCase()}${word[0]?.toLowerCase()}]${word.slice(1)}`),
];

/** Digits after a naming word are a name and not an amount, unless something is counted by them. */
const NAMED = String.raw`(?=\d{3})(?<=(?:${NAMING_WORDS.join('|')})(?:是|为|号|is|:|#|\s){0,3})(\d{3,32})(?![\dA-Za-z]|\.\d|\s?[%万亿元个人次件条份天])`;

// biome-ignore format: a table
const CURRENCIES: Readonly<Record<string, Currency>> = {
  '¥': 'CNY', 'RMB': 'CNY', 'CNY': 'CNY', 'HK$': 'HKD', 'HKD': 'HKD', 'US$': 'USD', '$': 'USD', 'USD': 'USD',
  '€': 'EUR', 'EUR': 'EUR', '£': 'GBP', 'GBP': 'GBP',
  '元': 'CNY', '块': 'CNY', '美元': 'USD', '欧元': 'EUR', '英镑': 'GBP', '港元': 'HKD', '港币': 'HKD',
};

// biome-ignore format: a table
const SIGNS: Readonly<Record<string, SignName>> = {
  '&': 'and', '@': 'at', '+': 'plus', '=': 'equals', '×': 'times', '#': 'hash', '≥': 'at-least', '≤': 'at-most',
};

const RULES: readonly Rule[] = [
  {
    pattern: sticky(
      String.raw`(?<!\d)(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})(?![\d.]*\d)T?|年(\d{1,2})月(\d{1,2})[日号])`,
    ),
    token: ([, year, , m1, d1, m2, d2]) => dateToken(Number(year), Number(m1 ?? m2), Number(d1 ?? d2)),
  },
  {
    pattern: sticky(String.raw`(?<!\d)([12]\d{3})年`),
    token: ([, year]) => ({ kind: 'year', year: Number(year) }),
  },
  {
    pattern: sticky(String.raw`(?<![\d:])(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?![\d:])`),
    token: ([, hour = '', minute, second]) => timeToken(hour, Number(minute), second),
  },
  {
    pattern: sticky(
      String.raw`(?<![A-Za-z])(¥|RMB|CNY|HK\$|HKD|US\$|USD|\$|€|EUR|£|GBP)\s?${NUMBER}([万亿]?)元?`,
    ),
    token: ([, sign = '', minus, whole, fraction, scale = '']) =>
      moneyToken(sign, decimal(minus, whole, fraction), scale),
  },
  {
    pattern: sticky(
      String.raw`${NUMBER}\s?([万亿]?)(元|块(?=[钱，。,.\s]|$)|美元|欧元|英镑|港元|港币|(?:RMB|CNY|USD|HKD|EUR|GBP)\b)`,
    ),
    token: ([, minus, whole, fraction, scale = '', name = '']) =>
      moneyToken(name, decimal(minus, whole, fraction), scale),
  },
  {
    pattern: sticky(String.raw`${NUMBER}\s?([%‰])`),
    token: ([, minus, whole, fraction, sign]) => ({
      kind: 'percent',
      amount: decimal(minus, whole, fraction),
      of: sign === '%' ? 100 : 1000,
    }),
  },
  // Mobile numbers of mainland China; grouped 3-4-4, as they are told.
  {
    pattern: sticky(
      String.raw`(?<![\dA-Za-z])(?:(\+|00)?(86)[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?![\dA-Za-z])`,
    ),
    token: ([, plus, country, a = '', b = '', c = '']) => ({
      kind: 'phone',
      plus: plus !== undefined,
      groups: country === undefined ? [a, b, c] : [country, a, b, c],
    }),
  },
  // Other international numbers: groups as they are written.
  {
    pattern: sticky(String.raw`(?<![\dA-Za-z])\+(\d{1,4}(?:[- ]?\d{2,8}){1,4})(?![\dA-Za-z])`),
    token: ([, digits = '']) => ({ kind: 'phone', plus: true, groups: digits.split(/[- ]/) }),
  },
  // Fixed lines with their area code, and 400/800 service numbers.
  {
    pattern: sticky(
      String.raw`(?<![\dA-Za-z])(0\d{2,3})-(\d{3,4})(\d{4})(?![\dA-Za-z])|(?<![\dA-Za-z])([48]00)-?(\d{3})-?(\d{4})(?!\d)`,
    ),
    token: ([, a1 = '', b1 = '', c1 = '', a2 = '', b2 = '', c2 = '']) => ({
      kind: 'phone',
      plus: false,
      groups: [a1 + a2, b1 + b2, c1 + c2],
    }),
  },
  // Digits with some of them hidden: 138****0200.
  {
    pattern: sticky(String.raw`(?<![\dA-Za-z])(\d*)\*{2,}(\d*)(?![\dA-Za-z*])`),
    token: ([, before = '', after = '']) => ({ kind: 'digits', groups: [before, after], between: 'star' }),
  },
  // Doors: 3-1203室.
  {
    pattern: sticky(String.raw`(?<![\dA-Za-z])(\d+(?:-\d+)+|\d{3,4})(?=室|房|号楼|单元)`),
    token: ([, digits = '']) => ({ kind: 'digits', groups: digits.split('-'), between: 'dash' }),
  },
  {
    pattern: sticky(NAMED),
    token: ([, digits = '']) => ({ kind: 'digits', groups: [digits], between: 'dash' }),
  },
  // Versions and network addresses: 1.2.3.
  {
    pattern: sticky(String.raw`(?<![\dA-Za-z.])(\d+(?:\.\d+){2,})(?![\dA-Za-z])`),
    token: ([, dotted = '']) => ({ kind: 'digits', groups: dotted.split('.'), between: 'dot' }),
  },
  {
    pattern: sticky(String.raw`${NUMBER}\s?(${UNITS.join('|')})(?![A-Za-z\d])`),
    token: ([, minus, whole, fraction, unit]) => ({
      kind: 'quantity',
      amount: decimal(minus, whole, fraction),
      unit: unit as Unit,
    }),
  },
  {
    pattern: sticky(String.raw`(?<![\dA-Za-z])(\d{1,4})(?:st|nd|rd|th)(?![A-Za-z\d])`),
    token: ([, whole = '']) => ({ kind: 'ordinal', whole }),
  },
  // Letters and digits together are a code, a model or a train: read one by one.
  {
    pattern: sticky(
      String.raw`(?<![\dA-Za-z])(?=[A-Za-z-]*\d)(?=[\d-]*[A-Za-z])([A-Za-z\d]+(?:-[A-Za-z\d]+)*)`,
    ),
    token: ([, text = '']) => ({ kind: 'spelled', text }),
  },
  {
    pattern: sticky(String.raw`(?<![\dA-Za-z./])(\d{1,3})/([1-9]\d{0,3})(?![\d/.A-Za-z])`),
    token: ([, over = '', under = '']) =>
      Number(over) < Number(under) ? { kind: 'fraction', over, under } : undefined,
  },
  {
    // The last word on digits: whatever stands around them, none is left to the voice.
    pattern: sticky(NUMBER),
    token: ([, minus, whole, fraction]) =>
      numberToken(decimal(minus, whole, fraction), whole?.includes(',') ?? false),
  },
  // 3-5天, 9:00~18:00: between two amounts the dash means to.
  {
    pattern: sticky(String.raw`\s?[-~–—～]{1,2}\s?(?=[¥$€£]?\d)`),
    token: (_, previous) =>
      previous !== undefined && AMOUNTS.has(previous.kind) ? { kind: 'sign', name: 'to' } : undefined,
  },
  {
    pattern: sticky(String.raw`(?<=[A-Za-z\d])\.(?=[A-Za-z]{2})`),
    token: () => ({ kind: 'sign', name: 'dot' }),
  },
  {
    pattern: sticky(`[${Object.keys(SIGNS).join('')}]`),
    token: ([sign]) => ({ kind: 'sign', name: SIGNS[sign] as SignName }),
  },
];

const AMOUNTS = new Set<Token['kind']>(['number', 'quantity', 'percent', 'money', 'time', 'date', 'year']);

/** Longest plain integer read as an amount: beyond it, unless it has separators, it is a name. */
const MAX_PLAIN_DIGITS = 7;

function numberToken(amount: Decimal, separated: boolean): Token {
  const { whole, fraction } = amount;
  const isName = fraction === '' && !separated && (/^0\d/.test(whole) || whole.length > MAX_PLAIN_DIGITS);
  return isName ? { kind: 'digits', groups: [whole], between: 'dash' } : { kind: 'number', amount };
}

function dateToken(year: number, month: number, day: number): Token | undefined {
  const isDate = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return isDate ? { kind: 'date', year, month, day } : undefined;
}

function timeToken(hour: string, minute: number, second: string | undefined): Token | undefined {
  if (Number(hour) > 24) return undefined;
  const twentyFour = Number(hour) > 12 || hour.startsWith('0');
  const time = { kind: 'time', hour: Number(hour), minute, twentyFour } as const;
  return second === undefined ? time : { ...time, second: Number(second) };
}

function moneyToken(sign: string, amount: Decimal, scale: string): Token | undefined {
  const currency = CURRENCIES[sign];
  return currency && { kind: 'money', currency, amount, scale };
}

function decimal(
  minus: string | undefined,
  whole: string | undefined,
  fraction: string | undefined,
): Decimal {
  return { negative: minus === '-', whole: (whole ?? '').replaceAll(',', ''), fraction: fraction ?? '' };
}

function sticky(source: string): RegExp {
  return new RegExp(source, 'uy');
}
