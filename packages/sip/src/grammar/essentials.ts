import { type CSeq, parseCSeq } from './cseq.ts';
import { SipParseError } from './errors.ts';
import type { Header } from './headers.ts';
import type { SipMessage } from './message.ts';
import { parseNameAddr } from './name-addr.ts';
import { param } from './params.ts';
import { isCallId, readDigits } from './scan.ts';
import { parseSipUri, uriScheme } from './uri.ts';
import { parseVia, type Via } from './via.ts';

/** What every message must carry (RFC 3261 8.1.1), read once for transactions, dialogs and calls. */
export interface Essentials {
  /** The topmost. */
  readonly via: Via;
  readonly callId: string;
  readonly cseq: CSeq;
  /** From and To as written. */
  readonly from: string;
  readonly to: string;
  readonly fromUri: string;
  readonly toUri: string;
  /** '' when absent. */
  readonly fromTag: string;
  readonly toTag: string;
}

/** Header fields that one message may hold once (RFC 3261 7.3.1, table 2). */
const SINGLE = [
  'Via',
  'From',
  'To',
  'Call-ID',
  'CSeq',
  'Max-Forwards',
  'Content-Length',
  'Content-Type',
] as const;

/**
 * Reads and checks what RFC 3261 8.1.1 requires, as well as the first line and the length of the body.
 * A request that fails here deserves a 400, a response is dropped (18.3).
 *
 * @throws SipParseError naming the part; 'scheme' and 'version' have their own status (416, 505)
 */
export function readEssentials(message: SipMessage): Essentials {
  const found = pickSingles(message.headers);
  const via = parseVia(found.via);
  const from = parseNameAddr(found.from);
  const to = parseNameAddr(found.to);
  if (!isCallId(found.callId)) throw new SipParseError('call-id', 'Unreadable Call-ID');
  const cseq = parseCSeq(found.cseq);
  checkBodyLength(message, found.contentLength);
  if (message.kind === 'request') checkRequest(message.method, message.uri, cseq, found);
  if (message.version.toUpperCase() !== 'SIP/2.0' || via.protocol !== 'SIP/2.0') {
    throw new SipParseError('version', 'Version Not Supported');
  }
  return {
    via,
    callId: found.callId,
    cseq,
    from: found.from,
    to: found.to,
    fromUri: from.uri,
    toUri: to.uri,
    fromTag: param(from.params, 'tag') ?? '',
    toTag: param(to.params, 'tag') ?? '',
  };
}

interface Singles {
  via: string;
  from: string;
  to: string;
  callId: string;
  cseq: string;
  maxForwards: string | undefined;
  contentLength: string | undefined;
}

/** One pass over the header fields; each of `SINGLE` at most once, Via excepted. */
function pickSingles(headers: readonly Header[]): Singles {
  const values: (string | undefined)[] = new Array(SINGLE.length);
  for (let i = 0; i < headers.length; i++) {
    const [name, value] = headers[i] as Header;
    const index = (SINGLE as readonly string[]).indexOf(name);
    if (index < 0) continue;
    if (values[index] === undefined) values[index] = value;
    else if (index > 0) throw new SipParseError('repeated-header', `${name} given twice`);
  }
  for (let index = 0; index < 5; index++) {
    if (values[index] === undefined) throw new SipParseError('missing-header', `${SINGLE[index]} missing`);
  }
  return {
    via: values[0] as string,
    from: values[1] as string,
    to: values[2] as string,
    callId: values[3] as string,
    cseq: values[4] as string,
    maxForwards: values[5],
    contentLength: values[6],
  };
}

function checkRequest(method: string, uri: string, cseq: CSeq, found: Singles): void {
  // RFC 3261 8.1.1.5: the method of CSeq MUST match that of the request.
  if (cseq.method !== method) throw new SipParseError('cseq', 'CSeq method is not the request method');
  if (found.maxForwards !== undefined) {
    const hops = readDigits(found.maxForwards);
    if (hops === undefined || hops > 255)
      throw new SipParseError('max-forwards', 'Max-Forwards is not 0 to 255');
  }
  if (uri.includes(' ')) throw new SipParseError('request-uri', 'White space in the request line');
  if (uriScheme(uri) === undefined) throw new SipParseError('request-uri', 'Request-URI without a scheme');
  try {
    // 19.1.1: header parameters may not stand in a Request-URI.
    if (parseSipUri(uri).headers !== undefined) throw new SipParseError('uri', 'Headers in the Request-URI');
  } catch (error) {
    if (error instanceof SipParseError && error.code === 'scheme') throw error;
    throw new SipParseError('request-uri', 'Unreadable Request-URI');
  }
}

/** RFC 3261 18.3: a datagram that ends before its body does is an error. */
function checkBodyLength(message: SipMessage, contentLength: string | undefined): void {
  if (contentLength === undefined) return;
  const length = readDigits(contentLength);
  if (length === undefined) throw new SipParseError('content-length', 'Content-Length is not a number');
  if (length > message.body.length)
    throw new SipParseError('content-length', 'Body shorter than Content-Length');
}
