import { SipParseError } from './errors.ts';
import { type Header, usualName } from './headers.ts';
import { EMPTY_BODY, type SipMessage } from './message.ts';
import { isBlank, isToken, readDigits, sliceTrimmed, trim } from './scan.ts';

/** A UDP datagram holds no more. */
export const MAX_MESSAGE_BYTES = 65_535;
/** Header fields of one message. The longest of RFC 4475 (dblreq apart) has some thirty. */
export const MAX_HEADERS = 256;

const CR = 13;
const LF = 10;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Splits one datagram into first line, header fields and body (RFC 3261 7). Nothing inside a header field is
 * looked at but Content-Length: `readEssentials` and the readers of each part do that when somebody asks.
 *
 * Taken: compact forms, folded lines, white space before the colon, empty lines in front (7.5), bytes behind
 * Content-Length (18.3, dropped). Refused: a lone CR or LF in the head, as whatever reads it differently downstream could
 * be made to see other header fields than we do.
 *
 * @throws SipParseError when no request or response can be made out at all
 */
export function parseMessage(data: Uint8Array): SipMessage {
  if (data.length > MAX_MESSAGE_BYTES) throw new SipParseError('too-long', 'Message over 64 KiB');
  let start = 0;
  while (data[start] === CR && data[start + 1] === LF) start += 2;
  if (start === data.length) throw new SipParseError('empty', 'Nothing but line breaks');
  const headEnd = findHeadEnd(data, start);
  const head = decoder.decode(data.subarray(start, headEnd));
  const firstEnd = head.indexOf('\r\n');
  const firstLine = firstEnd < 0 ? head : head.slice(0, firstEnd);
  const headers = firstEnd < 0 ? [] : readHeaders(head, firstEnd + 2);
  const body = cutBody(headers, data, headEnd + 4);
  return firstLine.startsWith('SIP/')
    ? readStatusLine(firstLine, headers, body)
    : readRequestLine(firstLine, headers, body);
}

/** Index of the CRLF CRLF that ends the head. */
function findHeadEnd(data: Uint8Array, start: number): number {
  for (let i = start; i < data.length; i++) {
    const byte = data[i] as number;
    if (byte > CR) continue;
    if (byte === LF) throw new SipParseError('line-break', 'LF without CR');
    if (byte !== CR) continue;
    if (data[i + 1] !== LF) throw new SipParseError('line-break', 'CR without LF');
    if (data[i + 2] === CR && data[i + 3] === LF) return i;
    i++;
  }
  throw new SipParseError('truncated', 'Message ends inside its head');
}

/** Request-Line = Method SP Request-URI SP SIP-Version; anything between the outer spaces passes as the URI. */
function readRequestLine(line: string, headers: readonly Header[], body: Uint8Array): SipMessage {
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  const version = line.slice(last + 1);
  const method = line.slice(0, first);
  if (first < 1 || !isToken(method)) throw new SipParseError('start-line', 'Not a request line');
  // "… SIP/2.0  " (RFC 4475 trws) ends with blanks: the version is read before them, and the check refuses it.
  if (version === '' || first === last) {
    const trimmed = trim(line);
    const before = trimmed.lastIndexOf(' ');
    if (before <= first) throw new SipParseError('start-line', 'Request line of less than three parts');
    const uri = `${trimmed.slice(first + 1, before)} `;
    return { kind: 'request', method, uri, version: trimmed.slice(before + 1), headers, body };
  }
  return { kind: 'request', method, uri: line.slice(first + 1, last), version, headers, body };
}

/** Status-Line = SIP-Version SP Status-Code SP Reason-Phrase; the phrase may be empty (RFC 4475 noreason). */
function readStatusLine(line: string, headers: readonly Header[], body: Uint8Array): SipMessage {
  const space = line.indexOf(' ');
  const digits = space < 0 ? '' : line.slice(space + 1, space + 4);
  const status = readDigits(digits);
  const behind = line.charCodeAt(space + 4);
  if (status === undefined || digits.length !== 3 || !(Number.isNaN(behind) || behind === 32)) {
    throw new SipParseError('status', 'Not a status line');
  }
  if (status < 100 || status > 699) throw new SipParseError('status', `Status ${status}`);
  return {
    kind: 'response',
    version: line.slice(0, space),
    status,
    reason: line.slice(space + 5),
    headers,
    body,
  };
}

function readHeaders(head: string, from: number): Header[] {
  const headers: Header[] = [];
  let at = from;
  while (at < head.length) {
    if (headers.length === MAX_HEADERS) throw new SipParseError('too-many-headers', 'Over 256 header fields');
    const colon = head.indexOf(':', at);
    let end = head.indexOf('\r\n', at);
    if (end < 0) end = head.length;
    if (colon < 0 || colon > end) {
      // A name may be folded away from its colon no more than any other token: HCOLON = *( SP / HTAB ) ":" SWS
      throw new SipParseError('header', 'Header field without a colon');
    }
    let nameEnd = colon;
    while (nameEnd > at && isBlank(head.charCodeAt(nameEnd - 1))) nameEnd--;
    const name = head.slice(at, nameEnd);
    const usual = usualName(name);
    if (usual === undefined && !isToken(name)) {
      throw new SipParseError('header', 'Header field without a name');
    }
    let value: string;
    if (isBlank(head.charCodeAt(end + 2))) {
      const folded = unfold(head, colon + 1, end);
      value = folded.value;
      end = folded.end;
    } else {
      value = sliceTrimmed(head, colon + 1, end);
    }
    headers.push([usual ?? name, value]);
    at = end + 2;
  }
  return headers;
}

/** Joins the lines of a folded value with one space each (RFC 3261 7.3.1). */
function unfold(head: string, from: number, firstEnd: number): { value: string; end: number } {
  const pieces = [trim(head.slice(from, firstEnd))];
  let end = firstEnd;
  while (isBlank(head.charCodeAt(end + 2))) {
    const start = end + 2;
    end = head.indexOf('\r\n', start);
    if (end < 0) end = head.length;
    pieces.push(trim(head.slice(start, end)));
  }
  return { value: trim(pieces.join(' ')), end };
}

/** Bytes behind Content-Length are cut off; a body shorter than it is left for the check to refuse (18.3). */
function cutBody(headers: readonly Header[], data: Uint8Array, start: number): Uint8Array {
  if (start >= data.length) return EMPTY_BODY;
  for (const [name, value] of headers) {
    if (name !== 'Content-Length') continue;
    const length = readDigits(value);
    return length === undefined ? data.subarray(start) : data.subarray(start, start + length);
  }
  return data.subarray(start);
}
