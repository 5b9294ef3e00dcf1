import { chineseDigits, chineseInteger } from './chinese-number.ts';
import { sayDigits, spellCode } from './code.ts';
import type { Currency, Decimal, SignName, Token, Unit } from './token.ts';

/** Before these, and after no 第, a bare 2 is 两. 月, 号, 日 and 楼 are not among them: 二月二号. */
const MEASURES =
  /^[ ]?(?:个|件|次|天|位|名|张|份|条|小时|分钟|秒|周|年|块|倍|种|家|台|辆|部|只|对|双|遍|句|页|人|间|点|门|笔|单|包|箱|瓶|岁|万|亿|千|百)/u;

const CURRENCY_NAMES: Record<Currency, string> = {
  CNY: '元',
  USD: '美元',
  EUR: '欧元',
  GBP: '英镑',
  HKD: '港元',
};

const SIGN_NAMES: Record<SignName, string> = {
  to: '到',
  and: '和',
  at: '艾特',
  plus: '加',
  equals: '等于',
  times: '乘',
  hash: '井号',
  dot: '点',
  'at-least': '大于等于',
  'at-most': '小于等于',
};

const BETWEEN = { dot: '点', dash: '杠', star: '，星号，' };

// biome-ignore format: a table
const UNIT_NAMES: Record<Unit, string> = {
  'km/h': '千米每小时', kWh: '千瓦时', Mbps: '兆比特每秒', km: '千米', kg: '千克', mg: '毫克', cm: '厘米',
  mm: '毫米', mL: '毫升', ml: '毫升', GB: 'G B', MB: '兆', KB: 'K B', TB: 'T B', kW: '千瓦', min: '分钟',
  ms: '毫秒', '℃': '摄氏度', '°C': '摄氏度', '㎡': '平方米', 'm²': '平方米', 'm³': '立方米', m: '米', g: '克',
  L: '升', W: '瓦', V: '伏', h: '小时', s: '秒', t: '吨',
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
      return `${chineseDigits(String(token.year))}年${chineseInteger(String(token.month))}月${chineseInteger(String(token.day))}日`;
    case 'year':
      return `${chineseDigits(String(token.year))}年`;
    case 'time':
      return time(token);
    case 'money':
      return money(token);
    case 'percent':
      return `${token.amount.negative ? '负' : ''}${token.of === 100 ? '百' : '千'}分之${decimal(positive(token.amount))}`;
    case 'quantity':
      return counted(token.amount) + UNIT_NAMES[token.unit];
    case 'phone':
      return (token.plus ? '加' : '') + token.groups.map((group) => sayDigits(group, 'zh')).join('，');
    case 'digits':
      return token.groups.map((group) => sayDigits(group, 'zh')).join(BETWEEN[token.between]);
    case 'spelled':
      return ` ${spelled(token.text)} `;
    case 'fraction':
      return `${chineseInteger(token.under)}分之${chineseInteger(token.over)}`;
    case 'ordinal':
      return `第${chineseInteger(token.whole)}`;
    case 'number': {
      const countsThings = MEASURES.test(after) && !before.endsWith('第');
      return countsThings ? counted(token.amount) : decimal(token.amount);
    }
    case 'sign':
      return SIGN_NAMES[token.name];
  }
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

function time({ hour, minute, second }: Extract<Token, { kind: 'time' }>): string {
  const hours = `${hour === 2 ? '两' : chineseInteger(String(hour))}点`;
  if (second === undefined && minute === 0) return `${hours}整`;
  return `${hours}${twoPlaces(minute)}分${second === undefined ? '' : `${twoPlaces(second)}秒`}`;
}

function twoPlaces(value: number): string {
  return value > 0 && value < 10 ? `零${chineseInteger(String(value))}` : chineseInteger(String(value));
}

/** Yuan are told with 角 and 分 (¥1,234.50 → 一千二百三十四元五角); other currencies by decimals. */
function money({ currency, amount, scale }: Extract<Token, { kind: 'money' }>): string {
  if (currency === 'CNY' && scale === '' && amount.fraction !== '' && amount.fraction.length <= 2) {
    return (amount.negative ? '负' : '') + yuan(amount.whole, amount.fraction.padEnd(2, '0'));
  }
  const value = { ...amount, fraction: amount.fraction.replace(/0+$/, '') };
  return counted(value) + scale + CURRENCY_NAMES[currency];
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
