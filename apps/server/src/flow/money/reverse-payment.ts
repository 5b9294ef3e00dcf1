import { HeraldError } from '@herald/contract';
import { lockAccounts } from '../../modules/accounts/index.ts';
import { balanceOf, CASH, CNY, postTransfers, reversalOf, settle } from '../../modules/ledger/index.ts';
import {
  type Coverable,
  hold,
  lockCovered,
  setFunding,
  unpackFunding,
} from '../../modules/messages/index.ts';
import { findPayment, findReversal, insertReversal, type Reversal } from '../../modules/orders/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';

/** Messages that lose their cover in one transaction, at most; what they do not give is owed. */
const MOST_HELD = 5000;

/**
 * Takes back a payment that had come in, once however often it is asked for. The balance pays; what it does not hold
 * comes from messages that wait, the latest accepted first: these are held until something pays for them again
 * (flow/messages/cover-held-messages.ts). What is missing then has been spent, and is owed: the next top-up repays it
 * first. All of it is one transaction (docs/decisions/0027-what-was-reserved-pays).
 * @throws HeraldError PAYMENT_UNKNOWN, PAYMENT_NOT_TAKEN
 */
export async function reversePayment(
  deps: NotifyDeps & { sql: Sql },
  asked: { paymentId: string; reason: string; operatorId: string },
): Promise<Reversal> {
  const { paymentId, reason } = asked;
  const known = isUuid(paymentId) ? await findPayment(deps.sql, paymentId) : undefined;
  if (!known) throw new HeraldError('PAYMENT_UNKNOWN', { paymentId });
  const { accountId, amount } = known;
  if (known.state !== 'succeeded') throw new HeraldError('PAYMENT_NOT_TAKEN', { paymentId });
  const at = new Date(deps.clock.now());
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const before = await findReversal(tx, accountId, known.paymentId);
    if (before) return before;
    const available = await balanceOf(tx, accountId, CASH);
    const freed = available < amount ? await uncover(tx, accountId, amount - available, at) : NOTHING;
    const transfers = reversalOf(accountId, known.paymentId, amount, available + freed.cash);
    const owed = transfers.reduce((sum, { debit, amount: part }) => (debit === CASH ? sum : sum + part), 0n);
    const reversal = { accountId, paymentId: known.paymentId, amount, owed, held: freed.messages };
    await insertReversal(tx, { ...reversal, reason, operatorId: asked.operatorId, at });
    await postTransfers(tx, transfers, at);
    await notify(tx, deps, {
      accountId,
      kind: 'payment.reversed',
      details: {
        paymentId: known.paymentId,
        amount: formatYuan(amount),
        owed: formatYuan(owed),
        held: String(freed.messages),
        reason,
      },
    });
    return reversal;
  });
}

const NOTHING = { cash: 0n, messages: 0 };

/** Gives reservations up until the balance has what is missing of it, and holds the messages that they were for. */
async function uncover(
  tx: Tx,
  accountId: string,
  missing: bigint,
  at: Date,
): Promise<{ cash: bigint; messages: number }> {
  const held: Coverable[] = [];
  let cash = 0n;
  for (const message of await lockCovered(tx, { accountId, commodity: CNY, limit: MOST_HELD })) {
    const ofCash = unpackFunding(message).parts.find(({ ledgerAccount }) => ledgerAccount === CASH);
    if (!ofCash) continue;
    held.push(message);
    cash += ofCash.amount;
    if (cash >= missing) break;
  }
  if (held.length === 0) return NOTHING;
  const given = held.map((message) => ({ ...message, funding: unpackFunding(message) }));
  await postTransfers(
    tx,
    given.flatMap(({ sessionNo, funding }) => settle(accountId, sessionNo, funding, 0n)),
    at,
  );
  await setFunding(
    tx,
    accountId,
    given.map(({ sessionNo, funding }) => ({
      sessionNo,
      funding: {
        ...funding,
        reserved: 0n,
        parts: [],
        firstPart: (funding.firstPart ?? 0) + funding.parts.length,
      },
    })),
  );
  await hold(
    tx,
    held.map(({ sessionNo }) => ({ accountId, sessionNo })),
    at,
  );
  return { cash, messages: held.length };
}
