// biome-ignore format: a table
const SMALL = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve',
  'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const GROUPS = ['', ' thousand', ' million', ' billion', ' trillion'];

/** Most digits that have a name: beyond, digits are read one by one. */
const MAX_DIGITS = 15;

const IRREGULAR_ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** A whole number in American English: 105 → one hundred five. `whole` is ASCII digits. */
export function englishInteger(whole: string): string {
  const digits = whole.replace(/^0+(?=\d)/, '');
  if (digits.length > MAX_DIGITS) return englishDigits(digits);
  if (digits === '0') return 'zero';
  const words: string[] = [];
  for (let end = digits.length, group = 0; end > 0; end -= 3, group++) {
    const value = Number(digits.slice(Math.max(0, end - 3), end));
    if (value > 0) words.unshift(`${underThousand(value)}${GROUPS[group]}`);
  }
  return words.join(' ');
}

/** 24 → twenty-fourth. */
export function englishOrdinal(whole: string): string {
  const words = englishInteger(whole);
  const last = /[a-z]+$/.exec(words)?.[0] ?? '';
  const ordinal = IRREGULAR_ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return words.slice(0, words.length - last.length) + ordinal;
}

/** A year of four digits in pairs: 2026 → twenty twenty-six, 1905 → nineteen oh five, 2000 → two thousand. */
export function englishYear(year: number): string {
  const century = Math.floor(year / 100);
  const rest = year % 100;
  if (century % 10 === 0 && rest < 10) return englishInteger(String(year));
  if (rest === 0) return `${englishInteger(String(century))} hundred`;
  return `${englishInteger(String(century))} ${minutes(rest)}`;
}

/** Two places as they are said after an hour or a century: 5 → oh five, 30 → thirty. */
export function minutes(value: number): string {
  return value < 10 ? `oh ${SMALL[value]}` : underThousand(value);
}

/** Digits one by one: 105 → one zero five. */
export function englishDigits(digits: string): string {
  return [...digits].map((digit) => SMALL[Number(digit)]).join(' ');
}

/** 1 to 999. */
function underThousand(value: number): string {
  const hundreds = Math.floor(value / 100);
  const rest = value % 100;
  const words = hundreds > 0 ? [`${SMALL[hundreds]} hundred`] : [];
  if (rest >= 20)
    words.push((TENS[Math.floor(rest / 10)] as string) + (rest % 10 > 0 ? `-${SMALL[rest % 10]}` : ''));
  else if (rest > 0) words.push(SMALL[rest] as string);
  return words.join(' ');
}
