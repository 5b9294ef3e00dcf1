import { VANITY_PATTERNS } from '@herald/contract';
import { expect, test } from 'vitest';
import { fitsPattern } from '../../src/modules/numbers/index.ts';

/** By the last four digits, every pattern that they fit. */
test.each([
  ['8888', ['AAAA', '*AAA', 'AAA*']],
  ['1888', ['*AAA']],
  ['8881', ['AAA*']],
  ['2233', ['AABB']],
  ['2323', ['ABAB']],
  ['6789', ['ABCD', '*ABC', 'ABC*']],
  ['9123', ['*ABC']],
  ['1239', ['ABC*']],
  ['4321', []],
  ['8901', []],
  ['2223', ['AAA*']],
  ['1357', []],
])('rules: a number that ends in %s fits %j and nothing else', (digits, fits) => {
  const fitting = VANITY_PATTERNS.filter((pattern) => fitsPattern(`+862151${digits}`, pattern));
  expect(fitting.sort()).toEqual([...fits].sort());
});

test('rules: what has no four digits fits nothing', () => {
  for (const number of ['', '888', '+86a888']) {
    expect(VANITY_PATTERNS.filter((pattern) => fitsPattern(number, pattern))).toEqual([]);
  }
});
