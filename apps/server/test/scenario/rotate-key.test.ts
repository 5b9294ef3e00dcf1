import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { SEALED_PLACES } from '../../src/flow/privacy/sealed-places.ts';
import { calleeContext, scriptContext } from '../../src/modules/messages/index.ts';
import { listMasterKeys, listResealings } from '../../src/modules/sealing/index.ts';
import type { Sql } from '../../src/platform/db.ts';
import { loadMasterKeys } from '../../src/platform/master-keys.ts';
import { openVault } from '../../src/platform/open-vault.ts';
import { jsonCaller } from './support/callers.ts';
import {
  launchService,
  makeDataDir,
  openDatabase,
  type Service,
  startService,
  until,
} from './support/service.ts';

const run = promisify(execFile);
const SETTINGS = {
  NODE_LEASE_MS: '2000',
  RTP_PORTS: '16000-16999',
  SANDBOX_RTP_PORTS: '17000-17999',
  SHUTDOWN_GRACE_MS: '0',
  LOG_LEVEL: 'error',
};
/** So many older messages that sealing them anew takes a while, in which the service can be killed. */
const OLDER = 8000;

test('4.3.1 the master key is changed while messages are on their way, and all is killed half-way: everything is read on, and the old key can go', async () => {
  const data = await makeDataDir();
  const keyFile = join(data.dataDir, 'master.key');
  let service = await startService(data.dataDir, SETTINGS);
  try {
    let sql = openDatabase(data.dataDir);
    const before = await send(service, '0200', 3);
    await copyMessages(sql, keyFile, before[0] as string);
    const waiting = await send(service, '0486', 3);
    await sql.end();
    await service.stop();

    const rotated = await run(process.execPath, ['apps/server/src/processes/rotate-key.ts'], {
      env: { ...process.env, DATA_DIR: data.dataDir },
    });
    expect(rotated.stdout).toContain('New master key');
    const [newKey, oldKey] = (await readFile(keyFile, 'utf8')).trim().split('\n') as [string, string];

    service = await startService(data.dataDir, SETTINGS);
    sql = openDatabase(data.dataDir);
    await until('some of it is sealed anew', async () =>
      (await resealedMessages(sql)) > 0n ? true : undefined,
    );
    killAll(service);
    await sql.end();
    await service.stop();
    await writeFile(keyFile, `${newKey}\n`);
    expect(await refusal(data.dataDir)).toMatch(
      /the master key [0-9a-f]{8} is missing, and data is still sealed/,
    );
    await writeFile(keyFile, `${newKey}\n${oldKey}\n`);

    service = await startService(data.dataDir, SETTINGS);
    sql = openDatabase(data.dataDir);
    const during = await send(service, '0200', 2);
    await until('the old key is of no use', async () => {
      const keys = await listMasterKeys(sql);
      return keys.length === 2 && keys[1]?.emptiedAt ? true : undefined;
    });
    const passes = await listResealings(sql, (await listMasterKeys(sql))[0]?.keyId as string);
    expect(passes.map(({ place }) => place).sort()).toEqual(SEALED_PLACES.map(({ table }) => table).sort());
    expect(passes.filter(({ unreadable }) => unreadable > 0n)).toEqual([]);
    await sql.end();
    await service.stop();

    await writeFile(keyFile, `${newKey}\n`);
    service = await startService(data.dataDir, SETTINGS);
    const after = await send(service, '0200', 1);
    const call = jsonCaller(service.facts);
    for (const sessionNo of [...before, ...waiting, ...during, ...after]) {
      const message = await until('its receipt', async () => {
        const answer = await call('GetUVMSMessage', { SessionNo: sessionNo });
        expect(answer).toMatchObject({ RetCode: 0 });
        return answer.State === 'ended' ? answer : undefined;
      });
      expect(message.Phone).toBe(called.get(sessionNo));
    }
  } finally {
    await service.stop();
    await data.remove();
  }
}, 300_000);

/** Who was called, by SessionNo. */
const called = new Map<string, string>();

async function send({ facts }: Service, ending: string, count: number): Promise<string[]> {
  const call = jsonCaller(facts);
  const sent: string[] = [];
  for (let nth = 0; nth < count; nth++) {
    const CalledNumber = `+86137${String(called.size).padStart(4, '0')}${ending}`;
    const { codeTemplateId: TemplateId } = facts;
    const answer = await call('SendUVMSMessage', { CalledNumber, TemplateId, TemplateParams: ['1234'] });
    expect(answer).toMatchObject({ RetCode: 0 });
    called.set(answer.SessionNo as string, CalledNumber);
    sent.push(answer.SessionNo as string);
  }
  return sent;
}

/** Many like one that is over, as they would lie there after a year. */
async function copyMessages(sql: Sql, keyFile: string, sessionNo: string): Promise<void> {
  const vault = await openVault(sql, await loadMasterKeys(undefined, keyFile), Date.now());
  const ids = Array.from(
    { length: OLDER },
    (_, nth) => `${sessionNo.slice(0, 24)}${String(nth).padStart(12, '0')}`,
  );
  await sql`
    INSERT INTO messages
    SELECT (jsonb_populate_record(m, jsonb_build_object('session_no', id, 'callee_sealed', '\\x' || callee,
      'script_sealed', '\\x' || script))).*
    FROM messages m, unnest(${ids}::text[],
      ${ids.map((id) => vault.seal('+8613800000200', calleeContext(id)).toString('hex'))}::text[],
      ${ids.map((id) => vault.seal('{}', scriptContext(id)).toString('hex'))}::text[]) AS copies (id, callee, script)
    WHERE m.session_no = ${sessionNo}`;
}

async function resealedMessages(sql: Sql): Promise<bigint> {
  const [row] = await sql<{ resealed: bigint }[]>`SELECT resealed FROM resealings WHERE place = 'messages'`;
  return row?.resealed ?? 0n;
}

/** kill -9 of the service with all its children. */
function killAll({ child }: Service): void {
  process.kill(-(child.pid as number), 'SIGKILL');
}

/** What a start says that is refused. */
async function refusal(dataDir: string): Promise<string> {
  const launched = launchService(dataDir, SETTINGS);
  await until('it has ended', async () => launched.child.exitCode ?? undefined);
  return launched.output();
}
