import type { Db } from '../../platform/db.ts';
import type { SpokenTail } from './rules.ts';
import type { TemplateKey } from './store.ts';

/** Says it of a template, or with the template '' of every notice of the account that has no tail of its own. */
export async function setTail(
  db: Db,
  { accountId, templateId, tail, at }: TemplateKey & { tail: SpokenTail; at: Date },
): Promise<void> {
  await db`
    INSERT INTO spoken_tails (account_id, template_id, tail, set_at)
    VALUES (${accountId}, ${templateId}, ${tail}, ${at})
    ON CONFLICT (account_id, template_id) DO UPDATE SET tail = excluded.tail, set_at = excluded.set_at`;
}

/** A template has the account's tail again. */
export async function dropTail(db: Db, { accountId, templateId }: TemplateKey): Promise<void> {
  await db`DELETE FROM spoken_tails WHERE account_id = ${accountId} AND template_id = ${templateId}`;
}

/** What an account has said about tails, at most so many; that of all its notices comes first. */
export async function listTails(
  db: Db,
  accountId: string,
  limit: number,
): Promise<{ templateId: string; tail: SpokenTail }[]> {
  return await db<{ templateId: string; tail: SpokenTail }[]>`
    SELECT template_id AS "templateId", tail FROM spoken_tails
    WHERE account_id = ${accountId} ORDER BY template_id LIMIT ${limit}`;
}
