import { afterAll, beforeAll, expect, test } from 'vitest';
import { resendReceipts } from '../../../src/flow/records/resend-receipts.ts';
import { setReceiptTarget } from '../../../src/modules/accounts/index.ts';
import { listPushes, pageDead, recordPush } from '../../../src/modules/receipts/index.ts';
import { uuidFloor } from '../../../src/platform/ids.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { spoken } from '../../support/bookkeeping.ts';
import { CODE_TEMPLATE } from '../../support/database.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const target = { url: 'https://example.com/receipts', secret: 'secret' };
const dead = async (accountId: string) =>
  (await pageDead(world.sql, { accountId, after: uuidFloor(0), limit: 10 })).map((one) => one.sessionNo);

/** A receipt whose push was given up after one answer of 500. */
async function givenUp(accountId: string): Promise<string> {
  const sessionNo = await spoken(world, accountId, CODE_TEMPLATE, 3000);
  const at = new Date(world.clock.now());
  const push = { accountId, sessionNo, at, status: 500, error: 'HTTP 500', state: 'dead' as const };
  await inTransaction(world.sql, (tx) => recordPush(tx, push));
  return sessionNo;
}

async function jobsFor(sessionNo: string): Promise<number> {
  const [row] = await world.sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM jobs.job WHERE name = 'push-receipt' AND data->>'sessionNo' = ${sessionNo}`;
  return row?.count ?? 0;
}

async function accountWithUrl(): Promise<string> {
  const accountId = await world.account({ cash: 1_000_000n });
  await setReceiptTarget(world.sql, world.vault, accountId, target);
  return accountId;
}

test('api: receipts whose push was given up are listed with their last attempt, and pushed again', async () => {
  const accountId = await accountWithUrl();
  const sent = [await givenUp(accountId), await givenUp(accountId)];
  expect(await dead(accountId)).toEqual(sent);
  expect(await pageDead(world.sql, { accountId, after: sent[0] as string, limit: 10 })).toMatchObject([
    { sessionNo: sent[1], attempts: 1, status: 500, error: 'HTTP 500' },
  ]);
  expect(await listPushes(world.sql, accountId, sent[0] as string)).toMatchObject([
    { attempt: 1, status: 500 },
  ]);
  const before = await jobsFor(sent[0] as string);
  expect(await resendReceipts(world, { accountId, sessionNos: undefined })).toBe(2);
  expect(await dead(accountId)).toEqual([]);
  expect(await jobsFor(sent[0] as string)).toBe(before + 1);
  // It is on its way now: asked again, nothing is begun a second time.
  expect(await resendReceipts(world, { accountId, sessionNos: sent })).toBe(0);
  expect(await jobsFor(sent[0] as string)).toBe(before + 1);
});

test('api: of many that ask at once each receipt is pushed again once', async () => {
  const accountId = await accountWithUrl();
  const sessionNo = await givenUp(accountId);
  const before = await jobsFor(sessionNo);
  const ask = () => resendReceipts(world, { accountId, sessionNos: [sessionNo] });
  const resent = await Promise.all([ask(), ask(), ask(), ask()]);
  expect(resent.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await jobsFor(sessionNo)).toBe(before + 1);
});

test('4.3.1 nobody resends or lists another account’s receipts', async () => {
  const mine = await accountWithUrl();
  const theirs = await givenUp(await accountWithUrl());
  expect(await resendReceipts(world, { accountId: mine, sessionNos: [theirs] })).toBe(0);
  expect(await dead(mine)).toEqual([]);
});

test('api: without a URL nothing is resent, and the answer says so', async () => {
  const accountId = await world.account({ cash: 1_000_000n });
  await expect(resendReceipts(world, { accountId, sessionNos: undefined })).rejects.toMatchObject({
    name: 'RECEIPT_URL_MISSING',
  });
});
