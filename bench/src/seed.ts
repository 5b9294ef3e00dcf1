import type { Sql } from '@herald/server/platform/db.ts';
import { uuidFloor } from '@herald/server/platform/ids.ts';
import type postgres from 'postgres';

export const ACCOUNT = 'bench';
const TALK_MS = 12_000;

type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** An account with money, and nothing else that a send would ask for: its messages are written as if accepted. */
export async function seedAccount(sql: Sql, at: Date): Promise<void> {
  await sql`INSERT INTO accounts (account_id, name, created_at) VALUES (${ACCOUNT}, 'bench', ${at})`;
}

/** A SessionNo for number `n` of a time in ms that `ms` gives: time, version and variant of a UUIDv7, then the number. */
const sessionNo = (sql: Sql, ms: Fragment, tag: string) => sql`
  (lpad(to_hex((${ms})::bigint), 12, '0') || '7' || ${tag}::text || '8' || lpad(to_hex(n), 15, '0'))::uuid`;

const MESSAGE_COLUMNS = `account_id, session_no, req_uuid, template_id, purpose, group_type, dispatch_rule, callee_sealed,
  callee_key, callee_mask, brevity_code, script_sealed, all_day, funding_account, commodity, unit_price, reserved,
  max_talk_s, trail, accepted_at, step_s, callee_city_code, callee_operator`;

/**
 * Messages spread evenly over [from, until), a code each, written by the database itself.
 * @param tag three hex digits that tell the messages of one call from those of others
 */
async function seedMessages(
  sql: Sql,
  asked: { count: number; from: number; until: number; tag: string },
): Promise<void> {
  const { count, from, until, tag } = asked;
  const time = sql`floor(${from}::float8 + (${until - from}::float8 * n / ${count}))`;
  await sql`
    INSERT INTO messages (${sql.unsafe(MESSAGE_COLUMNS)})
    SELECT ${ACCOUNT}, ${sessionNo(sql, time, tag)}, 'bench', 'UVVT-' || (n % 40), 1 + (n % 2), 1, 0,
      decode(repeat('00', 40), 'hex'), sha256((${tag} || n::text)::bytea), '+86138****' || lpad((n % 10000)::text, 4, '0'),
      'CN', decode(repeat('00', 120), 'hex'), true, 'cash', 'CNY', 1000, 1000, 60, '[]',
      to_timestamp((${time}) / 1000), 0, '02' || (n % 10), (ARRAY['cmcc', 'cucc', 'ctcc'])[1 + n % 3]
    FROM generate_series(1, ${count}::int) AS n`;
}

/** Messages that are being dialled by a node, each with its reservation: what settlement takes. */
export async function seedDialling(
  sql: Sql,
  asked: { count: number; at: number; tag: string; nodeId: string },
): Promise<string[]> {
  const { count, at, tag, nodeId } = asked;
  await seedMessages(sql, { count, from: at, until: at + 1, tag });
  const span = [uuidFloor(at), uuidFloor(at + 2)] as const;
  const mine = sql`account_id = ${ACCOUNT} AND session_no >= ${span[0]}::uuid AND session_no < ${span[1]}::uuid
    AND substr(session_no::text, 16, 3) = ${tag}`;
  await sql`
    INSERT INTO queue (account_id, session_no, purpose, callee_key, state, due_at, expires_at, node_id, trunk_id, lane,
      route)
    SELECT account_id, session_no, purpose, callee_key, 'dialling', accepted_at, accepted_at + interval '1 day',
      ${nodeId}, 'trunk-1', 1, purpose || ' ' || brevity_code || ' ' || callee_operator FROM messages WHERE ${mine}`;
  await sql`
    INSERT INTO ledger_transfers (account_id, id, kind, debit_account, credit_account, commodity, amount, at)
    SELECT account_id, session_no, 'reserve', 'cash', 'cash:held', 'CNY', reserved, accepted_at
    FROM messages WHERE ${mine}`;
  await moveCash(sql, BigInt(count) * 1000n, at);
  const rows = await sql<{ id: string }[]>`SELECT session_no AS id FROM messages WHERE ${mine} ORDER BY 1`;
  return rows.map((row) => row.id);
}

/** The money of so much reservation: topped up, and set aside. */
async function moveCash(sql: Sql, amount: bigint, at: number): Promise<void> {
  const id = crypto.randomUUID().replace(/^.{13}-./, `${uuidFloor(at).slice(0, 13)}-7`);
  await sql`
    INSERT INTO ledger_transfers (account_id, id, kind, debit_account, credit_account, commodity, amount, at)
    VALUES (${ACCOUNT}, ${id}, 'top-up', 'external', 'cash', 'CNY', ${amount}, ${new Date(at)})`;
  await sql`
    INSERT INTO ledger_accounts (account_id, ledger_account, commodity, source, debits, credits) VALUES
      (${ACCOUNT}, 'external', 'CNY', true, ${amount}, 0), (${ACCOUNT}, 'cash', 'CNY', false, ${amount}, ${amount}),
      (${ACCOUNT}, 'cash:held', 'CNY', false, 0, ${amount})
    ON CONFLICT (account_id, ledger_account) DO UPDATE SET
      debits = ledger_accounts.debits + excluded.debits, credits = ledger_accounts.credits + excluded.credits`;
}

/**
 * Has very many messages and receipts written in a tenth of the time: by `write`, into partitions without a log and
 * without the indexes beside the primary keys, which are built when all is there. What is read afterwards is the same.
 */
export async function inBulk(sql: Sql, write: () => Promise<void>): Promise<void> {
  const partitions = await sql<{ name: string }[]>`
    SELECT inhrelid::regclass::text AS name FROM pg_inherits
    WHERE inhparent IN ('messages'::regclass, 'receipts'::regclass)`;
  for (const { name } of partitions) await sql`ALTER TABLE ${sql.unsafe(name)} SET UNLOGGED`;
  const indexes = await sql<{ name: string; definition: string }[]>`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
    WHERE indrelid IN ('messages'::regclass, 'receipts'::regclass) AND NOT indisunique`;
  for (const { name } of indexes) await sql`DROP INDEX ${sql.unsafe(name)}`;
  await write();
  for (const { definition } of indexes) {
    await sql.begin(async (tx) => {
      await tx`SET LOCAL maintenance_work_mem = '1GB'`;
      await tx`SET LOCAL statement_timeout = 0`;
      await tx`${tx.unsafe(definition.replace(' ON ONLY ', ' ON '))}`;
    });
  }
}

/** Messages that are over, four of five answered and charged, spread over [from, until). */
export async function seedEnded(
  sql: Sql,
  asked: { count: number; from: number; until: number; tag: string; postings: boolean },
): Promise<void> {
  await seedMessages(sql, asked);
  const mine = sql`account_id = ${ACCOUNT} AND substr(session_no::text, 16, 3) = ${asked.tag}
    AND session_no >= ${uuidFloor(asked.from)}::uuid AND session_no < ${uuidFloor(asked.until + 1)}::uuid`;
  const answered = sql`get_byte(callee_key, 0) % 5 > 0`;
  await sql`
    INSERT INTO receipts (account_id, session_no, result, reason, code, call_id, trunk_id, show_number, started_at,
      answered_at, ended_at, talk_ms, cost_count, charge, at, push_state)
    SELECT account_id, session_no, CASE WHEN ${answered} THEN 1 ELSE 2 END,
      CASE WHEN ${answered} THEN 'answered' ELSE 'no-answer' END, 200, session_no || '.1', 'trunk-1',
      '+862151860001', accepted_at + interval '1 second', accepted_at + interval '5 seconds',
      accepted_at + interval '17 seconds', CASE WHEN ${answered} THEN ${TALK_MS}::int ELSE 0 END,
      CASE WHEN ${answered} THEN 1 ELSE 0 END, CASE WHEN ${answered} THEN 1000 ELSE 0 END,
      accepted_at + interval '18 seconds', 'none'
    FROM messages WHERE ${mine}`;
  if (!asked.postings) return;
  await sql`
    INSERT INTO ledger_transfers (account_id, id, kind, debit_account, credit_account, commodity, amount, at)
    SELECT account_id, session_no, k.kind, k.debit, k.credit, 'CNY', 1000, accepted_at + k.after
    FROM messages, (VALUES ('reserve', 'cash', 'cash:held', interval '0'),
      ('charge', 'cash:held', 'revenue', interval '18 seconds')) AS k (kind, debit, credit, after)
    WHERE ${mine} AND ${answered}`;
  await moveCash(sql, BigInt(asked.count) * 1000n, asked.from);
}
