import type { Db, Tx } from '../../platform/db.ts';
import type { Status, TemplateEvent } from './state-rules.ts';
import type { TemplateKey } from './store.ts';

/** One change of a template, and the words as they were then. */
export interface HistoryEntry {
  at: Date;
  event: TemplateEvent | 'create';
  /** After it. */
  status: Status;
  actor: 'customer' | 'operator';
  /** Member, key or operator. */
  actorId: string;
  reason: string;
  content: string;
}

/** Changes of one template that are shown. */
const MOST_SHOWN = 200;

/** Written under the lock of the template's row, so that the numbers have no gaps and no doubles. */
export async function recordChange(tx: Tx, key: TemplateKey, entry: HistoryEntry): Promise<void> {
  await tx`
    INSERT INTO template_history
      (account_id, template_id, seq, at, event, status, actor, actor_id, reason, content)
    SELECT ${key.accountId}, ${key.templateId}, coalesce(max(seq), 0) + 1, ${entry.at}, ${entry.event},
      ${entry.status}, ${entry.actor}, ${entry.actorId}, ${entry.reason}, ${entry.content}
    FROM template_history WHERE account_id = ${key.accountId} AND template_id = ${key.templateId}`;
}

/** The latest changes of a template, oldest first. */
export async function listChanges(db: Db, key: TemplateKey): Promise<HistoryEntry[]> {
  const rows = await db<HistoryEntry[]>`
    SELECT at, event, status, actor, actor_id AS "actorId", reason, content FROM template_history
    WHERE account_id = ${key.accountId} AND template_id = ${key.templateId} ORDER BY seq DESC LIMIT ${MOST_SHOWN}`;
  return rows.toReversed();
}

/** Words of the account that reviewers have rejected, newest first. */
export async function rejectedContents(
  db: Db,
  accountId: string,
  limit: number,
): Promise<{ templateId: string; content: string }[]> {
  return await db<{ templateId: string; content: string }[]>`
    SELECT template_id AS "templateId", content FROM template_history
    WHERE account_id = ${accountId} AND event = 'reject' ORDER BY at DESC LIMIT ${limit}`;
}

/** How often reviewers have approved templates of the account. */
export async function countApprovals(db: Db, accountId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    SELECT count(*)::int AS count FROM template_history WHERE account_id = ${accountId} AND event = 'approve'`;
  return row?.count ?? 0;
}
