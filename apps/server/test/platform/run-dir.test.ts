import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockDataDir, runDir } from '../../src/platform/run-dir.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'herald-lock-'));
});
afterAll(() => rm(directory, { recursive: true }));

const HOLDER = fileURLToPath(new URL('../support/lock-holder.ts', import.meta.url));

test('product: a data directory is held by one, given back, and taken again', async () => {
  const dataDir = join(directory, 'one');
  const unlock = await lockDataDir(dataDir);
  expect(unlock).toBeDefined();
  expect(await lockDataDir(dataDir)).toBeUndefined();
  await unlock?.();
  const again = await lockDataDir(dataDir);
  expect(again).toBeDefined();
  await again?.();
});

test('product: of twenty that start together one gets it', async () => {
  const dataDir = join(directory, 'many');
  const taken = await Promise.all(Array.from({ length: 20 }, () => lockDataDir(dataDir)));
  const holders = taken.filter((unlock) => unlock !== undefined);
  expect(holders).toHaveLength(1);
  await holders[0]?.();
});

test('product: what a killed process left is no lock; one that lives is, in whatever process', async () => {
  const dataDir = join(directory, 'killed');
  const holder = fork(HOLDER, [dataDir], { execArgv: [] });
  const gone = once(holder, 'exit');
  try {
    const [word] = await once(holder, 'message');
    expect(word).toEqual({ held: true });
    expect(await lockDataDir(dataDir)).toBeUndefined();
  } finally {
    holder.kill('SIGKILL');
    await gone;
  }
  const unlock = await lockDataDir(dataDir);
  expect(unlock).toBeDefined();
  expect(await lockDataDir(dataDir)).toBeUndefined();
  await unlock?.();
});

test('product: a file in its place is no lock either', async () => {
  const dataDir = join(directory, 'file');
  await (await lockDataDir(dataDir))?.();
  await writeFile(join(runDir(dataDir), 'herald.lock'), '');
  const unlock = await lockDataDir(dataDir);
  expect(unlock).toBeDefined();
  await unlock?.();
});

test('product: sockets of a directory with a long name are elsewhere, and each has its own place', async () => {
  const long = join(directory, 'x'.repeat(90));
  expect(runDir('/srv/herald')).toBe('/srv/herald/run');
  expect(runDir(long).length).toBeLessThan(60);
  expect(runDir(long)).not.toBe(runDir(`${long}y`));
  const unlock = await lockDataDir(long);
  expect(await lockDataDir(long)).toBeUndefined();
  await unlock?.();
  await rm(runDir(long), { recursive: true });
});
