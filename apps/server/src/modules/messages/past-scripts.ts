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

/** What an account's messages of a span said, sealed; where there are more, as good as any of them. */
export async function someScripts(
  db: Db,
  { accountId, from, until, limit }: { accountId: string; from: string; until: string; limit: number },
): Promise<{ sessionNo: string; templateId: string; scriptSealed: Buffer }[]> {
  return await db<{ sessionNo: string; templateId: string; scriptSealed: Buffer }[]>`
    SELECT session_no AS "sessionNo", template_id AS "templateId", script_sealed AS "scriptSealed" FROM messages
    WHERE account_id = ${accountId} AND session_no >= ${from}::uuid AND session_no < ${until}::uuid
      AND callee_mask <> '' AND purpose = 2
    ORDER BY hashtext(session_no::text) LIMIT ${limit}`;
}
