import { describe, expect, test } from 'vitest';
import { badEntry, createIpAllowList } from '../../src/platform/ip-allow-list.ts';

const isAllowed = createIpAllowList();

describe('allow-lists of addresses', () => {
  test.each([
    '010.0.0.1',
    '010.0.0.0/8',
    '10.1',
    '10.1/16',
    '0x0a.0.0.1',
    '167772161',
    '0/0',
    'fe80::1%eth0',
    '10.0.0.0/33',
    '2001:db8::/129',
    ' 10.0.0.1',
    'localhost',
    '',
  ])('4.2.4 “%s”, which one reads so and another otherwise, is no entry and admits nobody', (entry) => {
    expect(badEntry([entry])).toBe(entry);
    for (const ip of ['10.0.0.1', '8.0.0.1', 'fe80::1']) expect(isAllowed([entry], ip)).toBe(false);
  });

  test.each([
    ['10.0.0.1', '10.0.0.1', '10.0.0.2'],
    ['10.0.0.1', '::ffff:10.0.0.1', '::ffff:10.0.0.2'],
    ['::ffff:10.0.0.1', '10.0.0.1', '10.0.0.2'],
    ['::ffff:10.0.0.0/104', '10.9.9.9', '11.0.0.1'],
    ['10.0.0.0/8', '10.255.0.1', '11.0.0.1'],
    ['0.0.0.0/0', '8.8.8.8', '2001:db8::1'],
    ['2001:db8::/32', '2001:db8:ffff::1', '2001:db9::1'],
  ])('4.2.4 %s admits %s and not %s', (entry, inside, outside) => {
    expect(badEntry([entry])).toBeUndefined();
    expect(isAllowed([entry], inside)).toBe(true);
    expect(isAllowed([entry], outside)).toBe(false);
  });
});
