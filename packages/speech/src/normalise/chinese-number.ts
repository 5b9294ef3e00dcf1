const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES = ['', '十', '百', '千'];
const GROUPS = ['', '万', '亿', '万亿'];

/** Most digits that have a name: beyond, digits are read one by one. */
const MAX_DIGITS = 16;

/**
 * A whole number in Chinese, by the rule of groups of four: 105 → 一百零五, 10 → 十, 2000 → 两千,
 * 1000001 → 一百万零一. `whole` is ASCII digits.
 */
export function chineseInteger(whole: string): string {
  const digits = whole.replace(/^0+(?=\d)/, '');
  if (digits.length > MAX_DIGITS) return chineseDigits(digits);
  if (digits === '0') return '零';
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 4) groups.unshift(digits.slice(Math.max(0, end - 4), end));
  let words = '';
  let gap = false;
  groups.forEach((group, i) => {
    const value = Number(group);
    if (value === 0) {
      gap = words !== '';
      return;
    }
    // A zero is said once for however many places are empty in between.
    if (words !== '' && (gap || value < 1000)) words += '零';
    words += chineseGroup(value, words === '') + GROUPS[groups.length - 1 - i];
    gap = false;
  });
  return words;
}

/** 1 to 9999. The number that `leads` begins with 十 for 一十 and 两 for 二 where the ear expects it. */
function chineseGroup(value: number, leads: boolean): string {
  const digits = String(value);
  let words = '';
  let gap = false;
  for (let i = 0; i < digits.length; i++) {
    const place = digits.length - 1 - i;
    const digit = Number(digits[i]);
    if (digit === 0) {
      gap = true;
      continue;
    }
    if (gap) words += '零';
    gap = false;
    if (leads && words === '' && digit === 1 && place === 1) words += '十';
    else if (leads && words === '' && digit === 2 && place === 3) words += '两千';
    else words += DIGITS[digit] + (PLACES[place] as string);
  }
  return words;
}

/** Digits one by one with 一 for 1, as in years and after a decimal point: 2011 → 二零一一. */
export function chineseDigits(digits: string): string {
  return [...digits].map((digit) => DIGITS[Number(digit)]).join('');
}
