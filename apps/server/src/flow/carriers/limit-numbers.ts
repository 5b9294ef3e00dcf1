import { HeraldError } from '@herald/contract';
import { type NumberLimits, setNumberLimits } from '../../modules/numbers/index.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';

const MOST_NAMED = 10;

/** Sets the limits of numbers, of all of them or of none. @throws HeraldError NUMBER_UNKNOWN */
export async function limitNumbers(
  { sql }: { sql: Sql },
  numbers: readonly string[],
  limits: NumberLimits,
): Promise<void> {
  await inTransaction(sql, async (tx) => {
    const known = new Set(await setNumberLimits(tx, numbers, limits));
    const unknown = numbers.filter((number) => !known.has(number));
    if (unknown.length > 0) {
      throw new HeraldError('NUMBER_UNKNOWN', { numbers: unknown.slice(0, MOST_NAMED).join(', ') });
    }
  });
}
