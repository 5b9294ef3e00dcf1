import type { Currency, Decimal, Scale, Token } from '../token.ts';
import { decimal, NUMBER, type Rule, rule } from './rule.ts';

// biome-ignore format: a table
const CURRENCIES: Readonly<Record<string, Currency>> = {
  '¥': 'CNY', 'RMB': 'CNY', 'CNY': 'CNY', 'HK$': 'HKD', 'HKD': 'HKD', 'US$': 'USD', '$': 'USD', 'USD': 'USD',
  '€': 'EUR', 'EUR': 'EUR', '£': 'GBP', 'GBP': 'GBP', 'JPY': 'JPY',
  '元': 'CNY', '块': 'CNY', '美元': 'USD', '美金': 'USD', '欧元': 'EUR', '英镑': 'GBP', '港元': 'HKD', '港币': 'HKD',
  '日元': 'JPY',
};

/** Besides 万 and 亿: thousand, million, billion, and their letters. */
const SCALE = String.raw`(?:\s?([万亿]|thousand|million|billion|k|K|M|bn|B)(?![A-Za-z\d]))?`;
const LETTERS: Readonly<Record<string, Scale>> = {
  k: 'thousand',
  K: 'thousand',
  M: 'million',
  bn: 'billion',
  B: 'billion',
};

export const MONEY: readonly Rule[] = [
  rule(
    String.raw`(?<![A-Za-z])((?<![\dA-Za-z)%-])-)?(¥|RMB|CNY|HK\$|HKD|US\$|USD|\$|€|EUR|£|GBP|JPY)\s?${NUMBER}${SCALE}元?`,
    ([, before, sign = '', minus, whole, fraction, scale]) =>
      moneyToken(sign, decimal(before ?? minus, whole, fraction), scale),
  ),
  rule(
    String.raw`${NUMBER}${SCALE}\s?(元|块(?=[钱，。,.\s]|$)|美元|美金|欧元|英镑|港元|港币|日元|(?:RMB|CNY|USD|HKD|EUR|GBP|JPY)\b)`,
    ([, minus, whole, fraction, scale, name = '']) =>
      moneyToken(name, decimal(minus, whole, fraction), scale),
  ),
];

function moneyToken(sign: string, amount: Decimal, written: string | undefined): Token | undefined {
  const currency = CURRENCIES[sign];
  if (currency === undefined) return undefined;
  if (written === undefined) return { kind: 'money', currency, amount };
  return { kind: 'money', currency, amount, scale: LETTERS[written] ?? (written as Scale) };
}
