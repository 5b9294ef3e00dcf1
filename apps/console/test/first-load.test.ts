import { expect, test } from 'vitest';
import { firstLoad } from '../build/first-load.ts';
import { built } from './support/build.ts';

test('product: log-in and overview load less than 350 kB, and the page for callees less than 120 kB, in a browser with an empty cache', async () => {
  const loads = await firstLoad(await built());
  expect(loads.map(({ route }) => route)).toEqual(['log-in', 'overview', 'callee']);
  for (const { route, gzipBytes } of loads) {
    expect(gzipBytes, route).toBeGreaterThan(50_000);
    expect(gzipBytes, route).toBeLessThan(route === 'callee' ? 120_000 : 350_000);
  }
}, 180_000);
