import type { Db } from '../../platform/db.ts';
import type { Payment, PaymentState } from './store.ts';

/** One page of the payments of all accounts, the newest first: the operator's view. */
export async function listPayments(
  db: Db,
  filter: {
    accountId: string | undefined;
    provider: string | undefined;
    state: PaymentState | undefined;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; payments: (Payment & { doneAt: Date | null })[] }> {
  const where = db`
    WHERE (${filter.accountId ?? null}::text IS NULL OR account_id = ${filter.accountId ?? null})
      AND (${filter.provider ?? null}::text IS NULL OR provider = ${filter.provider ?? null})
      AND (${filter.state ?? null}::text IS NULL OR state = ${filter.state ?? null})`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total FROM payments ${where}`;
  const payments = await db<(Payment & { doneAt: Date | null })[]>`
    SELECT account_id AS "accountId", payment_id AS "paymentId", order_id AS "orderId", provider, state, amount,
      provider_ref AS "providerRef", confirmed_by AS "confirmedBy", created_at AS "createdAt", done_at AS "doneAt"
    FROM payments ${where} ORDER BY created_at DESC, payment_id LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, payments };
}
