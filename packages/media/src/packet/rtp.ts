/**
 * RTP fixed header (RFC 3550 5.1), read and written in place on one buffer.
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                           timestamp                           |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |           synchronization source (SSRC) identifier            |
 *   +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *   |            contributing source (CSRC) identifiers             |
 *   |                             ....                              |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
import { uint16, uint32 } from './bytes.ts';

export const RTP_HEADER_BYTES = 12;

/** A parsed packet; `payload` is a view over the datagram, valid as long as the datagram is. */
export interface RtpPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  /** 16 bits, wraps. */
  readonly sequence: number;
  /** 32 bits, wraps. */
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

/**
 * Reads one datagram, by the checks of RFC 3550 A.1: version, room for CSRCs and extension, padding that
 * fits. Undefined when it is no RTP packet.
 */
export function parseRtp(data: Uint8Array): RtpPacket | undefined {
  if (data.length < RTP_HEADER_BYTES) return undefined;
  const first = data[0] as number;
  const second = data[1] as number;
  if (first >> 6 !== 2) return undefined;
  let start = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if (first & 0x10) {
    // 5.3.1: a 16-bit profile word, then the length in 32-bit words
    if (data.length < start + 4) return undefined;
    start += 4 + uint16(data, start + 2) * 4;
  }
  let end = data.length;
  if (first & 0x20) {
    const padding = data[end - 1] as number;
    if (padding === 0) return undefined;
    end -= padding;
  }
  if (start > end) return undefined;
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: uint16(data, 2),
    timestamp: uint32(data, 4),
    ssrc: uint32(data, 8),
    payload: data.subarray(start, end),
  };
}

/** Writes the fixed header at the start of `packet`; numbers are cut to their widths, so counters may run on. */
export function writeRtpHeader(
  packet: Uint8Array,
  marker: boolean,
  payloadType: number,
  sequence: number,
  timestamp: number,
  ssrc: number,
): void {
  packet[0] = 0x80;
  packet[1] = (marker ? 0x80 : 0) | payloadType;
  packet[2] = sequence >>> 8;
  packet[3] = sequence;
  packet[4] = timestamp >>> 24;
  packet[5] = timestamp >>> 16;
  packet[6] = timestamp >>> 8;
  packet[7] = timestamp;
  packet[8] = ssrc >>> 24;
  packet[9] = ssrc >>> 16;
  packet[10] = ssrc >>> 8;
  packet[11] = ssrc;
}

/** How far `later` is after `earlier` on the 32-bit circle: −2³¹ … 2³¹ − 1 (RFC 1982). */
export function timestampDistance(later: number, earlier: number): number {
  return (later - earlier) | 0;
}
