import { CLOCK_RATE } from '../codec/codec.ts';
import { timestampDistance } from '../packet/rtp.ts';

/**
 * Where a packet of a source belongs in a recording, by its RTP time stamp: what was not sent or was lost leaves
 * a gap of its length, late packets go where they belong.
 *
 * Time stamps start at random, so the first packet of each source is placed by the time it came or went. A
 * source whose time stamps part from the clock by more than two seconds is placed anew: a peer cannot make the
 * recording longer than the call was.
 */
export interface Placement {
  /**
   * @param atMs when it came or went, since the recording's instant 0
   * @returns units of 1/8,000 s since then; negative: before it
   */
  of(ssrc: number, timestamp: number, atMs: number): number;
}

export const MAX_DRIFT = 2 * CLOCK_RATE;

export function createPlacement(): Placement {
  let source: number | undefined;
  /** The time stamp that belongs to place `origin`. */
  let first = 0;
  let origin = 0;
  return {
    of(ssrc, timestamp, atMs) {
      const byClock = Math.round((atMs * CLOCK_RATE) / 1_000);
      const byStamp = origin + timestampDistance(timestamp, first);
      if (source === ssrc && Math.abs(byStamp - byClock) <= MAX_DRIFT) return byStamp;
      source = ssrc;
      first = timestamp;
      origin = byClock;
      return byClock;
    },
  };
}
