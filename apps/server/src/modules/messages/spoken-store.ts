import type { Db } from '../../platform/db.ts';

/** What was said in a message that somebody answered. */
export interface SpokenMessage {
  accountId: string;
  sessionNo: string;
  templateId: string;
  purpose: 1 | 2;
  calleeMask: string;
  scriptSealed: Uint8Array;
  flowVersion: number | null;
  answeredAt: Date;
}

const columns = (db: Db) => db`
  m.account_id AS "accountId", m.session_no AS "sessionNo", m.template_id AS "templateId", m.purpose,
  m.callee_mask AS "calleeMask", m.script_sealed AS "scriptSealed", m.flow_version AS "flowVersion",
  r.answered_at AS "answeredAt"`;

/** The first messages from a SessionNo on that were answered, before `until`; erased ones say nothing any more. */
export async function spokenFrom(
  db: Db,
  { accountId, from, until, limit }: { accountId: string; from: string; until: string; limit: number },
): Promise<SpokenMessage[]> {
  return await db<SpokenMessage[]>`
    SELECT ${columns(db)} FROM messages m
    JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no AND r.answered_at IS NOT NULL
    WHERE m.account_id = ${accountId} AND m.session_no >= ${from} AND m.session_no < ${until}
      AND m.callee_mask <> ''
    ORDER BY m.session_no LIMIT ${limit}`;
}

/** One message, answered or not; who did not answer heard nothing. */
export async function findSpoken(
  db: Db,
  { accountId, sessionNo }: { accountId: string; sessionNo: string },
): Promise<(Omit<SpokenMessage, 'answeredAt'> & { answeredAt: Date | null }) | undefined> {
  const [row] = await db<(Omit<SpokenMessage, 'answeredAt'> & { answeredAt: Date | null })[]>`
    SELECT ${columns(db)} FROM messages m
    LEFT JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no
    WHERE m.account_id = ${accountId} AND m.session_no = ${sessionNo}`;
  return row;
}

/** Accounts that sent something between two SessionNos, in any order, at most `limit`. */
export async function sendersBetween(
  db: Db,
  { from, until, limit }: { from: string; until: string; limit: number },
): Promise<string[]> {
  const rows = await db<{ accountId: string }[]>`
    SELECT account_id AS "accountId" FROM accounts a
    WHERE EXISTS (SELECT FROM messages m
      WHERE m.account_id = a.account_id AND m.session_no >= ${from} AND m.session_no < ${until})
    ORDER BY random() LIMIT ${limit}`;
  return rows.map(({ accountId }) => accountId);
}
