import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  calleeOf,
  createMatcher,
  dayStart,
  parseTime,
  readHeader,
  readRow,
  type TheirCall,
} from '../../src/modules/reconciliation/index.ts';

const DAY = Date.UTC(2026, 2, 9, 16);

test('rules: columns are found by usual headers in both languages, or as they are named', () => {
  expect(readHeader(['Call-ID', '被叫号码', 'Start Time', 'billsec'], [])).toEqual({
    ...{ callId: 0, callee: 1, start: 2, seconds: 3 },
  });
  expect(readHeader(['duration', 'billsec', 'call id'], [])).toEqual({ kind: 'twice', name: 'seconds' });
  expect(readHeader(['duration', 'billsec', 'call id'], ['seconds=billsec'])).toEqual({
    callId: 2,
    seconds: 1,
  });
  expect(readHeader(['x'], ['seconds=y'])).toMatchObject({ kind: 'absent' });
  expect(readHeader(['called', 'seconds'], [])).toMatchObject({ kind: 'too-little' });
});

test.each([
  ['2026-03-10 00:00:00', DAY],
  ['2026/3/10 0:00:00', DAY],
  ['2026-03-09T16:00:00Z', DAY],
  ['2026-03-10T01:00:00.250+09:00', DAY + 250],
  [String(DAY), DAY],
  [String(DAY / 1000), DAY],
  ['2024-02-29 00:00:00', Date.UTC(2024, 1, 28, 16)],
  ['2026-02-29 00:00:00', undefined],
  ['2026-13-01 00:00:00', undefined],
  ['2026-03-10 24:00:00', undefined],
  ['yesterday', undefined],
])('rules: the time %s is read in Beijing time unless it says otherwise', (text, ms) => {
  expect(parseTime(text)).toBe(ms);
});

test('rules: days are counted as the calendar counts them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 80_000 }), (day) => {
      const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
      expect(dayStart(text)).toBe(day * 86_400_000 - 8 * 3_600_000);
    }),
  );
});

test.each([
  ['+8613800000001', '', '+8613800000001'],
  ['008613800000001', '', '+8613800000001'],
  ['8613800000001', '', '+8613800000001'],
  ['013800000001', '', '+8613800000001'],
  ['02151860001', '', '+862151860001'],
  ['9913800000001', '99', '+8613800000001'],
  ['138x', '', undefined],
])('rules: the called number %s, with the prefix "%s"', (text, prefix, number) => {
  expect(calleeOf(text, prefix)).toBe(number);
});

describe('rules: a row that cannot be used says why', () => {
  const columns = { callId: 0, callee: 1, start: 2, answer: 3, seconds: 4, result: 5 };
  const good = ['id', '13800000001', '2026-03-10 10:00:00', '', '7', '200'];
  test.each([
    ['no-key', { 0: '', 1: '' }],
    ['callee', { 1: 'abc' }],
    ['start', { 2: '10 o’clock' }],
    ['other-day', { 2: '2026-03-11 00:00:00' }],
    ['answer', { 3: 'yes' }],
    ['seconds', { 4: '-1' }],
    ['seconds', { 4: '' }],
    ['too-long', { 0: 'x'.repeat(257) }],
  ])('rules: %s', (reason, change) => {
    const cells = Object.assign([...good], change);
    expect(readRow(cells, columns, { day: DAY, prefix: '' })).toBe(reason);
  });

  test('rules: seconds are rounded up, and an answer of no seconds is one', () => {
    const read = (change: object) =>
      readRow(Object.assign([...good], change), columns, { day: DAY, prefix: '' });
    expect(read({ 4: '6.2' })).toMatchObject({ seconds: 7, answered: true });
    expect(read({ 4: '0', 5: '486' })).toMatchObject({ seconds: 0, answered: false });
    expect(read({ 4: '0' })).toMatchObject({ answered: true });
  });
});

describe('rules: calls and rows are paired once', () => {
  const row = (fileLine: number, callId: string, startedAt: number): TheirCall => ({
    ...{ fileLine, callId, startedAt, calleeKey: 'k', answered: true, seconds: 7 },
  });
  const call = (callId: string | null, earliest: number, latest = earliest) => ({
    ...{ sessionNo: 's', callId, calleeKey: 'k', earliest, latest, answered: true, talkMs: 7000 },
  });

  test('rules: by the nearest start, up to two minutes away, and no row twice', () => {
    const matcher = createMatcher([row(2, '', 0), row(3, '', 100_000)]);
    expect(matcher.byNumber(call('a', 90_000))?.fileLine).toBe(3);
    expect(matcher.byNumber(call('b', 120_000))?.fileLine).toBe(2);
    expect(matcher.byNumber(call('c', 0))).toBeUndefined();
    expect(createMatcher([row(2, '', 0)]).byNumber(call('a', 120_001))).toBeUndefined();
  });

  test('rules: a call whose Call-ID is not known is its last attempt in the file', () => {
    const matcher = createMatcher([row(2, 's.9', 0), row(3, 's.10', 0), row(4, 't.1', 0)]);
    expect(matcher.byCallId(call(null, 0))?.fileLine).toBe(3);
    expect([...matcher.rest()].map(({ fileLine }) => fileLine)).toEqual([2, 4]);
  });

  test('rules: of two rows that may be a call whose start is not known, neither is', () => {
    const matcher = createMatcher([row(2, '', 0), row(3, '', 50_000)]);
    expect(matcher.byNumber(call(null, 0, 60_000))).toBeUndefined();
  });
});
