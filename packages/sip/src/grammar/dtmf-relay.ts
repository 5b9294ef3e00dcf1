import { readDigits } from './scan.ts';

/** A key pressed, as a body of INFO says it. */
export interface RelayedDigit {
  /** 0-9, *, #, A-D. */
  readonly digit: string;
  /** How long it was held. */
  readonly ms: number;
}

export const DTMF_RELAY = 'application/dtmf-relay';
const DTMF = 'application/dtmf';
/** Of a body that names none. */
const USUAL_MS = 160;
/** A key held longer than a minute is a mistake of whoever wrote it. */
const MAX_MS = 60_000;

/** `Signal=5` and `Duration=160` in lines, or the bare digit of application/dtmf; undefined for all else. */
export function readDigit(contentType: string, body: string): RelayedDigit | undefined {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (type === DTMF) return digitOf(body.trim(), undefined);
  if (type !== DTMF_RELAY || body.length > 256) return undefined;
  let signal = '';
  let duration: number | undefined;
  for (const line of body.split(/\r?\n/)) {
    const [name = '', value = ''] = line.split('=', 2);
    if (name.trim().toLowerCase() === 'signal') signal = value.trim();
    if (name.trim().toLowerCase() === 'duration') duration = readDigits(value.trim());
  }
  return digitOf(signal, duration);
}

/** The body of application/dtmf-relay for one key. */
export function formatDigit({ digit, ms }: RelayedDigit): string {
  return `Signal=${digit}\r\nDuration=${ms}\r\n`;
}

/** The key, if it is one; peers also number * and # as 10 and 11 (RFC 4733 3.2). */
export function digitOf(signal: string, ms: number | undefined): RelayedDigit | undefined {
  const digit = signal === '10' ? '*' : signal === '11' ? '#' : signal.toUpperCase();
  if (!/^[0-9*#A-D]$/.test(digit)) return undefined;
  return { digit, ms: Math.min(ms ?? USUAL_MS, MAX_MS) };
}
