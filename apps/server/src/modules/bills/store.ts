import type { Db, Tx } from '../../platform/db.ts';
import type { BillLine, Payer, PostedSum, PostingKey } from './rules.ts';

/** Who paid, by the ledger account that was debited, as modules/ledger/rules.ts names them. */
export const payer = (db: Db) => db`
  CASE WHEN t.debit_account IN ('cash', 'cash:held') THEN 'balance' WHEN t.debit_account LIKE 'coupon:%' THEN 'coupon'
    WHEN t.debit_account LIKE 'package:%' THEN 'package' WHEN t.debit_account LIKE 'prepaid:%' THEN 'prepaid' ELSE '' END`;

/** Postings of a span [from, until) of one account, as the index `ledger_transfers_billed` has them. */
const billed = (db: Db, span: Span) => db`
  t.account_id = ${span.accountId} AND t.at >= ${span.from} AND t.at < ${span.until}
  AND t.kind NOT IN ('reserve', 'release')`;

export interface Span {
  accountId: string;
  from: Date;
  until: Date;
}

/** Beijing's calendar: UTC+8 all year round. */
export const inBeijing = (db: Db) => db`(t.at AT TIME ZONE 'UTC' + interval '8 hours')`;

export const summed = (db: Db, span: Span) => db`
  SELECT extract(day FROM ${inBeijing(db)})::int AS day, t.kind, ${payer(db)} AS payer, t.commodity,
    coalesce(m.purpose, (o.detail->>'purpose')::int, 0)::int AS purpose,
    coalesce(m.group_type, (o.detail->>'groupType')::int, 0)::int AS "groupType",
    coalesce(m.template_id, '') AS "templateId", coalesce(m.brevity_code, '') AS destination,
    count(*) FILTER (WHERE t.kind = 'charge' AND t.part = m.first_part)::bigint AS messages,
    coalesce(sum(r.cost_count) FILTER (WHERE t.part = m.first_part), 0)::bigint AS units, sum(t.amount)::bigint AS amount
  FROM ledger_transfers t
  LEFT JOIN messages m ON t.kind = 'charge' AND m.account_id = t.account_id AND m.session_no = t.id
  LEFT JOIN receipts r ON t.kind = 'charge' AND r.account_id = t.account_id AND r.session_no = t.id
  LEFT JOIN orders o ON t.kind IN ('purchase', 'issue') AND o.account_id = t.account_id AND o.ledger_id = t.id
  WHERE ${billed(db, span)}
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`;

/** The lines of a span, from the postings. Reads all of them: seconds for a million, so never more than the last days. */
export async function sumLines(tx: Tx, span: Span): Promise<BillLine[]> {
  return await tx<BillLine[]>`${summed(tx, span)}`;
}

/** The sums of a span by month, from the postings alone. */
export async function sumMonths(db: Db, span: Span): Promise<Map<number, PostedSum[]>> {
  const rows = await db<(PostedSum & { month: number })[]>`
    SELECT (extract(year FROM ${inBeijing(db)}) * 12 + extract(month FROM ${inBeijing(db)}) - 1)::int AS month,
      t.kind, ${payer(db)} AS payer, t.commodity, sum(t.amount)::bigint AS amount
    FROM ledger_transfers t WHERE ${billed(db, span)} GROUP BY 1, 2, 3, 4`;
  return byMonth(rows);
}

export function byMonth(rows: readonly (PostedSum & { month: number })[]): Map<number, PostedSum[]> {
  const months = new Map<number, PostedSum[]>();
  for (const { month, ...sum } of rows) {
    const sums = months.get(month);
    if (sums) sums.push(sum);
    else months.set(month, [sum]);
  }
  return months;
}

// ── closed months ───────────────────────────────────────────────────────────────────────────────────────────

export interface ClosedBill {
  month: number;
  opening: bigint;
  closing: bigint;
}

/** The latest closed bill of an account up to a month. */
export async function lastBill(db: Db, accountId: string, upTo: number): Promise<ClosedBill | undefined> {
  const [row] = await db<ClosedBill[]>`
    SELECT month, opening, closing FROM bills WHERE account_id = ${accountId} AND month <= ${upTo}
    ORDER BY month DESC LIMIT 1`;
  return row;
}

/** Closed bills of an account within months [from, to]. */
export async function closedBills(
  db: Db,
  accountId: string,
  from: number,
  to: number,
): Promise<Map<number, ClosedBill>> {
  const rows = await db<ClosedBill[]>`
    SELECT month, opening, closing FROM bills
    WHERE account_id = ${accountId} AND month BETWEEN ${from} AND ${to}`;
  return new Map(rows.map((row) => [row.month, row]));
}

/** Begins a closed bill. @returns false when the month of this account is closed already */
export async function insertBill(
  tx: Tx,
  bill: ClosedBill & { accountId: string; closedAt: Date },
): Promise<boolean> {
  const inserted = await tx`
    INSERT INTO bills (account_id, month, opening, closing, closed_at)
    VALUES (${bill.accountId}, ${bill.month}, ${bill.opening}, ${bill.closing}, ${bill.closedAt})
    ON CONFLICT DO NOTHING`;
  return inserted.count === 1;
}

/** The last month that is closed for every account. */
export async function lastClosedMonth(db: Db): Promise<number | undefined> {
  const [row] = await db<{ month: number | null }[]>`SELECT max(month) AS month FROM bill_months`;
  return row?.month ?? undefined;
}

export async function markMonthClosed(db: Db, month: number, at: Date): Promise<void> {
  await db`INSERT INTO bill_months (month, closed_at) VALUES (${month}, ${at}) ON CONFLICT DO NOTHING`;
}

/** When the first account was opened: no bill is older. */
export async function firstAccountAt(db: Db): Promise<Date | undefined> {
  const [row] = await db<{ at: Date | null }[]>`SELECT min(created_at) AS at FROM accounts`;
  return row?.at ?? undefined;
}

/**
 * Accounts with postings of a month that is not closed for them, in the order of their ids after `after`; `open` where
 * messages that they had accepted before its end are not over yet.
 */
export async function unbilledAccounts(
  db: Db,
  asked: { month: number; from: Date; until: Date; after: string; limit: number },
): Promise<{ accountId: string; open: boolean }[]> {
  return await db<{ accountId: string; open: boolean }[]>`
    SELECT a.account_id AS "accountId", EXISTS (
      SELECT 1 FROM queue q WHERE q.account_id = a.account_id AND q.session_no < uuid_floor(${asked.until})) AS open
    FROM accounts a
    WHERE a.account_id > ${asked.after} AND a.created_at < ${asked.until}
      AND NOT EXISTS (SELECT 1 FROM bills b WHERE b.account_id = a.account_id AND b.month = ${asked.month})
      AND EXISTS (SELECT 1 FROM ledger_transfers t WHERE t.account_id = a.account_id AND t.at >= ${asked.from}
        AND t.at < ${asked.until} AND t.kind NOT IN ('reserve', 'release'))
    ORDER BY a.account_id LIMIT ${asked.limit}`;
}

// ── postings one by one ─────────────────────────────────────────────────────────────────────────────────────

export interface BillPosting {
  at: Date;
  id: string;
  kind: string;
  part: number;
  payer: Payer;
  debit: string;
  commodity: string;
  amount: bigint;
  templateId: string | null;
  calleeMask: string | null;
  destination: string | null;
  talkMs: number | null;
  count: number | null;
  orderId: string | null;
  number: string | null;
  credit: string;
  /** Of the legs of a message the first is counted, so that a message is one however many paid. */
  firstPart: number | null;
}

/**
 * Postings of a span in the order of time, at most `limit`, after one of them. Pages instead of a cursor of the
 * database's: whoever reads slowly holds no transaction, and postings are only ever added.
 */
export async function billPostings(
  db: Db,
  asked: Span & { kinds: readonly string[] | undefined; after: PostingKey | undefined; limit: number },
): Promise<BillPosting[]> {
  const { kinds, after, limit } = asked;
  return await db<BillPosting[]>`
    SELECT t.at, t.id, t.kind, t.part, ${payer(db)} AS payer, t.debit_account AS debit, t.credit_account AS credit,
      t.commodity, t.amount, m.template_id AS "templateId", m.callee_mask AS "calleeMask",
      m.brevity_code AS destination, r.talk_ms AS "talkMs", r.cost_count AS count,
      m.first_part AS "firstPart",      coalesce(o.order_id, p.order_id) AS "orderId", n.number
    FROM (
      SELECT * FROM ledger_transfers t WHERE ${billed(db, asked)}
        ${kinds === undefined ? db`` : db`AND t.kind = ANY(${kinds as string[]})`}
        ${kinds === undefined || kinds.includes('charge') ? db`` : db`AND t.kind NOT IN ('reserve', 'release', 'charge')`}
        ${
          after === undefined
            ? db``
            : db`AND (t.at, t.id, t.kind, t.part) > (${new Date(after.at)}, ${after.id}::uuid, ${after.kind}, ${after.part}::smallint)`
        }
      ORDER BY t.at, t.id, t.kind, t.part LIMIT ${limit}) AS t
    LEFT JOIN messages m ON t.kind = 'charge' AND m.account_id = t.account_id AND m.session_no = t.id
    LEFT JOIN receipts r ON t.kind = 'charge' AND r.account_id = t.account_id AND r.session_no = t.id
    LEFT JOIN orders o
      ON t.kind IN ('purchase', 'issue', 'prepay') AND o.account_id = t.account_id AND o.ledger_id = t.id
    LEFT JOIN payments p ON t.kind IN ('top-up', 'reversal', 'repayment') AND p.account_id = t.account_id AND p.payment_id = t.id
    LEFT JOIN number_rents n ON t.kind IN ('rent', 'minimum') AND n.account_id = t.account_id AND n.ledger_id = t.id
    ORDER BY t.at, t.id, t.kind, t.part`;
}
