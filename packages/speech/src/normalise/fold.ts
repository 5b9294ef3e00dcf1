/**
 * One way of writing for what can be written in several: full-width letters, digits and signs, digits of other scripts,
 * ½, ², ① and Ⅳ become plain letters, ASCII digits and signs. Afterwards ASCII digits are the only numerals left, so
 * that none can pass the rules unseen. The length may change.
 */
export function fold(text: string): string {
  return text
    .replace(/[Ａ-Ｚａ-ｚ％．－／＋＃＆＠＝（）＊＜＞]/gu, (c) =>
      String.fromCharCode(c.charCodeAt(0) - 0xfee0),
    )
    .replace(/[￥℉№〇−‐‑→]/gu, (c) => SIGNS[c] as string)
    .replace(/(?<=m)[²³]/gu, (c) => (c === '²' ? '^2' : '^3'))
    .replace(/\p{Nd}/gu, (c) => String(digitValue(c)))
    .replace(/[\p{Nl}\p{No}]/gu, (c, at: number, all: string) => numeral(c, /\d/.test(all[at - 1] ?? '')));
}

const SIGNS: Readonly<Record<string, string>> = {
  '￥': '¥',
  '℉': '°F',
  '№': 'No.',
  〇: '零',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '→': '到',
};

/** Unicode keeps the ten digits of a script together, in order, so the value is how many of them stand before. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) as number;
  let before = 0;
  while (before < 60 && /\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before++;
  return before % 10;
}

/** ① → 1, ½ → 1/2, Ⅳ → 4; set apart from a digit before it. What has no plain form is not said. */
function numeral(character: string, afterDigit: boolean): string {
  const code = character.codePointAt(0) as number;
  // Ⅰ to Ⅻ and ⅰ to ⅻ.
  const roman = code >= 0x2160 && code <= 0x217f ? (code & 15) + 1 : 0;
  const plain = roman > 0 && roman <= 12 ? String(roman) : character.normalize('NFKC').replace('⁄', '/');
  return /^[\dA-Z/().,]+$/u.test(plain) ? (afterDigit ? ' ' : '') + plain : ' ';
}
