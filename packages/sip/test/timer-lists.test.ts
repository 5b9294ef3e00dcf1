import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { setListedTimer } from '../src/timer-lists.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

test('product: timers of one length fire in the order they were set, each at its own time', () => {
  const fired: string[] = [];
  setListedTimer(500, () => fired.push('a'));
  vi.advanceTimersByTime(100);
  setListedTimer(500, () => fired.push('b'));
  setListedTimer(50, () => fired.push('short'));
  vi.advanceTimersByTime(399);
  expect(fired).toEqual(['short']);
  vi.advanceTimersByTime(1);
  expect(fired).toEqual(['short', 'a']);
  vi.advanceTimersByTime(99);
  expect(fired).toEqual(['short', 'a']);
  vi.advanceTimersByTime(1);
  expect(fired).toEqual(['short', 'a', 'b']);
  expect(vi.getTimerCount()).toBe(0);
});

test('product: a cancelled timer does not fire, and those around it do', () => {
  const fired: number[] = [];
  const timers = [0, 1, 2, 3].map((name) => setListedTimer(500, () => fired.push(name)));
  timers[0]?.cancel();
  timers[2]?.cancel();
  timers[2]?.cancel();
  vi.advanceTimersByTime(500);
  expect(fired).toEqual([1, 3]);
});

test('product: when all are cancelled nothing is left that would keep the process', () => {
  const timers = [500, 500, 32_000].map((ms) => setListedTimer(ms, () => {}));
  expect(vi.getTimerCount()).toBe(2);
  for (const timer of timers) timer.cancel();
  expect(vi.getTimerCount()).toBe(0);
});

test('product: a timer may set and cancel others of its own length', () => {
  const fired: string[] = [];
  setListedTimer(500, () => {
    fired.push('first');
    second.cancel();
    setListedTimer(500, () => fired.push('later'));
  });
  const second = setListedTimer(500, () => fired.push('second'));
  vi.advanceTimersByTime(500);
  expect(fired).toEqual(['first']);
  vi.advanceTimersByTime(500);
  expect(fired).toEqual(['first', 'later']);
});

test('product: a timer that throws does not keep the others from firing', () => {
  const fired: string[] = [];
  setListedTimer(500, () => {
    throw new Error('a mistake');
  });
  setListedTimer(500, () => fired.push('second'));
  expect(() => vi.advanceTimersByTime(500)).toThrow('a mistake');
  vi.advanceTimersByTime(1);
  expect(fired).toEqual(['second']);
});

test('product: a time longer than Node counts is waited for to its end', () => {
  const fired: string[] = [];
  setListedTimer(2 ** 31 + 1_000, () => fired.push('late'));
  vi.advanceTimersByTime(2 ** 31);
  expect(fired).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(fired).toEqual(['late']);
});
