import type { Tx } from '../../platform/db.ts';

/** Takes what callees pressed and said out of receipts, which stay for the money's sake. */
export async function eraseResults(
  tx: Tx,
  keys: readonly { accountId: string; sessionNo: string }[],
): Promise<void> {
  await tx`
    UPDATE receipts r SET digits = '', flow_sealed = NULL
    FROM unnest(${keys.map(({ accountId }) => accountId)}::text[], ${keys.map(({ sessionNo }) => sessionNo)}::uuid[])
      AS e (account_id, session_no)
    WHERE r.account_id = e.account_id AND r.session_no = e.session_no`;
}
