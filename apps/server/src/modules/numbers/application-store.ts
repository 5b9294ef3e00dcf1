import type { NumberApplicationState } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { ApplicationForm } from './application-rules.ts';

export interface ApplicationKey {
  accountId: string;
  applicationId: string;
}

export interface Application extends ApplicationKey, ApplicationForm {
  state: NumberApplicationState;
  /** Why it was given back or cancelled. */
  reason: string;
  /** To whom it was handed over; '' until then. */
  carrier: string;
  /** The order that pays for it. */
  orderId: string | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
  /** By when this state is to be over; null where nobody is waited for. */
  dueAt: Date | null;
}

const columns = (db: Db) => db`
  account_id AS "accountId", application_id AS "applicationId", state, kind, template_ids AS "templateIds",
  peak_concurrency AS "peakConcurrency", daily_minutes AS "dailyMinutes", average_seconds AS "averageSeconds", lines,
  reason, carrier, order_id AS "orderId", created_by AS "createdBy", created_at AS "createdAt",
  updated_at AS "updatedAt", due_at AS "dueAt"`;

/** Writes a new draft. @returns false where the account has `most` already */
export async function insertApplication(
  tx: Tx,
  key: ApplicationKey,
  form: ApplicationForm,
  { by, at, most }: { by: string; at: Date; most: number },
): Promise<boolean> {
  const inserted = await tx`
    INSERT INTO number_applications (account_id, application_id, state, kind, template_ids, peak_concurrency,
      daily_minutes, average_seconds, lines, created_by, created_at, updated_at)
    SELECT ${key.accountId}, ${key.applicationId}, 'draft', ${form.kind}, ${form.templateIds as string[]},
      ${form.peakConcurrency}, ${form.dailyMinutes}, ${form.averageSeconds},
      ${JSON.stringify(form.lines)}::text::jsonb, ${by}, ${at}, ${at}
    WHERE (SELECT count(*) FROM number_applications WHERE account_id = ${key.accountId}) < ${most}`;
  return inserted.count === 1;
}

export async function updateForm(
  tx: Tx,
  key: ApplicationKey,
  form: ApplicationForm,
  at: Date,
): Promise<void> {
  await tx`
    UPDATE number_applications SET kind = ${form.kind}, template_ids = ${form.templateIds as string[]},
      peak_concurrency = ${form.peakConcurrency}, daily_minutes = ${form.dailyMinutes},
      average_seconds = ${form.averageSeconds}, lines = ${JSON.stringify(form.lines)}::text::jsonb, updated_at = ${at}
    WHERE account_id = ${key.accountId} AND application_id = ${key.applicationId}`;
}

/** One application, held until the transaction ends: who moves it decides alone. */
export async function lockApplication(tx: Tx, key: ApplicationKey): Promise<Application | undefined> {
  const [row] = await tx<Application[]>`
    SELECT ${columns(tx)} FROM number_applications
    WHERE account_id = ${key.accountId} AND application_id = ${key.applicationId} FOR UPDATE`;
  return row;
}

export async function findApplication(db: Db, key: ApplicationKey): Promise<Application | undefined> {
  const [row] = await db<Application[]>`
    SELECT ${columns(db)} FROM number_applications
    WHERE account_id = ${key.accountId} AND application_id = ${key.applicationId}`;
  return row;
}

/** Moves an application that is held. What is not named stays. */
export async function moveApplication(
  tx: Tx,
  key: ApplicationKey,
  to: { state: NumberApplicationState; reason?: string; dueAt: Date | null; at: Date },
): Promise<void> {
  await tx`
    UPDATE number_applications SET state = ${to.state}, reason = ${to.reason ?? ''}, due_at = ${to.dueAt},
      overdue_told_at = NULL, updated_at = ${to.at}
    WHERE account_id = ${key.accountId} AND application_id = ${key.applicationId}`;
}

export async function setCarrier(tx: Tx, key: ApplicationKey, carrier: string): Promise<void> {
  await tx`
    UPDATE number_applications SET carrier = ${carrier}
    WHERE account_id = ${key.accountId} AND application_id = ${key.applicationId}`;
}

/** The order by which an application is to be paid: the latest one. */
export async function setApplicationOrder(tx: Tx, key: ApplicationKey, orderId: string): Promise<void> {
  await tx`
    UPDATE number_applications SET order_id = ${orderId}
    WHERE account_id = ${key.accountId} AND application_id = ${key.applicationId}`;
}

export interface ApplicationFilter {
  accountId: string | undefined;
  applicationId: string | undefined;
  state: NumberApplicationState | undefined;
  /** Only those whose state is to be over by now. */
  overdueAt: Date | undefined;
  offset: number;
  limit: number;
}

/** One page of applications, the newest first; over all accounts where none is named: the operator's view. */
export async function pageApplications(
  db: Db,
  filter: ApplicationFilter,
): Promise<{ total: number; applications: Application[] }> {
  const where = db`
    WHERE (${filter.accountId ?? null}::text IS NULL OR account_id = ${filter.accountId ?? null})
      AND (${filter.applicationId ?? null}::text IS NULL OR application_id = ${filter.applicationId ?? null})
      AND (${filter.state ?? null}::text IS NULL OR state = ${filter.state ?? null})
      AND (${filter.overdueAt ?? null}::timestamptz IS NULL OR due_at < ${filter.overdueAt ?? null})`;
  const [count] = await db<
    { total: number }[]
  >`SELECT count(*)::int AS total FROM number_applications ${where}`;
  const applications = await db<Application[]>`
    SELECT ${columns(db)} FROM number_applications ${where}
    ORDER BY created_at DESC, application_id LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, applications };
}

/** Answers that nobody paid for in time; at most `limit`. */
export async function lapsedApplications(db: Db, at: Date, limit: number): Promise<ApplicationKey[]> {
  return await db<ApplicationKey[]>`
    SELECT account_id AS "accountId", application_id AS "applicationId" FROM number_applications
    WHERE state = 'to-pay' AND due_at <= ${at} ORDER BY due_at LIMIT ${limit}`;
}

/** Takes some applications whose carrier's or operator's time is over and of which the staff was not told. */
export async function markOverdueApplications(
  tx: Tx,
  at: Date,
  limit: number,
): Promise<(ApplicationKey & { state: NumberApplicationState; dueAt: Date })[]> {
  return await tx<(ApplicationKey & { state: NumberApplicationState; dueAt: Date })[]>`
    UPDATE number_applications SET overdue_told_at = ${at}
    WHERE (account_id, application_id) IN (
      SELECT account_id, application_id FROM number_applications
      WHERE state IN ('with-carrier', 'provisioning') AND due_at < ${at} AND overdue_told_at IS NULL
      ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING account_id AS "accountId", application_id AS "applicationId", state, due_at AS "dueAt"`;
}
