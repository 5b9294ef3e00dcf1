import { ALARM_AHEAD_MS, type ClockAlarm, takeClockAlarms } from '../../modules/complaints/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { tellOperators } from '../notices/tell-operators.ts';

const AT_ONCE = 100;
const WORDS = {
  2: { whatZh: '已超过期限', whatEn: 'are past their time' },
  1: { whatZh: '一天内到期', whatEn: 'are due within a day' },
} as const;

/**
 * 4.3.6: the clocks of complaints. A day before one runs out, and when it has, the staff is told once, and the customer
 * too where it is his answer that is due. It is told in the transaction that marks it: once, whatever dies.
 * What is left is done by the next run; several nodes may run it at once.
 * @returns how many were told of
 */
export async function watchComplaints(deps: NotifyDeps & { sql: Sql }): Promise<number> {
  let told = 0;
  for (const stage of [2, 1] as const) {
    told += await inTransaction(deps.sql, async (tx) => {
      const until = new Date(deps.clock.now() + (stage === 1 ? ALARM_AHEAD_MS : 0));
      const alarms = await takeClockAlarms(tx, { stage, until, limit: AT_ONCE });
      if (alarms.length > 0) await tell(tx, deps, alarms, stage);
      return alarms.length;
    });
  }
  return told;
}

async function tell(tx: Tx, deps: NotifyDeps, alarms: readonly ClockAlarm[], stage: 1 | 2): Promise<void> {
  for (const { accountId, complaintId, state, dueAt } of alarms) {
    if (state !== 'forwarded') continue;
    const details = { complaintId, dueAt: dueAt.getTime() };
    await notify(tx, deps, { accountId, kind: 'complaint.answer-due', details });
  }
  const complaints = alarms
    .map(({ complaintId, state, dueAt }) => `${complaintId} ${state} ${beijingTime(dueAt.getTime(), 'en')}`)
    .join('\n');
  await tellOperators(tx, deps, 'ops:comply', 'complaints-due', {
    count: alarms.length,
    complaints,
    ...WORDS[stage],
  });
}
