import { SipParseError } from './errors.ts';

/** RFC 3261 25.1 token: alphanum / "-" / "." / "!" / "%" / "*" / "_" / "+" / "`" / "'" / "~". */
const TOKEN = charSet("-.!%*_+`'~", true);
/** RFC 3261 25.1 word, of which a callid is made: token and ()<>:\"/[]?{} */
const WORD = charSet('-.!%*_+`\'~()<>:\\"/[]?{}@', true);

function charSet(marks: string, alphanumerics: boolean): Uint8Array {
  const set = new Uint8Array(128);
  for (const mark of marks) set[mark.charCodeAt(0)] = 1;
  if (!alphanumerics) return set;
  for (let code = 48; code < 123; code++) {
    if (code < 58 || (code > 64 && code < 91) || code > 96) set[code] = 1;
  }
  return set;
}

function allIn(set: Uint8Array, text: string): boolean {
  if (text.length === 0) return false;
  for (let i = 0; i < text.length; i++) if (set[text.charCodeAt(i)] !== 1) return false;
  return true;
}

export function isToken(text: string): boolean {
  return allIn(TOKEN, text);
}

/** Call-ID: word [ "@" word ]; "@" is taken anywhere, as peers compare the whole value only. */
export function isCallId(text: string): boolean {
  return allIn(WORD, text);
}

/** SP or HTAB, what linear white space is once lines are unfolded. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Without white space at both ends; the same string when there was none. */
export function trim(text: string): string {
  return sliceTrimmed(text, 0, text.length);
}

/** `trim(text.slice(from, to))` in one step. */
export function sliceTrimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Unsigned decimal below 10**10, leading zeros allowed, or undefined. */
export function readDigits(text: string): number | undefined {
  if (text.length === 0) return undefined;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
    if (value > 9_999_999_999) return undefined;
  }
  return value;
}

/** Index just behind the quoted-string that opens at `start` (RFC 3261 25.1, with its quoted-pairs). */
export function skipQuoted(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 34) return i + 1;
  }
  throw new SipParseError('parameter', 'Unbalanced quote');
}

/** Index of `mark` outside quotes and angle brackets, or -1. */
export function indexOfBare(text: string, mark: number, from: number): number {
  let angle = false;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34 && !angle) i = skipQuoted(text, i) - 1;
    else if (code === 60) angle = true;
    else if (code === 62) angle = false;
    else if (code === mark && !angle) return i;
  }
  return -1;
}

/** The values of one header field that may hold several, parted by commas (RFC 3261 7.3.1). */
export function splitList(value: string): string[] {
  if (!value.includes(',')) return [value];
  const values: string[] = [];
  let start = 0;
  for (;;) {
    const comma = indexOfBare(value, 44, start);
    if (comma < 0) break;
    values.push(trim(value.slice(start, comma)));
    start = comma + 1;
  }
  values.push(trim(value.slice(start)));
  return values;
}

/** What a quoted-string says; anything else as it is. */
export function unquote(text: string): string {
  if (text.length < 2 || text.charCodeAt(0) !== 34 || text.charCodeAt(text.length - 1) !== 34) return text;
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\(.)/gs, '$1') : inner;
}

export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
