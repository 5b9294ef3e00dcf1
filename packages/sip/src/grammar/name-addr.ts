import { SipParseError } from './errors.ts';
import { type Param, readParams } from './params.ts';
import { isBlank, quote, skipQuoted, trim, unquote } from './scan.ts';
import { checkUriText, uriScheme } from './uri.ts';

/** The value of From, To, Contact, Route or Record-Route (RFC 3261 20.10). */
export interface NameAddr {
  /** Unquoted; '' when there is none. */
  readonly displayName: string;
  readonly uri: string;
  readonly params: readonly Param[];
}

/**
 * Reads one name-addr or addr-spec with its header parameters.
 *
 * @throws SipParseError 'name-addr', 'uri' or 'parameter'
 */
export function parseNameAddr(text: string): NameAddr {
  let open: number;
  let displayName = '';
  if (text.charCodeAt(0) === 34) {
    const end = skipQuoted(text, 0);
    open = end;
    while (isBlank(text.charCodeAt(open))) open++;
    if (text.charCodeAt(open) !== 60) throw new SipParseError('name-addr', 'Display name without <URI>');
    displayName = unquote(text.slice(0, end));
  } else {
    open = text.indexOf('<');
    if (open > 0) displayName = readBareName(text.slice(0, open));
  }
  if (open < 0) return readAddrSpec(text);
  const close = text.indexOf('>', open);
  if (close < 0) throw new SipParseError('name-addr', 'Unclosed <');
  const uri = text.slice(open + 1, close);
  checkUri(uri);
  return { displayName, uri, params: readParams(text, close + 1) };
}

/** Without angle brackets, parameters belong to the header, and the URI may hold no ",", ";" or "?" (20.10). */
function readAddrSpec(text: string): NameAddr {
  const semicolon = text.indexOf(';');
  const uri = trim(semicolon < 0 ? text : text.slice(0, semicolon));
  if (uri.includes('?') || uri.includes(',')) {
    throw new SipParseError('name-addr', 'URI needs angle brackets');
  }
  checkUri(uri);
  return { displayName: '', uri, params: semicolon < 0 ? [] : readParams(text, semicolon) };
}

function checkUri(uri: string): void {
  checkUriText(uri);
  if (uriScheme(uri) === undefined) throw new SipParseError('uri', 'URI without a scheme');
}

/** *(token LWS); bytes beyond ASCII are let through, as carriers send names in UTF-8 without quotes. */
function readBareName(text: string): string {
  const name = trim(text);
  for (let i = 0; i < name.length; i++) {
    if (',;:"()[]{}@\\/?='.includes(name.charAt(i))) {
      throw new SipParseError('name-addr', 'Display name needs quotes');
    }
  }
  return name;
}

/** `"Display" <uri>` or `<uri>`, without parameters. */
export function formatNameAddr(uri: string, displayName?: string): string {
  return displayName === undefined || displayName === '' ? `<${uri}>` : `${quote(displayName)} <${uri}>`;
}
