import { sayDigits, spellCode } from './code.ts';
import { englishDigits, englishInteger, englishOrdinal, englishYear, minutes } from './english-number.ts';
import type { Currency, Decimal, SignName, Token, Unit } from './token.ts';

// biome-ignore format: a table
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
  'December',
];

/** A bare number of four digits after these is a year. */
const BEFORE_A_YEAR = new RegExp(`\\b(?:in|since|until|by|year|${MONTHS.join('|')})\\s*$`, 'i');

/** [one, many, the hundredth part where it is told as such]. */
const CURRENCY_NAMES: Record<Currency, readonly [string, string, (readonly [string, string])?]> = {
  CNY: ['yuan', 'yuan'],
  USD: ['dollar', 'dollars', ['cent', 'cents']],
  EUR: ['euro', 'euros', ['cent', 'cents']],
  GBP: ['pound', 'pounds', ['penny', 'pence']],
  HKD: ['Hong Kong dollar', 'Hong Kong dollars', ['cent', 'cents']],
};

/** Places that 万 and 亿 move the decimal point, as English has no word for them. */
const SCALES: Readonly<Record<string, number>> = { 万: 4, 亿: 8 };

const SIGN_NAMES: Record<SignName, string> = {
  to: 'to',
  and: 'and',
  at: 'at',
  plus: 'plus',
  equals: 'equals',
  times: 'times',
  hash: 'number',
  dot: 'dot',
  'at-least': 'at least',
  'at-most': 'at most',
};

const BETWEEN = { dot: ' dot ', dash: ' dash ', star: ', stars, ' };

// biome-ignore format: a table
const UNIT_NAMES: Record<Unit, readonly [one: string, many: string]> = {
  'km/h': ['kilometer per hour', 'kilometers per hour'], kWh: ['kilowatt hour', 'kilowatt hours'],
  Mbps: ['megabit per second', 'megabits per second'], km: ['kilometer', 'kilometers'],
  kg: ['kilogram', 'kilograms'], mg: ['milligram', 'milligrams'], cm: ['centimeter', 'centimeters'],
  mm: ['millimeter', 'millimeters'], mL: ['milliliter', 'milliliters'], ml: ['milliliter', 'milliliters'],
  GB: ['gigabyte', 'gigabytes'], MB: ['megabyte', 'megabytes'], KB: ['kilobyte', 'kilobytes'],
  TB: ['terabyte', 'terabytes'], kW: ['kilowatt', 'kilowatts'], min: ['minute', 'minutes'],
  ms: ['millisecond', 'milliseconds'], '℃': ['degree Celsius', 'degrees Celsius'],
  '°C': ['degree Celsius', 'degrees Celsius'], '㎡': ['square meter', 'square meters'],
  'm²': ['square meter', 'square meters'], 'm³': ['cubic meter', 'cubic meters'], m: ['meter', 'meters'],
  g: ['gram', 'grams'], L: ['liter', 'liters'], W: ['watt', 'watts'], V: ['volt', 'volts'],
  h: ['hour', 'hours'], s: ['second', 'seconds'], t: ['ton', 'tons'],
};

/** A token in English words. `before` and `after` are the text around it, as written. */
export function sayInEnglish(token: Token, before: string, after: string): string {
  switch (token.kind) {
    case 'words':
      return token.text;
    case 'date':
      return `${MONTHS[token.month - 1]} ${englishOrdinal(String(token.day))}, ${englishYear(token.year)}`;
    case 'year':
      return englishYear(token.year);
    case 'time':
      return time(token, /^\s?[ap]\.?m\b/i.test(after));
    case 'money':
      return money(token);
    case 'percent':
      return `${decimal(token.amount)} ${token.of === 100 ? 'percent' : 'per thousand'}`;
    case 'quantity':
      return `${decimal(token.amount)} ${isOne(token.amount) ? UNIT_NAMES[token.unit][0] : UNIT_NAMES[token.unit][1]}`;
    case 'phone':
      return (token.plus ? 'plus ' : '') + token.groups.map((group) => sayDigits(group, 'en')).join(', ');
    case 'digits':
      return token.groups.map((group) => sayDigits(group, 'en')).join(BETWEEN[token.between]);
    case 'spelled':
      return spelled(token.text);
    case 'fraction':
      return `${englishInteger(token.over)} over ${englishInteger(token.under)}`;
    case 'ordinal':
      return englishOrdinal(token.whole);
    case 'number': {
      const { whole, fraction } = token.amount;
      const isYear = /^[12]\d{3}$/.test(whole) && fraction === '' && BEFORE_A_YEAR.test(before);
      return isYear ? englishYear(Number(whole)) : decimal(token.amount);
    }
    case 'sign':
      return SIGN_NAMES[token.name];
  }
}

function decimal({ negative, whole, fraction }: Decimal): string {
  return `${negative ? 'minus ' : ''}${englishInteger(whole)}${fraction === '' ? '' : ` point ${englishDigits(fraction)}`}`;
}

function isOne({ whole, fraction }: Decimal): boolean {
  return whole === '1' && fraction === '';
}

/** 14:05 → two oh five P M, 9:30 → nine thirty, 9:00 → nine o'clock. */
function time(
  { hour, minute, second, twentyFour }: Extract<Token, { kind: 'time' }>,
  halfIsWritten: boolean,
): string {
  const ofTwelve = hour % 12 === 0 ? 12 : hour % 12;
  const half = twentyFour && !halfIsWritten ? (hour % 24 < 12 ? ' A M' : ' P M') : '';
  const onTheHour = twentyFour || halfIsWritten ? '' : " o'clock";
  const hours = englishInteger(String(ofTwelve));
  if (second !== undefined) {
    const seconds = `${englishInteger(String(second))} ${second === 1 ? 'second' : 'seconds'}`;
    return `${hours} ${minute === 0 ? 'hundred' : minutes(minute)}${half} and ${seconds}`;
  }
  return `${hours}${minute === 0 ? onTheHour : ` ${minutes(minute)}`}${half}`;
}

/** $12.50 → twelve dollars and fifty cents; yuan by decimals: ¥12.50 → twelve point five yuan. */
function money({ currency, amount, scale }: Extract<Token, { kind: 'money' }>): string {
  const [one, many, hundredth] = CURRENCY_NAMES[currency];
  const cents = Number(amount.fraction);
  if (hundredth !== undefined && amount.fraction.length === 2 && scale === '') {
    const whole = { ...amount, fraction: '' };
    const main = `${decimal(whole)} ${isOne(whole) ? one : many}`;
    const part = `${englishInteger(String(cents))} ${cents === 1 ? hundredth[0] : hundredth[1]}`;
    if (cents === 0) return main;
    return Number(amount.whole) === 0 ? part : `${main} and ${part}`;
  }
  const value = scaled(amount, SCALES[scale] ?? 0);
  return `${decimal(value)} ${isOne(value) ? one : many}`;
}

/** The amount with its decimal point moved right, and no zeros at its end. */
function scaled({ negative, whole, fraction }: Decimal, places: number): Decimal {
  const moved = fraction.slice(0, places).padEnd(places, '0');
  return { negative, whole: whole + moved, fraction: fraction.slice(places).replace(/0+$/, '') };
}

/** The comma keeps the letter A from being read as the article. */
function spelled(text: string): string {
  return text
    .split('-')
    .map((part) =>
      spellCode(part, 'en')
        .map((word) => (word === 'A' ? 'A,' : word))
        .join(' '),
    )
    .join(' dash ');
}
