import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  findReceipts,
  forgoPush,
  insertReceipts,
  type Receipt,
  recordPush,
} from '../../src/modules/receipts/index.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let accountId: string;

beforeAll(async () => {
  world = await openWorld();
  accountId = await world.account({ cash: 1_000_000n });
});
afterAll(() => world.close());

const receipt = (sessionNo: string, change: Partial<Receipt> = {}): Receipt => ({
  accountId,
  sessionNo,
  result: 1,
  reason: 'answered',
  code: 200,
  callId: 'c',
  trunkId: 't',
  showNumber: '+861',
  startedAt: 1000,
  answeredAt: 2000,
  endedAt: 5000,
  talkMs: 3000,
  costCount: 1,
  charge: 1000n,
  digits: '12#',
  playsCompleted: 2,
  endedBy: 'callee',
  media: '{"sent":150}',
  pushState: 'pending',
  ...change,
});
const write = (...receipts: Receipt[]) =>
  inTransaction(world.sql, (tx) => insertReceipts(tx, receipts, new Date(world.clock.now())));
const push = (sessionNo: string, state: 'pending' | 'delivered' | 'dead', of = accountId) =>
  inTransaction(world.sql, (tx) =>
    recordPush(tx, {
      accountId: of,
      sessionNo,
      at: new Date(world.clock.now()),
      status: state === 'delivered' ? 200 : 500,
      error: undefined,
      state,
    }),
  );

test('product: a receipt reads back as it was written, what was absent as null', async () => {
  const [full, bare] = [await world.send(accountId, { userId: 'u' }), await world.send(accountId)];
  await write(
    receipt(full),
    receipt(bare, {
      result: 2,
      answeredAt: undefined,
      callId: undefined,
      media: undefined,
      pushState: 'none',
    }),
  );
  const found = await findReceipts(world.sql, accountId, [full, bare, world.newId()]);
  expect(found).toHaveLength(2);
  expect(found.find((one) => one.sessionNo === full)).toMatchObject({
    result: 1,
    startedAt: new Date(1000),
    answeredAt: new Date(2000),
    endedAt: new Date(5000),
    talkMs: 3000,
    charge: 1000n,
    digits: '12#',
    playsCompleted: 2,
    endedBy: 'callee',
    media: '{"sent":150}',
    userId: 'u',
    pushState: 'pending',
    pushAttempts: 0,
  });
  expect(found.find((one) => one.sessionNo === bare)).toMatchObject({
    answeredAt: null,
    callId: null,
    media: null,
    userId: null,
    pushState: 'none',
  });
});

test('product: a message has one receipt: a second is refused, and all of its batch', async () => {
  const [first, second] = [await world.send(accountId), await world.send(accountId)];
  await write(receipt(first));
  await expect(write(receipt(second), receipt(first, { result: 2 }))).rejects.toMatchObject({
    code: '23505',
  });
  expect(await findReceipts(world.sql, accountId, [first, second])).toMatchObject([{ result: 1 }]);
});

test('4.3.1 a receipt is read, and its push noted, by its own account only', async () => {
  const sessionNo = await world.send(accountId);
  const other = await world.account({});
  await write(receipt(sessionNo));
  expect(await findReceipts(world.sql, other, [sessionNo])).toEqual([]);
  expect(await push(sessionNo, 'delivered', other)).toBeUndefined();
  await forgoPush(world.sql, other, sessionNo);
  expect(await world.receipt(sessionNo)).toMatchObject({ pushState: 'pending' });
});

test('api: attempts are numbered, one by one, also when they are noted at once', async () => {
  const sessionNo = await world.send(accountId);
  await write(receipt(sessionNo));
  await Promise.all(Array.from({ length: 8 }, () => push(sessionNo, 'pending')));
  const rows = await world.sql<{ attempt: number }[]>`
    SELECT attempt FROM receipt_pushes WHERE session_no = ${sessionNo} ORDER BY 1`;
  expect(rows.map((row) => row.attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test.each([
  ['pending', 'delivered', 'delivered'],
  ['pending', 'dead', 'dead'],
  ['dead', 'delivered', 'delivered'],
  ['delivered', 'pending', 'delivered'],
  ['delivered', 'dead', 'delivered'],
] as const)('api: a push that was %s and is then %s is %s', async (before, then, after) => {
  const sessionNo = await world.send(accountId);
  await write(receipt(sessionNo));
  await push(sessionNo, before);
  expect(await push(sessionNo, then)).toBe(after);
});

test('api: only a push that waits is forgone', async () => {
  const sessionNo = await world.send(accountId);
  await write(receipt(sessionNo));
  await push(sessionNo, 'dead');
  await forgoPush(world.sql, accountId, sessionNo);
  expect(await world.receipt(sessionNo)).toMatchObject({ pushState: 'dead' });
});
