import { column } from '../../platform/array-column.ts';
import type { Db } from '../../platform/db.ts';
import { BY_CUSTOMER } from './list-store.ts';

const key = (accountId: string, calleeKey: Uint8Array) =>
  `${accountId}\n${Buffer.from(calleeKey).toString('hex')}`;

/**
 * Which callees refuse which accounts: those who refused this customer, and those who refuse all (4.3.2).
 * @returns a test by account and callee key
 */
export async function findRefusals(
  db: Db,
  pairs: readonly { accountId: string; calleeKey: Uint8Array }[],
): Promise<(accountId: string, calleeKey: Uint8Array) => boolean> {
  const keys = [...new Set(pairs.map((pair) => Buffer.from(pair.calleeKey).toString('hex')))];
  const accounts = ['', ...new Set(pairs.map((pair) => pair.accountId))];
  const rows = await db<{ account_id: string; callee_key: Buffer }[]>`
    SELECT account_id, callee_key FROM do_not_call
    WHERE account_id = ANY(${accounts}::text[])
      AND callee_key IN (SELECT decode(k, 'hex') FROM unnest(${column(keys, (hex) => hex)}::text[]) AS k)`;
  const refused = new Set(rows.map((row) => key(row.account_id, row.callee_key)));
  return (accountId, calleeKey) => refused.has(key(accountId, calleeKey)) || refused.has(key('', calleeKey));
}

/**
 * Records that a callee refuses one customer, or everybody where accountId is ''. What a customer had listed by himself
 * becomes the callee's own word, which the customer cannot take back.
 */
export async function refuse(
  db: Db,
  refusal: { accountId: string; calleeKey: Uint8Array; source: string; at: Date },
): Promise<void> {
  await db`
    INSERT INTO do_not_call (account_id, callee_key, source, created_at)
    VALUES (${refusal.accountId}, ${refusal.calleeKey}, ${refusal.source}, ${refusal.at})
    ON CONFLICT (account_id, callee_key) DO UPDATE SET source = excluded.source, created_at = excluded.created_at
    WHERE do_not_call.source = ${BY_CUSTOMER}`;
}
