import type { Db, Tx } from '../../platform/db.ts';
import type { Callee } from './proof-store.ts';

/** A number that an account may ring in test mode (4.3.4). */
export interface TestCallee extends Omit<Callee, 'number'> {
  accountId: string;
  remark: string;
  verifiedAt: Date;
}

/** Adds a number, or renews it. @returns false where the account has as many as it may already */
export async function saveTestCallee(tx: Tx, callee: TestCallee, most: number): Promise<boolean> {
  await tx`SELECT 1 FROM accounts WHERE account_id = ${callee.accountId} FOR UPDATE`;
  const saved = await tx`
    INSERT INTO test_callees (account_id, callee_key, callee_mask, remark, verified_at)
    SELECT ${callee.accountId}, ${callee.calleeKey}, ${callee.calleeMask}, ${callee.remark},
      ${callee.verifiedAt}::timestamptz
    WHERE (SELECT count(*) FROM test_callees
      WHERE account_id = ${callee.accountId} AND callee_key <> ${callee.calleeKey}) < ${most}
    ON CONFLICT (account_id, callee_key) DO UPDATE SET remark = excluded.remark, verified_at = excluded.verified_at`;
  return saved.count === 1;
}

/** @returns whether it was there */
export async function deleteTestCallee(
  db: Db,
  { accountId, calleeKey }: { accountId: string; calleeKey: Uint8Array },
): Promise<boolean> {
  const gone =
    await db`DELETE FROM test_callees WHERE account_id = ${accountId} AND callee_key = ${calleeKey}`;
  return gone.count === 1;
}

/** Has a number be no test callee any more: of one account or ('') of all; null: every number. */
export async function eraseTestCallees(
  tx: Tx,
  { accountId, calleeKey }: { accountId: string; calleeKey: Uint8Array | null },
): Promise<void> {
  await tx`
    DELETE FROM test_callees WHERE ${accountId === '' ? tx`true` : tx`account_id = ${accountId}`}
      AND ${calleeKey === null ? tx`true` : tx`callee_key = ${calleeKey}`}`;
}

/** An account's, the latest first: never more than it may have. */
export async function listTestCallees(db: Db, accountId: string): Promise<TestCallee[]> {
  return await db<TestCallee[]>`
    SELECT account_id AS "accountId", callee_key AS "calleeKey", callee_mask AS "calleeMask", remark,
      verified_at AS "verifiedAt"
    FROM test_callees WHERE account_id = ${accountId} ORDER BY verified_at DESC, callee_key`;
}

const pairId = (accountId: string, calleeKey: Uint8Array) =>
  `${accountId}\n${Buffer.from(calleeKey).toString('hex')}`;

/** Which of these numbers may be rung in test mode by which account. */
export async function findTestCallees(
  db: Db,
  pairs: readonly { accountId: string; calleeKey: Uint8Array }[],
): Promise<(accountId: string, calleeKey: Uint8Array) => boolean> {
  if (pairs.length === 0) return () => false;
  const keys = pairs.map(({ calleeKey }) => Buffer.from(calleeKey).toString('hex'));
  const rows = await db<{ accountId: string; calleeKey: Buffer }[]>`
    SELECT account_id AS "accountId", callee_key AS "calleeKey" FROM test_callees
    WHERE (account_id, callee_key) IN (SELECT a, decode(k, 'hex') FROM unnest(
      ${pairs.map(({ accountId }) => accountId)}::text[], ${keys}::text[]) AS pair (a, k))`;
  const found = new Set(rows.map((row) => pairId(row.accountId, row.calleeKey)));
  return (accountId, calleeKey) => found.has(pairId(accountId, calleeKey));
}

/** Which accounts may ring a number in test mode. */
export async function testsOfCallee(db: Db, calleeKey: Uint8Array, limit: number): Promise<TestCallee[]> {
  return await db<TestCallee[]>`
    SELECT account_id AS "accountId", callee_key AS "calleeKey", callee_mask AS "calleeMask", remark,
      verified_at AS "verifiedAt"
    FROM test_callees WHERE callee_key = ${calleeKey} ORDER BY verified_at DESC, account_id LIMIT ${limit}`;
}
