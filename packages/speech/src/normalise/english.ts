import { sayDigits, spellCode } from './code.ts';
import { englishDigits, englishInteger, englishOrdinal, englishYear, minutes } from './english-number.ts';
import { type Currency, type Decimal, SCALES, type SignName, type Token, type Unit } from './token.ts';

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
  JPY: ['yen', 'yen'],
};

// biome-ignore format: a table
const SIGN_NAMES: Record<SignName, string> = {
  to: 'to', and: 'and', at: 'at', plus: 'plus', 'plus-minus': 'plus or minus', equals: 'equals', times: 'times',
  divided: 'divided by', ratio: 'to', hash: 'number', number: 'number', dot: 'dot', about: 'about', less: 'less than',
  more: 'more than', 'at-least': 'at least', 'at-most': 'at most', 'not-said': '',
};

const BETWEEN = { dot: ' dot ', dash: ' dash ', star: ', stars, ', pause: ', ' };

// biome-ignore format: a table
const UNIT_NAMES: Record<Unit, readonly [one: string, many: string]> = {
  'km/h': ['kilometer per hour', 'kilometers per hour'], 'm/s': ['meter per second', 'meters per second'],
  mph: ['mile per hour', 'miles per hour'], 'km^2': ['square kilometer', 'square kilometers'],
  'cm^2': ['square centimeter', 'square centimeters'], 'm^2': ['square meter', 'square meters'],
  '㎡': ['square meter', 'square meters'], 'm^3': ['cubic meter', 'cubic meters'],
  kWh: ['kilowatt hour', 'kilowatt hours'], mAh: ['milliamp hour', 'milliamp hours'],
  Mbps: ['megabit per second', 'megabits per second'], Gbps: ['gigabit per second', 'gigabits per second'],
  kcal: ['kilocalorie', 'kilocalories'], kPa: ['kilopascal', 'kilopascals'], MPa: ['megapascal', 'megapascals'],
  GHz: ['gigahertz', 'gigahertz'], MHz: ['megahertz', 'megahertz'], kHz: ['kilohertz', 'kilohertz'],
  Hz: ['hertz', 'hertz'], dB: ['decibel', 'decibels'], km: ['kilometer', 'kilometers'],
  '㎞': ['kilometer', 'kilometers'], kg: ['kilogram', 'kilograms'], '㎏': ['kilogram', 'kilograms'],
  mg: ['milligram', 'milligrams'], μg: ['microgram', 'micrograms'], cm: ['centimeter', 'centimeters'],
  mm: ['millimeter', 'millimeters'], mL: ['milliliter', 'milliliters'], ml: ['milliliter', 'milliliters'],
  GB: ['gigabyte', 'gigabytes'], MB: ['megabyte', 'megabytes'], KB: ['kilobyte', 'kilobytes'],
  TB: ['terabyte', 'terabytes'], kW: ['kilowatt', 'kilowatts'], MW: ['megawatt', 'megawatts'],
  min: ['minute', 'minutes'], hrs: ['hour', 'hours'], ms: ['millisecond', 'milliseconds'], lb: ['pound', 'pounds'],
  lbs: ['pound', 'pounds'], oz: ['ounce', 'ounces'], ft: ['foot', 'feet'],
  '℃': ['degree Celsius', 'degrees Celsius'], '°C': ['degree Celsius', 'degrees Celsius'],
  '°F': ['degree Fahrenheit', 'degrees Fahrenheit'], '°': ['degree', 'degrees'], m: ['meter', 'meters'],
  g: ['gram', 'grams'], L: ['liter', 'liters'], W: ['watt', 'watts'], V: ['volt', 'volts'], h: ['hour', 'hours'],
  s: ['second', 'seconds'], t: ['ton', 'tons'],
};

/** A token in English words. `before` is the text in front of it, as written. */
export function sayInEnglish(token: Token, before: string): string {
  switch (token.kind) {
    case 'words':
      return token.text;
    case 'date':
      return date(token);
    case 'year':
      return englishYear(token.year);
    case 'decade':
      return decade(token.year);
    case 'time':
      return time(token);
    case 'money':
      return money(token);
    case 'percent':
      return `${decimal(token.amount)} ${token.of === 100 ? 'percent' : 'per thousand'}`;
    case 'quantity':
      return `${decimal(token.amount)} ${isOne(token.amount) ? UNIT_NAMES[token.unit][0] : UNIT_NAMES[token.unit][1]}`;
    case 'phone':
      return phone(token);
    case 'digits':
      return token.groups.map((group) => sayDigits(group, 'en')).join(BETWEEN[token.between]);
    case 'spelled':
      return spelled(token.text);
    case 'fraction':
      return fraction(token);
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

function date({ year, month, day }: Extract<Token, { kind: 'date' }>): string {
  const name = MONTHS[month - 1] as string;
  if (day === undefined) return `${name} ${englishYear(year as number)}`;
  return `${name} ${englishOrdinal(String(day))}${year === undefined ? '' : `, ${englishYear(year)}`}`;
}

/** 1990s → nineteen nineties, 2000s → two thousands. */
function decade(year: number): string {
  const words = englishYear(year);
  return words.endsWith('y') ? `${words.slice(0, -1)}ies` : `${words}s`;
}

function phone({ plus, groups, extension }: Extract<Token, { kind: 'phone' }>): string {
  const number = (plus ? 'plus ' : '') + groups.map((group) => sayDigits(group, 'en')).join(', ');
  return extension === undefined ? number : `${number}, extension ${sayDigits(extension, 'en')}`;
}

/** Halves and quarters by their names, others up to a twentieth by their ordinals: 2/3 → two thirds. */
function fraction({ whole, over, under }: Extract<Token, { kind: 'fraction' }>): string {
  const most = Number(over) > 1;
  const part =
    Number(under) === 2
      ? 'half'
      : Number(under) === 4
        ? `quarter${most ? 's' : ''}`
        : `${englishOrdinal(under)}${most ? 's' : ''}`;
  const value =
    Number(under) <= 20
      ? `${englishInteger(over)} ${part}`
      : `${englishInteger(over)} over ${englishInteger(under)}`;
  return whole === undefined ? value : `${englishInteger(whole)} and ${value}`;
}

/** 14:05 → two oh five P M, 9:30 → nine thirty, 9:00 → nine o'clock. */
function time({ hour, minute, second, half, twentyFour }: Extract<Token, { kind: 'time' }>): string {
  const ofTwelve = hour % 12 === 0 ? 12 : hour % 12;
  const ofDay = half ?? (hour % 24 < 12 ? 'am' : 'pm');
  const isTold = half !== undefined || twentyFour;
  const tail = isTold ? (ofDay === 'am' ? ' A M' : ' P M') : '';
  const hours = englishInteger(String(ofTwelve));
  if (second !== undefined) {
    const seconds = `${englishInteger(String(second))} ${second === 1 ? 'second' : 'seconds'}`;
    return `${hours} ${minute === 0 ? 'hundred' : minutes(minute)}${tail} and ${seconds}`;
  }
  return `${hours}${minute === 0 ? (isTold ? '' : " o'clock") : ` ${minutes(minute)}`}${tail}`;
}

/** $12.50 → twelve dollars and fifty cents; yuan by decimals: ¥12.50 → twelve point five yuan. */
function money({ currency, amount, scale }: Extract<Token, { kind: 'money' }>): string {
  const [one, many, hundredth] = CURRENCY_NAMES[currency];
  const cents = Number(amount.fraction);
  if (hundredth !== undefined && amount.fraction.length === 2 && scale === undefined) {
    const whole = { ...amount, fraction: '' };
    const main = `${decimal(whole)} ${isOne(whole) ? one : many}`;
    const part = `${englishInteger(String(cents))} ${cents === 1 ? hundredth[0] : hundredth[1]}`;
    if (cents === 0) return main;
    return Number(amount.whole) === 0 ? part : `${main} and ${part}`;
  }
  const value = scaled(amount, scale === undefined ? 0 : SCALES[scale]);
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
