import type { InviteOptions } from '../api.ts';
import { askForTimer, type TimerTerms } from '../dialog/session-timer.ts';
import { SipParseError } from '../grammar/errors.ts';
import type { Header } from '../grammar/headers.ts';
import { ANONYMOUS, hidesCaller, identityHeaders } from '../grammar/identity.ts';
import { formatNameAddr, parseNameAddr } from '../grammar/name-addr.ts';
import { isCallId } from '../grammar/scan.ts';
import { checkSingleLine } from '../grammar/serialise.ts';
import { checkUriText, parseSipUri, uriScheme } from '../grammar/uri.ts';
import { ALLOW, SUPPORTED } from './core.ts';

/** Header fields of one INVITE of a call; Via, Contact and those of the body are added where it is sent. */
export function inviteHeaders(
  options: InviteOptions,
  call: {
    routes: readonly string[];
    callId: string;
    localTag: string;
    sequence: number;
    terms: TimerTerms;
    credentials: readonly Header[];
  },
): Header[] {
  const { target, from, fromDisplayName, to, headers = [], privacy, reliable = 'supported' } = options;
  const caller = hidesCaller(privacy) ? ANONYMOUS : { uri: from, displayName: fromDisplayName };
  const all: Header[] = call.routes.map((value) => ['Route', value]);
  all.push(
    ['From', `${formatNameAddr(caller.uri, caller.displayName)};tag=${call.localTag}`],
    ['To', `<${to ?? target}>`],
    ['Call-ID', call.callId],
    ['CSeq', `${call.sequence} INVITE`],
    ['Allow', ALLOW],
    ['Supported', reliable === 'off' ? 'timer' : SUPPORTED],
  );
  if (reliable === 'required') all.push(['Require', '100rel']);
  all.push(...askForTimer(call.terms), ...call.credentials, ...identityHeaders(options), ...headers);
  return all;
}

/** What is wrong with the options, in words; undefined when nothing is. */
export function findMistake(options: InviteOptions): string | undefined {
  try {
    parseSipUri(options.target);
    for (const uri of [options.from, options.to ?? options.target]) {
      checkUriText(uri);
      if (uriScheme(uri) === undefined) return `not a URI: ${uri}`;
    }
    checkSingleLine(options.fromDisplayName ?? '', 'the display name');
    for (const [name, value] of identityHeaders(options).concat(options.headers ?? [])) {
      checkSingleLine(name, 'a header name');
      checkSingleLine(value, name);
    }
    for (const value of options.route ?? []) {
      checkSingleLine(value, 'Route');
      parseSipUri(parseNameAddr(value).uri);
    }
    return options.callId === undefined || isCallId(options.callId) ? undefined : 'not a Call-ID';
  } catch (error) {
    if (error instanceof SipParseError) return error.message;
    throw error;
  }
}
