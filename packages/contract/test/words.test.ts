import { expect, test } from 'vitest';
import { fill } from '../src/words.ts';

test('product: a text is filled with values, and a place without one stays readable', () => {
  expect(fill('{who} has {count}, {missing}', { who: 'Lin', count: 3 })).toBe('Lin has 3, missing');
});

test('product: what is counted is said as one or as several', () => {
  const text = '{days} (day|days), {rows} other (row is|rows are) left (soon)';
  expect(fill(text, { days: 1, rows: 2 })).toBe('1 day, 2 other rows are left (soon)');
  expect(fill(text, { days: '0', rows: '1' })).toBe('0 days, 1 other row is left (soon)');
  expect(fill('{count} (message|messages) ({kind})', { count: '1,000', kind: 'a|b' })).toBe(
    '1,000 messages (a|b)',
  );
});
