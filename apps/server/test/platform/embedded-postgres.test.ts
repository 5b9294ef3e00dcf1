import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDb } from '../../src/platform/db.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';

let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'herald-embedded-'));
  // What a start that died while the cluster was made leaves behind.
  await mkdir(join(dataDir, 'postgres.new'));
  await writeFile(join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n');
});
afterAll(async () => {
  for (const one of running) await one.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    dataDir,
    settings: { shared_buffers: '16MB', max_connections: '10' },
  });
  running.push(server);
  return server;
}

async function ask<Row extends object>(server: EmbeddedPostgres, statement: string): Promise<Row[]> {
  const sql = connectDb(server.address, { name: 'test', max: 1 });
  return sql.unsafe<Row[]>(statement).finally(() => sql.end());
}

const pid = async () =>
  Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

test('product: made on the first start, adopted while it runs, kept over a stop, started again after a kill', async () => {
  const first = await start();
  await ask(first, 'CREATE TABLE kept AS SELECT 1 AS one');
  expect((await ask<{ fsync: string }>(first, 'SHOW fsync'))[0]?.fsync).toBe('on');
  expect((await ask<{ listen_addresses: string }>(first, 'SHOW listen_addresses'))[0]?.listen_addresses).toBe(
    '',
  );
  expect((await stat(join(dataDir, 'run/postgres'))).mode & 0o777).toBe(0o700);
  await expect(stat(join(dataDir, 'postgres.new'))).rejects.toMatchObject({ code: 'ENOENT' });
  const madeBy = await pid();

  // Another process of ours, whose predecessor was killed: the server is there, and is used as it is.
  const second = await start();
  expect(await pid()).toBe(madeBy);
  expect(await ask(second, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);

  // It ends by itself: it is started again, with everything in it.
  process.kill(madeBy, 'SIGKILL');
  await expect
    .poll(() => ask(second, 'SELECT one FROM kept').catch(() => []), { timeout: 30_000 })
    .toEqual([{ one: 1 }]);
  expect(await pid()).not.toBe(madeBy);

  for (const one of running.splice(0)) await one.stop();
  await expect(pid()).rejects.toMatchObject({ code: 'ENOENT' });
  const third = await start();
  expect(await ask(third, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
});

test('product: one that is on its way out is waited for, and started anew', async () => {
  const [server] = running.splice(0);
  // A start right behind a stop: it has begun, and is not waited for. (One that is still ready would be adopted.)
  const stopped = server?.stop();
  const file = () => readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
  await expect.poll(file, { interval: 1 }).not.toMatch(/^ready/m);
  const [next] = await Promise.all([start(), stopped]);
  expect(await ask(next, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
});

test('product: what it says when it cannot start is told', async () => {
  for (const one of running.splice(0)) await one.stop();
  await expect(startEmbeddedPostgres({ dataDir, settings: { shared_buffers: 'much' } })).rejects.toThrow(
    /PostgreSQL did not start:[\s\S]*shared_buffers/,
  );
});

const root = process.getuid?.() === 0;
test.skipIf(!root)(
  `product: the owner of the data runs it, whoever root would choose for new data${root ? '' : ' (skipped: not root)'}`,
  async () => {
    for (const one of running.splice(0)) await one.stop();
    const stranger = 61_234;
    execFileSync('chown', ['-R', `${stranger}:${stranger}`, join(dataDir, 'postgres')]);
    const server = await start();
    expect(await ask(server, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    expect((await stat(`/proc/${await pid()}`)).uid).toBe(stranger);
  },
);
