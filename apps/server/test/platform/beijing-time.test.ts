import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatDay,
  formatMonth,
  monthOf,
  monthStart,
  monthsLater,
  parseMonth,
} from '../../src/platform/beijing-time.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);

test('3.4 a month begins and ends at midnight in China', () => {
  const march = parseMonth('2026-03') ?? 0;
  expect(monthStart(march)).toBe(at('2026-03-01T00:00:00.000'));
  expect(monthOf(at('2026-03-31T23:59:59.999'))).toBe(march);
  expect(monthOf(at('2026-04-01T00:00:00.000'))).toBe(march + 1);
  expect(formatMonth(march)).toBe('2026-03');
});

test.each([
  ['2026-01-31T10:00:00.000', 1, '2026-02-28T10:00:00.000'],
  ['2024-02-29T00:00:00.001', 12, '2025-02-28T00:00:00.001'],
  ['2026-03-10T07:59:59.999', 12, '2027-03-10T07:59:59.999'],
  ['2026-12-31T23:59:59.999', 2, '2027-02-28T23:59:59.999'],
  ['2027-12-31T12:00:00.000', 2, '2028-02-29T12:00:00.000'],
])('rules: what is bought on %s for %i months ends on %s', (from, months, to) => {
  expect(monthsLater(at(from), months)).toBe(at(to));
});

test('3.4 every moment lies in its month, and months follow each other without a gap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (moment) => {
      const month = monthOf(moment);
      expect(monthStart(month)).toBeLessThanOrEqual(moment);
      expect(monthStart(month + 1)).toBeGreaterThan(moment);
      expect(parseMonth(formatMonth(month))).toBe(month);
    }),
  );
});

test.each(['2026-3', '2026-13', '2026-00', '26-03', '2026-03-01', ''])('3.4 %j is no month', (text) => {
  expect(parseMonth(text)).toBeUndefined();
});

test('rules: ids carry the day in China', () => {
  expect(formatDay(at('2026-03-10T00:00:00.000'))).toBe('20260310');
  expect(formatDay(at('2026-03-09T23:59:59.999'))).toBe('20260309');
});
