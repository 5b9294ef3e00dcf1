import { CODECS, type CodecName } from '../codec/codec.ts';
import { timestampDistance } from './rtp.ts';

/**
 * Puts packets of sound in order and evens out when they come, for who has to send them on by a clock of its
 * own. Every codec has one byte a time stamp unit, so what goes in as packets of 30 ms may come out as 20.
 *
 *   filling ──as much as the delay──▶ playing ──nothing for 100 ms──▶ filling
 *
 * Bounded: of more than 200 ms the oldest are dropped, so that a peer whose clock is fast, or a burst, adds no
 * delay that stays. A source whose time stamps jump by more than a second begins anew.
 */
export interface JitterBuffer {
  put(codec: CodecName, timestamp: number, payload: Uint8Array): void;
  /** The next `units` of sound; what of them is missing is silence. Undefined: all of them. */
  take(units: number): { codec: CodecName; payload: Uint8Array } | undefined;
  /** Time stamp units that wait. */
  readonly waiting: number;
  /** Packets that came too late, or were too many. */
  readonly dropped: number;
}

/** In time stamp units: 8 are a millisecond. */
const DELAY = 320;
const MOST = 1_600;
const JUMP = 8_000;
const EMPTY = 800;
/** Packets, whatever their length. */
const MAX_PACKETS = 40;

interface Piece {
  readonly codec: CodecName;
  /** Counted on, without a wrap, from the first packet's. */
  readonly at: number;
  readonly payload: Uint8Array;
}

export function createJitterBuffer(): JitterBuffer {
  let pieces: Piece[] = [];
  /** The last time stamp put, and where it is on the line that does not wrap. */
  let last: { readonly timestamp: number; readonly at: number } | undefined;
  /** Where the sound is that is taken next; undefined while filling. */
  let head: number | undefined;
  let missed = 0;
  let dropped = 0;

  const end = () => {
    const newest = pieces.at(-1);
    return newest === undefined ? 0 : newest.at + newest.payload.length;
  };
  const start = () => head ?? pieces[0]?.at ?? 0;

  function startAnew(): void {
    dropped += pieces.length;
    pieces = [];
    last = undefined;
    head = undefined;
    missed = 0;
  }

  /** Forgets what is behind `to`. */
  function skip(to: number, counted: boolean): void {
    const kept = pieces.filter((piece) => piece.at + piece.payload.length > to);
    if (counted) dropped += pieces.length - kept.length;
    pieces = kept;
    if (head !== undefined) head = to;
  }

  return {
    put(codec, timestamp, payload) {
      if (payload.length === 0 || payload.length > MOST) {
        dropped++;
        return;
      }
      if (last !== undefined && Math.abs(timestampDistance(timestamp, last.timestamp)) > JUMP) startAnew();
      const at = last === undefined ? 0 : last.at + timestampDistance(timestamp, last.timestamp);
      last = { timestamp, at };
      const known = pieces.some((piece) => piece.at === at);
      if (known || (head !== undefined && at + payload.length <= head)) {
        dropped++;
        return;
      }
      let place = pieces.length;
      while (place > 0 && (pieces[place - 1] as Piece).at > at) place--;
      pieces.splice(place, 0, { codec, at, payload: payload.slice() });
      if (end() - start() > MOST) {
        // There is more than the delay, so it plays: a long packet is begun in its middle.
        head = end() - DELAY;
        skip(head, true);
      }
      if (pieces.length > MAX_PACKETS) skip((pieces[1] as Piece).at, true);
    },
    take(units) {
      if (head === undefined) {
        const first = pieces[0];
        if (first === undefined || end() - first.at < DELAY) return undefined;
        head = first.at;
      }
      const from = head;
      const to = from + units;
      const first = pieces.find((piece) => piece.at < to);
      let payload: Uint8Array | undefined;
      if (first !== undefined) {
        payload = new Uint8Array(units).fill(CODECS[first.codec].silence);
        for (const piece of pieces) {
          // What another codec brings within one packet is left out: it is heard from the next on.
          if (piece.at >= to || piece.codec !== first.codec) break;
          const skipped = Math.max(0, from - piece.at);
          const room = to - Math.max(piece.at, from);
          payload.set(piece.payload.subarray(skipped, skipped + room), Math.max(0, piece.at - from));
        }
      }
      skip(to, false);
      missed = first === undefined ? missed + units : 0;
      if (missed >= EMPTY && pieces.length === 0) head = undefined;
      return first === undefined || payload === undefined ? undefined : { codec: first.codec, payload };
    },
    get waiting() {
      return Math.max(0, end() - start());
    },
    get dropped() {
      return dropped;
    },
  };
}
