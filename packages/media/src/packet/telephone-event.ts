/**
 * The telephone-event payload (RFC 4733 2.3).
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |     event     |E|R| volume    |          duration             |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */

export const TELEPHONE_EVENT_BYTES = 4;

export interface TelephoneEvent {
  /** 0–15 are the DTMF digits (RFC 4733 3.2). */
  readonly event: number;
  /** The E bit: this packet tells the whole duration. */
  readonly end: boolean;
  /** Power below 0 dBm0, 0–63. */
  readonly volume: number;
  /** In time stamp units, since the packet's RTP time stamp. */
  readonly duration: number;
}

/** Undefined when too short. Bytes after the first event (a redundant block) are not read. */
export function parseTelephoneEvent(payload: Uint8Array): TelephoneEvent | undefined {
  if (payload.length < TELEPHONE_EVENT_BYTES) return undefined;
  const flags = payload[1] as number;
  return {
    event: payload[0] as number,
    end: (flags & 0x80) !== 0,
    volume: flags & 0x3f,
    duration: ((payload[2] as number) << 8) | (payload[3] as number),
  };
}

export function writeTelephoneEvent(payload: Uint8Array, offset: number, event: TelephoneEvent): void {
  payload[offset] = event.event;
  payload[offset + 1] = (event.end ? 0x80 : 0) | (event.volume & 0x3f);
  payload[offset + 2] = event.duration >>> 8;
  payload[offset + 3] = event.duration;
}
