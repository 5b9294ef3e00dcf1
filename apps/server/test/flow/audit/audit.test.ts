import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HeraldError } from '@herald/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportAudit } from '../../../src/flow/audit/export-audit.ts';
import { type Act, recordAct } from '../../../src/flow/audit/record-act.ts';
import { verifyAudit } from '../../../src/flow/audit/verify-audit.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';

const HERALD = fileURLToPath(new URL('../../../../cli/src/main.ts', import.meta.url));

let db: TestDatabase;
let folder: string;

beforeAll(async () => {
  db = await openTestDatabase();
  await db.sql`CREATE TABLE things (thing text PRIMARY KEY)`;
  folder = await mkdtemp(join(tmpdir(), 'herald-audit-'));
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

const act = (chain: string, request: Record<string, unknown> = {}): Act => ({
  actor: 'operator',
  who: async () => ({ actorId: 'op-1', chain }),
  ip: '203.0.113.7',
  requestId: 'request',
  act: 'UpdateThing',
  request,
});

const make = (thing: string) =>
  inTransaction(db.sql, async (tx) => {
    await tx`INSERT INTO things VALUES (${thing})`;
  });

const count = async (chain: string) =>
  (await db.sql`SELECT 1 FROM audit_log WHERE account_id = ${chain}`).length;

/** Three acts of a chain of its own. */
async function chainOfThree(chain: string): Promise<void> {
  for (const n of [1, 2, 3]) await recordAct(db, act(chain, { N: n }), () => make(`${chain}-${n}`));
}

/** As somebody would who owns the database. */
async function tamper(statement: string): Promise<void> {
  await db.sql.unsafe(`ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only; ${statement};
    ALTER TABLE audit_log ENABLE TRIGGER audit_log_append_only`);
}

const faultsOf = async (chain: string) =>
  (await verifyAudit(db)).faults.filter(({ accountId }) => accountId === chain);

async function exported(chain: string): Promise<string> {
  const { content } = await exportAudit(db, chain);
  let text = '';
  for await (const part of content) text += Buffer.from(part).toString();
  return text;
}

async function herald(...files: string[]) {
  const paths = await Promise.all(
    files.map(async (text, index) => {
      const path = join(folder, `${index}.jsonl`);
      await writeFile(path, text);
      return path;
    }),
  );
  const { status, stdout } = spawnSync(
    process.execPath,
    [HERALD, 'verify', 'audit', ...paths, '--lang', 'en'],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout };
}

describe('4.2.11 an act and its row are one', () => {
  test('4.2.11 what is done is kept once, though it takes two transactions', async () => {
    await recordAct(db, act('two'), async () => {
      await make('two-1');
      await make('two-2');
    });
    expect(await count('two')).toBe(1);
  });

  test('4.2.11 what is undone is not kept', async () => {
    const undone = recordAct(db, act('undone'), () =>
      inTransaction(db.sql, async (tx) => {
        await tx`INSERT INTO things VALUES ('undone')`;
        throw new HeraldError('SERVICE_UNAVAILABLE');
      }),
    );
    await expect(undone).rejects.toThrow(HeraldError);
    expect(await count('undone')).toBe(0);
  });

  test('4.2.11 what was refused after a part of it was done says so', async () => {
    const half = recordAct(db, act('half'), async () => {
      await make('half');
      throw new HeraldError('OPERATOR_EXISTS');
    });
    await expect(half).rejects.toThrow(HeraldError);
    const rows = await db.sql`SELECT ret_code FROM audit_log WHERE account_id = 'half' ORDER BY seq`;
    expect(rows.map((row) => row.ret_code)).toEqual([0, 18851]);
  });

  test('4.2.11 acts at once are in one chain without a gap', async () => {
    const many = Array.from({ length: 30 }, (_, n) => n);
    await Promise.all(many.map((n) => recordAct(db, act('many'), () => make(`many-${n}`))));
    expect(await count('many')).toBe(30);
    expect(await faultsOf('many')).toEqual([]);
  });

  test('4.2.11 a row is neither changed nor removed by this program', async () => {
    await chainOfThree('kept');
    await expect(db.sql`UPDATE audit_log SET ip = '' WHERE account_id = 'kept'`).rejects.toThrow(
      /never changed/,
    );
    await expect(db.sql`DELETE FROM audit_log WHERE account_id = 'kept'`).rejects.toThrow(/never changed/);
  });
});

describe('4.2.11 whoever owns the database is found out', () => {
  test.each([
    [
      'a changed row',
      `UPDATE audit_log SET actor_id = 'op-2' WHERE account_id = '$' AND seq = 2`,
      2,
      'changed',
    ],
    ['a removed row', `DELETE FROM audit_log WHERE account_id = '$' AND seq = 2`, 2, 'missing'],
    ['a removed last row', `DELETE FROM audit_log WHERE account_id = '$' AND seq = 3`, 3, 'missing'],
    [
      'a last row that is removed with the head set back',
      `DELETE FROM audit_log WHERE account_id = '$' AND seq = 3;
       UPDATE audit_chains SET seq = 2, hash = (SELECT hash FROM audit_log WHERE account_id = '$' AND seq = 2)
       WHERE account_id = '$'`,
      2,
      'signature',
    ],
    ['a head that is removed', `DELETE FROM audit_chains WHERE account_id = '$'`, 0, 'no-head'],
  ])('4.2.11 %s', async (what, statement, seq, fault) => {
    const chain = what.replaceAll(' ', '-');
    await chainOfThree(chain);
    expect(await faultsOf(chain)).toEqual([]);
    await tamper(statement.replaceAll('$', chain));
    expect(await faultsOf(chain)).toEqual([{ accountId: chain, seq, fault }]);
  });
});

describe('4.2.11 an exported chain is proved without a server', () => {
  let file: string;
  let earlier: string;
  beforeAll(async () => {
    await chainOfThree('exported');
    earlier = await exported('exported');
    await recordAct(db, act('exported', { N: 4 }), () => make('exported-4'));
    file = await exported('exported');
  });

  test('4.2.11 as it was written, and going on from an earlier one', async () => {
    const { status, stdout } = await herald(file, earlier);
    expect(stdout).toContain('nothing was changed or removed');
    expect(status).toBe(0);
  });

  test('4.2.11 a changed, a missing, a cut and an added record are named', async () => {
    const lines = file.trimEnd().split('\n');
    const changed = lines.with(2, (lines[2] ?? '').replace('op-1', 'op-2')).join('\n');
    expect(await herald(changed)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('#2 was changed'),
    });
    const missing = lines.toSpliced(2, 1).join('\n');
    expect(await herald(missing)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('#2 is missing'),
    });
    const cut = lines.slice(0, -1).join('\n');
    expect(await herald(cut)).toMatchObject({ status: 1, stdout: expect.stringContaining('#4 is missing') });
    const head = (lines[0] ?? '').replace('"seq":4', '"seq":3');
    const cutWithHead = [head, ...lines.slice(1, -1)].join('\n');
    expect(await herald(cutWithHead)).toMatchObject({ status: 1 });
  });

  test('4.2.11 a chain that was written anew is not the one of the earlier export', async () => {
    await tamper(
      `DELETE FROM audit_log WHERE account_id = 'exported'; DELETE FROM audit_chains WHERE account_id = 'exported'`,
    );
    for (const n of [1, 2, 3, 4]) await recordAct(db, act('exported', { N: -n }), () => make(`anew-${n}`));
    const anew = await exported('exported');
    expect(await herald(anew)).toMatchObject({ status: 0 });
    expect(await herald(anew, earlier)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('#3 is not what the earlier export holds'),
    });
  });
});
