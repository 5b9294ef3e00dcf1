import type { Db } from '../../platform/db.ts';

/** What was said in messages accepted since then, of all accounts, sealed; any of them, where there are more. */
export async function recentScripts(
  db: Db,
  since: string,
  limit: number,
): Promise<{ accountId: string; sessionNo: string; scriptSealed: Buffer }[]> {
  return await db<{ accountId: string; sessionNo: string; scriptSealed: Buffer }[]>`
    SELECT account_id AS "accountId", session_no AS "sessionNo", script_sealed AS "scriptSealed" FROM messages
    WHERE session_no >= ${since} LIMIT ${limit}`;
}
