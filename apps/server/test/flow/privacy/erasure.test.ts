import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RETENTION_KINDS } from '@herald/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { requestTrunkTest } from '../../../src/flow/carriers/test-trunk.ts';
import { storeFile } from '../../../src/flow/files/store-file.ts';
import { keepRetention } from '../../../src/flow/privacy/keep-retention.ts';
import { runErasures } from '../../../src/flow/privacy/run-erasures.ts';
import { deleteTerminated } from '../../../src/flow/sanctions/delete-terminated.ts';
import { calleeHandlers } from '../../../src/gateway/handlers/callees.ts';
import { complianceHandlers } from '../../../src/gateway/handlers/compliance.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { privacyHandlers } from '../../../src/gateway/handlers/privacy.ts';
import { callerContext, insertInbound } from '../../../src/modules/callflows/index.ts';
import { answerContext, wordsContext } from '../../../src/modules/complaints/index.ts';
import { useFile } from '../../../src/modules/files/index.ts';
import { verifyLedger } from '../../../src/modules/ledger/index.ts';
import { flowContext } from '../../../src/modules/receipts/index.ts';
import { readConfig } from '../../../src/platform/config.ts';
import { systemRandom } from '../../../src/platform/random.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { member, operator, stranger } from '../../support/callers.ts';
import { openPlacer } from '../../support/placing.ts';
import { png, wav } from '../../support/sample-files.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { once, openTaskWorld, type TaskWorld } from '../../support/task-world.ts';

let world: TaskWorld;
let heardDir: string;
let portal: ReturnType<typeof calleeHandlers>;
let desk: ReturnType<typeof privacyHandlers>;
let lists: ReturnType<typeof complianceHandlers>;
/** What was sealed, by the sealed bytes in hex: only so can it be told what is in them. */
const sealed = new Map<string, string>();

beforeAll(async () => {
  world = await openTaskWorld();
  const { seal } = world.vault;
  world.vault.seal = (plaintext, context) => {
    const bytes = seal(plaintext, context);
    sealed.set(bytes.toString('hex'), plaintext);
    return bytes;
  };
  heardDir = await mkdtemp(join(tmpdir(), 'herald-heard-'));
  const deps = { ...world, operatorName: 'Herald' } as unknown as HandlerDeps;
  portal = calleeHandlers(deps);
  desk = privacyHandlers(deps);
  lists = complianceHandlers(deps);
});
afterAll(async () => {
  await world.close();
  await rm(heardDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await world.emptyQueue();
  await world.sql`DELETE FROM erasures`;
});

const run = () => {
  world.clock.advance(60_000);
  return runErasures({ ...world, heardDir });
};

async function answerAll(): Promise<Map<string, string>> {
  const engine = scriptedEngine({ place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()) });
  await (await openPlacer(world, engine)).run();
  const code = (script: object) =>
    'pieces' in script
      ? (script.pieces as { text: string }[]).find(({ text }) => /^\d{6}$/.test(text))?.text
      : undefined;
  return new Map(engine.placed.map(({ callee, script }) => [callee, code(script) ?? '']));
}

async function prove(PhoneNumber: string): Promise<string> {
  const { Proof } = await portal.SendUVMSCalleeCode(stranger({ ip: PhoneNumber }), { PhoneNumber });
  const Code = (await answerAll()).get(PhoneNumber) ?? '';
  return (await portal.VerifyUVMSCalleeCode(stranger(), { Proof, Code })).CalleeToken;
}

/** Where the digits are: tables whose rows have them in plain or sealed, files, and the log. */
async function whereIs(digits: string): Promise<string[]> {
  const tables = await world.sql<{ schema: string; name: string }[]>`
    SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
  const found = new Set<string>();
  const asHex = Buffer.from(digits).toString('hex');
  for (const { schema, name } of tables) {
    const rows = await world.sql<{ text: string }[]>`
      SELECT t::text AS text FROM ${world.sql(`${schema}.${name}`)} t`;
    for (const { text } of rows) {
      const open = [...text.matchAll(/\\x([0-9a-f]{58,})/g)].some(([, hex = '']) =>
        sealed.get(hex)?.includes(digits),
      );
      if (open || text.includes(digits) || text.includes(asHex)) found.add(name.replace(/_\d{4}_\d\d$/, ''));
    }
  }
  for (const folder of [world.filesFolder, heardDir]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = await readFile(join(entry.parentPath, entry.name));
      if (content.includes(digits)) found.add(`file ${entry.name}`);
    }
  }
  if (JSON.stringify(world.log.lines).includes(digits)) found.add('log');
  return [...found].sort();
}

const fileIds = async () =>
  (await readdir(world.filesFolder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

/** A message that was answered, with everything that can be kept of one. */
async function fullMessage(
  accountId: string,
  number: string,
): Promise<{ sessionNo: string; fileId: string }> {
  const { sql, vault } = world;
  const sessionNo = await world.send(accountId, { calledNumber: number, userId: `u${number.slice(1)}` });
  await answerAll();
  const { fileId } = await storeFile(world, {
    accountId,
    kind: 'recording',
    name: `${number}.wav`,
    content: once(wav()),
  });
  await inTransaction(sql, (tx) =>
    useFile(tx, { accountId, fileId, kind: 'recording', use: `message:${sessionNo}` }),
  );
  const flow = vault.seal(JSON.stringify({ collected: number }), flowContext(sessionNo));
  await sql`
    UPDATE receipts SET digits = ${number.slice(1)}, flow_sealed = ${flow} WHERE session_no = ${sessionNo}`;
  await sql`
    INSERT INTO call_events (account_id, session_no, at, state, detail)
    VALUES (${accountId}, ${sessionNo}, now(), 'digit', ${number.slice(1)})`;
  await mkdir(heardDir, { recursive: true });
  await writeFile(join(heardDir, `${sessionNo}.1.wav`), `heard ${number}`);
  return { sessionNo, fileId };
}

async function inbound(accountId: string, number: string): Promise<void> {
  const { vault, newId } = world;
  const callNo = newId();
  const at = new Date(world.clock.now());
  await insertInbound(world.sql, {
    ...{ accountId, callNo, callId: 'in', trunkId: 'trunk-1', number: '+862151860001' },
    ...{ callerSealed: vault.seal(number, callerContext(callNo)), callerKey: vault.key(number) },
    ...{ flowId: '', flowVersion: 0, startedAt: at, answeredAt: at, endedAt: at, talkMs: 0 },
    ...{ digits: '', flowSealed: null },
  });
}

async function complaint(accountId: string, number: string, state: string): Promise<string> {
  const { vault, newId } = world;
  const complaintId = newId();
  const words = vault.seal(`${number} is called at night`, wordsContext(complaintId));
  const answer = vault.seal(`we called ${number}`, answerContext(complaintId));
  await world.sql`
    INSERT INTO complaints (account_id, complaint_id, channel, kind, severity, callee_key, callee_mask, happened_at,
      words_sealed, answer_sealed, state, opened_at, told_how)
    VALUES (${accountId}, ${complaintId}, 'operator', 'other', 1, ${vault.key(number)},
      ${`${number.slice(0, 6)}****${number.slice(-4)}`}, now(), ${words}, ${answer}, ${state}, now(),
      ${`by telephone, ${number}`})`;
  return complaintId;
}

test('4.2.9 after a callee asks for it the number is in no table, file or log, in plain or sealed; money rows and refusals stay', async () => {
  const number = '+8613912345678';
  const digits = number.slice(3);
  const accountId = await world.account({ cash: 10_000_000n });
  const { sessionNo, fileId } = await fullMessage(accountId, number);
  await inbound('', number);
  // One list whose rows are rows by now, and one whose rows lie folded.
  const others = ['13911112222', '13911113333'];
  const list = `号码,1\n${others[0]},A1B2\n${digits},C3D4\n`;
  const started = await world.task(accountId, list);
  await world.start(accountId, started);
  await world.round();
  await world.call({ kind: 'answered' });
  const folded = await world.task(accountId, `号码,1\n${others[1]},A1B2\n${digits},C3D4\n`);
  await lists.BatchCreateUVMSBlacklistPhone(member(accountId), {
    PhoneNumbers: [number],
    Remark: `asked, ${digits}`,
  });
  await requestTrunkTest(world, {
    ...{ trunkId: 'trunk-1', operatorId: 'staff', language: 'zh', sentence: '线路测试。' },
    calledNumber: number,
  });
  await world.sql`UPDATE trunk_tests SET state = 'ended'`;
  await complaint(accountId, number, 'told');
  const calleeKey = world.vault.key(number);
  await world.sql`
    INSERT INTO test_callees (account_id, callee_key, callee_mask, remark, verified_at)
    VALUES (${accountId}, ${calleeKey}, '+86139****5678', ${`phone ${digits}`}, now())`;
  await world.sql`
    INSERT INTO message_samples (account_id, sample_id, session_no, judged_at, operator_id, verdict, reason)
    VALUES (${accountId}, ${world.newId()}, ${sessionNo}, now(), 'staff', 'deviates', ${`${digits} heard another brand`})`;
  const CalleeToken = await prove(number);
  await portal.RefuseUVMSCalls(stranger(), { CalleeToken });
  const transfers = await world.sql`SELECT count(*)::int AS count FROM ledger_transfers`;
  const lineFiles = await world.sql<{ fileId: string }[]>`SELECT file_id AS "fileId" FROM tasks`;
  expect(await whereIs(digits)).toEqual([
    'call_events',
    'callee_proofs',
    'callee_sessions',
    'complaints',
    'do_not_call',
    `file ${sessionNo}.1.wav`,
    'files',
    'inbound_calls',
    'message_samples',
    'messages',
    'receipts',
    'task_parts',
    'task_rows',
    'test_callees',
    'trunk_tests',
  ]);

  await portal.EraseUVMSCalleeData(stranger(), { CalleeToken });
  expect(await whereIs(digits)).toContain('erasures');
  expect(await run()).toBe(1);
  expect(await whereIs(digits)).toEqual([]);
  // Nor is a mask left by which somebody is told from others.
  expect(await whereIs('****5678')).toEqual([]);
  const [sample] = await world.sql`SELECT reason FROM message_samples`;
  expect(sample).toEqual({ reason: '*** heard another brand' });
  const kept = await fileIds();
  for (const gone of [fileId, ...lineFiles.map((row) => row.fileId)]) expect(kept).not.toContain(gone);

  expect(await world.sql`SELECT count(*)::int AS count FROM ledger_transfers`).toEqual(transfers);
  expect(await verifyLedger(world.sql)).toEqual([]);
  expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'answered' });
  await expect(world.send(accountId, { calledNumber: number })).rejects.toMatchObject({
    name: 'CALLEE_REFUSES',
  });
  const rows = [...(await world.rows(accountId, started)), ...(await world.rows(accountId, folded))];
  expect(rows.map(({ state }) => state)).toEqual(['answered', 'cancelled', 'waiting', 'skipped']);
  const task = await world.read(accountId, folded);
  expect(task.counts).toMatchObject({ waiting: 1, skipped: 1 });
  await expect(portal.ListUVMSCalleeCalls(stranger(), { CalleeToken })).rejects.toMatchObject({
    name: 'CALLEE_SESSION_OVER',
  });
  const { Data } = await desk.ListUVMSErasures(operator('compliance'), {});
  expect(Data).toMatchObject([
    { AccountId: '', Phone: '', AskedBy: 'callee', Rows: 2, CallsIn: 1, Files: 3 },
  ]);
});

test('4.2.9 a complaint under way is handled to its end, and then loses mask and words', async () => {
  const number = '+8613912340009';
  const accountId = await world.account({ cash: 10_000_000n });
  const complaintId = await complaint(accountId, number, 'forwarded');
  await desk.EraseUVMSData(operator('compliance'), { PhoneNumber: number, Reason: 'by letter' });
  expect(await run()).toBe(0);
  expect(await whereIs(number.slice(3))).toContain('complaints');
  await world.sql`UPDATE complaints SET state = 'told' WHERE complaint_id = ${complaintId}`;
  expect(await run()).toBe(1);
  expect(await whereIs(number.slice(3))).toEqual([]);
});

test('4.2.9 a customer erases at home alone: what others hold of the number stays', async () => {
  const number = '+8613912340001';
  const [mine, theirs] = [
    await world.account({ cash: 10_000_000n }),
    await world.account({ cash: 10_000_000n }),
  ];
  await fullMessage(mine, number);
  world.clock.advance(61_000);
  const other = await fullMessage(theirs, number);
  const { ErasureId } = await desk.EraseUVMSNumber(member(mine), { PhoneNumber: number });
  expect((await desk.EraseUVMSNumber(member(mine), { PhoneNumber: number })).ErasureId).toBe(ErasureId);
  expect(await run()).toBe(1);
  const left = await world.sql`SELECT account_id AS "accountId" FROM messages WHERE callee_mask <> ''
    AND callee_key = ${world.vault.key(number)}`;
  expect(left).toEqual([{ accountId: theirs }]);
  expect(await fileIds()).toContain(other.fileId);
  expect((await desk.ListUVMSNumberErasures(member(theirs), {})).Total).toBe(0);
  expect((await desk.ListUVMSNumberErasures(member(mine), {})).Data).toMatchObject([
    { ErasureId, Messages: 1, Files: 1 },
  ]);
});

test('4.2.9 what waits for its call is erased after it: the request stays open until then', async () => {
  const number = '+8613912340002';
  const accountId = await world.account({ cash: 10_000_000n });
  const sessionNo = await world.send(accountId, { calledNumber: number });
  await desk.EraseUVMSData(operator('compliance'), { PhoneNumber: number, Reason: 'by letter' });
  expect(await run()).toBe(0);
  expect((await answerAll()).has(number)).toBe(true);
  expect(await run()).toBe(1);
  expect(await whereIs(number.slice(3))).toEqual([]);
  expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'answered' });
});

test('rules: an erasure does not give back how often a callee may be called in a day', async () => {
  const number = '+8613912340003';
  const accountId = await world.account({ cash: 10_000_000n });
  await world.send(accountId, { calledNumber: number });
  await answerAll();
  await desk.EraseUVMSNumber(member(accountId), { PhoneNumber: number });
  expect(await runErasures({ ...world, heardDir })).toBe(1);
  await expect(world.send(accountId, { calledNumber: number })).rejects.toMatchObject({
    name: 'FREQUENCY_EXCEEDED',
  });
});

test('4.2.10 all callees of an account are erased once its service has ended, and not before', async () => {
  const accountId = await world.account({ cash: 10_000_000n });
  const numbers = ['+8613912350001', '+8613912350002'];
  for (const number of numbers) await fullMessage(accountId, number);
  await world.task(accountId, `号码,1\n13912350003,A1B2\n`);
  const asked = { AccountId: accountId, Reason: 'ended' };
  const staff = operator('compliance');
  await expect(desk.EraseUVMSData(staff, asked)).rejects.toMatchObject({ name: 'ERASURE_UNCLEAR' });
  await expect(desk.EraseUVMSData(staff, { Reason: 'all' })).rejects.toMatchObject({
    name: 'ERASURE_UNCLEAR',
  });
  await world.sql`UPDATE accounts SET status = 'terminated' WHERE account_id = ${accountId}`;
  await desk.EraseUVMSData(staff, asked);
  expect(await run()).toBe(0);
  for (let rounds = 0; rounds < 3; rounds++) await world.round();
  expect(await run()).toBe(1);
  expect(await whereIs('139123500')).toEqual([]);
  expect(
    await world.sql`SELECT count(*)::int AS count FROM messages WHERE account_id = ${accountId}`,
  ).toEqual([{ count: 2 }]);
});

const keeper = () => ({ ...world, heardDir, random: systemRandom });

test('4.2.9 what is past its time goes by itself: numbers and texts after theirs, recordings after theirs', async () => {
  const accountId = await world.account({ cash: 10_000_000n });
  const number = '+8613912360001';
  const { sessionNo, fileId } = await fullMessage(accountId, number);
  await world.sql`UPDATE files SET created_at = ${new Date(world.clock.now())} WHERE file_id = ${fileId}`;
  const days = { ...readConfig({}).retention, callees: 3, recordings: 2 };
  world.clock.advance(2 * 86_400_000 - 1);
  await keepRetention(keeper(), days);
  expect(await fileIds()).toContain(fileId);
  world.clock.advance(1000);
  await keepRetention(keeper(), days);
  expect(await fileIds()).not.toContain(fileId);
  expect(await whereIs(number.slice(3))).toContain('messages');
  world.clock.advance(86_400_000);
  await keepRetention(keeper(), days);
  expect(await whereIs(number.slice(3))).toEqual([]);
  expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'answered' });
});

test('12.5 words of a complaint that is over, and materials of a service that has ended, go after their time and not before', async () => {
  const days = { ...readConfig({}).retention, complaints: 100, materials: 100 };
  const stays = await world.account({ cash: 0n });
  const leaves = await world.account({ cash: 0n });
  const now = world.clock.now();
  const material = async (accountId: string) => {
    const { fileId } = await storeFile(world, {
      ...{ accountId, kind: 'material', name: 'licence.png', content: once(png()) },
    });
    await inTransaction(world.sql, (tx) =>
      useFile(tx, { accountId, fileId, kind: 'material', use: 'enterprise' }),
    );
    return fileId;
  };
  const [kept, gone] = [await material(stays), await material(leaves)];
  // It refused a change of the agreement (12.3).
  await world.sql`UPDATE accounts SET service_ends_at = ${new Date(now)} WHERE account_id = ${leaves}`;
  await deleteTerminated(world);
  const words = async (state: string, closedAt: number) => {
    const complaintId = world.newId();
    await world.sql`
      INSERT INTO complaints (account_id, complaint_id, channel, kind, severity, callee_key, callee_mask, happened_at,
        words_sealed, state, opened_at, closed_at, founded)
      VALUES (${stays}, ${complaintId}, 'portal', 'harassment', 1, ${Buffer.of(7)}, '+86139****0000', ${new Date(now)},
        ${world.vault.seal('it rang at night', wordsContext(complaintId))}, ${state}, ${new Date(now)},
        ${state === 'open' ? null : new Date(closedAt)}, ${state === 'open' ? null : 'true'}::boolean)`;
    return async () =>
      (
        await world.sql`SELECT 1 FROM complaints WHERE complaint_id = ${complaintId} AND words_sealed IS NOT NULL`
      ).length;
  };
  const [over, open] = [await words('told', now), await words('open', now)];
  world.clock.advance(100 * 86_400_000);
  await keepRetention(keeper(), days);
  expect([await over(), await open()]).toEqual([1, 1]);
  expect(await fileIds()).toContain(gone);
  world.clock.advance(1);
  await keepRetention(keeper(), days);
  expect([await over(), await open()]).toEqual([0, 1]);
  expect(await fileIds()).not.toContain(gone);
  expect(await fileIds()).toContain(kept);

  // The staff sees what went, when, by which clause; a run that finds nothing does not hide when something last went.
  const at = world.clock.now();
  world.clock.advance(1);
  await keepRetention(keeper(), days);
  const seer = privacyHandlers({ ...world, retention: days } as unknown as HandlerDeps);
  const { Data } = await seer.ListUVMSRetention(operator('compliance'), {});
  const of = (kind: string) => Data.find(({ Kind }) => Kind === kind);
  expect(of('materials')).toMatchObject({
    ...{ Kept: 'days', Days: 100, Setting: 'RETENTION_MATERIAL_DAYS', Clause: '12.5' },
    ...{ RunTime: at + 1, Deleted: 0, DeleteTime: at },
  });
  expect(of('complaints')).toMatchObject({ Days: 100, Clause: '4.3.6', RunTime: at + 1, DeleteTime: at });
  expect(of('audit')).toMatchObject({ Kept: 'always', Days: 0, RunTime: 0 });
  expect(Data.filter(({ Setting }) => Setting !== '').every(({ RunTime }) => RunTime === at + 1)).toBe(true);
});

test('12.5 a kind whose deletion fails keeps no other from its turn', async () => {
  const days = readConfig({}).retention;
  const broken = { ...keeper(), files: { ...world.files, put: () => Promise.reject(new Error('full')) } };
  world.clock.advance(1);
  const at = world.clock.now();
  const sql = new Proxy(world.sql, {
    apply(target, self, [strings, ...values]: [TemplateStringsArray, ...unknown[]]) {
      if (String(strings).includes('UPDATE tasks')) throw new Error('no');
      return Reflect.apply(target, self, [strings, ...values]);
    },
  });
  await keepRetention({ ...broken, sql }, days);
  const ran = await world.sql<
    { kind: string }[]
  >`SELECT kind FROM retention_runs WHERE ran_at = ${new Date(at)}`;
  expect(ran.map(({ kind }) => kind).sort()).toEqual(
    RETENTION_KINDS.filter((kind) => kind !== 'tasks').sort(),
  );
});
