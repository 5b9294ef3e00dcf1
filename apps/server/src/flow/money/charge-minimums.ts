import { lockAccounts } from '../../modules/accounts/index.ts';
import { minimumsToJudge, moveMinimum, shortfall, type ToJudge } from '../../modules/numbers/index.ts';
import { talkedMinutes } from '../../modules/receipts/index.ts';
import { formatMonth, monthOf, monthStart } from '../../platform/beijing-time.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { chargeDue, type RentDeps } from './charge-rents.ts';

const MOST_AT_ONCE = 500;
/** After the end of a month its last calls are over and settled. */
const SETTLED_AFTER_MS = 6 * 3_600_000;

/**
 * Tops up numbers to their monthly minimum: what was talked on each in a month that is over, in started minutes, against
 * what it owes; the minutes that fall short cost their price, from the balance. Months in which a number was not there
 * from the first to the last day are not judged. Once for each number and month.
 * @returns how many months were judged
 */
export async function chargeMinimums(deps: RentDeps): Promise<number> {
  const { sql, clock } = deps;
  const before = monthOf(clock.now() - SETTLED_AFTER_MS);
  const minutesOf = new Map<string, ReadonlyMap<string, number>>();
  const toJudge = await minimumsToJudge(sql, before, MOST_AT_ONCE);
  for (const one of toJudge) {
    const { accountId, month } = one;
    const span = { accountId, from: new Date(monthStart(month)), until: new Date(monthStart(month + 1)) };
    const seen = minutesOf.get(`${accountId} ${month}`) ?? (await talkedMinutes(sql, span));
    minutesOf.set(`${accountId} ${month}`, seen);
    await judge(deps, one, seen.get(one.number) ?? 0);
  }
  return toJudge.length;
}

async function judge(deps: RentDeps, one: ToJudge, talked: number): Promise<void> {
  const { accountId, number, month, endsAt } = one;
  const whole = endsAt === null || endsAt.getTime() >= monthStart(month + 1);
  await inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    if (!(await moveMinimum(tx, one, month, whole ? month + 1 : null))) return;
    const { minutes, amount } = shortfall(one, talked);
    if (!whole || amount === 0n) return;
    const due = {
      accountId,
      number,
      month,
      kind: 'minimum',
      amount,
      minutes,
      ledgerId: deps.newId(),
    } as const;
    if (!(await chargeDue(tx, deps, due))) return;
    const details = { number, month: formatMonth(month), minutes, amount: formatYuan(amount) };
    await notify(tx, deps, { accountId, kind: 'minimum.charged', details });
  });
}
