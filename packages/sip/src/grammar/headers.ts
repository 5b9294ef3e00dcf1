import { splitList } from './scan.ts';

/** A header field: long name in its usual spelling when known, else as received; value unfolded and trimmed. */
export type Header = readonly [name: string, value: string];

/** Compact forms of RFC 3261 7.3.3 and of the extensions registered since. */
const COMPACT: readonly (readonly [string, string])[] = [
  ['a', 'Accept-Contact'],
  ['b', 'Referred-By'],
  ['c', 'Content-Type'],
  ['d', 'Request-Disposition'],
  ['e', 'Content-Encoding'],
  ['f', 'From'],
  ['i', 'Call-ID'],
  ['j', 'Reject-Contact'],
  ['k', 'Supported'],
  ['l', 'Content-Length'],
  ['m', 'Contact'],
  ['o', 'Event'],
  ['r', 'Refer-To'],
  ['s', 'Subject'],
  ['t', 'To'],
  ['u', 'Allow-Events'],
  ['v', 'Via'],
  ['x', 'Session-Expires'],
  ['y', 'Identity'],
];

const LONG = [
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Alert-Info',
  'Allow',
  'Authentication-Info',
  'Authorization',
  'CSeq',
  'Contact',
  'Content-Disposition',
  'Content-Language',
  'Date',
  'Diversion',
  'Error-Info',
  'Expires',
  'History-Info',
  'Info-Package',
  'Max-Forwards',
  'Min-Expires',
  'Min-SE',
  'MIME-Version',
  'Organization',
  'P-Asserted-Identity',
  'P-Preferred-Identity',
  'Privacy',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Require',
  'RAck',
  'RSeq',
  'Reason',
  'Recv-Info',
  'Record-Route',
  'Require',
  'Retry-After',
  'Route',
  'Server',
  'Subscription-State',
  'Timestamp',
  'Unsupported',
  'User-Agent',
  'WWW-Authenticate',
  'Warning',
];

const USUAL = new Map<string, string>();
for (const [short, long] of COMPACT) {
  for (const spelling of [short, short.toUpperCase(), long, long.toLowerCase()]) USUAL.set(spelling, long);
}
for (const long of LONG) for (const spelling of [long, long.toLowerCase()]) USUAL.set(spelling, long);

/** The long name in its usual spelling; undefined for one we do not know. */
export function usualName(name: string): string | undefined {
  return USUAL.get(name) ?? USUAL.get(name.toLowerCase());
}

/** Value of the first header field of that name. `name` in its usual spelling, which most lookups have. */
export function header(headers: readonly Header[], name: string): string | undefined {
  for (let i = 0; i < headers.length; i++) {
    const entry = headers[i] as Header;
    if (entry[0] === name) return entry[1];
  }
  return undefined;
}

/** All values of that name in order, those that share a header field parted at their commas (RFC 3261 7.3.1). */
export function headerList(headers: readonly Header[], name: string): string[] {
  const values: string[] = [];
  for (const [each, value] of headers) {
    if (each !== name) continue;
    for (const part of splitList(value)) if (part !== '') values.push(part);
  }
  return values;
}

/** Option tags, methods and other tokens of a list header, in lower case; a field that cannot be read gives none. */
export function headerTokens(headers: readonly Header[], name: string): string[] {
  if (header(headers, name) === undefined) return [];
  try {
    return headerList(headers, name).map((value) => value.toLowerCase());
  } catch {
    return [];
  }
}

/** Values that must not be parted at commas: WWW-Authenticate and its kin (RFC 3261 7.3.1). */
export function headerFields(headers: readonly Header[], name: string): string[] {
  const values: string[] = [];
  for (const [each, value] of headers) if (each === name) values.push(value);
  return values;
}
