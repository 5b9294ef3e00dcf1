import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCallSettler, type Ending } from '../../../src/flow/messages/settle-calls.ts';
import {
  balanceOf,
  CASH,
  HELD,
  packageAccount,
  REVENUE,
  verifyLedger,
} from '../../../src/modules/ledger/index.ts';
import { NOTICE_TEMPLATE } from '../../support/database.ts';
import { answered } from '../../support/endings.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const talked = (message: Awaited<ReturnType<World['dialled']>>, talkMs: number) =>
  world.settler.settle(answered(message, world.clock.now(), talkMs));
const units = (accountId: string) => balanceOf(world.sql, accountId, packageAccount('P1'));

describe('what a call costs', () => {
  test('3.6 an answered code costs one unit of the package, once', async () => {
    const accountId = await world.account({ codes: 5n });
    const message = await world.dialled(accountId);
    expect(await talked(message, 9000)).toBe(true);
    expect(await units(accountId)).toBe(4n);
    expect(await world.receipt(message.sessionNo)).toMatchObject({
      result: 1,
      code: 200,
      reason: 'answered',
      charge: 1n,
      costCount: 1,
    });
  });

  test('3.1 an answered notice costs its started minutes, and what was reserved beyond them goes back', async () => {
    const accountId = await world.account({ cash: 100_000n });
    await talked(await world.dialled(accountId, NOTICE_TEMPLATE), 12_000);
    expect(await balanceOf(world.sql, accountId, REVENUE)).toBe(1200n);
    expect(await balanceOf(world.sql, accountId, CASH)).toBe(98_800n);
    expect(await balanceOf(world.sql, accountId, HELD)).toBe(0n);
  });

  test.each([60_000, 60_020, 3_600_000])(
    '3.4 a talk of %i ms where one minute was reserved: one minute told, one minute charged',
    async (talkMs) => {
      const accountId = await world.account({ cash: 100_000n });
      const message = await world.dialled(accountId, NOTICE_TEMPLATE);
      await talked(message, talkMs);
      expect(await balanceOf(world.sql, accountId, REVENUE)).toBe(1200n);
      expect(await world.receipt(message.sessionNo)).toMatchObject({ charge: 1200n, costCount: 1 });
    },
  );

  test('3.2 the price is that of the acceptance, whatever the price book says at the end', async () => {
    const accountId = await world.account({ cash: 100_000n });
    const message = await world.dialled(accountId, NOTICE_TEMPLATE);
    await world.sql`UPDATE prices SET amount = amount * 10`;
    await talked(message, 12_000);
    await world.sql`UPDATE prices SET amount = amount / 10`;
    expect(await balanceOf(world.sql, accountId, REVENUE)).toBe(1200n);
  });

  test('3.6 a package that expires between acceptance and the end has paid all the same', async () => {
    const accountId = await world.account({ codes: 5n });
    const message = await world.dialled(accountId);
    await world.sql`UPDATE packages SET expires_at = bought_at WHERE account_id = ${accountId}`;
    await talked(message, 5000);
    expect(await units(accountId)).toBe(4n);
    expect(await world.receipt(message.sessionNo)).toMatchObject({ result: 1, charge: 1n });
    // Units that an unanswered call gives back to it are as expired as the rest.
    await expect(world.send(accountId)).rejects.toMatchObject({ name: 'FUNDS_INSUFFICIENT' });
  });

  test.each([
    [{ kind: 'sip', status: 486, reason: 'Busy Here' } as const, 'busy', 2],
    [{ kind: 'no-answer' } as const, 'no-answer', 2],
    [{ kind: 'sip', status: 603, reason: 'Decline' } as const, 'rejected', 2],
    [{ kind: 'timeout' } as const, 'carrier-fault', 2],
    [{ kind: 'engine-lost' } as const, 'unknown', 3],
  ])('3.6 %j costs nothing and gives its code', async (cause, reason, result) => {
    const accountId = await world.account({ codes: 1n });
    const message = await world.dialled(accountId);
    await world.settler.settle({ ...message, from: 'dialling', cause });
    expect(await units(accountId)).toBe(1n);
    expect(await world.receipt(message.sessionNo)).toMatchObject({ reason, result, charge: 0n });
  });
});

describe('a message ends once', () => {
  test('product: of 20 who settle it at the same time, from two nodes, one does', async () => {
    const accountId = await world.account({ codes: 5n });
    const message = await world.dialled(accountId);
    const other = createCallSettler(world);
    const ending = answered(message, world.clock.now(), 1000);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? world.settler : other).settle(ending)),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await units(accountId)).toBe(4n);
  });

  test('product: only the node that holds a message, in the state it says, may end it', async () => {
    const message = await world.dialled(await world.account({ codes: 5n }));
    const ending = answered(message, world.clock.now(), 1000);
    expect(await world.settler.settle({ ...ending, nodeId: await world.node() })).toBe(false);
    expect(await world.settler.settle({ ...ending, from: 'claimed' })).toBe(false);
    expect(await world.settler.settle({ ...ending, accountId: 'somebody-else' })).toBe(false);
    expect(await world.receipt(message.sessionNo)).toBeUndefined();
  });

  test('product: an ending that cannot be written takes no other one down with it', async () => {
    const accountId = await world.account({ codes: 5n });
    const [first, second] = [await world.dialled(accountId), await world.dialled(accountId)];
    // The first message's row went with the emptied queue; it stands for any other of the batch.
    const broken: Ending = {
      ...answered(second, world.clock.now(), 1000),
      call: { ...call(second), digits: 'a\0b' },
    };
    const [told, failed] = await Promise.allSettled([
      world.settler.settle(answered(first, world.clock.now(), 1000)),
      world.settler.settle(broken),
    ]);
    expect(told).toEqual({ status: 'fulfilled', value: false });
    expect(failed.status).toBe('rejected');
    expect(await talked(second, 1000)).toBe(true);
  });

  const call = (message: Awaited<ReturnType<World['dialled']>>) =>
    answered(message, world.clock.now(), 1000).call as NonNullable<Ending['call']>;
});

test('api: the push of a receipt is enqueued with it, for accounts that have a URL', async () => {
  const accountId = await world.account({ codes: 5n });
  await world.sql`UPDATE accounts SET receipt_url = 'https://example.com/' WHERE account_id = ${accountId}`;
  const { sessionNo, ...rest } = await world.dialled(accountId);
  await talked({ sessionNo, ...rest }, 1000);
  const pushed = await world.sql<{ data: unknown; group: string }[]>`
    SELECT data, group_id AS "group" FROM jobs.job
    WHERE name = 'push-receipt' AND data ->> 'sessionNo' = ${sessionNo}`;
  expect([...pushed]).toEqual([{ data: { accountId, sessionNo, round: 0 }, group: accountId }]);
  expect(await world.receipt(sessionNo)).toMatchObject({ pushState: 'pending' });
});

test('api: an account without a URL has nothing enqueued', async () => {
  const message = await world.dialled(await world.account({ codes: 5n }));
  await talked(message, 1000);
  expect(await world.receipt(message.sessionNo)).toMatchObject({ pushState: 'none' });
  expect(
    await world.sql`SELECT 1 FROM jobs.job WHERE data ->> 'sessionNo' = ${message.sessionNo}`,
  ).toHaveLength(0);
});

test('3.4 the ledger is sound after all of this', async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
});
