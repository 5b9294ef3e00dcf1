import type { Db } from '../../platform/db.ts';
import { APPROVED } from './rules.ts';

/** What approved templates of all accounts say, the latest first. */
export async function approvedContents(
  db: Db,
  limit: number,
): Promise<{ accountId: string; templateId: string; content: string }[]> {
  return await db<{ accountId: string; templateId: string; content: string }[]>`
    SELECT account_id AS "accountId", template_id AS "templateId", content FROM templates
    WHERE status = ${APPROVED} ORDER BY updated_at DESC LIMIT ${limit}`;
}
