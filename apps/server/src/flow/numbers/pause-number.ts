import { HeraldError } from '@herald/contract';
import {
  findInUse,
  lockNumber,
  type OwnedNumber,
  POOL,
  setNumberPause,
} from '../../modules/numbers/index.ts';
import { endSanctionsOn } from '../../modules/sanctions/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { note } from './number-deps.ts';

type PauseDeps = NotifyDeps & { readonly sql: Sql };

/** Takes a number out of use, at once; its account is told why. Again, it is the new reason. @throws HeraldError NUMBER_NOT_FOUND */
export async function pauseNumber(
  deps: PauseDeps,
  asked: { number: string; reason: string; operatorId: string },
): Promise<void> {
  const { reason, operatorId } = asked;
  await inTransaction(deps.sql, async (tx) => {
    const number = await hold(tx, asked.number);
    await holdPause(tx, deps, number, { paused: true, operatorId, reason });
    if (number.accountId === POOL) return;
    const details = { number: number.number, reason };
    await notify(tx, deps, { accountId: number.accountId, kind: 'number.paused', details });
  });
}

/** Puts a number back into use; one that is not paused stays as it is. @throws HeraldError NUMBER_NOT_FOUND */
export async function resumeNumber(
  deps: PauseDeps,
  { number: digits, operatorId }: { number: string; operatorId: string },
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const held = await hold(tx, digits);
    const { accountId, number, pausedAt } = held;
    if (pausedAt === null) return;
    await holdPause(tx, deps, held, { paused: false, operatorId, reason: '' });
    const at = new Date(deps.clock.now());
    await endSanctionsOn(tx, { accountId, kind: 'number-pause', targetId: number, by: operatorId, at });
    if (accountId !== POOL)
      await notify(tx, deps, { accountId, kind: 'number.resumed', details: { number } });
  });
}

async function hold(tx: Tx, digits: string): Promise<OwnedNumber> {
  const key = await findInUse(tx, digits);
  const number = key && (await lockNumber(tx, key));
  if (!number) throw new HeraldError('NUMBER_NOT_FOUND', { number: digits });
  return number;
}

/** Pauses a number that is locked, or ends its pause, with a row of its history. */
export async function holdPause(
  tx: Tx,
  deps: Pick<PauseDeps, 'newId' | 'clock'>,
  { accountId, number }: Pick<OwnedNumber, 'accountId' | 'number'>,
  { paused, operatorId, reason }: { paused: boolean; operatorId: string; reason: string },
): Promise<void> {
  const pause = paused ? { at: new Date(deps.clock.now()), by: operatorId, reason } : null;
  await setNumberPause(tx, { accountId, number }, pause);
  const event = paused ? 'paused' : 'resumed';
  const by = { realm: 'operator', id: operatorId } as const;
  await note(tx, deps, { accountId, subjectId: number, event, by, remark: reason });
}
