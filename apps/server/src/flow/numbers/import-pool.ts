import { HeraldError } from '@herald/contract';
import { addToPool, numbersTaken, POOL } from '../../modules/numbers/index.ts';
import { attribute, cityOfArea } from '../../platform/attribution.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { NumberDeps } from './number-deps.ts';

/** A number of the random group; the city is '' where its digits tell it. */
export interface PoolNumber {
  readonly number: string;
  readonly cityCode: string;
}

/**
 * Adds numbers to the pool of the random group, all of them or none; those that are in it stay as they are.
 * @returns how many are new
 * @throws HeraldError POOL_NUMBERS_INVALID naming the first fault
 */
export async function importPool(
  deps: Pick<NumberDeps, 'sql'>,
  numbers: readonly PoolNumber[],
): Promise<number> {
  for (const one of numbers) {
    const problem = problemOf(one);
    if (problem) throw refused(one.number, ...problem);
  }
  return inTransaction(deps.sql, async (tx) => {
    const digits = numbers.map(({ number }) => number);
    for (const taken of await numbersTaken(tx, digits, undefined)) {
      if (taken.accountId !== POOL) throw refused(taken.number, '是账号的专享号码', 'is an account’s own');
    }
    // One number twice in a statement could not be written.
    return addToPool(tx, [...new Map(numbers.map((one) => [one.number, one])).values()]);
  });
}

function problemOf({ number, cityCode }: PoolNumber): [zh: string, en: string] | undefined {
  if (cityCode !== '' && cityOfArea(cityCode) === undefined) {
    return [`没有区号 ${cityCode}`, `has an area code that there is not: ${cityCode}`];
  }
  const attributed = attribute(number);
  if (attributed.ok) return undefined;
  // Service numbers of carriers are in no number plan; who enters them says where they belong.
  return cityCode === ''
    ? ['不是有效的号码，请核对或指定区号', 'is in no number plan; check it, or give its area code']
    : undefined;
}

function refused(number: string, zh: string, en: string): HeraldError {
  return new HeraldError('POOL_NUMBERS_INVALID', {
    problemZh: `${number} ${zh}`,
    problemEn: `${number} ${en}`,
  });
}
