import { describe, expect, test } from 'vitest';
import { createBriefCache } from '../../src/platform/brief-cache.ts';
import { manualClock } from '../support/manual-clock.ts';

describe('brief cache', () => {
  test('4.2.3 a leaked key stops working within a second, on every node', async () => {
    const clock = manualClock(0);
    let status = 'active';
    const nodes = [1, 2].map(() => createBriefCache(clock, async () => status));
    for (const node of nodes) expect(await node.find('k')).toBe('active');
    status = 'disabled';
    clock.advance(999);
    for (const node of nodes) expect(await node.find('k')).toBe('disabled');
  });

  test('product: requests that miss together share one look-up, and hits need none', async () => {
    let loads = 0;
    const cache = createBriefCache(manualClock(0), async () => {
      loads++;
      return 'active';
    });
    await Promise.all(Array.from({ length: 50 }, () => cache.find('k')));
    await cache.find('k');
    expect(loads).toBe(1);
  });

  test('product: a look-up that failed is not remembered', async () => {
    let loads = 0;
    const cache = createBriefCache(manualClock(0), async () => {
      if (loads++ === 0) throw new Error('away');
      return 'active';
    });
    await expect(cache.find('k')).rejects.toThrow('away');
    expect(await cache.find('k')).toBe('active');
  });

  test('product: made-up keys are remembered too, and a flood of them stays bounded', async () => {
    let loads = 0;
    const cache = createBriefCache(manualClock(0), async () => {
      loads++;
      return undefined;
    });
    await cache.find('first');
    await cache.find('first');
    expect(loads).toBe(1);
    for (let index = 0; index < 10_000; index++) await cache.find(`flood-${index}`);
    await cache.find('first');
    expect(loads).toBe(10_002);
  });
});
