import { SipParseError } from './errors.ts';
import { hasParam, MAX_PARAMS, type Param } from './params.ts';
import { readDigits } from './scan.ts';

/** A SIP or SIPS URI (RFC 3261 19.1.1), parts as written, escapes kept. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  /** user, without the password. */
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Lower case; an IPv6 reference keeps its brackets. */
  readonly host: string;
  readonly port: number | undefined;
  readonly params: readonly Param[];
  /** What follows "?", as written. */
  readonly headers: string | undefined;
}

/** Where a SIP URI without a port is served (RFC 3261 19.1.2, udp). */
export const DEFAULT_PORT = 5060;

/** The scheme in lower case, or undefined when the text has none: any absoluteURI of RFC 3261 25.1. */
export function uriScheme(text: string): string | undefined {
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) return undefined;
  const scheme = text.slice(0, colon).toLowerCase();
  for (let i = 0; i < scheme.length; i++) {
    const code = scheme.charCodeAt(i);
    const letter = code > 96 && code < 123;
    const other = (code > 47 && code < 58) || code === 43 || code === 45 || code === 46;
    if (!(letter || (i > 0 && other))) return undefined;
  }
  return scheme;
}

/** Refuses what may stand in no URI: white space, quotes, angle brackets, a broken escape. */
export function checkUriText(text: string): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code === 34 || code === 60 || code === 62 || code === 92 || code === 127) {
      throw new SipParseError('uri', 'Character not allowed in a URI');
    }
    if (code === 37 && !(isHex(text.charCodeAt(i + 1)) && isHex(text.charCodeAt(i + 2)))) {
      throw new SipParseError('uri', 'Broken escape in a URI');
    }
  }
}

function isHex(code: number): boolean {
  return (code > 47 && code < 58) || (code > 64 && code < 71) || (code > 96 && code < 103);
}

/**
 * @throws SipParseError 'scheme' for an absoluteURI of another scheme, 'uri' for all else
 */
export function parseSipUri(text: string): SipUri {
  checkUriText(text);
  const scheme = uriScheme(text);
  if (scheme === undefined) throw new SipParseError('uri', 'URI without a scheme');
  if (scheme !== 'sip' && scheme !== 'sips') throw new SipParseError('scheme', `URI scheme ${scheme}`);
  const afterScheme = scheme.length + 1;
  const at = text.indexOf('@', afterScheme);
  if (at >= 0 && (at === afterScheme || text.includes('@', at + 1))) {
    throw new SipParseError('uri', 'Misplaced @ in a URI');
  }
  const hostStart = at < 0 ? afterScheme : at + 1;
  const question = text.indexOf('?', hostStart);
  const beforeHeaders = question < 0 ? text.length : question;
  let hostEnd = text.indexOf(';', hostStart);
  if (hostEnd < 0 || hostEnd > beforeHeaders) hostEnd = beforeHeaders;
  const user = at < 0 ? undefined : text.slice(afterScheme, at);
  const colon = user === undefined ? -1 : user.indexOf(':');
  const { host, port } = readHostPort(text.slice(hostStart, hostEnd));
  return {
    scheme,
    user: colon < 0 ? user : user?.slice(0, colon),
    password: colon < 0 ? undefined : user?.slice(colon + 1),
    host,
    port,
    params: readUriParams(text.slice(hostEnd, beforeHeaders)),
    headers: question < 0 ? undefined : text.slice(question + 1),
  };
}

/** uri-parameters: unlike header parameters their values never are quoted and may hold "[", ":" and "&". */
function readUriParams(text: string): readonly Param[] {
  if (text === '') return [];
  const params: Param[] = [];
  for (const piece of text.slice(1).split(';', MAX_PARAMS + 1)) {
    if (params.length === MAX_PARAMS) throw new SipParseError('uri', 'Over 128 URI parameters');
    const equals = piece.indexOf('=');
    const name = (equals < 0 ? piece : piece.slice(0, equals)).toLowerCase();
    if (name === '') throw new SipParseError('uri', 'URI parameter without a name');
    if (hasParam(params, name)) throw new SipParseError('uri', `URI parameter ${name} given twice`);
    params.push([name, equals < 0 ? undefined : piece.slice(equals + 1)]);
  }
  return params;
}

/**
 * hostport of RFC 3261 25.1: a name, an IPv4 address or an IPv6 reference, and a port.
 *
 * @throws SipParseError 'uri'
 */
export function readHostPort(text: string): { host: string; port: number | undefined } {
  let hostEnd: number;
  if (text.charCodeAt(0) === 91) {
    hostEnd = text.indexOf(']') + 1;
    for (let i = 1; i < hostEnd - 1; i++) {
      const code = text.charCodeAt(i);
      if (!isHex(code) && code !== 58 && code !== 46) throw new SipParseError('uri', 'Not an IPv6 address');
    }
    if (hostEnd < 4) throw new SipParseError('uri', 'Not an IPv6 address');
  } else {
    hostEnd = text.indexOf(':');
    if (hostEnd < 0) hostEnd = text.length;
    if (hostEnd === 0) throw new SipParseError('uri', 'URI without a host');
    for (let i = 0; i < hostEnd; i++) {
      if (!isHostChar(text.charCodeAt(i))) throw new SipParseError('uri', 'Not a host name');
    }
  }
  const host = text.slice(0, hostEnd).toLowerCase();
  if (hostEnd === text.length) return { host, port: undefined };
  const port = text.charCodeAt(hostEnd) === 58 ? readDigits(text.slice(hostEnd + 1)) : undefined;
  if (port === undefined || port > 65_535) throw new SipParseError('uri', 'Not a port');
  return { host, port };
}

/** Letters, digits, "-" and "."; "_" too, as names with it are seen in the field. */
function isHostChar(code: number): boolean {
  return (
    (code > 96 && code < 123) ||
    (code > 47 && code < 58) ||
    code === 46 ||
    code === 45 ||
    (code > 64 && code < 91) ||
    code === 95
  );
}
