import { expect, test } from 'vitest';
import { createPlayoutClock, type Stream } from '../../src/session/playout-clock.ts';
import { createManualClock } from '../support/manual-clock.ts';

/** A stream that wants to be beaten every `every` ms, `times` times, and notes when it was. */
function stream(clock: { now(): number }, every: number, times: number, startAt = clock.now()) {
  const beaten: number[] = [];
  const instants: number[] = [];
  const self: Stream & { beaten: number[]; instants: number[] } = {
    beaten,
    instants,
    beat(instant) {
      beaten.push(clock.now() - startAt);
      instants.push(instant - startAt);
      return beaten.length < times ? instant + every : undefined;
    },
  };
  return self;
}

test('one clock beats every stream when it wants to be, on multiples of 5 ms', () => {
  const clock = createManualClock();
  const playout = createPlayoutClock(clock);
  const [fast, slow] = [stream(clock, 10, 4), stream(clock, 60, 2)];
  playout.add(fast);
  clock.advance(7);
  playout.add(slow);
  clock.advance(200);
  expect(fast.beaten).toEqual([5, 15, 25, 35]);
  expect(slow.beaten).toEqual([10, 70]);
});

test('beats stay on the instants counted from the start, however late the timers are', () => {
  const clock = createManualClock();
  const playout = createPlayoutClock(clock);
  const late = stream(clock, 20, 6);
  playout.add(late);
  clock.advance(22);
  clock.stall(7);
  clock.advance(100);
  expect(late.beaten).toEqual([5, 29, 45, 65, 85, 105]);
  expect(late.instants).toEqual([5, 25, 45, 65, 85, 105]);
});

test('after a stall each stream is beaten once for what it missed, and late beats are counted', () => {
  const clock = createManualClock();
  const playout = createPlayoutClock(clock);
  const streams = [5, 10, 20, 60].map((every) => stream(clock, every, 1_000));
  for (const one of streams) playout.add(one);
  clock.advance(60);
  expect(playout.lateBeats).toBe(0);
  for (const one of streams) one.beaten.length = 0;
  clock.stall(500);
  for (const one of streams) {
    expect(new Set(one.beaten)).toEqual(new Set([560]));
    expect(one.beaten.length).toBeLessThanOrEqual(2);
  }
  expect(playout.lateBeats).toBe(1);
  clock.advance(60);
  expect(streams.map((one) => one.beaten.length > 1)).toEqual([true, true, true, true]);
});

test('no timer runs while nobody listens', () => {
  const clock = createManualClock();
  const playout = createPlayoutClock(clock);
  const once = stream(clock, 20, 1);
  playout.add(once);
  playout.add(once);
  expect(playout.streams).toBe(1);
  clock.advance(5);
  expect(once.beaten).toEqual([5]);
  expect({ streams: playout.streams, timers: clock.pending }).toEqual({ streams: 0, timers: 0 });
  playout.add(once);
  clock.advance(5);
  expect(once.beaten).toEqual([5, 10]);
});

test('a listener that throws silences nobody else', () => {
  const clock = createManualClock();
  const playout = createPlayoutClock(clock);
  const [before, after] = [stream(clock, 20, 9), stream(clock, 20, 9)];
  let throws = 1;
  playout.add(before);
  playout.add({
    beat(instant) {
      if (throws-- > 0) throw new Error('a fault of the caller');
      return instant + 20;
    },
  });
  playout.add(after);
  expect(() => clock.advance(5)).toThrow('a fault of the caller');
  clock.advance(25);
  expect(before.instants).toEqual([5, 25]);
  expect(after.instants).toEqual([10, 30]);
});

test('stopped in the middle of a beat, it beats nobody any more', () => {
  const clock = createManualClock();
  const playout = createPlayoutClock(clock);
  const other = stream(clock, 20, 9);
  playout.add({
    beat(instant) {
      playout.stop();
      return instant + 5;
    },
  });
  playout.add(other);
  clock.advance(100);
  expect(other.beaten).toEqual([]);
  expect({ streams: playout.streams, timers: clock.pending }).toEqual({ streams: 0, timers: 0 });
});
