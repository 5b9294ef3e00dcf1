import type { Header } from './headers.ts';
import { headerList } from './headers.ts';
import { param, readParams } from './params.ts';
import { quote, readDigits, trim, unquote } from './scan.ts';

/** RFC 3326: why a call ends, in the words of SIP and of Q.850. */
export interface Reason {
  text?: string;
  sip?: number;
  q850?: number;
}

/** Reads every Reason value; one that cannot be read is passed over, as it never decides what is done. */
export function readReason(headers: readonly Header[]): Reason {
  const reason: Reason = {};
  let values: string[];
  try {
    values = headerList(headers, 'Reason');
  } catch {
    return reason;
  }
  for (const value of values) {
    const semicolon = value.indexOf(';');
    if (semicolon < 0) continue;
    try {
      const params = readParams(value, semicolon);
      const protocol = trim(value.slice(0, semicolon)).toUpperCase();
      const cause = readDigits(param(params, 'cause') ?? '');
      const text = unquote(param(params, 'text') ?? '');
      if (protocol === 'SIP' && cause !== undefined) reason.sip = cause;
      if (protocol === 'Q.850' && cause !== undefined && cause < 128) reason.q850 = cause;
      if (text !== '' && reason.text === undefined) reason.text = text;
    } catch {
      // Passed over.
    }
  }
  return reason;
}

/** One header field value per protocol named; [] when there is nothing to say. */
export function formatReason(reason: Reason): string[] {
  const text = reason.text === undefined || reason.text === '' ? '' : `;text=${quote(reason.text)}`;
  const values: string[] = [];
  if (reason.sip !== undefined) values.push(`SIP;cause=${reason.sip}${text}`);
  if (reason.q850 !== undefined) values.push(`Q.850;cause=${reason.q850}${text}`);
  return values;
}
