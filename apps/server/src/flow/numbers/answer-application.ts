import { HeraldError } from '@herald/contract';
import {
  type ApplicationKey,
  checkOffers,
  insertAnswers,
  moveApplication,
  type Offer,
} from '../../modules/numbers/index.ts';
import { DAY_MS, formatDay } from '../../platform/beijing-time.ts';
import { randomText } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { holdApplication, type NumberDeps, note } from './number-deps.ts';

/**
 * Takes down what the carrier offers. The customer is told, and chooses and pays within `numberPayDays`.
 * @throws HeraldError NUMBER_APPLICATION_UNKNOWN, NUMBER_APPLICATION_STATE, NUMBER_ANSWER_INVALID
 */
export async function answerApplication(
  deps: NumberDeps,
  { key, offers, operatorId }: { key: ApplicationKey; offers: readonly Offer[]; operatorId: string },
): Promise<void> {
  const { accountId, applicationId } = key;
  await inTransaction(deps.sql, async (tx) => {
    const { application, next } = await holdApplication(tx, key, 'answer');
    const fault = checkOffers(application, offers);
    if (fault) throw new HeraldError('NUMBER_ANSWER_INVALID', { problemZh: fault.zh, problemEn: fault.en });
    const now = deps.clock.now();
    const ids = offers.map((offer) => ({
      ...offer,
      answerId: `UVNC${formatDay(now)}${randomText(deps.random, 10)}`,
    }));
    await insertAnswers(tx, key, ids);
    const dueAt = now + deps.limits.numberPayDays * DAY_MS;
    await moveApplication(tx, key, { state: next, dueAt: new Date(dueAt), at: new Date(now) });
    const by = { realm: 'operator', id: operatorId } as const;
    await note(tx, deps, { accountId, subjectId: applicationId, event: 'answered', by });
    await notify(tx, deps, { accountId, kind: 'number.to-pay', details: { applicationId, dueAt } });
  });
}
