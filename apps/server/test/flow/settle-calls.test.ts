import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endWaitingMessages } from '../../src/flow/end-waiting-messages.ts';
import { recoverStuckMessages } from '../../src/flow/recover-stuck-messages.ts';
import { type CallSettler, createCallSettler, type Ending } from '../../src/flow/settle-calls.ts';
import { createMessageSubmitter, type MessageSubmitter } from '../../src/flow/submit-message.ts';
import {
  balanceOf,
  CASH,
  HELD,
  packageAccount,
  REVENUE,
  verifyLedger,
} from '../../src/modules/ledger/index.ts';
import { type ClaimedMessage, claimDue, giveBack, markDialling } from '../../src/modules/messages/index.ts';
import { extendLease, giveUpLease } from '../../src/modules/nodes/index.ts';
import { type Jobs, startJobs } from '../../src/platform/jobs.ts';
import { createLog } from '../../src/platform/log.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import {
  CODE_TEMPLATE,
  NOTICE_TEMPLATE,
  openAccount,
  openPlatform,
  openTestDatabase,
  type TestDatabase,
} from '../support/database.ts';

let db: TestDatabase;
let submitter: MessageSubmitter;
let settler: CallSettler;
let jobs: Jobs;
let accounts = 0;
let numbers = 0;

beforeAll(async () => {
  db = await openTestDatabase();
  await openPlatform(db);
  jobs = await startJobs(db.sql, {
    role: 'client',
    log: createLog({ level: 'error', name: 'test', now: db.clock.now }),
  });
  submitter = createMessageSubmitter(db);
  settler = createCallSettler({ sql: db.sql, clock: db.clock, jobs });
});
afterAll(async () => {
  submitter.stop();
  await jobs.stop();
  await db.drop();
});

async function account(funds: { cash?: bigint; codes?: bigint }): Promise<string> {
  const accountId = `s${accounts++}`;
  await openAccount(db, accountId, funds);
  return accountId;
}

async function send(
  accountId: string,
  change: { templateId?: string; calledNumber?: string } = {},
): Promise<string> {
  const { sessionNo } = await submitter.submit({
    accountId,
    reqUuid: 'req',
    calledNumber: change.calledNumber ?? `+86139${String(numbers++).padStart(8, '0')}`,
    templateId: change.templateId ?? CODE_TEMPLATE,
    values: ['1234'],
    fromNumber: undefined,
    groupType: undefined,
    projectId: undefined,
    dispatchRule: 0,
    userId: undefined,
    clientToken: undefined,
    holdForWindow: false,
  });
  return sessionNo;
}

async function node(): Promise<string> {
  const nodeId = db.newId();
  await extendLease(db.sql, { nodeId, kind: 'test', leaseMs: 60_000 });
  return nodeId;
}

const claim = (nodeId: string, limit = 100): Promise<ClaimedMessage[]> =>
  inTransaction(db.sql, (tx) =>
    claimDue(tx, { nodeId, trunkId: 'trunk-1', purposes: [1, 2], limit, now: new Date(db.clock.now()) }),
  );

/** Takes everything off the queue, so that a test starts with its own messages only. */
const emptyQueue = () => db.sql`DELETE FROM queue`;

function answered(accountId: string, sessionNo: string, nodeId: string, talkMs: number): Ending {
  const now = db.clock.now();
  return {
    accountId,
    sessionNo,
    from: 'dialling',
    nodeId,
    cause: { kind: 'answered' },
    call: {
      callId: 'call',
      trunkId: 'trunk-1',
      showNumber: '+862151860001',
      startedAt: now,
      answeredAt: now + 1000,
      endedAt: now + 1000 + talkMs,
      talkMs,
      digits: '',
      playsCompleted: 1,
      endedBy: 'us',
      media: undefined,
    },
  };
}

async function dialled(
  accountId: string,
  templateId = CODE_TEMPLATE,
): Promise<{ sessionNo: string; nodeId: string }> {
  await emptyQueue();
  const sessionNo = await send(accountId, { templateId });
  const nodeId = await node();
  const claimed = await claim(nodeId);
  expect(claimed.map((message) => message.sessionNo)).toEqual([sessionNo]);
  expect(await markDialling(db.sql, nodeId, claimed)).toEqual(new Set([sessionNo]));
  return { sessionNo, nodeId };
}

async function receipts(
  sessionNo: string,
): Promise<{ result: number; code: number; reason: string; charge: bigint }[]> {
  return [
    ...(await db.sql<{ result: number; code: number; reason: string; charge: bigint }[]>`
      SELECT result, code, reason, charge FROM receipts WHERE session_no = ${sessionNo}`),
  ];
}

describe('settlement', () => {
  test('3.6 an answered code costs one unit of the package, once', async () => {
    const accountId = await account({ codes: 5n });
    const { sessionNo, nodeId } = await dialled(accountId);
    expect(await settler.settle(answered(accountId, sessionNo, nodeId, 9000))).toBe(true);
    expect(await balanceOf(db.sql, accountId, packageAccount('P1'))).toBe(4n);
    expect(await receipts(sessionNo)).toEqual([{ result: 1, code: 200, reason: 'answered', charge: 1n }]);
  });

  test('3.1 an answered notice costs its started minutes, and what was reserved beyond them goes back', async () => {
    const accountId = await account({ cash: 100_000n });
    const { sessionNo, nodeId } = await dialled(accountId, NOTICE_TEMPLATE);
    await settler.settle(answered(accountId, sessionNo, nodeId, 12_000));
    expect(await balanceOf(db.sql, accountId, REVENUE)).toBe(1200n);
    expect(await balanceOf(db.sql, accountId, CASH)).toBe(98_800n);
    expect(await balanceOf(db.sql, accountId, HELD)).toBe(0n);
  });

  test('3.6 a call never costs more than was reserved, however long it lasted', async () => {
    const accountId = await account({ cash: 100_000n });
    const { sessionNo, nodeId } = await dialled(accountId, NOTICE_TEMPLATE);
    await settler.settle(answered(accountId, sessionNo, nodeId, 3_600_000));
    expect(await balanceOf(db.sql, accountId, REVENUE)).toBe(1200n);
  });

  test.each([
    [{ kind: 'sip', status: 486, reason: 'Busy Here' } as const, 'busy', 2],
    [{ kind: 'no-answer' } as const, 'no-answer', 2],
    [{ kind: 'sip', status: 603, reason: 'Decline' } as const, 'rejected', 2],
    [{ kind: 'timeout' } as const, 'carrier-fault', 2],
    [{ kind: 'engine-lost' } as const, 'unknown', 3],
  ])('3.6 %j costs nothing and gives its code', async (cause, reason, result) => {
    const accountId = await account({ codes: 1n });
    const { sessionNo, nodeId } = await dialled(accountId);
    await settler.settle({ accountId, sessionNo, from: 'dialling', nodeId, cause });
    expect(await balanceOf(db.sql, accountId, packageAccount('P1'))).toBe(1n);
    expect(await receipts(sessionNo)).toMatchObject([{ reason, result, charge: 0n }]);
  });

  test('a message ends once: of 20 who settle it at the same time, from two nodes, one does', async () => {
    const accountId = await account({ codes: 5n });
    const { sessionNo, nodeId } = await dialled(accountId);
    const other = createCallSettler({ sql: db.sql, clock: db.clock, jobs });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? settler : other).settle(answered(accountId, sessionNo, nodeId, 1000)),
      ),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await receipts(sessionNo)).toHaveLength(1);
    expect(await balanceOf(db.sql, accountId, packageAccount('P1'))).toBe(4n);
  });

  test('only the node that holds a message, in the state it says, may end it', async () => {
    const accountId = await account({ codes: 5n });
    const { sessionNo, nodeId } = await dialled(accountId);
    expect(await settler.settle(answered(accountId, sessionNo, await node(), 1000))).toBe(false);
    expect(await settler.settle({ ...answered(accountId, sessionNo, nodeId, 1000), from: 'claimed' })).toBe(
      false,
    );
    expect(await receipts(sessionNo)).toEqual([]);
  });

  test('the push of a receipt is enqueued with it, for accounts that have a URL', async () => {
    const accountId = await account({ codes: 5n });
    await db.sql`UPDATE accounts SET receipt_url = 'https://example.com/' WHERE account_id = ${accountId}`;
    const { sessionNo, nodeId } = await dialled(accountId);
    await settler.settle(answered(accountId, sessionNo, nodeId, 1000));
    const pushed = await db.sql<{ data: unknown }[]>`
      SELECT data FROM jobs.job WHERE name = 'push-receipt' AND data ->> 'sessionNo' = ${sessionNo}`;
    expect(pushed.map((row) => row.data)).toEqual([{ accountId, sessionNo, round: 0 }]);
  });
});

describe('the queue', () => {
  test('codes are claimed before notices', async () => {
    await emptyQueue();
    const accountId = await account({ cash: 1_000_000n });
    const notices = [
      await send(accountId, { templateId: NOTICE_TEMPLATE }),
      await send(accountId, { templateId: NOTICE_TEMPLATE }),
    ];
    const code = await send(accountId);
    const claimed = await claim(await node(), 1);
    expect(claimed.map((message) => message.sessionNo)).toEqual([code]);
    expect((await claim(await node())).map((message) => message.sessionNo).sort()).toEqual(notices.sort());
  });

  test('two calls to one callee at once: never, whoever the customers are', async () => {
    await emptyQueue();
    const calledNumber = '+8613900009999';
    const [first, second] = [await account({ codes: 5n }), await account({ cash: 50_000n })];
    await send(first, { calledNumber });
    await send(second, { calledNumber });
    await send(second, { calledNumber, templateId: NOTICE_TEMPLATE });
    const [one, two] = [await node(), await node()];
    const claimed = (await Promise.all([claim(one), claim(two).catch(() => [])])).flat();
    expect(claimed).toHaveLength(1);
    expect(await claim(two)).toEqual([]);
    // When the call is over, the next one may be made.
    const [busy] = claimed;
    await inTransaction(db.sql, (tx) => tx`DELETE FROM queue WHERE session_no = ${busy?.sessionNo ?? ''}`);
    expect(await claim(two)).toHaveLength(1);
  });

  test('nodes that claim at the same time never get the same message', async () => {
    await emptyQueue();
    const accountId = await account({ cash: 10_000_000n });
    await Promise.all(Array.from({ length: 100 }, () => send(accountId)));
    const nodes = await Promise.all(Array.from({ length: 5 }, () => node()));
    const claimed = (await Promise.all(nodes.map((nodeId) => claim(nodeId, 40)))).flat();
    expect(new Set(claimed.map((message) => message.sessionNo)).size).toBe(claimed.length);
    expect(claimed.length + (await claim(await node())).length).toBe(100);
  });

  test('a node without a lease may not dial what it claimed', async () => {
    await emptyQueue();
    const accountId = await account({ codes: 5n });
    await send(accountId);
    const nodeId = await node();
    const claimed = await claim(nodeId);
    await db.sql`UPDATE nodes SET lease_until = clock_timestamp() - interval '1 second' WHERE node_id = ${nodeId}`;
    expect(await markDialling(db.sql, nodeId, claimed)).toEqual(new Set());
  });

  test('what a node gives back is claimed again, not before its new time', async () => {
    await emptyQueue();
    const accountId = await account({ codes: 5n });
    const sessionNo = await send(accountId);
    const nodeId = await node();
    await giveBack(db.sql, nodeId, await claim(nodeId), new Date(db.clock.now() + 1000));
    expect(await claim(nodeId)).toEqual([]);
    db.clock.advance(1000);
    expect((await claim(nodeId)).map((message) => message.sessionNo)).toEqual([sessionNo]);
  });
});

describe('recovery', () => {
  test('a lost node: what it had claimed is claimed again, what it may have dialled ends as unknown, unpaid', async () => {
    await emptyQueue();
    const accountId = await account({ codes: 5n });
    const [first, second] = [await send(accountId), await send(accountId)];
    const nodeId = await node();
    const claimed = await claim(nodeId);
    await markDialling(
      db.sql,
      nodeId,
      claimed.filter((message) => message.sessionNo === first),
    );
    expect(await recoverStuckMessages({ db: db.sql, settler })).toEqual({ requeued: 0, unknown: 0 });
    await giveUpLease(db.sql, nodeId);
    expect(await recoverStuckMessages({ db: db.sql, settler })).toEqual({ requeued: 1, unknown: 1 });
    expect(await receipts(first)).toEqual([{ result: 3, code: 1000, reason: 'unknown', charge: 0n }]);
    expect((await claim(await node())).map((message) => message.sessionNo)).toEqual([second]);
    expect(await balanceOf(db.sql, accountId, packageAccount('P1'))).toBe(4n); // the second is still reserved
  });

  test('a message that waited past its time ends with a receipt and costs nothing', async () => {
    await emptyQueue();
    const accountId = await account({ codes: 5n });
    const sessionNo = await send(accountId);
    const start = db.clock.now();
    db.clock.set(start + 5 * 60_000);
    expect(await claim(await node())).toEqual([]);
    await endWaitingMessages({ db: db.sql, clock: db.clock, settler });
    expect(await receipts(sessionNo)).toMatchObject([{ reason: 'expired', result: 2, charge: 0n }]);
    expect(await balanceOf(db.sql, accountId, packageAccount('P1'))).toBe(5n);
    db.clock.set(start);
  });

  test('with no enabled trunk for its purpose a message ends as no trunk', async () => {
    await emptyQueue();
    const accountId = await account({ cash: 100_000n });
    const [code, notice] = [await send(accountId), await send(accountId, { templateId: NOTICE_TEMPLATE })];
    await db.sql`UPDATE trunks SET purposes = '{2}'`;
    const start = db.clock.now();
    db.clock.set(start + 6000);
    await endWaitingMessages({ db: db.sql, clock: db.clock, settler });
    expect(await receipts(code)).toMatchObject([{ reason: 'no-trunk', code: 1001 }]);
    expect(await receipts(notice)).toEqual([]);
    await db.sql`UPDATE trunks SET purposes = '{1,2}'`;
    db.clock.set(start);
  });

  test('the ledger is sound after all of this', async () => {
    expect(await verifyLedger(db.sql)).toEqual([]);
  });
});
