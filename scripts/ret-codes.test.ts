import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS, RET_CODES } from '@herald/contract';
import { expect, test } from 'vitest';

const SERVER = 'apps/server/src';

test('product: every RetCode of the table is given by something: named in the server, or raised by a field that does not fit', () => {
  const given = new Set(
    Object.values(ACTIONS).flatMap(({ request }) =>
      Object.values(request.properties as unknown as Record<string, { error?: string }>).map(
        ({ error }) => error,
      ),
    ),
  );
  const sources = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(SERVER, name));
  for (const path of [...sources, 'packages/contract/src/signature.ts']) {
    for (const [, name] of readFileSync(path, 'utf8').matchAll(/'([A-Z_]+)'/g)) given.add(name);
  }
  expect(Object.keys(RET_CODES).filter((name) => !given.has(name))).toEqual([]);
});
