import { createHash } from 'node:crypto';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeFile } from '../../../src/flow/files/store-file.ts';
import { OWN_PLACES } from '../../../src/flow/privacy/own-places.ts';
import { audited } from '../../../src/gateway/handlers/audited.ts';
import { calleeHandlers } from '../../../src/gateway/handlers/callees.ts';
import { complianceHandlers } from '../../../src/gateway/handlers/compliance.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { privacyHandlers } from '../../../src/gateway/handlers/privacy.ts';
import type { FileAnswer, Handlers } from '../../../src/gateway/index.ts';
import { openCalleeSession } from '../../../src/modules/callees/index.ts';
import { wordsContext } from '../../../src/modules/complaints/index.ts';
import { FILE_KINDS, type FileKind } from '../../../src/modules/files/index.ts';
import { createIdentity } from '../../../src/modules/identities/index.ts';
import { markDialling } from '../../../src/modules/messages/index.ts';
import { appSecretContext } from '../../../src/modules/qualification/index.ts';
import { maskNumber } from '../../../src/platform/mask-number.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { member, operator, stranger } from '../../support/callers.ts';
import { png, wav } from '../../support/sample-files.ts';
import { once, openTaskWorld, type TaskWorld } from '../../support/task-world.ts';

/** Tables with an account of which nothing is exported, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  members: 'members.jsonl, with the e-mails of their log-ins',
  messages: 'send-records.csv, and receipts',
  queue: 'how what waits is dialled; send-records.csv has the messages',
  call_events: 'steps of the call engine',
  receipt_pushes: 'attempts to push a receipt, which has how it ended',
  client_tokens: 'kept for a day, against sending twice',
  app_nonces: 'kept for minutes, against replay',
  audit_chains: 'head of the chain; ExportUVMSAuditLog has it signed',
  account_terminations: 'when the platform is to erase',
  capability_stops: 'why a capability is off; sanctions have it',
  send_caps: 'limits in force; sanctions have them',
  threshold_acts: 'how the platform acted; sanctions have it',
  signs: 'what the staff looks into',
  reviews: 'work of the desk; what came of it is in its subject',
  review_events: 'work of the desk',
  message_samples: 'work of the desk',
  reconciliation_lines: 'carriers’ files; receipt-corrections have what came of them',
  shortfalls: 'what the platform watches',
  spend_days: 'a counter; ledger-transfers have it',
  notice_contact_codes: 'codes under way',
  notice_reads: 'what was read of the inbox',
  callee_proofs: 'codes under way',
  task_rows: 'ExportUVMSTask has the rows of a list',
  task_parts: 'ExportUVMSTask has the rows of a list',
  task_faults: 'ExportUVMSTask has the faults of a list',
  template_sounds: 'sound, which PreviewUVMSTemplate plays',
};

let world: TaskWorld;
let desk: ReturnType<typeof privacyHandlers>;
let portal: ReturnType<typeof calleeHandlers>;
let lists: ReturnType<typeof complianceHandlers>;

beforeAll(async () => {
  world = await openTaskWorld();
  const deps = { ...world, operatorName: 'Herald' } as unknown as HandlerDeps;
  desk = audited(world, privacyHandlers(deps) as unknown as Handlers);
  portal = calleeHandlers(deps);
  lists = complianceHandlers(deps);
});
afterAll(() => world.close());

async function bytesOf({ content }: FileAnswer): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Manifest {
  accountId: string;
  numbers: string;
  files: { name: string; rows?: number; bytes?: number; sha256: string }[];
}

/** What is in a ZIP, by name; every file is as its manifest says. */
async function unpacked(answer: FileAnswer) {
  const reader = new ZipReader(new BlobReader(new Blob([new Uint8Array(await bytesOf(answer))])), {
    useWebWorkers: false,
  });
  const texts = new Map<string, string>();
  const contents = new Map<string, Buffer>();
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const content = Buffer.from(await entry.getData(new Uint8ArrayWriter()));
    contents.set(entry.filename, content);
    texts.set(entry.filename, content.toString());
  }
  const manifest = JSON.parse(texts.get('manifest.json') ?? '') as Manifest;
  const names = ['README.txt', ...manifest.files.map(({ name }) => name), 'manifest.json'];
  expect([...texts.keys()]).toEqual(names);
  const rowsOf = (name: string) =>
    (texts.get(`${name}.jsonl`) ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  for (const { name, rows, bytes, sha256 } of manifest.files) {
    const content = contents.get(name) ?? Buffer.of();
    expect([name, createHash('sha256').update(content).digest('hex')]).toEqual([name, sha256]);
    if (name.startsWith('files/')) expect([name, content.length]).toEqual([name, bytes]);
    if (name.endsWith('.jsonl')) expect([name, rowsOf(name.slice(0, -6)).length]).toEqual([name, rows]);
  }
  return { texts, contents, manifest, rowsOf, all: [...texts.values()].join('\n') };
}

const OWNER = 'zhang.owner@example.test';

/** An account with a member, a called callee who complains, lists, money; `mark` is in all that is its own. */
async function account(mark: string, number: string) {
  const { sql, vault, clock, newId } = world;
  const accountId = await world.account({ cash: 10_000_000n });
  const email = `${mark}.${OWNER}`;
  const memberId = newId();
  const identityId = newId();
  await inTransaction(sql, async (tx) => {
    const identity = { identityId, realm: 'customer' as const, email, name: `${mark} Zhang` };
    await createIdentity(tx, vault, {
      ...{ ...identity, language: 'zh' as const, passwordHash: null, at: new Date(clock.now()) },
    });
    await tx`
      INSERT INTO members (account_id, member_id, identity_id, role, status, created_at)
      VALUES (${accountId}, ${memberId}, ${identityId}, 'owner', 'active', now())`;
  });
  await world.emptyQueue();
  const sessionNo = await world.send(accountId, { calledNumber: number, userId: `${mark}-user` });
  const nodeId = await world.node();
  await markDialling(sql, nodeId, await world.claim(nodeId));
  const at = clock.now();
  await world.settler.settle({
    ...{ accountId, sessionNo, nodeId, from: 'dialling', cause: { kind: 'answered' } },
    call: {
      ...{ startedAt: at, answeredAt: at, endedAt: at, talkMs: 1000, playsCompleted: 1, media: undefined },
      ...{ callId: 'c', trunkId: 'trunk-1', showNumber: '+862151860001', digits: '7', endedBy: 'us' },
      consents: [{ node: `ask-${mark}`, kind: 'recording', given: true, key: '1', at }],
    },
  });
  const complaintId = newId();
  const words = vault.seal(`${mark} rang at night`, wordsContext(complaintId));
  await sql`
    INSERT INTO complaints (account_id, complaint_id, channel, kind, severity, callee_key, callee_mask, happened_at,
      words_sealed, state, opened_at, forwarded_at, opened_by)
    VALUES (${accountId}, ${complaintId}, 'operator', 'other', 1, ${vault.key(number)}, ${maskNumber(number)}, now(),
      ${words}, 'forwarded', now(), now(), 'staff-of-the-desk')`;
  await lists.BatchCreateUVMSBlacklistPhone(member(accountId), {
    PhoneNumbers: ['+8613900000009'],
    Remark: `${mark} asked`,
  });
  await sql`
    INSERT INTO apps (account_id, app_id, state, name, kind, identifier, owned, proof_file_id, app_key, secret_sealed,
      created_at, updated_at)
    VALUES (${accountId}, ${newId()}, 'approved', ${`${mark} app`}, 'app', ${mark}, true, ${newId()}, ${`key-${mark}`},
      ${vault.seal(`secret-${mark}`, appSecretContext(`key-${mark}`))}, now(), now())`;
  return { accountId, sessionNo, complaintId, email };
}

async function calleeOf(number: string): Promise<string> {
  const token = `token-${world.newId()}`;
  const callee = { calleeKey: world.vault.key(number), calleeMask: maskNumber(number), number };
  const opened = { ...callee, sessionId: world.newId(), token, at: new Date(world.clock.now()) };
  await inTransaction(world.sql, (tx) => openCalleeSession(tx, world.vault, opened));
  return token;
}

const acts = async (act: string) =>
  await world.sql`
    SELECT account_id AS chain, actor, subject_account AS subject FROM audit_log WHERE act = ${act} ORDER BY at, seq`;

test('4.2.10 every table with an account is exported, or left out on purpose', async () => {
  const rows = await world.sql<{ name: string }[]>`
    SELECT c.table_name AS name FROM information_schema.columns c
    JOIN pg_class k ON k.oid = format('%I.%I', c.table_schema, c.table_name)::regclass AND NOT k.relispartition
    WHERE c.table_schema = 'public' AND c.column_name = 'account_id'`;
  const known = [...OWN_PLACES.map(({ table }) => table), ...Object.keys(LEFT_OUT)];
  expect(rows.map(({ name }) => name).sort()).toEqual(known.sort());
  expect(new Set(OWN_PLACES.map(({ file }) => file)).size).toBe(OWN_PLACES.length);
});

test('4.2.10 the owner has all that is the account’s in one ZIP, and nothing of another account or any secret', async () => {
  const number = '+8613912370001';
  const mine = await account('mine', number);
  const theirs = await account('theirs', '+8613912370002');
  const { texts, manifest, rowsOf, all } = await unpacked(
    await desk.ExportUVMSAccountData(member(mine.accountId), {}),
  );
  expect(manifest).toMatchObject({ accountId: mine.accountId, numbers: 'whole' });
  expect(rowsOf('account')).toMatchObject([{ account_id: mine.accountId, status: 'active' }]);
  expect(rowsOf('members')).toMatchObject([{ role: 'owner', email: mine.email, name: 'mine Zhang' }]);
  expect(rowsOf('apps')).toMatchObject([{ name: 'mine app', app_key: 'key-mine' }]);
  expect(rowsOf('receipts')).toMatchObject([{ session_no: mine.sessionNo, digits: '7', reason: 'answered' }]);
  expect(rowsOf('consents')).toMatchObject([{ node: 'ask-mine', given: true }]);
  expect(rowsOf('complaints')).toMatchObject([
    { complaint_id: mine.complaintId, words: 'mine rang at night', callee_mask: maskNumber(number) },
  ]);
  expect(rowsOf('do-not-call').map(({ remark }) => remark)).toContain('mine asked');
  expect(rowsOf('ledger-transfers').map(({ kind }) => kind)).toContain('charge');
  expect(rowsOf('templates').length).toBeGreaterThan(0);
  const [, record, ...more] = (texts.get('send-records.csv') ?? '').trimEnd().split('\r\n');
  expect(record).toContain(mine.sessionNo);
  expect(record).toContain(number);
  expect(more).toEqual([]);
  expect(manifest.files.find(({ name }) => name === 'send-records.csv')?.rows).toBe(1);
  for (const foreign of [
    `"${theirs.accountId}"`,
    theirs.sessionNo,
    theirs.email,
    '13912370002',
    'ask-theirs',
    'key-theirs',
  ]) {
    expect([foreign, all.includes(foreign)]).toEqual([foreign, false]);
  }
  for (const hidden of ['secret-mine', 'secret_sealed', '\\\\x', 'staff-of-the-desk']) {
    expect([hidden, all.includes(hidden)]).toEqual([hidden, false]);
  }
  expect(await acts('ExportUVMSAccountData')).toEqual([
    { chain: mine.accountId, actor: 'member', subject: mine.accountId },
  ]);
});

test('4.2.10 rows are read a page at a time, and none is left out or twice', async () => {
  const accountId = await world.account({ cash: 1_000_000n });
  await world.sql`
    INSERT INTO do_not_call (account_id, callee_key, source, created_at)
    SELECT ${accountId}, decode(lpad(to_hex(n), 8, '0'), 'hex'), 'test-' || n, now() FROM generate_series(1, 450) n`;
  const { rowsOf } = await unpacked(await desk.ExportUVMSAccountData(member(accountId), {}));
  expect(rowsOf('do-not-call').map(({ source }) => source)).toEqual(
    Array.from({ length: 450 }, (_, nth) => `test-${nth + 1}`),
  );
});

test('4.2.10 a terminated account takes its data still; the staff has it with people masked', async () => {
  const number = '+8613912370003';
  const { accountId, email, sessionNo } = await account('ended', number);
  await world.sql`UPDATE accounts SET status = 'terminated' WHERE account_id = ${accountId}`;
  const own = await unpacked(await desk.ExportUVMSAccountData(member(accountId), {}));
  expect(own.rowsOf('account')).toMatchObject([{ status: 'terminated' }]);
  expect(own.texts.get('send-records.csv')).toContain(number);
  const asked = { AccountId: accountId, Reason: 'asked for by letter' };
  const staff = await unpacked(await desk.ExportUVMSCustomerData(operator('compliance'), asked));
  expect(staff.manifest.numbers).toBe('masked');
  for (const hidden of [number.slice(3), email, 'ended Zhang', 'ended rang at night', '"digits"']) {
    expect(own.all).toContain(hidden);
    expect(staff.all).not.toContain(hidden);
  }
  expect(staff.texts.get('send-records.csv')).toContain(sessionNo);
  expect(staff.texts.get('send-records.csv')).toContain(maskNumber(number));
  expect(await acts('ExportUVMSCustomerData')).toEqual([
    { chain: '', actor: 'operator', subject: accountId },
  ]);
  const nobody = desk.ExportUVMSCustomerData(operator('compliance'), { ...asked, AccountId: 'nobody' });
  await expect(nobody).rejects.toMatchObject({ name: 'ACCOUNT_UNKNOWN' });
  const some = desk.ExportUVMSAccountData(member(accountId, 'owner', { projects: ['p'] }), {});
  await expect(some).rejects.toMatchObject({ name: 'NOT_PERMITTED' });
});

test('4.2.10 a callee takes what is held of the number at all customers, and nothing of another number', async () => {
  const [number, other] = ['+8613912370004', '+8613912370005'];
  const first = await account('first', number);
  const second = await account('second', number);
  const third = await account('third', other);
  await world.sql`
    INSERT INTO test_callees (account_id, callee_key, callee_mask, remark, verified_at)
    VALUES (${first.accountId}, ${world.vault.key(number)}, ${maskNumber(number)}, 'a phone of ours', now())`;
  const CalleeToken = await calleeOf(number);
  await portal.RefuseUVMSCalls(stranger(), { CalleeToken, SessionNo: first.sessionNo });
  await desk.EraseUVMSNumber(member(second.accountId), { PhoneNumber: number });
  const text = (await bytesOf(await portal.ExportUVMSCalleeData(stranger(), { CalleeToken }))).toString();
  const held = JSON.parse(text);
  expect(held).toMatchObject({ format: 'herald.callee.v1', number });
  expect(held.calls.map(({ sessionNo }: { sessionNo: string }) => sessionNo).sort()).toEqual(
    [first.sessionNo, second.sessionNo].sort(),
  );
  expect(held.calls[0]).toMatchObject({
    ...{ purpose: 1, recorded: true, seconds: 1, showNumber: '+862151860001' },
    templateText: expect.stringContaining('{'),
  });
  expect(held.complaints.map(({ words }: { words: string }) => words).sort()).toEqual([
    'first rang at night',
    'second rang at night',
  ]);
  expect(held.consents.map(({ node }: { node: string }) => node).sort()).toEqual(['ask-first', 'ask-second']);
  expect(held.refusals).toMatchObject([{ everywhere: false, purpose: 0 }]);
  expect(held.erasures).toMatchObject([{ askedBy: 'customer', everywhere: false, doneAt: null }]);
  expect(held.testCallee).toMatchObject([{ remark: 'a phone of ours' }]);
  for (const foreign of [third.sessionNo, other.slice(3), 'third']) expect(text).not.toContain(foreign);
  expect(await acts('ExportUVMSCalleeData')).toEqual([{ chain: '', actor: 'callee', subject: '' }]);

  const asked = { PhoneNumber: number, Reason: 'asked for by letter' };
  const staff = (await bytesOf(await desk.ExportUVMSNumberData(operator('compliance'), asked))).toString();
  expect(JSON.parse(staff)).toMatchObject({ number: maskNumber(number), calls: held.calls });
  expect(staff).not.toContain(number.slice(3));
  expect(await acts('ExportUVMSNumberData')).toMatchObject([{ chain: '', actor: 'operator' }]);
  const bad = desk.ExportUVMSNumberData(operator('compliance'), { ...asked, PhoneNumber: '139' });
  await expect(bad).rejects.toMatchObject({ name: 'LISTED_NUMBER_INVALID' });
  const over = portal.ExportUVMSCalleeData(stranger(), { CalleeToken: 'nobody' });
  await expect(over).rejects.toMatchObject({ name: 'CALLEE_SESSION_OVER' });
});

/** One file of every kind that there is, with what is in it. */
async function filesOf(accountId: string): Promise<Map<FileKind, Buffer>> {
  const contents = { material: png(), audio: wav(), list: Buffer.from('13912379999,A1\n'), recording: wav() };
  for (const [kind, content] of Object.entries(contents)) {
    await storeFile(world, { accountId, kind: kind as FileKind, name: kind, content: once(content) });
  }
  return new Map(Object.entries(contents) as [FileKind, Buffer][]);
}

test('4.2.10 contents of files of every kind are in the ZIP, byte by byte; the staff has none that callees are in', async () => {
  const mine = await world.account({ cash: 0n });
  const theirs = await world.account({ cash: 0n });
  const stored = await filesOf(mine);
  await filesOf(theirs);
  expect([...stored.keys()].sort()).toEqual(Object.keys(FILE_KINDS).sort());
  const ids = await world.sql<{ id: string }[]>`SELECT file_id AS id FROM files WHERE account_id = ${mine}`;
  const filesIn = async (answer: FileAnswer) => {
    const { contents } = await unpacked(answer);
    return [...contents].filter(([name]) => name.startsWith('files/'));
  };
  const whole = await filesIn(await desk.ExportUVMSAccountData(member(mine), {}));
  expect(whole).toHaveLength(stored.size);
  for (const [name, content] of whole) {
    const [, kind = '', id = ''] = /^files\/([a-z]+)\/([0-9a-f-]{36})-/.exec(name) ?? [];
    expect(ids.map((row) => row.id)).toContain(id);
    expect([kind, content.equals(stored.get(kind as FileKind) ?? Buffer.of())]).toEqual([kind, true]);
  }
  const forStaff = await desk.ExportUVMSCustomerData(operator('compliance'), {
    AccountId: mine,
    Reason: 'asked',
  });
  const kinds = (await filesIn(forStaff)).map(([name]) => name.split('/')[1]);
  expect(kinds.sort()).toEqual(['audio', 'material']);
});
