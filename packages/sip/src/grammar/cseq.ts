import { SipParseError } from './errors.ts';
import { isToken, readDigits, trim } from './scan.ts';

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

/**
 * Reads a CSeq value (RFC 3261 20.16): below 2**31, then the method.
 *
 * @throws SipParseError 'cseq'
 */
export function parseCSeq(value: string): CSeq {
  let end = 0;
  while (end < value.length && value.charCodeAt(end) > 47 && value.charCodeAt(end) < 58) end++;
  const number = readDigits(value.slice(0, end));
  const method = trim(value.slice(end));
  if (number === undefined || number >= 2 ** 31 || !isToken(method) || end + method.length === value.length) {
    throw new SipParseError('cseq', 'CSeq is not a number below 2**31 and a method');
  }
  return { number, method };
}
