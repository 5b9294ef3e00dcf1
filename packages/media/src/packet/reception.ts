/**
 * What arrived from one source: loss (RFC 3550 A.3) and interarrival jitter (A.8), over the sequence check
 * of A.1. A source that jumps is taken as restarted when two packets in a row agree on the new numbers.
 */

const SEQUENCES = 0x1_0000;
const MAX_DROPOUT = 3_000;
const MAX_MISORDER = 100;

export interface ReceptionReport {
  readonly received: number;
  /** Expected less received, over all sources; never below zero, though duplicates count as received. */
  readonly lost: number;
  readonly jitterMs: number;
}

/** What a report block says of the stream of now (RFC 3550 6.4.1). */
export interface StreamState {
  readonly ssrc: number;
  readonly fractionLost: number;
  readonly cumulativeLost: number;
  readonly highestSequence: number;
  readonly jitter: number;
}

export interface Reception {
  /**
   * One packet. False: too far out of sequence to be of this stream.
   * @param timestamp undefined for telephone events, whose time stamp stands still while a key is down and
   *   says nothing about the time of sending
   * @param arrivalMs milliseconds of any epoch
   */
  packet(ssrc: number, sequence: number, timestamp: number | undefined, arrivalMs: number): boolean;
  report(): ReceptionReport;
  /** For a report block: the fraction lost counts from the call before. Undefined before the first packet. */
  takeState(): StreamState | undefined;
}

/** @param clockRate time stamp units a second */
export function createReception(clockRate: number): Reception {
  let ssrc: number | undefined;
  let base = 0;
  let highest = 0;
  let cycles = 0;
  let inStream = 0;
  let bad: number | undefined;
  let transit: number | undefined;
  let jitter = 0;
  let received = 0;
  /** Lost of the streams before this one. */
  let lostBefore = 0;
  /** Expected and received of this stream when a report block was last asked for. */
  let expectedPrior = 0;
  let receivedPrior = 0;

  const expected = () => cycles + highest - base + 1;
  const lostNow = () => Math.max(0, expected() - inStream);

  function restart(source: number, sequence: number): void {
    if (ssrc !== undefined) lostBefore += lostNow();
    ssrc = source;
    base = sequence;
    highest = sequence;
    cycles = 0;
    inStream = 0;
    bad = undefined;
    transit = undefined;
    expectedPrior = 0;
    receivedPrior = 0;
  }

  /** A.1 update_seq; probation is not kept, since the source address was checked already. */
  function inSequence(sequence: number): boolean {
    const delta = (sequence - highest + SEQUENCES) % SEQUENCES;
    if (delta < MAX_DROPOUT) {
      if (sequence < highest) cycles += SEQUENCES;
      highest = sequence;
    } else if (delta <= SEQUENCES - MAX_MISORDER) {
      if (sequence !== bad) {
        bad = (sequence + 1) % SEQUENCES;
        return false;
      }
      restart(ssrc as number, sequence);
    }
    return true;
  }

  return {
    packet(source, sequence, timestamp, arrivalMs) {
      if (source !== ssrc) restart(source, sequence);
      else if (!inSequence(sequence)) return false;
      inStream++;
      received++;
      if (timestamp === undefined) return true;
      // A.8: D is the change of transit time; the 32-bit difference survives the wrap of the time stamp
      const now = (Math.round((arrivalMs * clockRate) / 1_000) - timestamp) | 0;
      if (transit !== undefined) {
        const change = Math.abs((now - transit) | 0);
        jitter += (change - jitter) / 16;
      }
      transit = now;
      return true;
    },
    report: () => ({
      received,
      lost: lostBefore + (ssrc === undefined ? 0 : lostNow()),
      jitterMs: Math.round((jitter * 1_000_000) / clockRate) / 1_000,
    }),
    takeState() {
      if (ssrc === undefined) return undefined;
      const expectedNow = expected() - expectedPrior;
      const lost = expectedNow - (inStream - receivedPrior);
      expectedPrior = expected();
      receivedPrior = inStream;
      return {
        ssrc,
        fractionLost: lost <= 0 ? 0 : Math.min(255, Math.floor((lost * 256) / expectedNow)),
        cumulativeLost: Math.max(-0x80_0000, Math.min(0x7f_ffff, expected() - inStream)),
        highestSequence: (cycles + highest) >>> 0,
        jitter: Math.floor(jitter),
      };
    },
  };
}
