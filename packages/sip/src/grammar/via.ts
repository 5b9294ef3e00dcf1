import { SipParseError } from './errors.ts';
import { type Param, param, readParams } from './params.ts';
import { indexOfBare, isBlank, isToken, trim } from './scan.ts';
import { readHostPort } from './uri.ts';

/** One via-parm (RFC 3261 20.42). */
export interface Via {
  /** 'SIP/2.0' with any white space inside taken out. */
  readonly protocol: string;
  /** Upper case: UDP, TCP, … */
  readonly transport: string;
  readonly host: string;
  readonly port: number | undefined;
  /** '' when absent (RFC 2543). */
  readonly branch: string;
  readonly params: readonly Param[];
}

/** What every branch of RFC 3261 begins with (8.1.1.7). */
export const MAGIC_COOKIE = 'z9hG4bK';

/**
 * Reads the first via-parm of a Via header field value.
 *
 * @throws SipParseError 'via'
 */
export function parseVia(value: string): Via {
  const comma = value.includes(',') ? indexOfBare(value, 44, 0) : -1;
  const text = comma < 0 ? value : trim(value.slice(0, comma));
  let semicolon = text.indexOf(';');
  if (semicolon < 0) semicolon = text.length;
  const hop = readHop(text.slice(0, semicolon));
  const params = readParams(text, semicolon);
  return {
    protocol: hop.protocol,
    transport: hop.transport,
    host: hop.host,
    port: hop.port,
    branch: param(params, 'branch') ?? '',
    params,
  };
}

/** sent-protocol and sent-by: what a Via says of its hop before its parameters. */
interface ViaHop {
  readonly text: string;
  readonly protocol: string;
  readonly transport: string;
  readonly host: string;
  readonly port: number | undefined;
}

/** The one read last: in responses it is ours, in requests mostly that of the same trunk. */
let lastHop: ViaHop | undefined;

function readHop(text: string): ViaHop {
  if (lastHop?.text === text) return lastHop;
  const firstSlash = text.indexOf('/');
  const secondSlash = text.indexOf('/', firstSlash + 1);
  if (firstSlash < 0 || secondSlash < 0) throw new SipParseError('via', 'Via without a protocol');
  const name = trim(text.slice(0, firstSlash));
  const version = trim(text.slice(firstSlash + 1, secondSlash));
  let at = secondSlash + 1;
  while (isBlank(text.charCodeAt(at))) at++;
  let blank = at;
  while (blank < text.length && !isBlank(text.charCodeAt(blank))) blank++;
  const transport = text.slice(at, blank).toUpperCase();
  const sentBy = trim(text.slice(blank));
  if (!isToken(transport) || !isToken(name) || sentBy === '') {
    throw new SipParseError('via', 'Via without a transport or a host');
  }
  const { host, port } = readSentBy(sentBy);
  lastHop = { text, protocol: `${name.toUpperCase()}/${version}`, transport, host, port };
  return lastHop;
}

function readSentBy(text: string): { host: string; port: number | undefined } {
  try {
    // COLON allows white space on both sides (RFC 4475 wsinv). Not by a pattern, which would go over a long run of
    // blanks once for each of them.
    const blank = text.includes(' ') || text.includes('\t');
    return readHostPort(blank ? text.split(':').map(trim).join(':') : text);
  } catch {
    throw new SipParseError('via', 'Via with an unreadable host');
  }
}

/**
 * The top Via of a response: the request's with `received` and `rport` filled in (RFC 3261 18.2.1, RFC 3581 4).
 * Later via-parms in the same header field are kept.
 */
export function stampVia(value: string, via: Via, source: { address: string; port: number }): string {
  const wantsPort = param(via.params, 'rport') !== undefined;
  // RFC 3581 4: with rport, received is added even when it equals sent-by.
  const received = wantsPort || via.host !== bracketed(source.address);
  let top = `${via.protocol}/${via.transport} ${via.host}${via.port === undefined ? '' : `:${via.port}`}`;
  for (const [name, given] of via.params) {
    if (name === 'received' || name === 'rport') continue;
    top += given === undefined ? `;${name}` : `;${name}=${given}`;
  }
  if (received) top += `;received=${source.address}`;
  if (wantsPort) top += `;rport=${source.port}`;
  const comma = value.includes(',') ? indexOfBare(value, 44, 0) : -1;
  return comma < 0 ? top : top + value.slice(comma);
}

/** An IP address as it stands in a URI or in sent-by. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
