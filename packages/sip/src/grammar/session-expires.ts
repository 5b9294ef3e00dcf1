import { param, readParams } from './params.ts';
import { readDigits, trim } from './scan.ts';

/** Session-Expires (RFC 4028 4): seconds, and which side of its transaction refreshes. */
export interface SessionExpires {
  readonly seconds: number;
  readonly refresher: 'uac' | 'uas' | undefined;
}

/** undefined when there is none, or none that can be read. */
export function readSessionExpires(value: string | undefined): SessionExpires | undefined {
  if (value === undefined) return undefined;
  const semicolon = value.indexOf(';');
  const seconds = readDigits(trim(semicolon < 0 ? value : value.slice(0, semicolon)));
  if (seconds === undefined) return undefined;
  try {
    const refresher =
      semicolon < 0 ? undefined : param(readParams(value, semicolon), 'refresher')?.toLowerCase();
    return { seconds, refresher: refresher === 'uac' || refresher === 'uas' ? refresher : undefined };
  } catch {
    return undefined;
  }
}

/** Min-SE: seconds; parameters are allowed and mean nothing. */
export function readMinSE(value: string | undefined): number | undefined {
  return readDigits(trim((value ?? '').split(';', 1)[0] ?? ''));
}
