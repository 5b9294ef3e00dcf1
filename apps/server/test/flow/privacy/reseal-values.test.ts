import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { sendMail } from '../../../src/flow/notices/send-mail.ts';
import { resealValues, sealingKeyId } from '../../../src/flow/privacy/reseal-values.ts';
import { SEALED_PLACES } from '../../../src/flow/privacy/sealed-places.ts';
import { calleeContext } from '../../../src/modules/messages/index.ts';
import {
  listMasterKeys,
  listResealings,
  primaryKey,
  replaceSealed,
  type SealedRow,
} from '../../../src/modules/sealing/index.ts';
import { connectDb } from '../../../src/platform/db.ts';
import { startJobs } from '../../../src/platform/jobs.ts';
import { openVault } from '../../../src/platform/open-vault.ts';
import { processName } from '../../../src/platform/process-names.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { createVault, type Vault } from '../../../src/platform/vault.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { memoryLog } from '../../support/memory-log.ts';

/** What is binary and not sealed, and why nothing of it is to be sealed anew. */
const NOT_SEALED: Readonly<Record<string, string>> = {
  'master_key.fingerprint': 'keyed hash',
  'do_not_call.callee_key': 'keyed hash',
  'messages.callee_key': 'keyed hash',
  'queue.callee_key': 'keyed hash',
  'client_tokens.fingerprint': 'keyed hash',
  'identities.email_key': 'keyed hash',
  'recovery_codes.code_key': 'keyed hash',
  'sessions.token_hash': 'hash of 256 random bits',
  'mail_proofs.email_key': 'keyed hash',
  'mail_proofs.secret_hash': 'hash',
  'attempts.subject_key': 'keyed hash',
  'files.sha256': 'hash',
  'real_names.number_key': 'keyed hash',
  'notice_contact_codes.address_key': 'keyed hash',
  'notice_contact_codes.code_key': 'keyed hash',
  'oidc_logins.ticket_hash': 'hash of a random ticket',
  'oidc_subjects.subject_key': 'keyed hash',
  'template_sounds.alaw': 'sound of a template, which its customer published',
  'inbound_calls.caller_key': 'keyed hash',
  'task_rows.callee_key': 'keyed hash',
  'task_parts.marks': 'marks',
  'attention_days.callee_key': 'keyed hash',
  'audit_chains.hash': 'hash',
  'audit_chains.signature': 'signature',
  'audit_log.hash': 'hash',
  'complaints.callee_key': 'keyed hash',
  'complaint_file_lines.file_sha256': 'hash',
  'callee_proofs.callee_key': 'keyed hash',
  'callee_proofs.code_key': 'keyed hash',
  'callee_sessions.token_hash': 'hash of 256 random bits',
  'callee_sessions.callee_key': 'keyed hash',
  'erasures.callee_key': 'keyed hash',
  'consents.callee_key': 'keyed hash',
  'test_callees.callee_key': 'keyed hash',
};

let db: TestDatabase;
const log = memoryLog();
let first: Vault;
let second: Vault;
const masters = [randomBytes(32), randomBytes(32)] as const;

beforeAll(async () => {
  db = await openTestDatabase();
  await (await startJobs(db.sql, { role: 'client', log })).stop();
  await db.sql`CALL ensure_partitions(${new Date(db.clock.now())}, 2)`;
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`DELETE FROM resealings`;
  await db.sql`DELETE FROM master_keys`;
  await db.sql`DELETE FROM master_key`;
  await db.sql`DELETE FROM messages`;
  first = await openVault(db.sql, [masters[0]], db.clock.now());
});
const rotate = async () => {
  db.clock.advance(1000);
  second = await openVault(db.sql, [masters[1], masters[0]], db.clock.now());
};
const reseal = (vault = second, signal?: AbortSignal) => resealValues({ ...db, log, vault }, signal);

async function messages(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, nth) => {
    const sessionNo = db.newId();
    const number = `+861380000${String(nth).padStart(4, '0')}`;
    return { sessionNo, sealed: first.seal(number, calleeContext(sessionNo)).toString('hex') };
  });
  await db.sql`
    INSERT INTO messages (account_id, session_no, req_uuid, template_id, purpose, group_type, dispatch_rule, callee_sealed,
      callee_key, callee_mask, brevity_code, script_sealed, all_day, funding_account, commodity, unit_price, reserved,
      max_talk_s, trail, accepted_at)
    SELECT 'a', s, '', 't', 1, 1, 0, decode(c, 'hex'), ''::bytea, '', '', ''::bytea, true, 'cash', 'CNY', 1, 1, 60, '',
      ${new Date(db.clock.now())}
    FROM unnest(${rows.map((row) => row.sessionNo)}::uuid[], ${rows.map((row) => row.sealed)}::text[]) AS r (s, c)`;
}
const older = async () => {
  const [row] = await db.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM messages WHERE substring(callee_sealed FROM 1 FOR 5) <> ${second.sealedNow}`;
  return row?.count;
};
const oldStands = async () => (await listMasterKeys(db.sql)).map(({ emptiedAt }) => emptiedAt === null);

test('4.3.1 every binary column of the schema is known to be sealed, with its context, or not to be', async () => {
  const columns = await db.sql<{ name: string }[]>`
    SELECT c.table_name || '.' || c.column_name AS name FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.data_type = 'bytea'
      AND NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = c.table_name::regclass)`;
  const known = [
    ...SEALED_PLACES.flatMap(({ table, columns: own }) => Object.keys(own).map((name) => `${table}.${name}`)),
    ...Object.keys(NOT_SEALED),
  ];
  expect(columns.map(({ name }) => name).sort()).toEqual(known.sort());
});

test('4.3.1 after a change of the master key all is sealed anew, and the older one is of no use', async () => {
  await messages(1201);
  expect(await reseal(first)).toEqual([]);
  await rotate();
  expect(await older()).toBe(1201);
  // With the older key first in its list, a process leaves it to the others.
  expect(await reseal(first)).toEqual([]);
  expect(await older()).toBe(1201);
  expect(await reseal()).toEqual([sealingKeyId(first)]);
  expect(await older()).toBe(0);
  expect(await oldStands()).toEqual([true, false]);
  const passes = await listResealings(db.sql, sealingKeyId(second));
  expect(passes.map(({ place }) => place).sort()).toEqual(SEALED_PLACES.map(({ table }) => table).sort());
  expect(passes.find(({ place }) => place === 'messages')).toMatchObject({
    ...{ looked: 1201n, resealed: 1201n, unreadable: 0n },
    doneAt: expect.any(Date),
  });
  const alone = await openVault(db.sql, [masters[1]], db.clock.now());
  const rows = await db.sql<{ sessionNo: string; sealed: Buffer }[]>`
    SELECT session_no AS "sessionNo", callee_sealed AS sealed FROM messages ORDER BY session_no`;
  const numbers = rows.map(({ sessionNo, sealed }) => alone.open(sealed, calleeContext(sessionNo)));
  expect(numbers).toEqual(
    Array.from({ length: 1201 }, (_, nth) => `+861380000${String(nth).padStart(4, '0')}`),
  );
  expect(await reseal()).toEqual([]);
});

test('4.3.1 what was broken off is carried on, and until its end the older key is needed', async () => {
  await messages(1201);
  await rotate();
  const ending = new AbortController();
  const seal = second.seal.bind(second);
  let seals = 0;
  const breaking = {
    ...second,
    seal: (text: string, context: string) => {
      if (++seals === 700) ending.abort();
      return seal(text, context);
    },
  };
  expect(await reseal(breaking, ending.signal)).toEqual([]);
  expect(await older()).toBe(1201 - 1000);
  await expect(openVault(db.sql, [masters[1]], db.clock.now())).rejects.toThrow('is missing');
  expect(await reseal()).toEqual([sealingKeyId(first)]);
  expect(await older()).toBe(0);
  await openVault(db.sql, [masters[1]], db.clock.now());
});

test('4.3.1 a row that is held is waited for by nobody, and comes in a later pass', async () => {
  await messages(3);
  await rotate();
  const held = await db.sql.reserve();
  await held`BEGIN`;
  await held`SELECT 1 FROM messages WHERE session_no = (SELECT session_no FROM messages ORDER BY 1 DESC LIMIT 1) FOR UPDATE`;
  // Found in every pass, so it would go on for as long as the row is held.
  const log = memoryLog();
  const ending = new AbortController();
  log.debug = (message, { table } = {}) => {
    if (message === 'sealed anew' && table === 'messages') ending.abort();
  };
  expect(await resealValues({ ...db, log, vault: second }, ending.signal)).toEqual([]);
  expect(await older()).toBe(1);
  await held`ROLLBACK`;
  held.release();
  expect(await reseal()).toEqual([sealingKeyId(first)]);
  expect(await older()).toBe(0);
});

test('4.3.1 a value that was changed since it was read is left as it is', async () => {
  await messages(1);
  await rotate();
  const [row] = await db.sql<[SealedRow]>`SELECT account_id, session_no, callee_sealed FROM messages`;
  const place = { table: 'messages', key: await primaryKey(db.sql, 'messages'), columns: ['callee_sealed'] };
  const put = (callee_sealed: Uint8Array) =>
    inTransaction(db.sql, (tx) => replaceSealed(tx, place, [{ row, values: { callee_sealed } }]));
  expect(await put(Buffer.from('newer'))).toBe(1);
  expect(await put(Buffer.from('stale'))).toBe(0);
  const [now] = await db.sql`SELECT callee_sealed FROM messages`;
  expect(now?.callee_sealed).toEqual(Buffer.from('newer'));
});

test('4.3.1 what no key opens holds nothing up: it is counted, and the log tells where it is', async () => {
  await messages(2);
  await db.sql`
    UPDATE messages SET callee_sealed = ${createVault(randomBytes(32)).seal('x', 'y')}
    WHERE session_no = (SELECT session_no FROM messages ORDER BY 1 DESC LIMIT 1)`;
  await rotate();
  expect(await reseal()).toEqual([sealingKeyId(first)]);
  const passes = await listResealings(db.sql, sealingKeyId(second));
  expect(passes.find(({ place }) => place === 'messages')).toMatchObject({ resealed: 1n, unreadable: 1n });
  expect(log.lines.at(-1)).toMatchObject({ level: 'error', facts: { table: 'messages' } });
});

test('4.3.1 while a mail waits that is sealed under the older key, that key is needed', async () => {
  const jobs = await startJobs(db.sql, { role: 'client', log });
  await inTransaction(db.sql, (tx) =>
    sendMail(tx, { vault: first, newId: db.newId, jobs }, {
      ...{ to: 'a@example.com', kind: 'reset-password', language: 'en' },
      details: { link: 'x', minutes: 1 },
    } as never),
  );
  await rotate();
  expect(await reseal()).toEqual([]);
  expect(await oldStands()).toEqual([true, true]);
  await db.sql`UPDATE jobs.job SET state = 'completed' WHERE name = 'send-mail'`;
  expect(await reseal()).toEqual([sealingKeyId(first)]);
  await jobs.stop();
});

test('4.3.1 while a process seals with the older key nothing is reported as done', async () => {
  await messages(1);
  await rotate();
  const settings = { name: processName('api', [masters[0], masters[1]]), max: 1 };
  const where = { socketDir: inject('socketDir'), database: db.sql.options.database as string };
  const other = connectDb(where, settings);
  await other`SELECT 1`;
  expect(await reseal()).toEqual([]);
  expect(await older()).toBe(1);
  await other.end();
  expect(await reseal()).toEqual([sealingKeyId(first)]);
});
