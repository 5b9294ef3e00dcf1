import type { TestDatabase } from './database.ts';

/** What an account was told, in the order of time, by kind and details. */
export async function told(
  { sql, vault }: TestDatabase,
  accountId: string,
): Promise<[kind: string, details: Record<string, string | number>][]> {
  const rows = await sql<{ notice_id: string; kind: string; details_sealed: Buffer }[]>`
    SELECT notice_id, kind, details_sealed FROM notices WHERE account_id = ${accountId} ORDER BY notice_id`;
  return rows.map((row) => [
    row.kind,
    JSON.parse(vault.open(row.details_sealed, `notices.details:${row.notice_id}`)),
  ]);
}
