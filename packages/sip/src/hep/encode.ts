/**
 * HEP version 3, the Homer encapsulation protocol: one captured message a packet, as chunks.
 *
 *    0               1               2               3
 *   +---------------+---------------+---------------+---------------+
 *   |      'H'      |      'E'      |      'P'      |      '3'      |
 *   +---------------+---------------+---------------+---------------+
 *   |          total length         |  chunks …
 *   +---------------+---------------+
 *
 *   chunk:
 *   +---------------+---------------+---------------+---------------+
 *   |          vendor (0)           |             type              |
 *   +---------------+---------------+---------------+---------------+
 *   |  length, these 6 bytes included |  value …
 *   +---------------+---------------+
 *
 * All numbers in network byte order.
 */
import type { Endpoint, Protocol } from '../ports.ts';
import { addressBytes } from './address.ts';

/** What the trace of a user agent gives for each message. */
export interface CapturedMessage {
  readonly direction: 'in' | 'out';
  readonly protocol: Protocol;
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly bytes: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** '' for none. */
  readonly callId: string;
}

export interface HepOptions {
  /** By which Homer tells its senders apart, 32 bits. */
  readonly captureId: number;
  /** Password of the capture server. */
  readonly authKey?: string;
}

/** The generic chunk types. */
const CHUNK = {
  family: 0x01,
  protocol: 0x02,
  source4: 0x03,
  destination4: 0x04,
  source6: 0x05,
  destination6: 0x06,
  sourcePort: 0x07,
  destinationPort: 0x08,
  seconds: 0x09,
  microseconds: 0x0a,
  payloadType: 0x0b,
  captureId: 0x0c,
  authKey: 0x0e,
  payload: 0x0f,
  correlationId: 0x11,
} as const;

const HEADER_BYTES = 6;
const AF_INET = 2;
const AF_INET6 = 10;
const IPPROTO_TCP = 6;
const IPPROTO_UDP = 17;
const PAYLOAD_SIP = 1;
/** The length field has 16 bits. */
const MAX_PACKET_BYTES = 65_535;
/** Key and Call-ID are somebody else's; each may take this much of a packet. */
const MAX_TEXT_BYTES = 1_024;

const encoder = new TextEncoder();

/**
 * One HEPv3 packet, fit for a UDP datagram to a capture server. A message that does not fit beside the rest is cut at
 * its end; an address that is no IP address stands as zeros.
 */
export function encodeHep(message: CapturedMessage, options: HepOptions): Uint8Array {
  const { direction, protocol, local, remote, bytes, at, callId } = message;
  const [source, destination] = direction === 'in' ? [remote, local] : [local, remote];
  const { six, from, to } = addressPair(source.address, destination.address);
  const chunks: (readonly [type: number, value: Uint8Array])[] = [
    [CHUNK.family, uint8(six ? AF_INET6 : AF_INET)],
    // TLS is told by its ports: what is captured is the text, and it came over TCP.
    [CHUNK.protocol, uint8(protocol === 'UDP' ? IPPROTO_UDP : IPPROTO_TCP)],
    [six ? CHUNK.source6 : CHUNK.source4, from],
    [six ? CHUNK.destination6 : CHUNK.destination4, to],
    [CHUNK.sourcePort, uint16(source.port)],
    [CHUNK.destinationPort, uint16(destination.port)],
    [CHUNK.seconds, uint32(Math.floor(at / 1_000))],
    [CHUNK.microseconds, uint32(Math.floor((at % 1_000) * 1_000))],
    [CHUNK.payloadType, uint8(PAYLOAD_SIP)],
    [CHUNK.captureId, uint32(options.captureId)],
  ];
  if (options.authKey !== undefined) chunks.push([CHUNK.authKey, text(options.authKey)]);
  if (callId !== '') chunks.push([CHUNK.correlationId, text(callId)]);
  const before = chunks.reduce((sum, [, value]) => sum + HEADER_BYTES + value.length, HEADER_BYTES);
  const payload = bytes.subarray(0, MAX_PACKET_BYTES - before - HEADER_BYTES);
  chunks.push([CHUNK.payload, payload]);
  return join(chunks, before + HEADER_BYTES + payload.length);
}

function join(chunks: readonly (readonly [type: number, value: Uint8Array])[], total: number): Uint8Array {
  const packet = new Uint8Array(total);
  packet.set(encoder.encode('HEP3'));
  const view = new DataView(packet.buffer);
  view.setUint16(4, total);
  let at = HEADER_BYTES;
  for (const [type, value] of chunks) {
    view.setUint16(at + 2, type);
    view.setUint16(at + 4, HEADER_BYTES + value.length);
    packet.set(value, at + HEADER_BYTES);
    at += HEADER_BYTES + value.length;
  }
  return packet;
}

/** Both addresses in one family: an IPv4 address beside an IPv6 one is mapped into it (RFC 4291 2.5.5.2). */
function addressPair(
  source: string,
  destination: string,
): { six: boolean; from: Uint8Array; to: Uint8Array } {
  const from = addressBytes(source);
  const to = addressBytes(destination);
  const six = from?.length === 16 || to?.length === 16;
  const zeros = new Uint8Array(six ? 16 : 4);
  const fit = (bytes: Uint8Array | undefined): Uint8Array => {
    if (bytes === undefined || bytes.length === zeros.length) return bytes ?? zeros;
    return Uint8Array.from([...new Array<number>(10).fill(0), 255, 255, ...bytes]);
  };
  return { six, from: fit(from), to: fit(to) };
}

const uint8 = (value: number): Uint8Array => Uint8Array.of(value & 255);
const uint16 = (value: number): Uint8Array => Uint8Array.of((value >> 8) & 255, value & 255);
const uint32 = (value: number): Uint8Array =>
  Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
const text = (value: string): Uint8Array => encoder.encode(value).subarray(0, MAX_TEXT_BYTES);
