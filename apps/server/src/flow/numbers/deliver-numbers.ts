import { HeraldError } from '@herald/contract';
import { lockAccounts } from '../../modules/accounts/index.ts';
import {
  type Application,
  activateNumber,
  checkDelivered,
  countWaiting,
  findAnswer,
  insertNumber,
  insertTerm,
  listAnswers,
  moveApplication,
  type NumberAnswer,
  numbersTaken,
} from '../../modules/numbers/index.ts';
import { attribute } from '../../platform/attribution.ts';
import { monthOf, monthStart } from '../../platform/beijing-time.ts';
import { sqlState, type Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { type By, holdApplication, monthsOrdered, type NumberDeps, note } from './number-deps.ts';

/** Numbers that a notice names; the others are in the list. */
const MOST_NAMED = 20;

/**
 * Enters numbers that were provided for an answered line, all of them or none. Activated they work from now on, and
 * their twelve months begin with this one; else they are kept as to provision, and the same call activates them later.
 * Once all that was paid for is there, the application is done.
 * @returns how many of the line are still to be provided
 * @throws HeraldError NUMBER_APPLICATION_UNKNOWN, NUMBER_APPLICATION_STATE, NUMBERS_NOT_DELIVERABLE
 */
export async function deliverNumbers(
  deps: NumberDeps,
  asked: {
    accountId: string;
    answerId: string;
    numbers: readonly string[];
    activate: boolean;
    operatorId: string;
  },
): Promise<{ applicationId: string; state: Application['state']; remaining: number }> {
  const { accountId, answerId, activate } = asked;
  const numbers = [...new Set(asked.numbers)];
  const by: By = { realm: 'operator', id: asked.operatorId };
  const now = deps.clock.now();
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const known = await findAnswer(tx, accountId, answerId);
    if (!known) throw new HeraldError('NUMBER_APPLICATION_UNKNOWN', { applicationId: answerId });
    const key = { accountId, applicationId: known.applicationId };
    const { application, next } = await holdApplication(tx, key, 'deliver');
    const fresh = await checkNumbers(tx, application, known, numbers, now);
    for (const number of fresh) {
      await insertNumber(tx, {
        accountId,
        number,
        kind: application.kind,
        cityCode: known.cityCode,
        answerId,
        monthlyRent: known.monthly,
        minimumMinutes: known.minimumMinutes,
        minutePrice: known.minutePrice,
        createdAt: new Date(now),
      });
    }
    if (activate) {
      for (const number of numbers) await begin(tx, deps, application, known, number, by);
    }
    const answers = await listAnswers(tx, key);
    const open = answers.reduce((sum, { chosen, delivered }) => sum + chosen - delivered, 0);
    if (activate) {
      const named = numbers.slice(0, MOST_NAMED).join(' ');
      const more = numbers.length > MOST_NAMED ? ' …' : '';
      const details = { applicationId: key.applicationId, numbers: named + more, remaining: open };
      await notify(tx, deps, { accountId, kind: 'number.delivered', details });
    }
    const state = open === 0 ? next : application.state;
    if (open === 0) {
      await moveApplication(tx, key, { state, dueAt: null, at: new Date(now) });
      await note(tx, deps, { accountId, subjectId: key.applicationId, event: 'done', by });
    }
    const line = answers.find((one) => one.answerId === answerId);
    const remaining = (line?.chosen ?? 0) - (line?.delivered ?? 0);
    return { applicationId: key.applicationId, state, remaining };
  }).catch((error: unknown) => {
    // Of two who enter one number at once for two accounts, the database lets one.
    if (sqlState(error) !== '23505') throw error;
    throw refused(
      numbers[0] ?? '',
      '或同批号码刚被登记',
      'or another of them, was entered by somebody else just now',
    );
  });
}

/** The numbers of these that are not entered yet. @throws HeraldError NUMBERS_NOT_DELIVERABLE naming the first fault */
async function checkNumbers(
  tx: Tx,
  application: Application,
  answer: NumberAnswer,
  numbers: readonly string[],
  now: number,
): Promise<string[]> {
  const { kind, lines } = application;
  const pattern = lines[answer.line - 1]?.pattern ?? '';
  for (const number of numbers) {
    const fault = checkDelivered(number, { kind, cityCode: answer.cityCode, pattern }, attribute(number));
    if (fault) throw refused(number, fault.zh, fault.en);
  }
  const entered = new Set<string>();
  // A number rests until the month in which it was given up is over: one month is rented once.
  const monthBegan = new Date(monthStart(monthOf(now)));
  for (const taken of await numbersTaken(tx, numbers, monthBegan)) {
    const own = taken.accountId === application.accountId && taken.answerId === answer.answerId;
    if (!own || taken.status !== 'to-provision') {
      throw refused(
        taken.number,
        '已登记在用，或本月刚注销',
        'it is in use already, or was given up in this month',
      );
    }
    entered.add(taken.number);
  }
  const fresh = numbers.filter((number) => !entered.has(number));
  const waiting = await countWaiting(tx, application.accountId, answer.answerId);
  const open = answer.chosen - answer.delivered - waiting;
  if (fresh.length > open) {
    throw refused(
      fresh[open] ?? '',
      `该行只剩 ${open} 个可登记`,
      `of this line ${open} are left to be entered`,
    );
  }
  return fresh;
}

function refused(number: string, zh: string, en: string): HeraldError {
  return new HeraldError('NUMBERS_NOT_DELIVERABLE', {
    problemZh: `${number} ${zh}`,
    problemEn: `${number}: ${en}`,
  });
}

/** A number works from now on, and its paid months begin. */
async function begin(
  tx: Tx,
  deps: NumberDeps,
  { accountId, orderId }: Application,
  { monthly }: NumberAnswer,
  number: string,
  by: By,
): Promise<void> {
  if (orderId === null) throw new Error('numbers are provided once they are paid for');
  const now = deps.clock.now();
  const fromMonth = monthOf(now);
  const untilMonth = fromMonth + (await monthsOrdered(tx, accountId, orderId));
  await insertTerm(tx, { accountId, number, fromMonth, untilMonth, monthly, orderId });
  await activateNumber(
    tx,
    { accountId, number },
    // The first month is not whole: its minimum is not asked for.
    { at: new Date(now), expiresAt: new Date(monthStart(untilMonth)), minimumMonth: fromMonth + 1 },
  );
  await note(tx, deps, { accountId, subjectId: number, event: 'activated', by });
}
