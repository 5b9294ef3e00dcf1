import type { Sql } from '../../src/platform/db.ts';

/** Makes a number the exclusive one of this account, whoever had it before. */
export async function setNumberOwner(sql: Sql, number: string, accountId: string): Promise<void> {
  await sql`
    INSERT INTO numbers (account_id, number) VALUES (${accountId}, ${number})
    ON CONFLICT (number) WHERE status <> 'cancelled' DO UPDATE SET account_id = excluded.account_id`;
}
