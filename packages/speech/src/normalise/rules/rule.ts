import type { Decimal, Token } from '../token.ts';

/**
 * How something to be recognised is written. Every repetition in a pattern has an upper bound, so that the work at one
 * position is bounded, and that of a text is linear in its length, whatever is written.
 */
export interface Rule {
  /** Sticky: matches at the position only. */
  readonly pattern: RegExp;
  /** Undefined declines what matched (month 13). `previous` is the token that ends where this begins. */
  token(match: RegExpExecArray, previous: Token | undefined): Token | undefined;
}

export function rule(source: string, token: Rule['token']): Rule {
  return { pattern: new RegExp(source, 'uy'), token };
}

/** [minus, whole, fraction]. The minus counts only where nothing stands before it that it could join to. */
export const NUMBER = String.raw`((?<![\dA-Za-z)%日号月天点分时度楼层-])-)?(\d{1,3}(?:,\d{3}){1,6}(?![\d,]|\.\d{1,20},)|\d{1,40})(?:\.(\d{1,20}))?`;

export function decimal(
  minus: string | undefined,
  whole: string | undefined,
  fraction: string | undefined,
): Decimal {
  return { negative: minus === '-', whole: (whole ?? '').replaceAll(',', ''), fraction: fraction ?? '' };
}
