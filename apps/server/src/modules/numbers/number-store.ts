import type { NumberKind, NumberState } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { NumberLimits } from './load-store.ts';

/** Owner of the shared pool in the numbers table. */
export const POOL = '';

export interface NumberKey {
  accountId: string;
  number: string;
}

/** A number of the platform's pool or of an account; amounts in 10⁻⁴ yuan. */
export interface OwnedNumber extends NumberKey, NumberLimits {
  status: NumberState;
  kind: NumberKind;
  cityCode: string;
  answerId: string | null;
  monthlyRent: bigint | null;
  minimumMinutes: number;
  minutePrice: bigint;
  createdAt: Date;
  activatedAt: Date | null;
  expiresAt: Date | null;
  endedAt: Date | null;
  autoRenew: boolean;
  renewalToldAt: Date | null;
  pausedAt: Date | null;
  pausedBy: string | null;
  pausedReason: string;
  unpaidSince: Date | null;
}

const columns = (db: Db) => db`
  account_id AS "accountId", number, status, kind, city_code AS "cityCode", answer_id AS "answerId",
  monthly_rent AS "monthlyRent", minimum_minutes AS "minimumMinutes", minute_price AS "minutePrice",
  created_at AS "createdAt", activated_at AS "activatedAt", expires_at AS "expiresAt", ended_at AS "endedAt",
  auto_renew AS "autoRenew", renewal_told_at AS "renewalToldAt", paused_at AS "pausedAt", paused_by AS "pausedBy",
  paused_reason AS "pausedReason", unpaid_since AS "unpaidSince", concurrency, cps, daily_limit AS "dailyLimit"`;

/** One number, held until the transaction ends. */
export async function lockNumber(tx: Tx, { accountId, number }: NumberKey): Promise<OwnedNumber | undefined> {
  const [row] = await tx<OwnedNumber[]>`
    SELECT ${columns(tx)} FROM numbers WHERE account_id = ${accountId} AND number = ${number} FOR UPDATE`;
  return row;
}

export async function findNumber(db: Db, { accountId, number }: NumberKey): Promise<OwnedNumber | undefined> {
  const [row] = await db<OwnedNumber[]>`
    SELECT ${columns(db)} FROM numbers WHERE account_id = ${accountId} AND number = ${number}`;
  return row;
}

export interface NumberFilter {
  /** '' the shared pool; absent: all. */
  accountId: string | undefined;
  /** Without those of the pool. */
  exclusiveOnly?: boolean;
  state: NumberState | undefined;
  cityCode: string | undefined;
  /** Only those that the operator has paused. */
  pausedOnly: boolean;
  offset: number;
  limit: number;
}

/** One page of numbers in the order of the digits. */
export async function pageNumbers(
  db: Db,
  filter: NumberFilter,
): Promise<{ total: number; numbers: OwnedNumber[] }> {
  const where = db`
    WHERE (${filter.accountId ?? null}::text IS NULL OR account_id = ${filter.accountId ?? null})
      AND (NOT ${filter.exclusiveOnly ?? false} OR account_id <> ${POOL})
      AND (${filter.state ?? null}::text IS NULL OR status = ${filter.state ?? null})
      AND (${filter.cityCode ?? null}::text IS NULL OR city_code = ${filter.cityCode ?? null})
      AND (NOT ${filter.pausedOnly} OR paused_at IS NOT NULL)`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total FROM numbers ${where}`;
  const numbers = await db<OwnedNumber[]>`
    SELECT ${columns(db)} FROM numbers ${where}
    ORDER BY number, account_id LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, numbers };
}

/** Numbers, of these, that somebody has, or that ended at `endedSince` or later. */
export async function numbersTaken(
  db: Db,
  numbers: readonly string[],
  endedSince: Date | undefined,
): Promise<(NumberKey & { status: NumberState; answerId: string | null })[]> {
  return await db<(NumberKey & { status: NumberState; answerId: string | null })[]>`
    SELECT account_id AS "accountId", number, status, answer_id AS "answerId" FROM numbers
    WHERE number = ANY(${numbers as string[]})
      AND (status <> 'cancelled' OR ended_at >= ${endedSince ?? null}::timestamptz)`;
}

/** Writes a delivered number down, as to be provided; one that the account had given up begins anew. */
export async function insertNumber(
  tx: Tx,
  number: Pick<
    OwnedNumber,
    'accountId' | 'number' | 'kind' | 'cityCode' | 'answerId' | 'minimumMinutes' | 'minutePrice' | 'createdAt'
  > & { monthlyRent: bigint },
): Promise<void> {
  await tx`
    INSERT INTO numbers (account_id, number, status, kind, city_code, answer_id, monthly_rent, minimum_minutes,
      minute_price, created_at)
    VALUES (${number.accountId}, ${number.number}, 'to-provision', ${number.kind}, ${number.cityCode},
      ${number.answerId}, ${number.monthlyRent}, ${number.minimumMinutes}, ${number.minutePrice}, ${number.createdAt})
    ON CONFLICT (account_id, number) DO UPDATE SET status = 'to-provision', kind = excluded.kind,
      city_code = excluded.city_code, answer_id = excluded.answer_id, monthly_rent = excluded.monthly_rent,
      minimum_minutes = excluded.minimum_minutes, minute_price = excluded.minute_price,
      created_at = excluded.created_at, activated_at = NULL, expires_at = NULL, ended_at = NULL,
      minimum_month = NULL, auto_renew = false,
      renewal_told_at = NULL, noticed = 0, paused_at = NULL, paused_by = NULL, paused_reason = '', unpaid_since = NULL
    WHERE numbers.status = 'cancelled'`;
}

/** A number is there and paid until then. */
export async function activateNumber(
  tx: Tx,
  { accountId, number }: NumberKey,
  { at, expiresAt, minimumMonth }: { at: Date; expiresAt: Date; minimumMonth: number },
): Promise<void> {
  await tx`
    UPDATE numbers SET status = 'active', activated_at = ${at}, expires_at = ${expiresAt},
      minimum_month = CASE WHEN minimum_minutes > 0 THEN ${minimumMonth}::int END
    WHERE account_id = ${accountId} AND number = ${number} AND status = 'to-provision'`;
}

/** A number is paid until then, and its end is told anew; one that had expired is back. */
export async function extendNumber(tx: Tx, { accountId, number }: NumberKey, expiresAt: Date): Promise<void> {
  await tx`
    UPDATE numbers SET expires_at = ${expiresAt}, noticed = 0, renewal_told_at = NULL,
      status = CASE WHEN status = 'expired' THEN 'active' ELSE status END
    WHERE account_id = ${accountId} AND number = ${number}`;
}

export async function setNumberState(
  tx: Tx,
  { accountId, number }: NumberKey,
  { status, at }: { status: NumberState; at: Date },
): Promise<void> {
  await tx`
    UPDATE numbers SET status = ${status}, ended_at = ${status === 'cancelled' ? at : null}
    WHERE account_id = ${accountId} AND number = ${number}`;
}

/** A number that is given up works until then, and is not renewed. */
export async function setNumberCancelling(
  tx: Tx,
  { accountId, number }: NumberKey,
  expiresAt: Date,
): Promise<void> {
  await tx`
    UPDATE numbers SET status = 'cancelling', expires_at = ${expiresAt}, auto_renew = false
    WHERE account_id = ${accountId} AND number = ${number} AND status = 'active'`;
}

export async function setNumberAutoRenew(
  tx: Tx,
  { accountId, number }: NumberKey,
  autoRenew: boolean,
): Promise<void> {
  await tx`
    UPDATE numbers SET auto_renew = ${autoRenew}, renewal_told_at = NULL
    WHERE account_id = ${accountId} AND number = ${number}`;
}

export async function markNumberRenewalTold(
  tx: Tx,
  { accountId, number }: NumberKey,
  at: Date,
): Promise<void> {
  await tx`UPDATE numbers SET renewal_told_at = ${at} WHERE account_id = ${accountId} AND number = ${number}`;
}

/** Takes a number out of use with a reason, or puts it back (null). */
export async function setNumberPause(
  tx: Tx,
  { accountId, number }: NumberKey,
  pause: { at: Date; by: string; reason: string } | null,
): Promise<void> {
  await tx`
    UPDATE numbers SET paused_at = ${pause?.at ?? null}, paused_by = ${pause?.by ?? null},
      paused_reason = ${pause?.reason ?? ''}
    WHERE account_id = ${accountId} AND number = ${number}`;
}

/** A number that is in use, whoever has it: the operator names it by its digits alone. */
export async function findInUse(db: Db, number: string): Promise<NumberKey | undefined> {
  const [row] = await db<NumberKey[]>`
    SELECT account_id AS "accountId", number FROM numbers WHERE number = ${number} AND status <> 'cancelled'`;
  return row;
}
