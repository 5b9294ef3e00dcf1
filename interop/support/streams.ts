import { expect } from 'vitest';
import type { Packet, RtpPacket } from './capture.ts';

/** RTP clock of G.711, time stamp units a millisecond. */
const PER_MS = 8;

export interface Stream {
  readonly from: number;
  readonly to: number;
  readonly packets: readonly RtpPacket[];
}

/** Sound by where it went from and to, in the order of the wire. */
export function streamsOf(packets: readonly Packet[]): Stream[] {
  const found = new Map<string, { from: number; to: number; packets: RtpPacket[] }>();
  for (const { sourcePort: from, destinationPort: to, rtp } of packets) {
    if (rtp === undefined) continue;
    const key = `${from} ${to}`;
    const stream = found.get(key) ?? { from, to, packets: [] };
    stream.packets.push(rtp);
    found.set(key, stream);
  }
  return [...found.values()];
}

/** tshark finds no fault in any of them. */
export function expectWellFormed(packets: readonly Packet[]): void {
  expect(packets.filter(({ complaint }) => complaint !== '')).toEqual([]);
}

/**
 * RFC 3550 5.1, RFC 4733 2.5: one source, no sequence number left out, none twice; time stamps that go on by one packet
 * time within a talk spurt and never go back, and stand still within a key.
 */
export function expectContinuous({ packets }: Stream, ptimeMs = 20, eventPayloadType = 101): void {
  expect(new Set(packets.map(({ ssrc }) => ssrc)).size, 'sources').toBe(1);
  const faults: string[] = [];
  for (const [nth, packet] of packets.entries()) {
    const before = packets[nth - 1];
    if (before === undefined) {
      if (!packet.marker) faults.push('the first packet begins no talk spurt');
      continue;
    }
    const steps = (packet.sequence - before.sequence) & 0xffff;
    if (steps !== 1) faults.push(`sequence ${before.sequence} → ${packet.sequence}`);
    const units = (packet.timestamp - before.timestamp) | 0;
    const event = packet.payloadType === eventPayloadType;
    const within = !packet.marker && packet.payloadType === before.payloadType;
    const right = within ? units === (event ? 0 : ptimeMs * PER_MS) : units > 0;
    if (!right) faults.push(`time stamp ${before.timestamp} → ${packet.timestamp} (${packet.sequence})`);
  }
  expect(faults).toEqual([]);
}
