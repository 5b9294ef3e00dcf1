import type { SignName, Token } from '../token.ts';
import { type Rule, rule } from './rule.ts';

// biome-ignore format: a table
const NAMES: Readonly<Record<string, SignName>> = {
  '&': 'and', '@': 'at', '+': 'plus', '±': 'plus-minus', '=': 'equals', '×': 'times', '÷': 'divided', '#': 'hash',
  '≈': 'about', '≥': 'at-least', '≤': 'at-most',
};

const AMOUNTS = new Set<Token['kind']>([
  'number',
  'quantity',
  'percent',
  'money',
  'time',
  'date',
  'year',
  'ordinal',
]);
const DASH = '(?:--|——|[-~–—～])';

export const SIGNS: readonly Rule[] = [
  // 3-5天, 9:00~18:00: between two amounts the dash means to.
  rule(
    String.raw`\s?${DASH}\s?(?=-?[¥$€£]?\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))`,
    (_, previous) => (previous !== undefined && AMOUNTS.has(previous.kind) ? sign('to') : undefined),
  ),
  // 24日-26日.
  rule(String.raw`(?<=[日号月天点分时度楼层])\s?${DASH}\s?(?=\d)`, () => sign('to')),
  rule(String.raw`(?<=[A-Za-z\d])\.(?=[A-Za-z]{2})`, () => sign('dot')),
  rule('(?<![A-Za-z])https?://', () => sign('not-said')),
  rule(String.raw`(?<![A-Za-z])N[oO]\.?\s?(?=\d)`, () => sign('number')),
  rule(String.raw`(?<=\d)\s?\*\s?(?=\d)`, () => sign('times')),
  rule(String.raw`(?<=\d)[:：](?=\d)`, () => sign('ratio')),
  rule(String.raw`<(?=\s?-?\d)`, () => sign('less')),
  rule(String.raw`>(?=\s?-?\d)`, () => sign('more')),
  rule(`[${Object.keys(NAMES).join('')}]`, ([written = '']) => sign(NAMES[written] as SignName)),
];

function sign(name: SignName): Token {
  return { kind: 'sign', name };
}
