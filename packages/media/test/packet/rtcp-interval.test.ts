import { expect, test } from 'vitest';
import { rtcpIntervalMs } from '../../src/packet/rtcp-interval.ts';

const CALL = { sessionBitsPerSecond: 80_000, averageBytes: 120, initial: false, chance: 0.5 };

test('RFC 3550 6.3.1: five seconds by a half to one and a half, made good by e − 3/2', () => {
  expect(rtcpIntervalMs(CALL)).toBeCloseTo(5_000 / 1.21828, 0);
  expect(rtcpIntervalMs({ ...CALL, chance: 0 })).toBeCloseTo(2_500 / 1.21828, 0);
  expect(rtcpIntervalMs({ ...CALL, chance: 0.999_999 })).toBeCloseTo(7_500 / 1.21828, 0);
});

test('RFC 3550 6.2: the first interval has half the minimum', () => {
  expect(rtcpIntervalMs({ ...CALL, initial: true })).toBeCloseTo(2_500 / 1.21828, 0);
});

test('RFC 3550 6.2: where 5 % of the bandwidth is little, reports are rarer', () => {
  // 2 members × 200 bytes over 5 % of 8 kbit/s, 50 bytes a second
  const narrow = { ...CALL, sessionBitsPerSecond: 8_000, averageBytes: 200 };
  expect(rtcpIntervalMs(narrow)).toBeCloseTo(8_000 / 1.21828, 0);
});
