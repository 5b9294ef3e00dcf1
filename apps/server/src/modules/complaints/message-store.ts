import type { Db } from '../../platform/db.ts';

/** A complaint as far as it is evidence about its message. */
export interface MessageComplaint {
  complaintId: string;
  channel: string;
  kind: string;
  severity: number;
  state: string;
  openedAt: Date;
  forwardedAt: Date | null;
  answeredAt: Date | null;
  closedAt: Date | null;
  founded: boolean | null;
  finding: string;
  toldAt: Date | null;
  wordsSealed: Uint8Array | null;
  answerSealed: Uint8Array | null;
}

const MOST = 20;

/** Complaints about a message, the oldest first; its callee has one, others may have told of it too. */
export async function complaintsAboutMessage(
  db: Db,
  { accountId, sessionNo }: { accountId: string; sessionNo: string },
): Promise<MessageComplaint[]> {
  return await db<MessageComplaint[]>`
    SELECT complaint_id AS "complaintId", channel, kind, severity, state, opened_at AS "openedAt",
      forwarded_at AS "forwardedAt", answered_at AS "answeredAt", closed_at AS "closedAt", founded, finding,
      told_at AS "toldAt", words_sealed AS "wordsSealed", answer_sealed AS "answerSealed"
    FROM complaints WHERE account_id = ${accountId} AND session_no = ${sessionNo}
    ORDER BY opened_at, complaint_id LIMIT ${MOST}`;
}

/** The message that a complaint is about; null where nobody's call was found, undefined where there is no such complaint. */
export async function messageOfComplaint(
  db: Db,
  { accountId, complaintId }: { accountId: string; complaintId: string },
): Promise<string | null | undefined> {
  const [row] = await db<{ sessionNo: string | null }[]>`
    SELECT session_no AS "sessionNo" FROM complaints
    WHERE account_id = ${accountId} AND complaint_id = ${complaintId}`;
  return row?.sessionNo;
}

/** What a callee complained about, the latest first, as far as it is the complainant's to know. */
export async function complaintsOfCallee(
  db: Db,
  calleeKey: Uint8Array,
  limit: number,
): Promise<(Omit<MessageComplaint, 'answerSealed'> & { accountId: string; happenedAt: Date })[]> {
  return await db<(Omit<MessageComplaint, 'answerSealed'> & { accountId: string; happenedAt: Date })[]>`
    SELECT account_id AS "accountId", complaint_id AS "complaintId", channel, kind, severity, state,
      happened_at AS "happenedAt", opened_at AS "openedAt", forwarded_at AS "forwardedAt",
      answered_at AS "answeredAt", closed_at AS "closedAt", founded, finding, told_at AS "toldAt",
      words_sealed AS "wordsSealed"
    FROM complaints WHERE callee_key = ${calleeKey} AND callee_mask <> ''
    ORDER BY opened_at DESC, complaint_id LIMIT ${limit}`;
}
