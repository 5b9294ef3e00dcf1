/**
 * RTCP compound packets (RFC 3550 6). Every packet in one begins with the same words:
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |V=2|P|  count  |      PT       |      length in words − 1      |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                  SSRC of the sender of this                   |
 *   +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 *
 * SR = 200 goes on with NTP time (8), RTP time stamp (4), packets (4), octets (4); SR and RR = 201 then have
 * `count` report blocks of 24 bytes; SDES = 202 has chunks of items, BYE = 203 a list of SSRCs.
 */
import { putUint16, putUint32, uint16, uint32 } from './bytes.ts';

const SR = 200;
const RR = 201;
const SDES = 202;
const BYE = 203;
const CNAME = 1;
const BLOCK_BYTES = 24;
const SENDER_INFO_BYTES = 20;
/** NTP counts from 1900, Unix from 1970: seconds. */
const NTP_OFFSET = 2_208_988_800;
const WORD = 0x1_0000_0000;

/** What one side received of the other (RFC 3550 6.4.1). */
export interface ReportBlock {
  readonly ssrc: number;
  /** Of the packets since the report before, in 1/256. */
  readonly fractionLost: number;
  /** Signed, 24 bits: duplicates make it negative. */
  readonly cumulativeLost: number;
  /** With the cycles above its 16 bits. */
  readonly highestSequence: number;
  /** Time stamp units. */
  readonly jitter: number;
  /** Middle 32 bits of the NTP time of the last SR received; 0: none yet. */
  readonly lastSr: number;
  /** Since then, in 1/65,536 s. */
  readonly delaySinceLastSr: number;
}

export interface SenderInfo {
  /** Milliseconds since the Unix epoch; exact to some 2⁻²⁰ s. */
  readonly atMs: number;
  /** The RTP time stamp of that instant. */
  readonly rtpTimestamp: number;
  readonly packets: number;
  /** Of payload. */
  readonly octets: number;
}

export type RtcpPacket =
  | {
      readonly kind: 'report';
      readonly ssrc: number;
      readonly sender?: SenderInfo;
      readonly blocks: ReportBlock[];
    }
  | { readonly kind: 'description'; readonly ssrc: number; readonly cname: string }
  | { readonly kind: 'bye'; readonly ssrcs: number[] };

/** Middle 32 bits of the NTP time (RFC 3550 4): seconds and fractions, 16 bits each. */
export function middleNtp(atMs: number): number {
  return Math.floor((atMs / 1_000 + NTP_OFFSET) * 65_536) % WORD;
}

function readBlock(data: Uint8Array, at: number): ReportBlock {
  const lost = uint32(data, at + 4);
  return {
    ssrc: uint32(data, at),
    fractionLost: lost >>> 24,
    cumulativeLost: (lost << 8) >> 8,
    highestSequence: uint32(data, at + 8),
    jitter: uint32(data, at + 12),
    lastSr: uint32(data, at + 16),
    delaySinceLastSr: uint32(data, at + 20),
  };
}

function readReport(data: Uint8Array, at: number, end: number): RtcpPacket | undefined {
  const count = (data[at] as number) & 0x1f;
  const withSender = data[at + 1] === SR;
  const first = at + 8 + (withSender ? SENDER_INFO_BYTES : 0);
  if (first + count * BLOCK_BYTES > end) return undefined;
  const blocks = Array.from({ length: count }, (_, nth) => readBlock(data, first + nth * BLOCK_BYTES));
  const ssrc = uint32(data, at + 4);
  if (!withSender) return { kind: 'report', ssrc, blocks };
  const sender: SenderInfo = {
    atMs: (uint32(data, at + 8) - NTP_OFFSET + uint32(data, at + 12) / WORD) * 1_000,
    rtpTimestamp: uint32(data, at + 16),
    packets: uint32(data, at + 20),
    octets: uint32(data, at + 24),
  };
  return { kind: 'report', ssrc, sender, blocks };
}

/** The CNAME of the first chunk that has one; undefined when chunks or items run out of the packet. */
function readDescription(data: Uint8Array, at: number, end: number): RtcpPacket[] | undefined {
  const found: RtcpPacket[] = [];
  let next = at + 4;
  for (let chunk = (data[at] as number) & 0x1f; chunk > 0; chunk--) {
    if (next + 8 > end) return undefined;
    const ssrc = uint32(data, next);
    next += 4;
    while (next < end && data[next] !== 0) {
      const length = data[next + 1];
      if (length === undefined || next + 2 + length > end) return undefined;
      if (data[next] === CNAME) {
        const cname = new TextDecoder().decode(data.subarray(next + 2, next + 2 + length));
        found.push({ kind: 'description', ssrc, cname });
      }
      next += 2 + length;
    }
    if (next >= end) return undefined;
    // The list ends with a zero, and the chunk at the next whole word.
    next += 4 - ((next - at) % 4);
  }
  return found;
}

function readBye(data: Uint8Array, at: number, end: number): RtcpPacket | undefined {
  const count = (data[at] as number) & 0x1f;
  if (at + 4 + count * 4 > end) return undefined;
  return { kind: 'bye', ssrcs: Array.from({ length: count }, (_, nth) => uint32(data, at + 4 + nth * 4)) };
}

/**
 * Reads one datagram by the checks of RFC 3550 A.2: the first packet is SR or RR, versions are 2, padding is in
 * the last alone, and the lengths add up to the datagram's. Packets of other types (APP, XR, feedback) are left
 * out. Undefined when it is no compound packet.
 */
export function parseRtcp(data: Uint8Array): RtcpPacket[] | undefined {
  if (data.length < 8 || (data[1] !== SR && data[1] !== RR)) return undefined;
  const found: RtcpPacket[] = [];
  for (let at = 0; at < data.length; ) {
    if (at + 4 > data.length || (data[at] as number) >> 6 !== 2) return undefined;
    const next = at + (uint16(data, at + 2) + 1) * 4;
    if (next > data.length) return undefined;
    let end = next;
    if ((data[at] as number) & 0x20) {
      const padding = data[next - 1] as number;
      if (next !== data.length || padding === 0 || padding % 4 !== 0 || padding > next - at - 4)
        return undefined;
      end -= padding;
    }
    const type = data[at + 1];
    if (type === SR || type === RR) {
      const report = end - at >= 8 ? readReport(data, at, end) : undefined;
      if (report === undefined) return undefined;
      found.push(report);
    } else if (type === SDES) {
      const descriptions = readDescription(data, at, end);
      if (descriptions === undefined) return undefined;
      found.push(...descriptions);
    } else if (type === BYE) {
      const bye = readBye(data, at, end);
      if (bye === undefined) return undefined;
      found.push(bye);
    }
    at = next;
  }
  return found;
}

export interface CompoundOptions {
  readonly ssrc: number;
  /** RFC 3550 6.5.1, RFC 7022: ASCII, at most 255 bytes. */
  readonly cname: string;
  /** An SR with it, an RR without. */
  readonly sender?: SenderInfo | undefined;
  /** At most 31. */
  readonly blocks: readonly ReportBlock[];
  readonly bye?: boolean;
}

function writeHead(data: Uint8Array, at: number, count: number, type: number, bytes: number): void {
  data[at] = 0x80 | count;
  data[at + 1] = type;
  putUint16(data, at + 2, bytes / 4 - 1);
}

/** SR or RR, then SDES with the CNAME (RFC 3550 6.1), then BYE when told. */
export function writeRtcp(o: CompoundOptions): Uint8Array {
  const senderBytes = o.sender === undefined ? 0 : SENDER_INFO_BYTES;
  const reportBytes = 8 + senderBytes + o.blocks.length * BLOCK_BYTES;
  // SSRC, type, length, text, and one to four zeros up to a whole word.
  const descriptionBytes = 4 + Math.floor((6 + o.cname.length) / 4) * 4 + 4;
  const data = new Uint8Array(reportBytes + descriptionBytes + (o.bye ? 8 : 0));
  writeHead(data, 0, o.blocks.length, o.sender === undefined ? RR : SR, reportBytes);
  putUint32(data, 4, o.ssrc);
  if (o.sender !== undefined) {
    const seconds = o.sender.atMs / 1_000 + NTP_OFFSET;
    putUint32(data, 8, Math.floor(seconds) % WORD);
    putUint32(data, 12, Math.floor((seconds % 1) * WORD));
    putUint32(data, 16, o.sender.rtpTimestamp);
    putUint32(data, 20, o.sender.packets);
    putUint32(data, 24, o.sender.octets);
  }
  for (const [nth, block] of o.blocks.entries()) {
    const at = 8 + senderBytes + nth * BLOCK_BYTES;
    putUint32(data, at, block.ssrc);
    putUint32(data, at + 4, (block.fractionLost << 24) | (block.cumulativeLost & 0xff_ffff));
    putUint32(data, at + 8, block.highestSequence);
    putUint32(data, at + 12, block.jitter);
    putUint32(data, at + 16, block.lastSr);
    putUint32(data, at + 20, block.delaySinceLastSr);
  }
  writeHead(data, reportBytes, 1, SDES, descriptionBytes);
  putUint32(data, reportBytes + 4, o.ssrc);
  data[reportBytes + 8] = CNAME;
  data[reportBytes + 9] = o.cname.length;
  data.set(new TextEncoder().encode(o.cname), reportBytes + 10);
  if (o.bye) {
    writeHead(data, reportBytes + descriptionBytes, 1, BYE, 8);
    putUint32(data, reportBytes + descriptionBytes + 4, o.ssrc);
  }
  return data;
}
