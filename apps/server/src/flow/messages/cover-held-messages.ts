import { lockAccounts } from '../../modules/accounts/index.ts';
import { CNY, chooseFunding, postTransfers, readPurses, reserve } from '../../modules/ledger/index.ts';
import { accountsHeld, announceDue, letGo, lockHeld, setFunding } from '../../modules/messages/index.ts';
import { HOME } from '../../modules/quotas/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';

const ACCOUNTS_AT_ONCE = 200;
const MESSAGES_AT_ONCE = 500;

/**
 * 3.6: messages that lost their cover go on by themselves once something pays for them: the oldest first, from
 * packages, coupons and balance in the order of payment, from money at the price of their acceptance. Each account's
 * are tried in transactions of some hundred; one that dies in between leaves the others held, for the next run. What
 * is not covered in its time expires like any other message (flow/messages/end-waiting-messages.ts).
 * @returns how many go on
 */
export async function coverHeldMessages(deps: { sql: Sql; clock: Clock }): Promise<number> {
  let covered = 0;
  let after = '';
  for (;;) {
    const accounts = await accountsHeld(deps.sql, after, ACCOUNTS_AT_ONCE);
    for (const accountId of accounts) covered += await coverAccount(deps, accountId);
    after = accounts.at(-1) ?? after;
    if (accounts.length < ACCOUNTS_AT_ONCE) return covered;
  }
}

async function coverAccount({ sql, clock }: { sql: Sql; clock: Clock }, accountId: string): Promise<number> {
  let covered = 0;
  let after: string | undefined = uuidFloor(0);
  while (after !== undefined) {
    const from: string = after;
    const round = await inTransaction(sql, async (tx) => {
      const at = new Date(clock.now());
      await lockAccounts(tx, [accountId]);
      const held = await lockHeld(tx, { accountId, after: from, at, limit: MESSAGES_AT_ONCE });
      const purses = (await readPurses(tx, [accountId], at)).get(accountId) ?? [];
      const funded = held.flatMap((message) => {
        const { purpose, groupType, maxTalkSeconds, lineSeconds, firstPart, sessionNo } = message;
        const price = { amount: message.unitPrice, stepSeconds: message.stepSeconds };
        // Packages are of calls in the mainland.
        const usable =
          message.brevityCode === HOME ? purses : purses.filter(({ commodity }) => commodity === CNY);
        const chosen = chooseFunding(usable, { purpose, groupType, maxTalkSeconds, lineSeconds }, price);
        if (!chosen) return [];
        for (const { ledgerAccount, amount } of chosen.parts) {
          const purse = purses.find((candidate) => candidate.ledgerAccount === ledgerAccount);
          if (purse) purse.available -= amount;
        }
        return [{ sessionNo, funding: { ...chosen, firstPart } }];
      });
      if (funded.length > 0) {
        const keys = funded.map(({ sessionNo }) => ({ accountId, sessionNo }));
        const reservations = funded.flatMap(({ sessionNo, funding }) =>
          reserve(accountId, sessionNo, funding),
        );
        await Promise.all([
          postTransfers(tx, reservations, at),
          setFunding(tx, accountId, funded),
          letGo(tx, keys),
          announceDue(tx),
        ]);
      }
      const last = held.length < MESSAGES_AT_ONCE ? undefined : held.at(-1)?.sessionNo;
      return { covered: funded.length, last };
    });
    covered += round.covered;
    after = round.last;
  }
  return covered;
}
