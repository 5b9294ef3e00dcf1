/** A decimal as written, without its thousands separators: -1,234.50 → negative, '1234', '50'. */
export interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

export type Currency = 'CNY' | 'USD' | 'EUR' | 'GBP' | 'HKD';

/** Units by their symbols, the longer first, because the first that fits is taken. */
// biome-ignore format: a table
export const UNITS = [
  'km/h', 'kWh', 'Mbps', 'km', 'kg', 'mg', 'cm', 'mm', 'mL', 'ml', 'GB', 'MB', 'KB', 'TB', 'kW', 'min', 'ms',
  '℃', '°C', '㎡', 'm²', 'm³', 'm', 'g', 'L', 'W', 'V', 'h', 's', 't',
] as const;
export type Unit = (typeof UNITS)[number];

/** What a stretch of text means, before it is put into the words of a language. */
export type Token =
  | { kind: 'words'; text: string }
  | { kind: 'date'; year: number; month: number; day: number }
  /** A year that is read digit by digit in Chinese: 2026年. */
  | { kind: 'year'; year: number }
  /** `twentyFour`: written so that it can only be a time of 24 hours (14:05, 09:00). */
  | { kind: 'time'; hour: number; minute: number; second?: number; twentyFour: boolean }
  /** `scale`: 万 or 亿 between the number and the currency. */
  | { kind: 'money'; currency: Currency; amount: Decimal; scale: string }
  | { kind: 'percent'; amount: Decimal; of: 100 | 1000 }
  | { kind: 'quantity'; amount: Decimal; unit: Unit }
  | { kind: 'phone'; plus: boolean; groups: readonly string[] }
  /** Digits read one by one; groups are told apart by a named sign. */
  | { kind: 'digits'; groups: readonly string[]; between: 'dot' | 'dash' | 'star' }
  /** Letters and digits read one by one. */
  | { kind: 'spelled'; text: string }
  | { kind: 'fraction'; over: string; under: string }
  | { kind: 'ordinal'; whole: string }
  | { kind: 'number'; amount: Decimal }
  | { kind: 'sign'; name: SignName };

export type SignName =
  | 'to'
  | 'and'
  | 'at'
  | 'plus'
  | 'equals'
  | 'times'
  | 'hash'
  | 'dot'
  | 'at-least'
  | 'at-most';
