import { chineseDigits, chineseInteger } from './chinese-number.ts';
import { sayDigits, spellCode } from './code.ts';
import type { Currency, Decimal, Scale, SignName, Token, Unit } from './token.ts';

/** Before these, and after no 第, a bare 2 is 两, as the 2 of 2-3个. 月, 号, 日 and 楼 are not among them: 二月二号. */
const MEASURES =
  /^(?:[-~–—～]\d{1,4})? ?(?:个|件|次|天|位|名|张|份|条|小时|分钟|秒|周|年|块|倍|种|家|台|辆|部|只|对|双|遍|句|页|人|间|点|门|笔|单(?!元)|包|箱|瓶|岁|万|亿|千|百)/u;

const CURRENCY_NAMES: Record<Currency, string> = {
  CNY: '元',
  USD: '美元',
  EUR: '欧元',
  GBP: '英镑',
  HKD: '港元',
  JPY: '日元',
};

const SCALE_NAMES: Record<Scale, string> = {
  万: '万',
  亿: '亿',
  thousand: '千',
  million: '百万',
  billion: '十亿',
};

/** Degrees below zero are 零下, also where the unit stands behind the other end of a range. */
const DEGREES = new Set<Unit>(['℃', '°C', '°F']);
const TO_DEGREES = /^ ?[-~–—～]{1,2} ?-?\d{1,3}(?:\.\d{1,2})? ?(?:℃|°[CF])/u;

// biome-ignore format: a table
const SIGN_NAMES: Record<SignName, string> = {
  to: '到', and: '和', at: '艾特', plus: '加', 'plus-minus': '正负', equals: '等于', times: '乘', divided: '除以',
  ratio: '比', hash: '井号', number: '第', dot: '点', about: '约', less: '小于', more: '大于', 'at-least': '大于等于',
  'at-most': '小于等于', 'not-said': '',
};

/** After a number and before these, # is 号: 3#楼. */
const NUMBERED = /^ ?[楼栋座室院库柜门线厅机单]/u;

const BETWEEN = { dot: '点', dash: '杠', star: '，星号，', pause: '，' };

// biome-ignore format: a table
const UNIT_NAMES: Record<Unit, string> = {
  'km/h': '千米每小时', 'm/s': '米每秒', mph: '英里每小时', 'km^2': '平方千米', 'cm^2': '平方厘米', 'm^2': '平方米',
  '㎡': '平方米', 'm^3': '立方米', kWh: '千瓦时', mAh: '毫安时', Mbps: '兆比特每秒', Gbps: '吉比特每秒', kcal: '千卡',
  kPa: '千帕', MPa: '兆帕', GHz: '吉赫兹', MHz: '兆赫兹', kHz: '千赫兹', Hz: '赫兹', dB: '分贝', km: '千米', '㎞': '千米',
  kg: '千克', '㎏': '千克', mg: '毫克', μg: '微克', cm: '厘米', mm: '毫米', mL: '毫升', ml: '毫升', GB: 'G B', MB: '兆',
  KB: 'K B', TB: 'T B', kW: '千瓦', MW: '兆瓦', min: '分钟', hrs: '小时', ms: '毫秒', lb: '磅', lbs: '磅', oz: '盎司',
  ft: '英尺', '℃': '摄氏度', '°C': '摄氏度', '°F': '华氏度', '°': '度', m: '米', g: '克', L: '升', W: '瓦', V: '伏',
  h: '小时', s: '秒', t: '吨',
};

/** A token in Chinese words. `before` and `after` are the text around it, as written. */
export function sayInChinese(token: Token, before: string, after: string): string {
  switch (token.kind) {
    case 'words':
      // Capitals alone are read as letters (SIM, APP): as a word each voice would guess differently.
      return token.text.replace(
        /(?<![A-Za-z])[A-Z]{2,5}(?![A-Za-z])/g,
        (letters) => ` ${[...letters].join(' ')} `,
      );
    case 'date':
      return date(token);
    case 'year':
      return `${chineseDigits(String(token.year))}年`;
    case 'decade':
      return `${chineseDigits(String(token.year))}年代`;
    case 'time':
      return time(token);
    case 'money':
      return money(token);
    case 'percent':
      return `${token.amount.negative ? '负' : ''}${token.of === 100 ? '百' : '千'}分之${decimal(positive(token.amount))}`;
    case 'quantity':
      return quantity(token.amount, token.unit);
    case 'phone':
      return phone(token);
    case 'digits':
      return token.groups.map((group) => sayDigits(group, 'zh')).join(BETWEEN[token.between]);
    case 'spelled':
      return ` ${spelled(token.text)} `;
    case 'fraction':
      return `${token.whole === undefined ? '' : `${chineseInteger(token.whole)}又`}${chineseInteger(token.under)}分之${chineseInteger(token.over)}`;
    case 'ordinal':
      return `第${chineseInteger(token.whole)}`;
    case 'number': {
      if (token.amount.negative && TO_DEGREES.test(after)) return `零下${decimal(positive(token.amount))}`;
      const countsThings = MEASURES.test(after) && !before.endsWith('第');
      return countsThings ? counted(token.amount) : decimal(token.amount);
    }
    case 'sign':
      return token.name === 'hash' && /\d$/.test(before) && NUMBERED.test(after)
        ? '号'
        : SIGN_NAMES[token.name];
  }
}

function date({ year, month, day }: Extract<Token, { kind: 'date' }>): string {
  const [y, d] = [year === undefined ? '' : `${chineseDigits(String(year))}年`, day === undefined ? '' : day];
  return `${y}${chineseInteger(String(month))}月${d === '' ? '' : `${chineseInteger(String(d))}日`}`;
}

function phone({ plus, groups, extension }: Extract<Token, { kind: 'phone' }>): string {
  const number = (plus ? '加' : '') + groups.map((group) => sayDigits(group, 'zh')).join('，');
  return extension === undefined ? number : `${number}，转${sayDigits(extension, 'zh')}`;
}

function quantity(amount: Decimal, unit: Unit): string {
  if (amount.negative && DEGREES.has(unit)) return `零下${decimal(positive(amount))}${UNIT_NAMES[unit]}`;
  return counted(amount) + UNIT_NAMES[unit];
}

function decimal({ negative, whole, fraction }: Decimal): string {
  return `${negative ? '负' : ''}${chineseInteger(whole)}${fraction === '' ? '' : `点${chineseDigits(fraction)}`}`;
}

/** An amount of something: 2 is 两. */
function counted(amount: Decimal): string {
  return amount.whole === '2' && amount.fraction === ''
    ? `${amount.negative ? '负' : ''}两`
    : decimal(amount);
}

function positive(amount: Decimal): Decimal {
  return { ...amount, negative: false };
}

function time({ hour, minute, second, half }: Extract<Token, { kind: 'time' }>): string {
  const halfDay = half === undefined ? '' : half === 'am' ? '上午' : '下午';
  const hours = `${halfDay}${hour === 2 ? '两' : chineseInteger(String(hour))}点`;
  if (second === undefined && minute === 0) return `${hours}整`;
  return `${hours}${twoPlaces(minute)}分${second === undefined ? '' : `${twoPlaces(second)}秒`}`;
}

function twoPlaces(value: number): string {
  return value > 0 && value < 10 ? `零${chineseInteger(String(value))}` : chineseInteger(String(value));
}

/** Yuan are told with 角 and 分 (¥1,234.50 → 一千二百三十四元五角); other currencies by decimals. */
function money({ currency, amount, scale }: Extract<Token, { kind: 'money' }>): string {
  if (currency === 'CNY' && scale === undefined && amount.fraction !== '' && amount.fraction.length <= 2) {
    return (amount.negative ? '负' : '') + yuan(amount.whole, amount.fraction.padEnd(2, '0'));
  }
  const value = { ...amount, fraction: amount.fraction.replace(/0+$/, '') };
  return counted(value) + (scale === undefined ? '' : SCALE_NAMES[scale]) + CURRENCY_NAMES[currency];
}

function yuan(whole: string, [jiao = '0', fen = '0']: string): string {
  const parts: string[] = [];
  const isWhole = Number(whole) > 0;
  const name = (digit: string) => (digit === '2' && parts.length === 0 ? '两' : chineseInteger(digit));
  if (isWhole) parts.push(`${whole === '2' ? '两' : chineseInteger(whole)}元`);
  if (jiao !== '0') parts.push(`${name(jiao)}角`);
  else if (isWhole && fen !== '0') parts.push('零');
  if (fen !== '0') parts.push(`${name(fen)}分`);
  return parts.length === 0 ? '零元' : parts.join('');
}

function spelled(text: string): string {
  return text
    .split('-')
    .map((part) => spellCode(part, 'zh').join(' '))
    .join(' 杠 ');
}
