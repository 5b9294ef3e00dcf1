/**
 * What SRTP counts with (RFC 3711 3.3): a packet's index is 48 bits, of which the packet carries the lower 16;
 * the upper 32, the roll-over counter (ROC), both sides count.
 */

const SEQUENCES = 0x1_0000;
const HALF = 0x8000;
/** RFC 3711 3.3.2 asks for 64 at least. */
const WINDOW = 128;
const MAX_INDEX = 2 ** 48 - 1;

/**
 * The index that a sequence number most likely stands for (RFC 3711 3.3.1, appendix A): the nearest to the
 * highest one so far. Negative: before the first packet there was.
 * @param highest undefined before the first packet
 */
export function estimateIndex(sequence: number, highest: number | undefined): number {
  if (highest === undefined) return sequence;
  const last = highest % SEQUENCES;
  const roc = Math.floor(highest / SEQUENCES);
  let turn = roc;
  if (last < HALF && sequence - last > HALF) turn = roc - 1;
  else if (last >= HALF && last - HALF > sequence) turn = roc + 1;
  return turn * SEQUENCES + sequence;
}

export interface ReplayWindow {
  /** Not seen yet, and not older than what is remembered. */
  isNew(index: number): boolean;
  /** Called for packets that have been authenticated, and no others (RFC 3711 3.3.2). */
  note(index: number): void;
  /** The highest noted. */
  readonly highest: number | undefined;
}

export function createReplayWindow(): ReplayWindow {
  const seen = new Uint8Array(WINDOW);
  let highest: number | undefined;
  return {
    isNew(index) {
      if (index < 0 || index > MAX_INDEX) return false;
      if (highest === undefined || index > highest) return true;
      return highest - index < WINDOW && seen[index % WINDOW] === 0;
    },
    note(index) {
      if (highest === undefined || index > highest) {
        const first = highest === undefined ? index : Math.max(highest + 1, index - WINDOW + 1);
        for (let passed = first; passed < index; passed++) seen[passed % WINDOW] = 0;
        highest = index;
      }
      seen[index % WINDOW] = 1;
    },
    get highest() {
      return highest;
    },
  };
}
