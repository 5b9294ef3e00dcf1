import { type Db, plannedNow } from '../../platform/db.ts';

/** A call that rang a callee, as the callee may see it. */
export interface CalleeCall {
  accountId: string;
  accountName: string | null;
  sessionNo: string;
  purpose: 1 | 2;
  templateName: string | null;
  /** Of a template that is spoken; null for recorded sounds and flows. */
  templateText: string | null;
  showNumber: string | null;
  startedAt: Date;
  talkMs: number;
  reason: string;
  /** Whether the callee agreed to a recording, and that stands. */
  recorded: boolean;
  /** Whether the callee agreed that it improves the service, and that stands. */
  improves: boolean;
}

/**
 * Calls to one callee, whoever made them, the latest first.
 * @param span SessionNos: from the smallest of a moment up to, and without, the cursor
 */
export async function callsTo(
  db: Db,
  calleeKey: Uint8Array,
  span: { since: string; before: string },
  limit: number,
): Promise<CalleeCall[]> {
  return await plannedNow<CalleeCall>(db)`
    SELECT m.account_id AS "accountId", a.name AS "accountName", m.session_no AS "sessionNo", m.purpose,
      coalesce(t.name, f.name) AS "templateName", t.content AS "templateText", r.show_number AS "showNumber",
      r.started_at AS "startedAt", r.talk_ms AS "talkMs", r.reason,
      EXISTS (SELECT 1 FROM consents c WHERE c.account_id = m.account_id AND c.session_no = m.session_no AND c.given
        AND c.revoked_at IS NULL AND c.kind = 'recording') AS recorded,
      EXISTS (SELECT 1 FROM consents c WHERE c.account_id = m.account_id AND c.session_no = m.session_no AND c.given
        AND c.revoked_at IS NULL AND c.kind = 'improvement') AS improves
    FROM messages m
    JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no AND r.started_at IS NOT NULL
    LEFT JOIN accounts a ON a.account_id = m.account_id
    LEFT JOIN templates t ON t.account_id = m.account_id AND t.template_id = m.template_id
    LEFT JOIN call_flow_versions f
      ON f.account_id = m.account_id AND f.flow_id = m.template_id AND f.version = m.flow_version
    WHERE m.callee_key = ${calleeKey} AND m.callee_mask <> '' AND m.session_no >= ${span.since}::uuid AND m.session_no < ${span.before}::uuid
    ORDER BY m.session_no DESC LIMIT ${limit}`;
}

/** Whose message rang this callee; undefined where there is none. */
export async function callerOfCall(
  db: Db,
  { calleeKey, sessionNo }: { calleeKey: Uint8Array; sessionNo: string },
): Promise<string | undefined> {
  const [row] = await db<{ accountId: string }[]>`
    SELECT account_id AS "accountId" FROM messages
    WHERE callee_key = ${calleeKey} AND session_no = ${sessionNo} AND callee_mask <> ''`;
  return row?.accountId;
}
