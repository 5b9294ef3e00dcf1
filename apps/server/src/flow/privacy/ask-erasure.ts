import { HeraldError } from '@herald/contract';
import { readAccounts } from '../../modules/accounts/index.ts';
import {
  countOpenErasures,
  type Erasure,
  erasureContext,
  insertErasure,
} from '../../modules/privacy/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import { inTransaction, noteInAct } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';

export interface PrivacyDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  newId(): string;
}

/** Who asks. */
export type Asking = Pick<Erasure, 'askedBy' | 'actorId'>;

/** As the list of those who refuse has it. */
export const EVERYWHERE = '';
/** Of one customer that are not done. */
const MOST_OPEN = 1000;
const E164 = /^\+[1-9]\d{6,14}$/;

/**
 * 4.2.9: asks that what is held of a number be erased, at one customer or (EVERYWHERE) at all. It is done by a job, as
 * soon as nothing to the number waits any more; asked twice, it is the same request.
 * @throws HeraldError LISTED_NUMBER_INVALID
 */
export async function askErasure(
  tx: Tx,
  { vault, clock, newId }: Omit<PrivacyDeps, 'sql'>,
  asked: Asking & { accountId: string; number: string },
): Promise<string> {
  const { accountId, number, askedBy, actorId } = asked;
  if (!E164.test(number)) throw new HeraldError('LISTED_NUMBER_INVALID', { number });
  const erasureId = newId();
  return insertErasure(tx, {
    ...{ erasureId, accountId, askedBy, actorId },
    calleeKey: vault.key(number),
    calleeMask: maskNumber(number),
    numberSealed: vault.seal(number, erasureContext(erasureId)),
    askedAt: new Date(clock.now()),
  });
}

/**
 * What a customer or one of the staff asks for. Of a whole account only the staff does, once its service has ended
 * (4.2.10).
 * @throws HeraldError LISTED_NUMBER_INVALID, ERASURE_UNCLEAR, COUNT_LIMIT
 */
export async function requestErasure(
  deps: PrivacyDeps,
  asked: Asking & { accountId: string; number: string | undefined },
): Promise<string> {
  const { sql, clock, newId } = deps;
  const { number, accountId, ...asking } = asked;
  return inTransaction(sql, async (tx) => {
    let erasureId: string;
    if (asking.askedBy === 'customer' && (await countOpenErasures(tx, accountId)) >= MOST_OPEN) {
      throw new HeraldError('COUNT_LIMIT', {
        limit: MOST_OPEN,
        whatZh: '未完成的删除请求',
        whatEn: 'erasures that are not done',
      });
    }
    if (number === undefined) {
      const [account] = await readAccounts(tx, [accountId]);
      const ended =
        account !== undefined &&
        (account.status === 'terminated' ||
          (account.serviceEndsAt !== null && account.serviceEndsAt.getTime() <= clock.now()));
      if (asking.askedBy !== 'operator' || !ended) throw new HeraldError('ERASURE_UNCLEAR');
      erasureId = await insertErasure(tx, {
        ...asking,
        ...{ erasureId: newId(), accountId, calleeKey: null, calleeMask: '', numberSealed: null },
        askedAt: new Date(clock.now()),
      });
    } else {
      erasureId = await askErasure(tx, deps, { ...asking, accountId, number });
    }
    noteInAct({ ErasureId: erasureId });
    return erasureId;
  });
}
