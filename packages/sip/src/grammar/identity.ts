import { SipParseError } from './errors.ts';
import { type Header, headerFields, headerList } from './headers.ts';
import { formatNameAddr, parseNameAddr } from './name-addr.ts';
import { param } from './params.ts';
import { quote, readDigits, unquote } from './scan.ts';

/** Who somebody is said to be. */
export interface Party {
  readonly uri: string;
  readonly displayName?: string;
}

/** One step of a diverted call (RFC 5806 4). */
export interface Diversion extends Party {
  /** no-answer, user-busy, unconditional, deflection, … */
  readonly reason?: string;
  /** How often the call was diverted up to here. */
  readonly counter?: number;
  /** full, name, uri, off. */
  readonly privacy?: string;
}

/** Values of Privacy (RFC 3323 4.2, RFC 3325 9.3). */
export type PrivacyValue = 'header' | 'session' | 'user' | 'none' | 'critical' | 'id' | 'history';

/** What a call says of its caller beside From. */
export interface CallerIdentity {
  /** P-Asserted-Identity: true only as far as the peer it came from can be trusted (RFC 3325 5). */
  readonly asserted: readonly Party[];
  /** P-Preferred-Identity: a wish, and no proof. */
  readonly preferred: readonly Party[];
  /** Lower case; empty when the caller asked for none. */
  readonly privacy: readonly string[];
  /** The latest first. */
  readonly diversions: readonly Diversion[];
}

/** RFC 3323 4.1.1.3. */
export const ANONYMOUS: Party = { uri: 'sip:anonymous@anonymous.invalid', displayName: 'Anonymous' };

/** Reads what the header fields say; what cannot be read is passed over. */
export function readIdentity(headers: readonly Header[]): CallerIdentity {
  return {
    asserted: parties(headers, 'P-Asserted-Identity'),
    preferred: parties(headers, 'P-Preferred-Identity'),
    privacy: headerFields(headers, 'Privacy').flatMap((value) =>
      value
        .toLowerCase()
        .split(';')
        .map((each) => each.trim())
        .filter((each) => each !== ''),
    ),
    diversions: values(headers, 'Diversion').flatMap(readDiversion),
  };
}

/** Header fields that say so. */
export function identityHeaders(parts: {
  asserted?: readonly Party[] | undefined;
  preferred?: Party | undefined;
  privacy?: readonly PrivacyValue[] | undefined;
  diversions?: readonly Diversion[] | undefined;
}): Header[] {
  const { asserted = [], preferred, privacy = [], diversions = [] } = parts;
  const headers: Header[] = asserted.map((party) => ['P-Asserted-Identity', formatParty(party)]);
  if (preferred !== undefined) headers.push(['P-Preferred-Identity', formatParty(preferred)]);
  if (privacy.length > 0) headers.push(['Privacy', privacy.join(';')]);
  for (const diversion of diversions) {
    let value = formatParty(diversion);
    if (diversion.reason !== undefined) value += `;reason=${wordOrQuoted(diversion.reason)}`;
    if (diversion.counter !== undefined) value += `;counter=${Math.trunc(diversion.counter)}`;
    if (diversion.privacy !== undefined) value += `;privacy=${wordOrQuoted(diversion.privacy)}`;
    headers.push(['Diversion', value]);
  }
  return headers;
}

/** Whether From must not say who calls (RFC 3323 4.1, RFC 3325 7). */
export function hidesCaller(privacy: readonly PrivacyValue[] | undefined): boolean {
  return privacy?.some((each) => each === 'id' || each === 'user' || each === 'header') ?? false;
}

function parties(headers: readonly Header[], name: string): Party[] {
  return values(headers, name).flatMap((value) => {
    try {
      const { uri, displayName } = parseNameAddr(value);
      return [displayName === '' ? { uri } : { uri, displayName }];
    } catch (error) {
      if (error instanceof SipParseError) return [];
      throw error;
    }
  });
}

function readDiversion(value: string): Diversion[] {
  try {
    const { uri, displayName, params } = parseNameAddr(value);
    const reason = param(params, 'reason');
    const privacy = param(params, 'privacy');
    const counter = readDigits(param(params, 'counter') ?? '');
    return [
      {
        uri,
        ...(displayName === '' ? {} : { displayName }),
        ...(reason === undefined ? {} : { reason: unquote(reason) }),
        ...(counter === undefined ? {} : { counter }),
        ...(privacy === undefined ? {} : { privacy: unquote(privacy) }),
      },
    ];
  } catch (error) {
    if (error instanceof SipParseError) return [];
    throw error;
  }
}

function values(headers: readonly Header[], name: string): string[] {
  try {
    return headerList(headers, name);
  } catch {
    return [];
  }
}

const formatParty = ({ uri, displayName }: Party): string => formatNameAddr(uri, displayName);
const wordOrQuoted = (text: string): string => (/^[a-z0-9-]+$/i.test(text) ? text : quote(text));
