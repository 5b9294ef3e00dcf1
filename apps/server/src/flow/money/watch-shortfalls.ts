import {
  endShortfall,
  listShortfalls,
  markShortfallTold,
  type Shortfall,
} from '../../modules/alarms/index.ts';
import { chooseFunding, type Purse, readPurses, unitCommodity } from '../../modules/ledger/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { SEND_WORDS } from './bill-words.ts';

const AT_ONCE = 200;

/**
 * Tells accounts whose sends are refused because nothing covers them, once until they are covered again (3.6). The
 * refusal has noted it (flow/messages/submit-message.ts), so accounts that can pay are not looked at.
 * @returns how many were told
 */
export async function watchShortfalls(deps: NotifyDeps & { sql: Sql }): Promise<number> {
  const { sql, clock } = deps;
  let told = 0;
  let after: Pick<Shortfall, 'accountId' | 'purpose' | 'groupType'> = {
    accountId: '',
    purpose: 1,
    groupType: 1,
  };
  for (;;) {
    const seen = await listShortfalls(sql, { after, limit: AT_ONCE });
    const at = new Date(clock.now());
    const purses = await readPurses(sql, [...new Set(seen.map((one) => one.accountId))], at);
    for (const shortfall of seen) {
      if (isCovered(shortfall, purses.get(shortfall.accountId) ?? [])) await endShortfall(sql, shortfall);
      else if (shortfall.toldAt === null && (await tell(deps, shortfall, at))) told++;
    }
    after = seen.at(-1) ?? after;
    if (seen.length < AT_ONCE) return told;
  }
}

/** What an account cannot send as things stand: what was refused, and would be refused still. */
export async function shortfallsOf(
  { sql, clock }: { sql: Sql; clock: Clock },
  accountId: string,
): Promise<Shortfall[]> {
  const noted = await listShortfalls(sql, { accountId });
  if (noted.length === 0) return [];
  const purses = (await readPurses(sql, [accountId], new Date(clock.now()))).get(accountId) ?? [];
  return noted.filter((shortfall) => !isCovered(shortfall, purses));
}

function isCovered(shortfall: Shortfall, purses: readonly Purse[]): boolean {
  const price = { amount: shortfall.unitPrice, stepSeconds: shortfall.stepSeconds };
  return chooseFunding(purses, shortfall, price) !== undefined;
}

async function tell(deps: NotifyDeps & { sql: Sql }, shortfall: Shortfall, at: Date): Promise<boolean> {
  const { accountId, purpose, groupType, since } = shortfall;
  const words = SEND_WORDS[unitCommodity(purpose, groupType)];
  return inTransaction(deps.sql, async (tx) => {
    if (!(await markShortfallTold(tx, shortfall, at))) return false;
    const details = { whatZh: words?.zh ?? '', whatEn: words?.en ?? '', since: since.getTime() };
    await notify(tx, deps, { accountId, kind: 'alarm.suspended', details });
    return true;
  });
}
