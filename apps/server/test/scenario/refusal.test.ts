import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLedger } from '../../src/modules/ledger/index.ts';
import { scriptContext } from '../../src/modules/messages/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Sql } from '../../src/platform/db.ts';
import { createIds } from '../../src/platform/ids.ts';
import { SHIPPED_LIMITS } from '../../src/platform/limit-settings.ts';
import { loadMasterKeys } from '../../src/platform/master-keys.ts';
import { openVault } from '../../src/platform/open-vault.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { approvedFlow } from '../support/flows.ts';
import { type Answer, type Caller, jsonCaller, signedQuery } from './support/callers.ts';
import { makeDataDir, openDatabase, type Service, startService, until } from './support/service.ts';

const ACCOUNT = 'demo';
const ROWS = 30;
/** Presses 9 in a call of its own, two seconds after it has answered. */
const BY_KEY = '13900054709';
const BY_KEY_ROWS = [0, 4, 9, 14, 29];
/** Refuses on the page for callees. */
const BY_PORTAL = '13900060200';
const BY_PORTAL_ROWS = [27, 28];
const REFUSED_ROWS = [...BY_KEY_ROWS, ...BY_PORTAL_ROWS];

/** Values of the template: which service, when, what. */
const SAID = 'A1,今天,超时';

const FLOW = {
  start: 'menu',
  maxSeconds: 60,
  nodes: {
    menu: { kind: 'menu', say: '您的包裹{1}已到，不再接听请按9。', keys: { 9: 'stop' }, otherwise: 'bye' },
    stop: { kind: 'refuse', say: '已为您登记。' },
    bye: { kind: 'hangup' },
  },
};

let data: Awaited<ReturnType<typeof makeDataDir>>;
let service: Service;
let call: Caller;
let sql: Sql;

beforeAll(async () => {
  data = await makeDataDir();
  service = await startService(data.dataDir, {
    RTP_PORTS: '12000-12999',
    SANDBOX_RTP_PORTS: '13000-13999',
    LOG_LEVEL: 'error',
    CALLEE_LIMITS_NOTICES: '20/60',
  });
  call = jsonCaller(service.facts);
  sql = openDatabase(data.dataDir);
});
afterAll(async () => {
  await sql?.end();
  await service?.stop();
  await data?.remove();
});

/** What the carrier says that reached it, in order. */
async function invites(number: string): Promise<number[]> {
  const lines = (await readFile(join(service.facts.heardDir, 'calls.jsonl'), 'utf8')).trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as { at: number; event: string; ending: string })
    .filter(({ event, ending }) => event !== 'ended' && number.endsWith(ending))
    .map(({ at }) => at);
}

/** The owner of the number, as the page for callees knows him: by the code that he was told. */
async function provedCallee(number: string): Promise<string> {
  const { Proof } = await call('SendUVMSCalleeCode', { PhoneNumber: `+86${number}` });
  const sessionNo = await until('the call with the code is over', async () => {
    const [row] = await sql<{ sessionNo: string }[]>`
      SELECT session_no AS "sessionNo" FROM receipts WHERE account_id = '' AND result = 1`;
    return row?.sessionNo;
  });
  const masters = await loadMasterKeys(undefined, join(data.dataDir, 'master.key'));
  const vault = await openVault(sql, masters, Date.now());
  const [row] = await sql<{ sealed: Buffer }[]>`
    SELECT script_sealed AS sealed FROM messages WHERE account_id = '' AND session_no = ${sessionNo}`;
  const said = JSON.parse(vault.open(row?.sealed ?? Buffer.of(), scriptContext(sessionNo)));
  const proved = await call('VerifyUVMSCalleeCode', { Proof: String(Proof), Code: said.pieces[1].text });
  expect(proved).toMatchObject({ RetCode: 0 });
  return String(proved.CalleeToken);
}

/** A task whose list calls the two who will refuse several times, among others who are busy. */
async function startedTask(): Promise<string> {
  const list = Array.from({ length: ROWS }, (_, nth) => {
    if (BY_KEY_ROWS.includes(nth)) return `${BY_KEY},${SAID}`;
    if (BY_PORTAL_ROWS.includes(nth)) return `${BY_PORTAL},${SAID}`;
    return `136${String(nth).padStart(4, '0')}0486,${SAID}`;
  }).join('\n');
  const query = signedQuery(service.facts, 'UploadUVMSFile', { Kind: 'list', Name: 'list.csv' });
  const uploaded = await fetch(`${service.facts.baseUrl}/?${query}`, { method: 'POST', body: list });
  const { FileId } = (await uploaded.json()) as Answer & { FileId: string };
  const created = await call('CreateUVMSTask', {
    ...{ Name: 'refusals', TemplateId: service.facts.noticeTemplateId, FileId, SkipDuplicates: false },
  });
  expect(created).toMatchObject({ RetCode: 0 });
  const TaskNo = String(created.TaskNo);
  await until('the list is read', async () => {
    const { Task } = await call('GetUVMSTask', { TaskNo });
    return (Task as { State: string }).State === 'ready' ? true : undefined;
  });
  expect(await call('StartUVMSTask', { TaskNo })).toMatchObject({ RetCode: 0 });
  await until('every row waits for its call', async () => {
    const { Task } = await call('GetUVMSTask', { TaskNo });
    return (Task as { Queued: number }).Queued === ROWS ? true : undefined;
  });
  return TaskNo;
}

test('4.3.2 over real SIP, who refuses by key or on the page while a task runs is not rung again: what waits for them ends as refused, unpaid, and the carrier sees no INVITE', async () => {
  const CalleeToken = await provedCallee(BY_PORTAL);
  const codeCalls = await invites(BY_PORTAL);
  expect(codeCalls).toHaveLength(1);
  // All that is to be dialled waits before the first INVITE, the call in which the key is pressed ahead of the task. Two
  // calls a second: most of the task is still to be dialled then. The test may run at night.
  await sql`UPDATE trunks SET cps = 2, enabled = false WHERE trunk_id = 'sandbox'`;
  await sql`UPDATE templates SET all_day = true WHERE template_id = ${service.facts.noticeTemplateId}`;
  const world = {
    ...{ sql, clock: systemClock, random: systemRandom, limits: SHIPPED_LIMITS },
    newId: createIds(systemClock, systemRandom),
    limits: SHIPPED_LIMITS,
  };
  const TemplateId = await approvedFlow(world, ACCOUNT, FLOW);
  const keyed = await call('SendUVMSMessage', {
    ...{ CalledNumber: `+86${BY_KEY}`, TemplateId, TemplateParams: ['A1'] },
  });
  expect(keyed).toMatchObject({ RetCode: 0 });
  const task = await startedTask();
  await sql`UPDATE trunks SET enabled = true WHERE trunk_id = 'sandbox'`;

  await until('the key is a refusal', async () => {
    const [row] = await sql`SELECT 1 FROM do_not_call WHERE account_id = ${ACCOUNT} AND source = 'key'`;
    return row && true;
  });
  expect(await call('RefuseUVMSCalls', { CalleeToken })).toMatchObject({ RetCode: 0 });
  // It came in time: nothing of this task has rung the second one.
  expect(await invites(BY_PORTAL)).toEqual(codeCalls);

  const done = await until(
    'the task is over',
    async () => {
      const { Task } = await call('GetUVMSTask', { TaskNo: task });
      return (Task as { State: string }).State === 'done' ? (Task as Record<string, unknown>) : undefined;
    },
    120_000,
  );
  expect(done).toMatchObject({ Total: ROWS, Waiting: 0, Queued: 0 });
  expect(await invites(BY_KEY)).toHaveLength(1);
  expect(await invites(BY_PORTAL)).toEqual(codeCalls);

  const { Receipt } = await call('GetUVMSReceipt', { SessionNo: String(keyed.SessionNo) });
  expect(Receipt).toMatchObject({ ReceiptReason: 'answered' });
  const refused = await sql<{ code: number; charge: bigint }[]>`
    SELECT r.code, r.charge FROM messages m JOIN receipts r USING (account_id, session_no)
    WHERE m.task_no = ${task} AND m.task_line = ANY(${REFUSED_ROWS.map((nth) => nth + 1)})`;
  expect(refused.map(({ code, charge }) => [code, charge])).toEqual(REFUSED_ROWS.map(() => [1004, 0n]));
  // The others were called in spite of it.
  const [others] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM messages m JOIN receipts r USING (account_id, session_no)
    WHERE m.task_no = ${task} AND r.started_at IS NOT NULL`;
  expect(others?.count).toBe(ROWS - REFUSED_ROWS.length);
  expect(await verifyLedger(sql)).toEqual([]);
}, 240_000);
