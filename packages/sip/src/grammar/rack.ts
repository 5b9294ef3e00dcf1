import { isToken, readDigits, trim } from './scan.ts';

/** Which reliable provisional response a PRACK acknowledges (RFC 3262 7.2). */
export interface RAck {
  readonly rseq: number;
  readonly cseq: number;
  readonly method: string;
}

/** Reads `776656 1 INVITE`; undefined when it is not one. */
export function readRAck(value: string | undefined): RAck | undefined {
  const [first, second, method = '', ...more] = trim(value ?? '').split(/[ \t]+/);
  const rseq = readRSeq(first);
  const cseq = readDigits(second ?? '');
  if (rseq === undefined || cseq === undefined || cseq >= 2 ** 31 || !isToken(method) || more.length > 0) {
    return undefined;
  }
  return { rseq, cseq, method };
}

/** RSeq: 1 to 2**32 - 1 (RFC 3262 7.1). */
export function readRSeq(value: string | undefined): number | undefined {
  const rseq = readDigits(value ?? '');
  return rseq !== undefined && rseq >= 1 && rseq < 2 ** 32 ? rseq : undefined;
}
