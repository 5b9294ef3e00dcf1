import type { Db, Tx } from '../../platform/db.ts';

/** A payment that was taken back; amounts in 10⁻⁴ yuan. */
export interface Reversal {
  accountId: string;
  paymentId: string;
  amount: bigint;
  owed: bigint;
  held: number;
}

/** Writes a reversal down; its money moves by transfers of the same transaction, under the account's lock. */
export async function insertReversal(
  tx: Tx,
  reversal: Reversal & { reason: string; operatorId: string; at: Date },
): Promise<void> {
  await tx`
    INSERT INTO payment_reversals (account_id, payment_id, amount, owed, held, reason, decided_by, at)
    VALUES (${reversal.accountId}, ${reversal.paymentId}, ${reversal.amount}, ${reversal.owed}, ${reversal.held},
      ${reversal.reason}, ${reversal.operatorId}, ${reversal.at})`;
}

export async function findReversal(
  db: Db,
  accountId: string,
  paymentId: string,
): Promise<Reversal | undefined> {
  const [row] = await db<Reversal[]>`
    SELECT account_id AS "accountId", payment_id AS "paymentId", amount, owed, held FROM payment_reversals
    WHERE account_id = ${accountId} AND payment_id = ${paymentId}`;
  return row;
}
