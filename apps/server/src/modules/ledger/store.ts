import { column } from '../../platform/array-column.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { inserter, moment } from '../../platform/insert-rows.ts';
import { CASH, couponAccount, isSource, type Purse, packageAccount, type Transfer } from './rules.ts';

const insertTransfers = inserter<Transfer, number>('ledger_transfers', {
  account_id: ['text', (t) => t.accountId],
  id: ['uuid', (t) => t.id],
  kind: ['text', (t) => t.kind],
  part: ['smallint', (t) => t.part ?? 0],
  debit_account: ['text', (t) => t.debit],
  credit_account: ['text', (t) => t.credit],
  commodity: ['text', (t) => t.commodity],
  amount: ['bigint', (t) => t.amount],
  at: ['timestamptz', (_, at) => moment(at)],
});

/**
 * Posts transfers and moves the balances, all or nothing. Balances of one account are changed once however many
 * transfers touch them. Ledger accounts come into being with their first transfer.
 * @throws 23505 when a transfer was posted before, 23514 when a balance would go below zero
 */
export async function postTransfers(tx: Tx, transfers: readonly Transfer[], at: Date): Promise<void> {
  if (transfers.length === 0) return;
  const posted = insertTransfers(tx, transfers, at.getTime());

  const deltas = new Map<
    string,
    { accountId: string; name: string; commodity: string; debits: bigint; credits: bigint }
  >();
  const delta = (accountId: string, name: string, commodity: string) => {
    const key = `${accountId}\n${name}`;
    const known = deltas.get(key);
    if (known) return known;
    const fresh = { accountId, name, commodity, debits: 0n, credits: 0n };
    deltas.set(key, fresh);
    return fresh;
  };
  for (const transfer of transfers) {
    delta(transfer.accountId, transfer.debit, transfer.commodity).debits += transfer.amount;
    delta(transfer.accountId, transfer.credit, transfer.commodity).credits += transfer.amount;
  }
  // One order for everybody, so that two settlements cannot wait for each other.
  const rows = [...deltas.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const columns = tx`unnest(
    ${column(rows, (row) => row.accountId)}::text[], ${column(rows, (row) => row.name)}::text[],
    ${column(rows, (row) => row.commodity)}::text[], ${column(rows, (row) => String(isSource(row.name)))}::text[]::boolean[],
    ${column(rows, (row) => row.debits.toString())}::bigint[], ${column(rows, (row) => row.credits.toString())}::bigint[]
  ) AS d (account_id, ledger_account, commodity, source, debits, credits)`;
  const opened = tx`
    INSERT INTO ledger_accounts (account_id, ledger_account, commodity, source)
    SELECT account_id, ledger_account, commodity, source FROM ${columns}
    ON CONFLICT DO NOTHING`;
  const moved = tx`
    UPDATE ledger_accounts AS a SET debits = a.debits + d.debits, credits = a.credits + d.credits
    FROM ${columns}
    WHERE a.account_id = d.account_id AND a.ledger_account = d.ledger_account`;
  await Promise.all([posted, opened, moved]);
}

/** What each account could pay with: cash, and packages and coupons that have not expired and have something left. */
export async function readPurses(
  db: Db,
  accountIds: readonly string[],
  at: Date,
): Promise<Map<string, Purse[]>> {
  const rows = await db<
    {
      account_id: string;
      ledger_account: string;
      commodity: string;
      available: bigint;
      expires_at: Date | null;
      purposes: number[] | null;
    }[]
  >`
    SELECT a.account_id, a.ledger_account, a.commodity, a.credits - a.debits AS available,
      NULL::timestamptz AS expires_at, NULL::smallint[] AS purposes
    FROM ledger_accounts a
    WHERE a.account_id = ANY(${accountIds as string[]}) AND a.ledger_account = ${CASH}
    UNION ALL
    SELECT a.account_id, a.ledger_account, a.commodity, a.credits - a.debits, p.expires_at, NULL
    FROM packages p
    JOIN ledger_accounts a ON a.account_id = p.account_id AND a.ledger_account = ${packageAccount('')} || p.package_id
    WHERE p.account_id = ANY(${accountIds as string[]}) AND p.expires_at > ${at} AND a.credits > a.debits
    UNION ALL
    SELECT a.account_id, a.ledger_account, a.commodity, a.credits - a.debits, c.expires_at, c.purposes
    FROM coupons c
    JOIN ledger_accounts a ON a.account_id = c.account_id AND a.ledger_account = ${couponAccount('')} || c.coupon_id
    WHERE c.account_id = ANY(${accountIds as string[]}) AND c.expires_at > ${at} AND c.scope @> '{usage}'
      AND a.credits > a.debits`;
  const purses = new Map<string, Purse[]>(accountIds.map((accountId) => [accountId, []]));
  for (const row of rows) {
    purses.get(row.account_id)?.push({
      ledgerAccount: row.ledger_account,
      commodity: row.commodity,
      available: row.available,
      ...(row.expires_at ? { expiresAt: row.expires_at.getTime() } : {}),
      ...(row.purposes ? { purposes: row.purposes } : {}),
    });
  }
  return purses;
}

/** Balance of one ledger account; 0 where nothing was ever posted. */
export async function balanceOf(db: Db, accountId: string, ledgerAccount: string): Promise<bigint> {
  const [row] = await db<{ balance: bigint }[]>`
    SELECT credits - debits AS balance FROM ledger_accounts
    WHERE account_id = ${accountId} AND ledger_account = ${ledgerAccount}`;
  return row?.balance ?? 0n;
}

export interface LedgerFault {
  accountId: string;
  ledgerAccount: string;
  fault: string;
}

/**
 * Proves the ledger: every balance is the sum of its transfers, each commodity sums to zero over all accounts, a
 * transfer moves the commodity of both its accounts, and what was charged and released of a reservation is all of it.
 * Empty means sound. Reads every transfer: a job for quiet hours, and for tests.
 */
export async function verifyLedger(db: Db): Promise<LedgerFault[]> {
  const drift = await db<{ account_id: string; ledger_account: string; balance: bigint; posted: bigint }[]>`
    WITH sums AS (
      SELECT account_id, ledger_account, sum(amount)::bigint AS posted FROM (
        SELECT account_id, debit_account AS ledger_account, -amount AS amount FROM ledger_transfers
        UNION ALL SELECT account_id, credit_account, amount FROM ledger_transfers) AS legs
      GROUP BY 1, 2)
    SELECT account_id, ledger_account, coalesce(a.credits - a.debits, 0) AS balance, coalesce(s.posted, 0) AS posted
    FROM ledger_accounts a FULL JOIN sums s USING (account_id, ledger_account)
    WHERE coalesce(a.credits - a.debits, 0) <> coalesce(s.posted, 0)`;
  const totals = await db<{ commodity: string; total: bigint }[]>`
    SELECT commodity, sum(credits - debits)::bigint AS total FROM ledger_accounts
    GROUP BY 1 HAVING sum(credits - debits) <> 0`;
  const mixed = await db<{ account_id: string; ledger_account: string; commodity: string }[]>`
    SELECT DISTINCT a.account_id, a.ledger_account, t.commodity FROM ledger_transfers t
    JOIN ledger_accounts a ON a.account_id = t.account_id AND a.ledger_account IN (t.debit_account, t.credit_account)
    WHERE a.commodity <> t.commodity`;
  const unfinished = await db<{ account_id: string; id: string; reserved: bigint; settled: bigint }[]>`
    SELECT account_id, id, coalesce(sum(amount) FILTER (WHERE kind = 'reserve'), 0)::bigint AS reserved,
      sum(amount) FILTER (WHERE kind <> 'reserve')::bigint AS settled
    FROM ledger_transfers WHERE kind IN ('reserve', 'charge', 'release') GROUP BY account_id, id, part
    HAVING sum(amount) FILTER (WHERE kind <> 'reserve')
      <> coalesce(sum(amount) FILTER (WHERE kind = 'reserve'), 0)`;
  return [
    ...mixed.map((row) => ({
      accountId: row.account_id,
      ledgerAccount: row.ledger_account,
      fault: `moved ${row.commodity}, which is not its commodity`,
    })),
    ...unfinished.map((row) => ({
      accountId: row.account_id,
      ledgerAccount: row.id,
      fault: `reserved ${row.reserved} but settled ${row.settled}`,
    })),
    ...drift.map((row) => ({
      accountId: row.account_id,
      ledgerAccount: row.ledger_account,
      fault: `balance ${row.balance} but transfers sum to ${row.posted}`,
    })),
    ...totals.map((row) => ({
      accountId: '',
      ledgerAccount: row.commodity,
      fault: `sums to ${row.total}, not zero`,
    })),
  ];
}

/** How many transfers there are. */
export async function countTransfers(db: Db): Promise<bigint> {
  const [row] = await db<{ count: bigint }[]>`SELECT count(*) AS count FROM ledger_transfers`;
  return row?.count ?? 0n;
}

/** Why a balance was taken; the money moves by a transfer of the same transaction. */
export async function keepForfeiture(
  tx: Tx,
  taken: {
    accountId: string;
    ledgerId: string;
    amount: bigint;
    clause: string;
    reason: string;
    operatorId: string;
    at: Date;
  },
): Promise<void> {
  await tx`
    INSERT INTO forfeitures (account_id, ledger_id, amount, clause, reason, decided_by, at)
    VALUES (${taken.accountId}, ${taken.ledgerId}, ${taken.amount}, ${taken.clause}, ${taken.reason},
      ${taken.operatorId}, ${taken.at})`;
}

/** By what a balance went back; the money moves by a transfer of the same transaction. */
export async function keepReturn(
  tx: Tx,
  returned: {
    accountId: string;
    ledgerId: string;
    amount: bigint;
    reference: string;
    reason: string;
    operatorId: string;
    at: Date;
  },
): Promise<void> {
  await tx`
    INSERT INTO returned_balances (account_id, ledger_id, amount, reference, reason, decided_by, at)
    VALUES (${returned.accountId}, ${returned.ledgerId}, ${returned.amount}, ${returned.reference}, ${returned.reason},
      ${returned.operatorId}, ${returned.at})`;
}
