import { HeraldError } from '@herald/contract';
import {
  findInUse,
  lockNumber,
  type OwnedNumber,
  POOL,
  setNumberPause,
} from '../../modules/numbers/index.ts';
import type { Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { type NumberDeps, note } from './number-deps.ts';

/** Takes a number out of use, at once; its account is told why. Again, it is the new reason. @throws HeraldError NUMBER_NOT_FOUND */
export async function pauseNumber(
  deps: NumberDeps,
  asked: { number: string; reason: string; operatorId: string },
): Promise<void> {
  const { reason, operatorId } = asked;
  await inTransaction(deps.sql, async (tx) => {
    const number = await hold(tx, asked.number);
    await setNumberPause(tx, number, { at: new Date(deps.clock.now()), by: operatorId, reason });
    await record(tx, deps, number, { event: 'paused', operatorId, reason });
    if (number.accountId === POOL) return;
    const details = { number: number.number, reason };
    await notify(tx, deps, { accountId: number.accountId, kind: 'number.paused', details });
  });
}

/** Puts a number back into use; one that is not paused stays as it is. @throws HeraldError NUMBER_NOT_FOUND */
export async function resumeNumber(
  deps: NumberDeps,
  asked: { number: string; operatorId: string },
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const number = await hold(tx, asked.number);
    if (number.pausedAt === null) return;
    await setNumberPause(tx, number, null);
    await record(tx, deps, number, { event: 'resumed', operatorId: asked.operatorId, reason: '' });
    if (number.accountId === POOL) return;
    const details = { number: number.number };
    await notify(tx, deps, { accountId: number.accountId, kind: 'number.resumed', details });
  });
}

async function hold(tx: Tx, digits: string): Promise<OwnedNumber> {
  const key = await findInUse(tx, digits);
  const number = key && (await lockNumber(tx, key));
  if (!number) throw new HeraldError('NUMBER_NOT_FOUND', { number: digits });
  return number;
}

async function record(
  tx: Tx,
  deps: NumberDeps,
  { accountId, number }: OwnedNumber,
  { event, operatorId, reason }: { event: string; operatorId: string; reason: string },
): Promise<void> {
  const by = { realm: 'operator', id: operatorId } as const;
  await note(tx, deps, { accountId, subjectId: number, event, by, remark: reason });
}
