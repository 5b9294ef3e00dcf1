import { column } from '../../platform/array-column.ts';
import type { Db } from '../../platform/db.ts';
import { BY_CUSTOMER } from './list-store.ts';

const key = (accountId: string, calleeKey: Uint8Array, purpose: number) =>
  `${accountId}\n${Buffer.from(calleeKey).toString('hex')}\n${purpose}`;

const EVERY_PURPOSE = 0;

/**
 * Which callees refuse which accounts: those who refused this customer, and those who refuse all (4.3.2).
 * @returns a test by account, callee key and purpose; without one only refusals of every purpose count
 */
export async function findRefusals(
  db: Db,
  pairs: readonly { accountId: string; calleeKey: Uint8Array }[],
): Promise<(accountId: string, calleeKey: Uint8Array, purpose?: 1 | 2) => boolean> {
  const keys = [...new Set(pairs.map((pair) => Buffer.from(pair.calleeKey).toString('hex')))];
  const accounts = ['', ...new Set(pairs.map((pair) => pair.accountId))];
  const rows = await db<{ account_id: string; callee_key: Buffer; purpose: number }[]>`
    SELECT account_id, callee_key, purpose FROM do_not_call
    WHERE account_id = ANY(${accounts}::text[])
      AND callee_key IN (SELECT decode(k, 'hex') FROM unnest(${column(keys, (hex) => hex)}::text[]) AS k)`;
  const refused = new Set(rows.map((row) => key(row.account_id, row.callee_key, row.purpose)));
  return (accountId, calleeKey, purpose = EVERY_PURPOSE as 1) =>
    [accountId, ''].some((account) =>
      [EVERY_PURPOSE, purpose].some((one) => refused.has(key(account, calleeKey, one))),
    );
}

/**
 * Records that a callee refuses one customer, or everybody where accountId is ''. What a customer had listed by himself
 * becomes the callee's own word, which the customer cannot take back.
 * @param refusal `purpose` absent: every purpose
 */
export async function refuse(
  db: Db,
  refusal: {
    accountId: string;
    calleeKey: Uint8Array;
    source: string;
    at: Date;
    purpose?: 0 | 1 | 2 | undefined;
    calleeMask?: string | undefined;
  },
): Promise<void> {
  const { accountId, calleeKey, source, at, purpose = EVERY_PURPOSE, calleeMask = '' } = refusal;
  await db`
    INSERT INTO do_not_call (account_id, callee_key, purpose, source, created_at, callee_mask)
    VALUES (${accountId}, ${calleeKey}, ${purpose}, ${source}, ${at}, ${calleeMask})
    ON CONFLICT (account_id, callee_key, purpose, registry) DO UPDATE SET source = excluded.source, created_at = excluded.created_at
    WHERE do_not_call.source = ${BY_CUSTOMER}`;
}

/** By which a callee refuses by himself, and may take it back: keys of a call, the page for callees. */
export const BY_CALLEE = ['key', 'portal'] as const;

const MOST_SHOWN = 200;

/**
 * Whom a callee refuses, whoever entered it, but not what customers list for themselves; the latest first. His own
 * word goes before an outside registry's.
 */
export async function refusalsOf(
  db: Db,
  calleeKey: Uint8Array,
): Promise<{ accountId: string; purpose: 0 | 1 | 2; source: string; createdAt: Date }[]> {
  return await db<{ accountId: string; purpose: 0 | 1 | 2; source: string; createdAt: Date }[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (account_id, purpose) account_id AS "accountId", purpose, source, created_at AS "createdAt"
      FROM do_not_call
      WHERE callee_key = ${calleeKey} AND source <> ${BY_CUSTOMER} AND (registry = '' OR account_id = '')
      ORDER BY account_id, purpose, registry) refusal
    ORDER BY "createdAt" DESC, "accountId", purpose LIMIT ${MOST_SHOWN}`;
}

/** Takes back what a callee refused by himself. @returns whether there was such a refusal */
export async function takeBackRefusal(
  db: Db,
  refusal: { accountId: string; calleeKey: Uint8Array; purpose: 0 | 1 | 2 },
): Promise<boolean> {
  const gone = await db`
    DELETE FROM do_not_call
    WHERE account_id = ${refusal.accountId} AND callee_key = ${refusal.calleeKey} AND purpose = ${refusal.purpose}
      AND source = ANY(${[...BY_CALLEE]}::text[])`;
  return gone.count === 1;
}
