import type { DialPlan } from '../../src/flow/messages/dial-plan.ts';
import { enabledTrunks } from '../../src/modules/carriers/index.ts';
import { standingNarrowings } from '../../src/modules/compliance/index.ts';
import { poolOf, sharedPool } from '../../src/modules/numbers/index.ts';
import type { TestDatabase } from './database.ts';

/** Trunks and numbers as they stand at each call. */
export const openDialPlan = ({
  sql,
  vault,
  clock,
}: Pick<TestDatabase, 'sql' | 'vault' | 'clock'>): DialPlan => ({
  trunks: () => enabledTrunks(sql, vault),
  pool: async () => poolOf(await sharedPool(sql)),
  narrowings: () => standingNarrowings(sql, new Date(clock.now())),
});
