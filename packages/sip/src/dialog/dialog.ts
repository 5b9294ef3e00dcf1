import type { Essentials } from '../grammar/essentials.ts';
import { type Header, header, headerList } from '../grammar/headers.ts';
import type { SipMessage } from '../grammar/message.ts';
import { parseNameAddr } from '../grammar/name-addr.ts';
import { hasParam } from '../grammar/params.ts';
import { parseSipUri } from '../grammar/uri.ts';

/** Dialog state of RFC 3261 12.1; a value, each step gives a new one. */
export interface Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly localUri: string;
  readonly remoteUri: string;
  /** URI of the peer's Contact. */
  readonly remoteTarget: string;
  /** Route header values in the order requests carry them. */
  readonly routeSet: readonly string[];
  /** CSeq number of our latest request in it. */
  readonly localSequence: number;
  /** Of the peer's; undefined until it sends one. */
  readonly remoteSequence: number | undefined;
}

/** Route sets longer than this are cut: a message of 64 KiB could name a thousand hops. */
const MAX_ROUTES = 32;

/** What a dialog is found by, from the side that holds it (RFC 3261 12). */
export function dialogKey(callId: string, localTag: string, remoteTag: string): string {
  return `${callId}\n${localTag}\n${remoteTag}`;
}

/**
 * State of the caller's side from a 101-299 response to our INVITE (RFC 3261 12.1.2).
 *
 * @param sent of the INVITE: what the peer writes instead is no dialog of ours; its Request-URI is kept as the remote
 *   target when the peer forgot its Contact
 */
export function dialogAsCaller(
  response: SipMessage,
  essentials: Essentials,
  sent: { readonly callId: string; readonly localTag: string; readonly target: string },
): Dialog {
  return {
    callId: sent.callId,
    localTag: sent.localTag,
    remoteTag: essentials.toTag,
    localUri: essentials.fromUri,
    remoteUri: essentials.toUri,
    remoteTarget: readContact(response.headers) ?? sent.target,
    // "The route set MUST be set to the list of URIs in the Record-Route header field from the response, taken in
    // reverse order and preserving all URI parameters."
    routeSet: headerList(response.headers, 'Record-Route').slice(0, MAX_ROUTES).reverse(),
    localSequence: essentials.cseq.number,
    remoteSequence: undefined,
  };
}

/** State of the callee's side from an INVITE (RFC 3261 12.1.1); its route set keeps the order of Record-Route. */
export function dialogAsCallee(request: SipMessage, essentials: Essentials, localTag: string): Dialog {
  return {
    callId: essentials.callId,
    localTag,
    remoteTag: essentials.fromTag,
    localUri: essentials.toUri,
    remoteUri: essentials.fromUri,
    remoteTarget: readContact(request.headers) ?? essentials.fromUri,
    routeSet: headerList(request.headers, 'Record-Route').slice(0, MAX_ROUTES),
    localSequence: 0,
    remoteSequence: essentials.cseq.number,
  };
}

/** URI of the first Contact, undefined when there is none that can be read. */
export function readContact(headers: readonly Header[]): string | undefined {
  if (header(headers, 'Contact') === undefined) return undefined;
  try {
    const uri = parseNameAddr(headerList(headers, 'Contact')[0] ?? '').uri;
    parseSipUri(uri);
    return uri;
  } catch {
    return undefined;
  }
}

/** The parts of a request inside a dialog that the dialog decides. */
export interface DialogRequest {
  readonly uri: string;
  /** URI of the element the request is sent to (RFC 3261 8.1.2). */
  readonly nextHop: string;
  /** Route, From, To, Call-ID and CSeq. */
  readonly headers: readonly Header[];
}

/** The next request of `method`, one above the last CSeq (RFC 3261 12.2.1.1). */
export function nextRequest(dialog: Dialog, method: string): { dialog: Dialog; request: DialogRequest } {
  const localSequence = dialog.localSequence + 1;
  return { dialog: { ...dialog, localSequence }, request: requestWith(dialog, method, localSequence) };
}

/** The ACK of a 2xx: the CSeq number of the INVITE it acknowledges (RFC 3261 13.2.2.4). */
export function ackRequest(dialog: Dialog, inviteSequence: number): DialogRequest {
  return requestWith(dialog, 'ACK', inviteSequence);
}

function requestWith(dialog: Dialog, method: string, sequence: number): DialogRequest {
  const { uri, routes, nextHop } = routeTo(dialog.remoteTarget, dialog.routeSet);
  return {
    uri,
    nextHop,
    headers: [
      ...routes.map((value): Header => ['Route', value]),
      ['From', `<${dialog.localUri}>;tag=${dialog.localTag}`],
      [
        'To',
        dialog.remoteTag === '' ? `<${dialog.remoteUri}>` : `<${dialog.remoteUri}>;tag=${dialog.remoteTag}`,
      ],
      ['Call-ID', dialog.callId],
      ['CSeq', `${sequence} ${method}`],
    ],
  };
}

/**
 * The way of a request through a route set (RFC 3261 12.2.1.1), which for a request outside a dialog is the
 * pre-loaded one of an outbound proxy (8.1.2). A route that cannot be read is no route.
 */
export function routeTo(
  target: string,
  routeSet: readonly string[],
): { uri: string; routes: readonly string[]; nextHop: string } {
  const first = routeSet[0];
  if (first === undefined) return { uri: target, routes: [], nextHop: target };
  let firstUri: string;
  try {
    firstUri = parseNameAddr(first).uri;
    // "If the route set is not empty, and the first URI in the route set contains the lr parameter, the UAC MUST
    // place the remote target URI into the Request-URI and MUST include a Route header field …"
    if (hasParam(parseSipUri(firstUri).params, 'lr'))
      return { uri: target, routes: routeSet, nextHop: firstUri };
  } catch {
    return { uri: target, routes: [], nextHop: target };
  }
  // "If … its first URI does not contain the lr parameter, the UAC MUST place the first URI from the route set
  // into the Request-URI …, the remainder of the route set [into Route], … then the remote target URI … as the
  // last value."
  return { uri: firstUri, routes: [...routeSet.slice(1), `<${target}>`], nextHop: firstUri };
}

/**
 * Takes a request of the peer inside the dialog (RFC 3261 12.2.2).
 *
 * @returns the new state, or undefined when its CSeq is lower than one seen: answer 500
 */
export function takeRequest(dialog: Dialog, sequence: number): Dialog | undefined {
  // "If the remote sequence number was not empty, but the sequence number of the request is lower than the remote
  // sequence number, the request is out of order and MUST be rejected with a 500 (Server Internal Error)."
  if (dialog.remoteSequence !== undefined && sequence < dialog.remoteSequence) return undefined;
  return { ...dialog, remoteSequence: sequence };
}

/** A target refresh (re-INVITE) replaces the remote target by its Contact, if it has one (RFC 3261 12.2.2). */
export function refreshTarget(dialog: Dialog, headers: readonly Header[]): Dialog {
  const remoteTarget = readContact(headers);
  return remoteTarget === undefined ? dialog : { ...dialog, remoteTarget };
}
