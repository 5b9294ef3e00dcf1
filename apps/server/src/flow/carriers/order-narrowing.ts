import { HeraldError } from '@herald/contract';
import { insertNarrowing, liftNarrowing, type Narrowing } from '../../modules/compliance/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  newId(): string;
}

/**
 * 5.4, 8.2: narrows calls at once, for whoever sends and for what waits already (flow/messages/place-call.ts).
 * @throws HeraldError NARROWING_INVALID
 */
export async function orderNarrowing(
  { sql, clock, newId }: Deps,
  order: Omit<Narrowing, 'narrowingId' | 'since'> & { orderedBy: string },
): Promise<string> {
  const narrowingId = newId();
  const now = clock.now();
  const fault = faultOf(order, now);
  if (fault) throw new HeraldError('NARROWING_INVALID', fault);
  const given = await inTransaction(sql, (tx) =>
    insertNarrowing(tx, { ...order, narrowingId, since: new Date(now) }),
  );
  if (given) return narrowingId;
  const [problemZh, problemEn] = ['生效中的管控已达 200 项', '200 orders stand already'];
  throw new HeraldError('NARROWING_INVALID', { problemZh, problemEn });
}

/** @throws HeraldError NARROWING_UNKNOWN */
export async function endNarrowing(
  { sql, clock }: Deps,
  { narrowingId, by }: { narrowingId: string; by: string },
): Promise<void> {
  await inTransaction(sql, async (tx) => {
    const lifted = await liftNarrowing(tx, { narrowingId, by, at: new Date(clock.now()) });
    if (!lifted) throw new HeraldError('NARROWING_UNKNOWN', { narrowingId });
  });
}

function faultOf(
  { hours, purposes, countries, cityCodes, prefixes, shown, until }: Omit<Narrowing, 'narrowingId' | 'since'>,
  now: number,
): { problemZh: string; problemEn: string } | undefined {
  if (hours && !(hours.opens < hours.closes && hours.closes <= 24 * 60)) {
    return { problemZh: 'Opens 应早于 Closes', problemEn: 'Opens must be before Closes' };
  }
  if (until && until.getTime() <= now) {
    return { problemZh: 'UntilTime 已过', problemEn: 'UntilTime is in the past' };
  }
  const others = purposes.length + countries.length + cityCodes.length + prefixes.length;
  if (shown.length > 0 && (hours || others > 0)) {
    return {
      problemZh: 'ShowNumbers 不能与其他条件同用',
      problemEn: 'ShowNumbers stands alone, without hours and other lists',
    };
  }
  return undefined;
}
