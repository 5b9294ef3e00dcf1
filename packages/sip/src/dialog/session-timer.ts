/** Session timers (RFC 4028): who refreshes a session, how often, and when it is taken for dead. */
import { type Header, header, headerTokens } from '../grammar/headers.ts';
import { readMinSE, readSessionExpires } from '../grammar/session-expires.ts';

/** What this side wants. Seconds. */
export interface TimerTerms {
  /** Asked for; undefined asks for none and agrees to what the peer asks for. */
  readonly expires: number | undefined;
  /** Never less, RFC 4028 5: at least 90. */
  readonly minimum: number;
}

/** 4: "the absolute minimum for the Session-Expires header field". */
const LEAST_SECONDS = 90;

/** What both sides agreed on. */
export interface AgreedTimer {
  readonly seconds: number;
  readonly refresher: 'us' | 'peer';
}

/** A refusal with 422 and this Min-SE, or what the 2xx has to say. */
export type TimerVerdict =
  | { readonly kind: 'too-small'; readonly minimum: number }
  | {
      readonly kind: 'agreed';
      readonly agreed: AgreedTimer | undefined;
      readonly headers: readonly Header[];
    };

/** Header fields of an INVITE or UPDATE that asks (7.1) or refreshes (7.4). */
export function askForTimer(terms: TimerTerms, agreed?: AgreedTimer): Header[] {
  const seconds = agreed?.seconds ?? terms.expires;
  if (seconds === undefined) return [];
  // 7.4: a refresh keeps the roles, told from the side of its own transaction.
  const role = agreed === undefined ? '' : `;refresher=${agreed.refresher === 'us' ? 'uac' : 'uas'}`;
  return [
    ['Session-Expires', `${Math.max(seconds, terms.minimum)}${role}`],
    ['Min-SE', `${terms.minimum}`],
  ];
}

/** Nothing expires. */
export const NO_TIMER: TimerVerdict = { kind: 'agreed', agreed: undefined, headers: [] };

/** The verdict of a UAS on the timer of a request (RFC 4028 9). */
export function judgeTimer(request: readonly Header[], terms: TimerTerms): TimerVerdict {
  const asked = readSessionExpires(header(request, 'Session-Expires'));
  if (asked === undefined && terms.expires === undefined) return NO_TIMER;
  const peerRefreshes = headerTokens(request, 'Supported').includes('timer');
  if (asked === undefined && !peerRefreshes) return NO_TIMER;
  // Nobody may ask for less (5), and who cannot raise it is not answered with a request every few seconds.
  if (asked !== undefined && asked.seconds < LEAST_SECONDS && !peerRefreshes) return NO_TIMER;
  // "if the Session-Expires … is … less than the minimum …, and the request contained a Supported header field with
  // 'timer', the UAS … MAY reject the request with a 422"; without 'timer' it could not do anything about it.
  if (asked !== undefined && asked.seconds < terms.minimum && peerRefreshes) {
    return { kind: 'too-small', minimum: terms.minimum };
  }
  const least = Math.max(readMinSE(header(request, 'Min-SE')) ?? 0, terms.minimum);
  const wish = Math.min(
    asked?.seconds ?? Number.POSITIVE_INFINITY,
    terms.expires ?? Number.POSITIVE_INFINITY,
  );
  // "The UAS MUST NOT increase the value of the Session-Expires header field."
  const seconds = Math.min(asked?.seconds ?? Number.POSITIVE_INFINITY, Math.max(wish, least));
  // Table 2: what the request says; else the side that asked, if it can refresh.
  const refresher = peerRefreshes ? (asked === undefined ? 'uas' : (asked.refresher ?? 'uac')) : 'uas';
  const headers: Header[] = [['Session-Expires', `${seconds};refresher=${refresher}`]];
  // "If the refresher … is 'uac', the UAS MUST place a Require header field into the response with the value 'timer'."
  if (refresher === 'uac') headers.push(['Require', 'timer']);
  return { kind: 'agreed', agreed: { seconds, refresher: refresher === 'uac' ? 'peer' : 'us' }, headers };
}

/** What a 2xx to a request of ours agreed on (7.2): without a Session-Expires nothing expires. */
export function agreedByResponse(response: readonly Header[]): AgreedTimer | undefined {
  const told = readSessionExpires(header(response, 'Session-Expires'));
  if (told === undefined || told.seconds === 0) return undefined;
  const seconds = Math.max(LEAST_SECONDS, told.seconds);
  return { seconds, refresher: told.refresher === 'uas' ? 'peer' : 'us' };
}

/** The terms to ask again with after a 422 (7.3); undefined when its Min-SE is missing or absurd. */
export function raiseTerms(terms: TimerTerms, response: readonly Header[]): TimerTerms | undefined {
  const minimum = readMinSE(header(response, 'Min-SE'));
  if (minimum === undefined || minimum <= terms.minimum || minimum > MAX_SECONDS) return undefined;
  return { expires: Math.max(terms.expires ?? 0, minimum), minimum };
}

/** A day: timers of Node end at 24 days, and a session nobody asks about for a day is not watched. */
const MAX_SECONDS = 86_400;

/** When to refresh, if it is ours to do, and when to send BYE (RFC 4028 10), milliseconds from the 2xx. */
export function timesOf({ seconds, refresher }: AgreedTimer): {
  refreshMs: number | undefined;
  endMs: number;
} {
  const bounded = Math.min(seconds, MAX_SECONDS);
  // "it is RECOMMENDED that the refresh be sent once half the session interval has elapsed"; the other side sends BYE
  // "slightly before the session expiration. The minimum of 32 seconds and one third of the session interval".
  return {
    refreshMs: refresher === 'us' ? bounded * 500 : undefined,
    endMs: (bounded - Math.min(32, bounded / 3)) * 1_000,
  };
}
