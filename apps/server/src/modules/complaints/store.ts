import { column } from '../../platform/array-column.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { ComplaintChannel, ComplaintKind, ComplaintState, Severity } from './complaint-rules.ts';

/** The call that is complained about. */
export interface ComplainedCall {
  /** '' where it is not known whose it was. */
  accountId: string;
  sessionNo: string | null;
  templateId: string;
  showNumber: string;
  trunkId: string;
}

export interface NewComplaint extends ComplainedCall {
  complaintId: string;
  channel: ComplaintChannel;
  kind: ComplaintKind;
  severity: Severity;
  calleeKey: Uint8Array;
  calleeMask: string;
  happenedAt: Date;
  wordsSealed: Uint8Array | null;
  openedBy: string;
  openedAt: Date;
  dueAt: Date;
}

export interface Complaint extends Omit<NewComplaint, 'dueAt'> {
  state: ComplaintState;
  assignedTo: string | null;
  forwardedAt: Date | null;
  answeredAt: Date | null;
  answeredBy: string | null;
  answerSealed: Uint8Array | null;
  closedAt: Date | null;
  closedBy: string | null;
  founded: boolean | null;
  finding: string;
  toldAt: Date | null;
  toldHow: string;
  /** Of the clock that runs; null: none does. */
  dueAt: Date | null;
}

export const wordsContext = (complaintId: string) => `complaints.words:${complaintId}`;
export const answerContext = (complaintId: string) => `complaints.answer:${complaintId}`;

const columns = (db: Db) => db`
  account_id AS "accountId", complaint_id AS "complaintId", channel, kind, severity, callee_key AS "calleeKey",
  callee_mask AS "calleeMask", happened_at AS "happenedAt", session_no AS "sessionNo", template_id AS "templateId",
  show_number AS "showNumber", trunk_id AS "trunkId", words_sealed AS "wordsSealed", state, opened_by AS "openedBy",
  opened_at AS "openedAt", assigned_to AS "assignedTo", due_at AS "dueAt", forwarded_at AS "forwardedAt",
  answered_at AS "answeredAt", answered_by AS "answeredBy", answer_sealed AS "answerSealed", closed_at AS "closedAt",
  closed_by AS "closedBy", founded, finding, told_at AS "toldAt", told_how AS "toldHow"`;

export async function insertComplaint(tx: Tx, c: NewComplaint): Promise<void> {
  await tx`
    INSERT INTO complaints (account_id, complaint_id, channel, kind, severity, callee_key, callee_mask, happened_at,
      session_no, template_id, show_number, trunk_id, words_sealed, opened_by, opened_at, due_at)
    VALUES (${c.accountId}, ${c.complaintId}, ${c.channel}, ${c.kind}, ${c.severity}, ${c.calleeKey}, ${c.calleeMask},
      ${c.happenedAt}, ${c.sessionNo}, ${c.templateId}, ${c.showNumber}, ${c.trunkId}, ${c.wordsSealed}, ${c.openedBy},
      ${c.openedAt}, ${c.dueAt})`;
}

/** The complaint of this callee about this message, if there is one. */
export async function complaintAbout(
  db: Db,
  about: { accountId: string; sessionNo: string; calleeKey: Uint8Array },
): Promise<string | undefined> {
  const [row] = await db<{ complaint_id: string }[]>`
    SELECT complaint_id FROM complaints WHERE callee_key = ${about.calleeKey} AND account_id = ${about.accountId}
      AND session_no = ${about.sessionNo} LIMIT 1`;
  return row?.complaint_id;
}

/** Takes a complaint for the transaction. @param accountId whose it must be; undefined: anybody's */
export async function lockComplaint(
  tx: Tx,
  { complaintId, accountId }: { complaintId: string; accountId?: string | undefined },
): Promise<Complaint | undefined> {
  const [row] = await tx<Complaint[]>`
    SELECT ${columns(tx)} FROM complaints WHERE complaint_id = ${complaintId}
      AND (${accountId ?? null}::text IS NULL OR account_id = ${accountId ?? null}) FOR UPDATE`;
  return row;
}

/** Gives a complaint of nobody's call to an account. Its key changes with that: it is written anew. */
export async function giveComplaint(tx: Tx, complaintId: string, accountId: string): Promise<void> {
  await tx`
    WITH gone AS (DELETE FROM complaints WHERE account_id = '' AND complaint_id = ${complaintId} RETURNING *)
    INSERT INTO complaints
    SELECT (jsonb_populate_record(NULL::complaints,
      to_jsonb(gone) || jsonb_build_object('account_id', ${accountId}::text))).* FROM gone`;
}

interface Key {
  accountId: string;
  complaintId: string;
}

export async function assignComplaint(
  tx: Tx,
  { accountId, complaintId }: Key,
  operatorId: string,
): Promise<void> {
  await tx`
    UPDATE complaints SET assigned_to = ${operatorId}
    WHERE account_id = ${accountId} AND complaint_id = ${complaintId}`;
}

export async function markForwarded(
  tx: Tx,
  { accountId, complaintId }: Key,
  { severity, at, dueAt }: { severity: Severity; at: Date; dueAt: Date },
): Promise<void> {
  await tx`
    UPDATE complaints SET state = 'forwarded', severity = ${severity}, forwarded_at = ${at}, due_at = ${dueAt}, alarmed = 0
    WHERE account_id = ${accountId} AND complaint_id = ${complaintId}`;
}

export async function markAnswered(
  tx: Tx,
  { accountId, complaintId }: Key,
  answer: { sealed: Uint8Array; by: string; at: Date; dueAt: Date },
): Promise<void> {
  await tx`
    UPDATE complaints SET state = 'answered', answer_sealed = ${answer.sealed}, answered_by = ${answer.by},
      answered_at = ${answer.at}, due_at = ${answer.dueAt}, alarmed = 0
    WHERE account_id = ${accountId} AND complaint_id = ${complaintId}`;
}

/** @param dueAt undefined: the clock that runs goes on */
export async function markClosed(
  tx: Tx,
  { accountId, complaintId }: Key,
  finding: { founded: boolean; reason: string; by: string; at: Date; dueAt: Date | undefined },
): Promise<void> {
  await tx`
    UPDATE complaints SET state = 'closed', founded = ${finding.founded}, finding = ${finding.reason},
      closed_by = ${finding.by}, closed_at = ${finding.at}, due_at = coalesce(${finding.dueAt ?? null}::timestamptz, due_at),
      alarmed = CASE WHEN ${finding.dueAt ?? null}::timestamptz IS NULL THEN alarmed ELSE 0 END
    WHERE account_id = ${accountId} AND complaint_id = ${complaintId}`;
}

export async function markTold(
  tx: Tx,
  { accountId, complaintId }: Key,
  { how, at }: { how: string; at: Date },
): Promise<void> {
  await tx`
    UPDATE complaints SET state = 'told', told_how = ${how}, told_at = ${at}, due_at = NULL
    WHERE account_id = ${accountId} AND complaint_id = ${complaintId}`;
}

/** What complaints are looked for by. */
export interface ComplaintFilter {
  accountId?: string | undefined;
  calleeKey?: Uint8Array | undefined;
  state?: ComplaintState | undefined;
  severity?: Severity | undefined;
  templateId?: string | undefined;
  assignedTo?: string | undefined;
  /** Only those whose clock has run out by then. */
  overdueAt?: Date | undefined;
  /** Only what the customer has been told of. */
  forwarded?: boolean;
  offset: number;
  limit: number;
}

/** Complaints, the latest first. */
export async function pageComplaints(
  db: Db,
  asked: ComplaintFilter,
): Promise<{ total: number; complaints: Complaint[] }> {
  const given = <Value>(value: Value | undefined) => value ?? null;
  const filter = db`
    (${given(asked.accountId)}::text IS NULL OR account_id = ${given(asked.accountId)})
    AND (${given(asked.calleeKey)}::bytea IS NULL OR callee_key = ${given(asked.calleeKey)})
    AND (${given(asked.state)}::text IS NULL OR state = ${given(asked.state)})
    AND (${given(asked.severity)}::smallint IS NULL OR severity = ${given(asked.severity)})
    AND (${given(asked.templateId)}::text IS NULL OR template_id = ${given(asked.templateId)})
    AND (${given(asked.assignedTo)}::text IS NULL OR assigned_to = ${given(asked.assignedTo)})
    AND (${given(asked.overdueAt)}::timestamptz IS NULL OR due_at <= ${given(asked.overdueAt)})
    AND (${asked.forwarded !== true} OR forwarded_at IS NOT NULL)`;
  const [[counted], complaints] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM complaints WHERE ${filter}`,
    db<Complaint[]>`
      SELECT ${columns(db)} FROM complaints WHERE ${filter}
      ORDER BY opened_at DESC, complaint_id DESC OFFSET ${asked.offset} LIMIT ${asked.limit}`,
  ]);
  return { total: counted?.total ?? 0, complaints: [...complaints] };
}

/** Takes lines of a file. @returns those that were not taken before */
export async function takeFileLines(
  tx: Tx,
  fileSha256: Uint8Array,
  lines: readonly { line: number; complaintId: string }[],
): Promise<Set<number>> {
  const rows = await tx<{ line: number }[]>`
    INSERT INTO complaint_file_lines (file_sha256, line, complaint_id)
    SELECT ${fileSha256}, l, c FROM unnest(${column(lines, ({ line }) => line)}::integer[],
      ${column(lines, ({ complaintId }) => complaintId)}::uuid[]) AS rows (l, c)
    ON CONFLICT DO NOTHING RETURNING line`;
  return new Set(rows.map(({ line }) => line));
}

/** A clock that has to be told of. */
export interface ClockAlarm extends Key {
  state: ComplaintState;
  assignedTo: string | null;
  dueAt: Date;
}

/** Marks clocks of which nobody was told yet that they run out before `until`; those in other hands are left to the next. */
export async function takeClockAlarms(
  tx: Tx,
  asked: { stage: 1 | 2; until: Date; limit: number },
): Promise<ClockAlarm[]> {
  return await tx<ClockAlarm[]>`
    UPDATE complaints SET alarmed = ${asked.stage}
    WHERE (account_id, complaint_id) IN (
      SELECT account_id, complaint_id FROM complaints WHERE due_at <= ${asked.until} AND alarmed < ${asked.stage}
      ORDER BY due_at LIMIT ${asked.limit} FOR UPDATE SKIP LOCKED)
    RETURNING account_id AS "accountId", complaint_id AS "complaintId", state, assigned_to AS "assignedTo",
      due_at AS "dueAt"`;
}
