import type { Clock, Timer } from '../ports.ts';

/**
 * One beat for all the streams of an engine. The instants of the beat are multiples of 5 ms from where it
 * started, whatever the timers do: a late timer delays one beat and none after it. It beats only while
 * somebody listens.
 */

export const TICK_MS = 5;

export interface Stream {
  /**
   * Sends what is due.
   * @param instant the beat's own instant, never later than now
   * @returns false when there is nothing left to send; the stream is then forgotten
   */
  beat(instant: number): boolean;
}

export interface PlayoutClock {
  /** Has `stream` beaten from the next instant on; adding it twice does nothing. */
  add(stream: Stream): void;
  readonly streams: number;
  /** Beats that came more than one beat late: the process or the machine is overloaded. */
  readonly lateBeats: number;
  stop(): void;
}

export function createPlayoutClock(clock: Clock): PlayoutClock {
  const streams: Stream[] = [];
  const listening = new Set<Stream>();
  let timer: Timer | undefined;
  let next = 0;
  let lateBeats = 0;

  function arm(now: number): void {
    // Rounded up: a timer a fraction early would have to be set twice.
    timer = clock.setTimer(Math.max(1, Math.ceil(next - now)), beat);
  }

  function beat(): void {
    const now = clock.now();
    const missed = Math.max(0, Math.floor((now - next) / TICK_MS));
    if (missed > 0) lateBeats++;
    const instant = next + missed * TICK_MS;
    next = instant + TICK_MS;
    try {
      for (let index = 0; index < streams.length; ) {
        const stream = streams[index] as Stream;
        if (stream.beat(instant)) {
          index++;
          continue;
        }
        listening.delete(stream);
        const last = streams.pop();
        // Nothing to move when this was the last one, or when a listener stopped the clock.
        if (last !== undefined && last !== stream) streams[index] = last;
      }
    } finally {
      // A listener that throws must not silence the others' calls.
      timer = undefined;
      if (streams.length > 0) arm(clock.now());
    }
  }

  return {
    add(stream) {
      if (listening.has(stream)) return;
      listening.add(stream);
      streams.push(stream);
      if (streams.length > 1 || timer !== undefined) return;
      const now = clock.now();
      next = now + TICK_MS;
      arm(now);
    },
    get streams() {
      return streams.length;
    },
    get lateBeats() {
      return lateBeats;
    },
    stop() {
      timer?.cancel();
      timer = undefined;
      streams.length = 0;
      listening.clear();
    },
  };
}
