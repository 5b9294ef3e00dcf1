import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatYuan, parseYuan, UNITS_PER_YUAN } from '../../src/platform/money.ts';

test.each([
  [0n, '0.0000'],
  [1n, '0.0001'],
  [-1n, '-0.0001'],
  [9_999n, '0.9999'],
  [10_000n, '1.0000'],
  [-123_400n, '-12.3400'],
  [9_007_199_254_740_993n, '900719925474.0993'],
])('3.4 %s units are %s yuan', (units, text) => {
  expect(formatYuan(units)).toBe(text);
  expect(parseYuan(text)).toBe(units);
});

test.each([
  ['12', 120_000n],
  ['12.3', 123_000n],
  ['0.05', 500n],
  ['-0', 0n],
])('3.4 %s is read as %s units', (text, units) => {
  expect(parseYuan(text)).toBe(units);
});

test.each([
  '',
  ' ',
  '1.',
  '.5',
  '1.00001',
  '1e3',
  '1,000',
  '+1',
  '0x1',
  'NaN',
  '１',
  '1 ',
  '1234567890123456',
])('3.4 %j is no amount', (text) => {
  expect(parseYuan(text)).toBeUndefined();
});

test('3.4 no amount is lost between text and units', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (units) => {
      expect(parseYuan(formatYuan(units))).toBe(units);
    }),
  );
  expect(UNITS_PER_YUAN).toBe(10_000n);
});
