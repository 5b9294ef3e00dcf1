import { SipParseError } from './errors.ts';
import { indexOfBare, isToken, sliceTrimmed, trim } from './scan.ts';

/** generic-param: the name in lower case, the value as written (quotes kept), undefined for a bare name. */
export type Param = readonly [name: string, value: string | undefined];

/**
 * Parameters of one header field or URI. Each is looked for among those before it, which for the thousands that fit
 * into a message would be millions of comparisons.
 */
export const MAX_PARAMS = 128;

const NONE: readonly Param[] = [];

/**
 * Reads `*( SEMI generic-param )` from `start`, where the first ";" or the end of the text must stand.
 *
 * @throws SipParseError 'parameter': a name that is no token, a repeated name, an unbalanced quote, stray text
 */
export function readParams(text: string, start: number): readonly Param[] {
  if (start >= text.length) return NONE;
  const params: Param[] = [];
  let at = start;
  while (at < text.length) {
    if (text.charCodeAt(at) !== 59) {
      if (trim(text.slice(at)) === '') break;
      const next = text.indexOf(';', at);
      if (next < 0 || trim(text.slice(at, next)) !== '') {
        throw new SipParseError('parameter', 'Text where a parameter should be');
      }
      at = next;
    }
    let end = indexOfBare(text, 59, at + 1);
    if (end < 0) end = text.length;
    if (params.length === MAX_PARAMS) throw new SipParseError('parameter', 'Over 128 parameters');
    params.push(readParam(text, at + 1, end, params));
    at = end;
  }
  return params;
}

/** The parameter between two semicolons. */
function readParam(text: string, from: number, to: number, before: readonly Param[]): Param {
  const equals = text.indexOf('=', from);
  const bare = equals < 0 || equals > to;
  const name = sliceTrimmed(text, from, bare ? to : equals).toLowerCase();
  if (!isToken(name)) throw new SipParseError('parameter', 'Parameter without a name');
  // RFC 3261 7.3.1: any given parameter-name MUST NOT appear more than once.
  if (hasParam(before, name)) throw new SipParseError('parameter', `Parameter ${name} given twice`);
  return [name, bare ? undefined : sliceTrimmed(text, equals + 1, to)];
}

/** Value of the parameter, '' for a bare name, undefined when absent. `name` in lower case. */
export function param(params: readonly Param[], name: string): string | undefined {
  for (let i = 0; i < params.length; i++) {
    const entry = params[i] as Param;
    if (entry[0] === name) return entry[1] ?? '';
  }
  return undefined;
}

export function hasParam(params: readonly Param[], name: string): boolean {
  return param(params, name) !== undefined;
}
