/** A decimal as written, without its thousands separators: -1,234.50 → negative, '1234', '50'. */
export interface Decimal {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
}

export type Currency = 'CNY' | 'USD' | 'EUR' | 'GBP' | 'HKD' | 'JPY';

/** Factors written as words or letters after a number, as powers of ten. */
export const SCALES = {
  万: 4,
  亿: 8,
  thousand: 3,
  million: 6,
  billion: 9,
} as const;
export type Scale = keyof typeof SCALES;

/** Units by their symbols, the longer first, because the first that fits is taken. */
// biome-ignore format: a table
export const UNITS = [
  'km/h', 'm/s', 'km^2', 'cm^2', 'm^2', 'm^3', 'kWh', 'mAh', 'Mbps', 'Gbps', 'kcal', 'kPa', 'MPa', 'GHz', 'MHz',
  'kHz', 'mph', 'lbs', 'Hz', 'dB', 'km', 'kg', 'mg', 'μg', 'cm', 'mm', 'mL', 'ml', 'GB', 'MB', 'KB', 'TB', 'kW',
  'MW', 'min', 'hrs', 'ms', 'lb', 'oz', 'ft', '℃', '°C', '°F', '°', '㎡', '㎏', '㎞', 'm', 'g', 'L', 'W', 'V', 'h',
  's', 't',
] as const;
export type Unit = (typeof UNITS)[number];

/** What a stretch of text means, before it is put into the words of a language. */
export type Token =
  | { kind: 'words'; text: string }
  /** Without a year: a day of any. Without a day: a month. */
  | { kind: 'date'; year?: number; month: number; day?: number }
  /** A year that is read digit by digit in Chinese: 2026年. */
  | { kind: 'year'; year: number }
  /** 1990s. */
  | { kind: 'decade'; year: number }
  /** `twentyFour`: written so that it can only be a time of 24 hours (14:05, 09:00). `half`: AM or PM is written. */
  | {
      kind: 'time';
      hour: number;
      minute: number;
      second?: number;
      half?: 'am' | 'pm';
      twentyFour: boolean;
    }
  | { kind: 'money'; currency: Currency; amount: Decimal; scale?: Scale }
  | { kind: 'percent'; amount: Decimal; of: 100 | 1000 }
  | { kind: 'quantity'; amount: Decimal; unit: Unit }
  | { kind: 'phone'; plus: boolean; groups: readonly string[]; extension?: string }
  /** Digits read one by one; groups are told apart by a named sign or a pause. */
  | { kind: 'digits'; groups: readonly string[]; between: 'dot' | 'dash' | 'star' | 'pause' }
  /** Letters and digits read one by one. */
  | { kind: 'spelled'; text: string }
  /** `whole`: of 1½. */
  | { kind: 'fraction'; whole?: string; over: string; under: string }
  | { kind: 'ordinal'; whole: string }
  | { kind: 'number'; amount: Decimal }
  | { kind: 'sign'; name: SignName };

export type SignName =
  | 'to'
  | 'and'
  | 'at'
  | 'plus'
  | 'plus-minus'
  | 'equals'
  | 'times'
  | 'divided'
  | 'ratio'
  | 'hash'
  | 'number'
  | 'dot'
  | 'about'
  | 'less'
  | 'more'
  | 'at-least'
  | 'at-most'
  | 'not-said';
