import { describe, expect, test } from 'vitest';
import { sleep, systemClock } from '../../src/platform/clock.ts';
import { randomText, systemRandom } from '../../src/platform/random.ts';
import { manualClock } from '../support/manual-clock.ts';

describe('sleep', () => {
  test('product: ends by the clock, to the millisecond', async () => {
    const clock = manualClock(0);
    let over = false;
    const slept = sleep(clock, 1000).then(() => {
      over = true;
    });
    clock.advance(999);
    await Promise.resolve();
    expect(over).toBe(false);
    clock.advance(1);
    await slept;
  });

  test('product: ends at once with its signal, also one that was given before, and leaves no timer', async () => {
    const clock = manualClock(0);
    const stopping = new AbortController();
    const slept = sleep(clock, 1000, stopping.signal);
    stopping.abort();
    await slept;
    await sleep(clock, 1000, stopping.signal);
    expect(clock.untilNext()).toBeUndefined();
  });

  test('product: leaves no listener behind, however often one signal is slept by', async () => {
    const clock = manualClock(0);
    const { signal } = new AbortController();
    let listeners = 0;
    const counting = {
      get aborted() {
        return signal.aborted;
      },
      addEventListener: () => listeners++,
      removeEventListener: () => listeners--,
    } as unknown as AbortSignal;
    for (let times = 0; times < 10; times++) {
      const slept = sleep(clock, 1, counting);
      clock.advance(1);
      await slept;
    }
    expect(listeners).toBe(0);
  });
});

test('product: a timer of the system fires, and one that was cancelled does not', async () => {
  const fired: string[] = [];
  systemClock.setTimer(1, () => fired.push('cancelled')).cancel();
  await new Promise<void>((resolve) => {
    systemClock.setTimer(5, () => {
      fired.push('fired');
      resolve();
    });
  });
  expect(fired).toEqual(['fired']);
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
});

test('product: random texts have their length, their letters, all of them alike', () => {
  expect(randomText(systemRandom, 0)).toBe('');
  const text = randomText(systemRandom, 36_000);
  expect(text).toMatch(/^[a-z0-9]{36000}$/);
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(36);
  // A thousand of each; six deviations are never seen.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200);
});

test('product: bytes that would favour some letters are passed over', () => {
  const bytes = [255, 254, 253, 252, 0, 35, 36, 251];
  expect(randomText({ bytes: (count) => Uint8Array.from(bytes.slice(0, count)) }, 4)).toBe('a9a9');
});
