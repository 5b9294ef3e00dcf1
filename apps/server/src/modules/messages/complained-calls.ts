import { type Db, plannedNow } from '../../platform/db.ts';

/** A call that somebody may mean who complains. */
export interface RungCall {
  accountId: string;
  sessionNo: string;
  templateId: string;
  showNumber: string;
  trunkId: string;
  startedAt: Date;
}

/**
 * The call to a callee that began nearest to a moment.
 * @param asked.accountId whose it must be; undefined: anybody's
 * @param asked.since SessionNo of the earliest message that may be meant
 */
export async function callNearest(
  db: Db,
  asked: { calleeKey: Uint8Array; accountId: string | undefined; since: string; until: string; at: Date },
): Promise<RungCall | undefined> {
  const { accountId = null } = asked;
  const [row] = await plannedNow<RungCall>(db)`
    SELECT m.account_id AS "accountId", m.session_no AS "sessionNo", m.template_id AS "templateId",
      coalesce(r.show_number, '') AS "showNumber", coalesce(r.trunk_id, '') AS "trunkId", r.started_at AS "startedAt"
    FROM messages m
    JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no AND r.started_at IS NOT NULL
    WHERE m.callee_key = ${asked.calleeKey} AND (${accountId}::text IS NULL OR m.account_id = ${accountId})
      AND m.session_no >= ${asked.since}::uuid AND m.session_no < ${asked.until}::uuid
    ORDER BY abs(extract(epoch FROM r.started_at - ${asked.at}::timestamptz)) LIMIT 1`;
  return row;
}

/** A message to a callee, whether it has been dialled or not; undefined where there is none to him. */
export async function messageTo(
  db: Db,
  { calleeKey, sessionNo }: { calleeKey: Uint8Array; sessionNo: string },
): Promise<(Omit<RungCall, 'startedAt'> & { startedAt: Date | null; acceptedAt: Date }) | undefined> {
  const [row] = await db<(Omit<RungCall, 'startedAt'> & { startedAt: Date | null; acceptedAt: Date })[]>`
    SELECT m.account_id AS "accountId", m.session_no AS "sessionNo", m.template_id AS "templateId",
      coalesce(r.show_number, q.show_number, '') AS "showNumber", coalesce(r.trunk_id, q.trunk_id, '') AS "trunkId",
      r.started_at AS "startedAt", m.accepted_at AS "acceptedAt"
    FROM messages m
    LEFT JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no
    LEFT JOIN queue q ON q.account_id = m.account_id AND q.session_no = m.session_no
    WHERE m.callee_key = ${calleeKey} AND m.session_no = ${sessionNo}`;
  return row;
}
