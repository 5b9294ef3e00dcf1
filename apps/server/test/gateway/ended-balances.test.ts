import type { RequestOf } from '@herald/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imposeSanction } from '../../src/flow/sanctions/impose-sanction.ts';
import { moneyHandlers } from '../../src/gateway/handlers/money.ts';
import { CNY, EXTERNAL, OWED, postTransfers } from '../../src/modules/ledger/index.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { topUp } from '../support/bookkeeping.ts';
import { operator } from '../support/callers.ts';
import { openShop } from '../support/shop.ts';
import { openWorld, type World } from '../support/world.ts';

const YUAN = 10_000n;
const MINUTE = 60_000;

let world: World;
let desk: ReturnType<typeof moneyHandlers>;
beforeAll(async () => {
  world = await openWorld();
  await openShop(world);
  desk = moneyHandlers({
    ...world,
    random: systemRandom,
    publicUrl: 'https://herald.example',
    providers: [],
  });
});
afterAll(() => world.close());

const terminate = (accountId: string) =>
  inTransaction(world.sql, (tx) =>
    imposeSanction(tx, world, {
      ...{ accountId, kind: 'termination', reason: 'Fraud', clause: '9.2', by: 'staff' },
    }),
  );
/** The account refused a change of the agreement, and it takes effect then. */
const refused = (accountId: string, at: number) => world.sql`
  UPDATE accounts SET service_ends_at = ${new Date(at)} WHERE account_id = ${accountId}`;
const list = (request: RequestOf<'ListUVMSEndedBalances'>) =>
  desk.ListUVMSEndedBalances(operator('finance'), request);
const one = async (accountId: string) => (await list({ AccountId: accountId })).Data;
const giveBack = (AccountId: string) =>
  desk.ReturnUVMSBalance(operator('finance'), { AccountId, Reference: 'B-1', Reason: 'ended' });
const forfeit = (AccountId: string) =>
  desk.ForfeitUVMSBalance(operator('admin'), { AccountId, Clause: '9.2', Reason: 'Fraud' });

test('4.3.8 a terminated account is listed with why, when and what is left until that went back; a running one is not', async () => {
  const accountId = await world.account({ cash: 3n * YUAN });
  expect(await one(accountId)).toEqual([]);
  await terminate(accountId);
  const EndTime = world.clock.now();
  const row = {
    ...{
      AccountId: accountId,
      Name: accountId,
      EndReason: 'terminated',
      Clause: '9.2',
      Reason: 'Fraud',
      EndTime,
    },
    ...{ Reserved: '0.0000', Owed: '0.0000', Forfeited: '0.0000' },
  };
  expect(await one(accountId)).toEqual([
    {
      ...row,
      ...{ Balance: '3.0000', Outstanding: '3.0000', Returned: '0.0000', State: 'outstanding' },
      ...{ DoneTime: 0, NextStep: 'return-or-forfeit' },
    },
  ]);
  world.clock.advance(MINUTE);
  await giveBack(accountId);
  const DoneTime = world.clock.now();
  expect(await one(accountId)).toEqual([
    {
      ...row,
      ...{ Balance: '0.0000', Outstanding: '0.0000', Returned: '3.0000', State: 'returned' },
      ...{ DoneTime, NextStep: 'none' },
    },
  ]);
});

test('9.2 what was kept as damages is told as that', async () => {
  const accountId = await world.account({ cash: 2n * YUAN });
  await terminate(accountId);
  await forfeit(accountId);
  expect(await one(accountId)).toMatchObject([
    { Forfeited: '2.0000', Returned: '0.0000', State: 'forfeited', NextStep: 'none' },
  ]);
});

test('12.3 a refusal of the agreement is listed from its effect on, and its balance can only go back', async () => {
  const accountId = await world.account({ cash: YUAN });
  const at = world.clock.now() + MINUTE;
  await refused(accountId, at);
  expect(await one(accountId)).toEqual([]);
  world.clock.set(at);
  expect(await one(accountId)).toMatchObject([
    { EndReason: 'agreement-refused', Clause: '12.3', Reason: '', EndTime: at, NextStep: 'return' },
  ]);
});

test('4.3.8 money that messages on their way still hold is waited for, and what comes back is outstanding again', async () => {
  const accountId = await world.account({ cash: YUAN });
  const message = await world.dialled(accountId);
  await terminate(accountId);
  const [waiting] = await one(accountId);
  expect(waiting).toMatchObject({ State: 'waiting', NextStep: 'wait' });
  expect(Number(waiting?.Reserved)).toBeGreaterThan(0);
  await giveBack(accountId);
  await world.settler.settle({ ...message, from: 'dialling', cause: { kind: 'no-answer' } });
  expect(await one(accountId)).toMatchObject([
    { State: 'outstanding', Outstanding: waiting?.Reserved, Returned: waiting?.Balance },
  ]);
});

test('4.3.8 what is owed is not outstanding; an account that has nothing is empty', async () => {
  const owing = await world.account({ cash: 3n * YUAN });
  const debt = {
    id: world.newId(),
    kind: 'reversal',
    debit: OWED,
    credit: EXTERNAL,
    commodity: CNY,
  } as const;
  await inTransaction(world.sql, (tx) =>
    postTransfers(tx, [{ ...debt, accountId: owing, amount: YUAN }], new Date(world.clock.now())),
  );
  await terminate(owing);
  expect(await one(owing)).toMatchObject([{ Balance: '3.0000', Owed: '1.0000', Outstanding: '2.0000' }]);
  const poor = await world.account({ cash: 0n });
  await terminate(poor);
  expect(await one(poor)).toMatchObject([{ State: 'empty', NextStep: 'none', Outstanding: '0.0000' }]);
});

test('4.3.8 what an earlier end had done is not told of a later one, once the service had begun again', async () => {
  const accountId = await world.account({ cash: YUAN });
  await refused(accountId, world.clock.now());
  await giveBack(accountId);
  // Terminated after it had ended: that is still its end.
  const EndTime = world.clock.now();
  world.clock.advance(MINUTE);
  await terminate(accountId);
  expect(await one(accountId)).toMatchObject([{ EndTime, Returned: '1.0000', State: 'returned' }]);

  const again = await world.account({ cash: YUAN });
  await refused(again, world.clock.now());
  await giveBack(again);
  world.clock.advance(MINUTE);
  await world.sql`UPDATE accounts SET service_ends_at = NULL WHERE account_id = ${again}`;
  expect(await one(again)).toEqual([]);
  await topUp(world, again, 2n * YUAN);
  await terminate(again);
  expect(await one(again)).toMatchObject([
    { Outstanding: '2.0000', Returned: '0.0000', State: 'outstanding', DoneTime: 0 },
  ]);
});

test('4.3.8 the list is paged and filtered by state, the latest end first, and sums what is outstanding', async () => {
  const before = await list({ State: 'outstanding' });
  const ended: string[] = [];
  for (const amount of [1n, 2n, 4n]) {
    world.clock.advance(MINUTE);
    const accountId = await world.account({ cash: amount * YUAN });
    await terminate(accountId);
    ended.unshift(accountId);
  }
  const after = await list({ State: 'outstanding' });
  expect(after.Total).toBe(before.Total + 3);
  expect(Number(after.TotalOutstanding)).toBe(Number(before.TotalOutstanding) + 7);
  expect(after.Data.slice(0, 3).map(({ AccountId }) => AccountId)).toEqual(ended);
  const page = await list({ State: 'outstanding', Page: 1, NumPerPage: 1 });
  expect(page.Data.map(({ AccountId }) => AccountId)).toEqual([ended[1]]);
  await forfeit(ended[0] ?? '');
  expect((await list({ State: 'outstanding' })).Total).toBe(before.Total + 2);
  const kept = await list({ State: 'forfeited' });
  expect(kept.Data[0]).toMatchObject({ AccountId: ended[0], State: 'forfeited' });
  expect(kept.TotalOutstanding).toBe('0.0000');
});
