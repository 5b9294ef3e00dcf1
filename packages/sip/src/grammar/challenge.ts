import { SipParseError } from './errors.ts';
import { isToken, splitList, trim, unquote } from './scan.ts';

/** WWW-Authenticate, Proxy-Authenticate, Authorization or Proxy-Authorization: scheme and its parameters. */
export interface AuthValue {
  /** Lower case. */
  readonly scheme: string;
  /** Names in lower case, values unquoted. */
  readonly params: ReadonlyMap<string, string>;
}

/**
 * Reads one challenge or credentials value (RFC 3261 25.1, RFC 7616 3.3).
 *
 * @throws SipParseError 'challenge'
 */
export function parseAuthValue(value: string): AuthValue {
  const space = value.search(/[ \t]/);
  if (space < 1) throw new SipParseError('challenge', 'Challenge without parameters');
  const params = new Map<string, string>();
  for (const piece of splitList(trim(value.slice(space)))) {
    const equals = piece.indexOf('=');
    const name = trim(piece.slice(0, Math.max(equals, 0))).toLowerCase();
    if (!isToken(name)) throw new SipParseError('challenge', 'Challenge parameter without a name');
    if (params.has(name)) throw new SipParseError('challenge', `Challenge parameter ${name} given twice`);
    params.set(name, unquote(trim(piece.slice(equals + 1))));
  }
  return { scheme: value.slice(0, space).toLowerCase(), params };
}
