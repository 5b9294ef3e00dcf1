import { type Header, header } from './headers.ts';
import { param, readParams } from './params.ts';
import { readDigits, trim } from './scan.ts';

/** The `refer` event of a NOTIFY (RFC 3515 2.4.6): the CSeq number of its REFER, undefined when it names none. */
export function readReferEvent(headers: readonly Header[]): { id: number | undefined } | undefined {
  const found = readValue(header(headers, 'Event'));
  if (found?.token !== 'refer') return undefined;
  const id = found.param('id');
  return { id: id === undefined ? undefined : readDigits(id) };
}

/** Subscription-State (RFC 6665 4.1.3): whether the subscription is over; one that cannot be read ends nothing. */
export function isTerminated(headers: readonly Header[]): boolean {
  return readValue(header(headers, 'Subscription-State'))?.token === 'terminated';
}

function readValue(value: string | undefined) {
  if (value === undefined) return undefined;
  const semicolon = value.indexOf(';');
  try {
    const params = semicolon < 0 ? [] : readParams(value, semicolon);
    const token = trim(semicolon < 0 ? value : value.slice(0, semicolon)).toLowerCase();
    return { token, param: (name: string) => param(params, name) };
  } catch {
    return undefined;
  }
}

/** The status line a message/sipfrag begins with (RFC 3420); undefined when it begins with something else. */
export function readSipfrag(body: string): { status: number; reason: string } | undefined {
  const [, status, reason = ''] = /^SIP\/2\.0 ([1-6][0-9]{2})(?: ([^\r\n]*))?/.exec(body) ?? [];
  return status === undefined ? undefined : { status: Number(status), reason };
}
