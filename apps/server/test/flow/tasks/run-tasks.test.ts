import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkOf } from '../../../src/flow/tasks/check-task.ts';
import { refuse } from '../../../src/modules/compliance/index.ts';
import { CASH, CNY, EXTERNAL, postTransfers, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { SHIPPED_LIMITS } from '../../../src/platform/limit-settings.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { DAY_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { openTaskWorld, type TaskWorld } from '../../support/task-world.ts';

const RICH = 1_000_000_000n;
let world: TaskWorld;
let account: string;
let numbers = 0;

beforeAll(async () => {
  world = await openTaskWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  await world.sql`DELETE FROM queue`;
  await world.sql`UPDATE tasks SET next_at = NULL`;
  account = await world.account({ cash: RICH });
});

/** A list of so many numbers that nobody was rung at yet. */
const listOf = (count: number) =>
  Array.from({ length: count }, () => `1390000${String(numbers++).padStart(4, '0')},A1`).join('\n');

const counts = async (taskNo: string) => (await world.read(account, taskNo)).counts;

/** Rounds and calls until nothing of the task waits or is under way. */
async function runOut(taskNo: string, cause: Parameters<TaskWorld['call']>[0] = { kind: 'answered' }) {
  for (let round = 0; round < 50; round++) {
    await world.round();
    if ((await world.read(account, taskNo)).state === 'done') return;
    await world.call(cause);
  }
  throw new Error('the task does not come to its end');
}

describe('rules: a task that runs', () => {
  test('rules: every row is sent once, and the counters tell where it is', async () => {
    const taskNo = await world.task(account, listOf(120));
    await world.start(account, taskNo);
    await world.round();
    expect(await counts(taskNo)).toMatchObject({ waiting: 0, queued: 120 });
    await world.call({ kind: 'answered' });
    expect(await counts(taskNo)).toMatchObject({ queued: 0, answered: 120 });
    await world.round();
    expect(await world.read(account, taskNo)).toMatchObject({ state: 'done', sent: 120, costCount: 120n });
    const [sent] = await world.sql<{ messages: number; lines: number }[]>`
      SELECT count(*)::int AS messages, count(DISTINCT task_line)::int AS lines FROM messages WHERE task_no = ${taskNo}`;
    expect(sent).toEqual({ messages: 120, lines: 120 });
    expect(await verifyLedger(world.sql)).toEqual([]);
  });

  test('rules: no more of it wait for a call than may', async () => {
    const taskNo = await world.task(account, listOf(SHIPPED_LIMITS.taskQueued + 50));
    await world.start(account, taskNo);
    for (let round = 0; round < 3; round++) await world.round();
    expect(await counts(taskNo)).toMatchObject({ waiting: 50, queued: SHIPPED_LIMITS.taskQueued });
    await world.call({ kind: 'answered' });
    await world.round();
    expect(await counts(taskNo)).toMatchObject({ waiting: 0, queued: 50 });
  });

  test('rules: with two that run tasks at once no row is sent twice', async () => {
    const taskNo = await world.task(account, listOf(150));
    await world.start(account, taskNo);
    await Promise.all([world.round(), world.round(), world.round()]);
    await world.round();
    const [sent] = await world.sql<{ messages: number; lines: number }[]>`
      SELECT count(*)::int AS messages, count(DISTINCT task_line)::int AS lines FROM messages WHERE task_no = ${taskNo}`;
    expect(sent).toEqual({ messages: 150, lines: 150 });
  });

  test('4.2.8 who refuses while it runs is not called: what is queued is stopped, what waits is not sent', async () => {
    const list = listOf(2).split('\n');
    const taskNo = await world.task(account, list.join('\n'));
    const refuseNow = (line: number) =>
      refuse(world.sql, {
        accountId: account,
        calleeKey: world.vault.key(`+86${list[line]?.split(',')[0]}`),
        source: 'test',
        at: new Date(world.clock.now()),
      });
    await refuseNow(0);
    await world.start(account, taskNo);
    await world.round();
    expect((await world.rows(account, taskNo)).map(({ state, reason }) => [state, reason])).toEqual([
      ['refused', 'CALLEE_REFUSES'],
      ['queued', ''],
    ]);
    // The dialer's last look before the INVITE ends it so (flow/messages/place-call.ts).
    await world.call({ kind: 'not-dialled', reason: 'refused-list' });
    expect(await counts(taskNo)).toMatchObject({ refused: 2, queued: 0 });
  });

  test('rules: outside its hours a task waits for them, and nothing is refused', async () => {
    const taskNo = await world.task(account, listOf(3), { templateId: DAY_TEMPLATE });
    const evening = TEN_IN_BEIJING + 11 * 3_600_000;
    world.clock.set(evening);
    await world.start(account, taskNo);
    await world.round();
    const task = await world.read(account, taskNo);
    expect(task).toMatchObject({ state: 'running', counts: { waiting: 3 } });
    expect(task.nextAt?.getTime()).toBe(TEN_IN_BEIJING + 22 * 3_600_000);
    world.clock.set(TEN_IN_BEIJING + 22 * 3_600_000);
    await world.round();
    expect(await counts(taskNo)).toMatchObject({ queued: 3 });
  });

  test('rules: a task begins at its time', async () => {
    const taskNo = await world.task(account, listOf(1));
    const startAt = TEN_IN_BEIJING + 3_600_000;
    const wanted = { event: 'start', startAt, goodRowsOnly: false } as const;
    expect(await world.change(account, taskNo, wanted)).toMatchObject({ state: 'scheduled' });
    await world.round();
    expect(await counts(taskNo)).toMatchObject({ waiting: 1 });
    world.clock.set(startAt);
    await runOut(taskNo);
    expect(await world.read(account, taskNo)).toMatchObject({ state: 'done', counts: { answered: 1 } });
  });

  test('4.2.8 two rows of one number are called as far apart as the limits ask', async () => {
    const [row = ''] = listOf(1).split('\n');
    const taskNo = await world.task(account, `${row}\n${row}\n`, { skipDuplicates: false });
    await world.start(account, taskNo);
    await world.round();
    await world.round();
    expect(await counts(taskNo)).toMatchObject({ queued: 1, waiting: 1 });
    await world.call({ kind: 'answered' });
    await world.round();
    expect(await counts(taskNo)).toMatchObject({ answered: 1, waiting: 1 });
    world.clock.advance(60_000);
    await runOut(taskNo);
    expect(await counts(taskNo)).toMatchObject({ answered: 2 });
  });
});

describe('3.6 rows that cannot be paid', () => {
  test('3.6 the task is held with the reason, and goes on by itself after a top-up', async () => {
    account = await world.account({ cash: 2500n });
    const taskNo = await world.task(account, listOf(5));
    await world.start(account, taskNo);
    await world.round();
    await world.round();
    expect(await world.read(account, taskNo)).toMatchObject({
      state: 'held',
      why: 'FUNDS_INSUFFICIENT',
      counts: { queued: 2, waiting: 3 },
    });
    await world.call({ kind: 'answered' });
    await world.round();
    expect(await world.read(account, taskNo)).toMatchObject({ state: 'held', counts: { answered: 2 } });
    const at = new Date(world.clock.now());
    const topUp = {
      accountId: account,
      id: world.newId(),
      kind: 'top-up',
      commodity: CNY,
      amount: 3000n,
    } as const;
    await inTransaction(world.sql, (tx) =>
      postTransfers(tx, [{ ...topUp, debit: EXTERNAL, credit: CASH }], at),
    );
    world.clock.advance(10_000);
    await runOut(taskNo);
    expect(await counts(taskNo)).toMatchObject({ answered: 5 });
    // Told once that it was held, though it was tried again, and once that it is done.
    const told = await world.sql<{ kind: string }[]>`
      SELECT kind FROM notices WHERE account_id = ${account} AND kind LIKE 'task.%' ORDER BY kind`;
    expect(told.map(({ kind }) => kind)).toEqual(['task.done', 'task.held']);
  });
});

test('3.6 a held task whose last row is refused by its callee meanwhile comes to its end', async () => {
  account = await world.account({ cash: 500n });
  const list = listOf(1);
  const taskNo = await world.task(account, list);
  await world.start(account, taskNo);
  await world.round();
  expect(await world.read(account, taskNo)).toMatchObject({ state: 'held' });
  const calleeKey = world.vault.key(`+86${list.split(',')[0]}`);
  await refuse(world.sql, { accountId: account, calleeKey, source: 'test', at: new Date(world.clock.now()) });
  world.clock.advance(10_000);
  await world.round();
  await world.round();
  expect(await world.read(account, taskNo)).toMatchObject({ state: 'done', counts: { refused: 1 } });
});

describe('rules: pause, resume, cancel, delete', () => {
  test('rules: a pause takes back what waits for its call, unpaid, and what is being called goes on', async () => {
    const taskNo = await world.task(account, listOf(100));
    await world.start(account, taskNo);
    await world.round();
    const nodeId = await world.node();
    const claimed = await world.claim(nodeId, 10);
    await world.change(account, taskNo, { event: 'pause' });
    await world.round();
    expect(await counts(taskNo)).toMatchObject({ queued: 10, waiting: 90 });
    for (const { accountId, sessionNo } of claimed) {
      const cause = { kind: 'answered' } as const;
      await world.settler.settle({ accountId, sessionNo, from: 'claimed', nodeId, cause });
    }
    world.clock.advance(120_000);
    await world.round();
    const paused = await world.read(account, taskNo);
    expect(paused).toMatchObject({ state: 'paused', counts: { answered: 10, waiting: 90, queued: 0 } });
    expect(paused.costCount).toBe(10n);
    await world.change(account, taskNo, { event: 'resume' });
    await runOut(taskNo);
    expect(await counts(taskNo)).toMatchObject({ answered: 100 });
  });

  test('rules: a cancelled task calls nobody any more, however long its list', async () => {
    const taskNo = await world.task(account, listOf(6000));
    await world.start(account, taskNo);
    await world.round();
    await world.change(account, taskNo, { event: 'cancel' });
    for (let round = 0; round < 4; round++) await world.round();
    const task = await world.read(account, taskNo);
    expect(task).toMatchObject({ state: 'cancelled', counts: { cancelled: 6000, queued: 0, waiting: 0 } });
    expect(await world.call({ kind: 'answered' })).toBe(0);
    expect(task.nextAt).toBeNull();
  });

  test('4.2.9 a deleted task is gone with its rows, and its list is let go of', async () => {
    const taskNo = await world.task(account, listOf(10));
    const { fileId } = await world.read(account, taskNo);
    await world.change(account, taskNo, { event: 'delete' });
    await expect(world.read(account, taskNo)).rejects.toThrow();
    for (let round = 0; round < 3; round++) await world.round();
    const [left] = await world.sql<{ rows: number; tasks: number; uses: string[] }[]>`
      SELECT (SELECT count(*)::int FROM task_rows WHERE task_no = ${taskNo})
        + (SELECT count(*)::int FROM task_parts WHERE task_no = ${taskNo}) AS rows,
        (SELECT count(*)::int FROM tasks WHERE task_no = ${taskNo}) AS tasks,
        (SELECT uses FROM files WHERE account_id = ${account} AND file_id = ${fileId}) AS uses`;
    expect(left).toEqual({ rows: 0, tasks: 0, uses: [] });
  });

  test('rules: a list with bad rows starts only when its good rows are enough', async () => {
    const taskNo = await world.task(account, `${listOf(1)}\nabc,A1\n`);
    await expect(world.start(account, taskNo)).rejects.toMatchObject({ name: 'TASK_ROWS_BAD' });
    const goodRowsOnly = { event: 'start', startAt: undefined, goodRowsOnly: true } as const;
    expect(await world.change(account, taskNo, goodRowsOnly)).toMatchObject({ state: 'running' });
  });
});

describe('rules: retries', () => {
  test('rules: busy is tried again after the interval, by the policy, with the number that was shown', async () => {
    const taskNo = await world.task(account, listOf(1), {
      retryOn: ['busy'],
      retryCount: 1,
      retrySpacingS: 300,
    });
    await world.start(account, taskNo);
    await world.round();
    await world.call({ kind: 'sip', status: 486, reason: 'Busy Here' });
    await world.sql`UPDATE receipts SET show_number = '+862151860002' WHERE account_id = ${account}`;
    await world.round();
    const waiting = await world.read(account, taskNo);
    expect(waiting).toMatchObject({ state: 'running', counts: { waiting: 1 } });
    expect(waiting.nextAt?.getTime()).toBe(TEN_IN_BEIJING + 300_000);
    world.clock.advance(299_999);
    await world.round();
    expect(await counts(taskNo)).toMatchObject({ waiting: 1 });
    world.clock.advance(1);
    await world.round();
    const claimed = await world.claim(await world.node());
    expect(claimed).toMatchObject([{ shownBefore: '+862151860002' }]);
    await world.sql`UPDATE queue SET state = 'queued', node_id = NULL`;
    await world.call({ kind: 'sip', status: 486, reason: 'Busy Here' });
    await runOut(taskNo);
    expect(await world.read(account, taskNo)).toMatchObject({ counts: { failed: 1 }, sent: 2 });
  });
});

describe('rules: the check before sending', () => {
  test('3.6 tells how many rows would be sent, why not, and the most it costs, and changes nothing', async () => {
    account = await world.account({ cash: 2500n });
    const list = listOf(4).split('\n');
    const at = new Date(world.clock.now());
    const calleeKey = world.vault.key(`+86${list[0]?.split(',')[0]}`);
    await refuse(world.sql, { accountId: account, calleeKey, source: 'test', at });
    const taskNo = await world.task(account, list.join('\n'));
    await world.check(account, taskNo);
    const task = await world.read(account, taskNo);
    expect(checkOf(task)).toMatchObject({
      rows: 4,
      wouldSend: 2,
      refusals: [
        { name: 'CALLEE_REFUSES', count: 1, line: 1 },
        { name: 'FUNDS_INSUFFICIENT', count: 1, line: 4 },
      ],
      costs: [{ commodity: CNY, count: 2, amount: '2000' }],
    });
    expect(task).toMatchObject({ state: 'ready', sent: 0 });
    const [sent] = await world.sql`SELECT 1 FROM messages WHERE account_id = ${account}`;
    expect(sent).toBeUndefined();
  });
});
