import { HeraldError } from '@herald/contract';
import { accountExists, lockAccounts, readAccounts } from '../../modules/accounts/index.ts';
import {
  deleteDestination,
  HOME,
  insertDestination,
  type SpendLimits,
  setSpendLimits,
} from '../../modules/quotas/index.ts';
import { isCountry } from '../../platform/attribution.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
}

/** 1.1, 2.1: an account that has the capability opens a country. @throws HeraldError DESTINATION_UNKNOWN, CAPABILITY_MISSING */
export async function openDestination(
  { sql, clock }: Deps,
  { accountId, country, by }: { accountId: string; country: string; by: string },
): Promise<void> {
  if (country === HOME || !isCountry(country)) throw new HeraldError('DESTINATION_UNKNOWN', { country });
  await inTransaction(sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const [account] = await readAccounts(tx, [accountId]);
    if (!account?.capabilities.includes('international')) {
      throw new HeraldError('CAPABILITY_MISSING', { capability: 'international' });
    }
    await insertDestination(tx, { accountId, country, by, at: new Date(clock.now()) });
  });
}

/** Closes a country for an account; sends from now on are refused. */
export async function closeDestination({ sql }: Deps, accountId: string, country: string): Promise<void> {
  await inTransaction(sql, (tx) => deleteDestination(tx, accountId, country));
}

/** Sets what an account may spend abroad. @throws HeraldError ACCOUNT_UNKNOWN */
export async function limitSpending(
  { sql, clock }: Deps,
  given: SpendLimits & { accountId: string; by: string },
): Promise<void> {
  await inTransaction(sql, async (tx) => {
    const { accountId } = given;
    if (!(await accountExists(tx, accountId))) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
    await setSpendLimits(tx, { ...given, at: new Date(clock.now()) });
  });
}
