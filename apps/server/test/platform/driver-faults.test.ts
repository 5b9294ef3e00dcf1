import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isDriverFault } from '../../src/platform/driver-faults.ts';

const FAULTY = fileURLToPath(new URL('../support/faulty.ts', import.meta.url));

describe('product: an outage of the database does not end the process, any other fault does', () => {
  test.each([
    ['driver-write', 0],
    ['driver-types', 0],
    ['exception', 7],
    ['rejection', 7],
  ])('product: %s ends it with %i', async (fault, expected) => {
    const child = fork(FAULTY, [fault], { stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    expect(code === 0).toBe(expected === 0);
  });
});

test('product: only what is the driver’s counts as its fault', () => {
  expect(isDriverFault(new TypeError('Cannot read properties of null'))).toBe(false);
  expect(isDriverFault(Object.assign(new Error('x'), { code: 'CONNECTION_CLOSED', query: 'SELECT 1' }))).toBe(
    false,
  );
  expect(isDriverFault(Object.assign(new Error('x'), { code: '42P01', query: 'pg_catalog.pg_type' }))).toBe(
    false,
  );
  expect(isDriverFault(undefined)).toBe(false);
});
