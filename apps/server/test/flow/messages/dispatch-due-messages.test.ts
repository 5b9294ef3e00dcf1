import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDispatcher, type Dispatcher } from '../../../src/flow/messages/dispatch-due-messages.ts';
import { recoverStuckMessages } from '../../../src/flow/messages/recover-stuck-messages.ts';
import { DEFAULT_ROUTING, saveTrunk, type TrunkRouting } from '../../../src/modules/carriers/index.ts';
import { type ClaimedMessage, markDialling } from '../../../src/modules/messages/index.ts';
import { addToPool, setNumberLimits } from '../../../src/modules/numbers/index.ts';
import { NOTICE_TEMPLATE, TEN_IN_BEIJING, testTrunk } from '../../support/database.ts';
import { openDialPlan } from '../../support/dial-plan.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { openWorld, type World } from '../../support/world.ts';

/** Longer than any test, by whatever clock: no lease is renewed, no stock is taken, unless a test shortens it. */
const LONG_LEASE_MS = 1_000_000_000;

let world: World;
let accountId: string;
let nodes: Node[] = [];

beforeAll(async () => {
  world = await openWorld();
  accountId = await world.account({ cash: 100_000_000n });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.emptyQueue();
  world.log.lines.length = 0;
  world.clock.set(TEN_IN_BEIJING);
  await world.sql`DELETE FROM trunks`;
});
afterEach(async () => {
  for (const node of nodes) {
    node.endAll();
    await node.dispatcher.stop();
  }
  nodes = [];
});

interface Placed {
  at: number;
  message: ClaimedMessage;
  end(): void;
}

interface Node {
  nodeId: string;
  clock: ManualClock;
  dispatcher: Dispatcher;
  /** Calls that it was given, in order. */
  placed: Placed[];
  endAll(): void;
}

/** A dispatcher whose calls last until the test ends them; then they leave the queue. */
async function openNode(
  options: { leaseMs?: number; capacity?: number; fail?: boolean } = {},
): Promise<Node> {
  const clock = manualClock(world.clock.now());
  const placed: Placed[] = [];
  let over = false;
  const nodeId = world.newId();
  const dispatcher = createDispatcher({
    ...{ sql: world.hot, vault: world.vault, clock, log: world.log, nodeId },
    dialPlan: openDialPlan(world),
    leaseMs: options.leaseMs ?? LONG_LEASE_MS,
    freeCapacity: () => (options.capacity ?? 1000) - placed.filter((one) => !ended.has(one)).length,
    async place(message) {
      if (options.fail) throw new Error('a fault of ours');
      if (over) return leave(message);
      await new Promise<void>((resolve) => {
        const one: Placed = { at: clock.now(), message, end: resolve };
        placed.push(one);
      }).finally(() => {
        for (const one of placed) if (one.message === message) ended.add(one);
      });
      await leave(message);
    },
  });
  const ended = new Set<Placed>();
  const leave = async ({ sessionNo }: ClaimedMessage) => {
    await world.sql`DELETE FROM queue WHERE session_no = ${sessionNo}`;
  };
  const node: Node = {
    nodeId,
    clock,
    dispatcher,
    placed,
    endAll() {
      over = true;
      for (const one of placed) one.end();
    },
  };
  nodes.push(node);
  await dispatcher.start();
  return node;
}

/** Resolves when the node has looked and waits for its timer or for news. */
const idle = (node: Node) =>
  expect.poll(() => node.clock.untilNext() ?? Infinity, { interval: 2 }).toBeLessThanOrEqual(1000);

/** A tenth of a second for all nodes: each looks once, and again while it finds something. */
async function tick(...of: Node[]): Promise<void> {
  for (const node of of) node.clock.advance(100);
  await Promise.all(of.map(idle));
}

const trunk = (change: Parameters<typeof testTrunk>[0] = {}) =>
  saveTrunk(world.sql, world.vault, testTrunk(change));
const sendMany = (count: number, templateId?: string) =>
  Promise.all(Array.from({ length: count }, () => world.send(accountId, templateId ? { templateId } : {})));
const sessionsOf = (node: Node) => node.placed.map(({ message }) => message.sessionNo);

describe('order', () => {
  test('rules: codes go before notices, whichever came first', async () => {
    await trunk({ concurrency: 2 });
    const notices = await sendMany(2, NOTICE_TEMPLATE);
    const codes = await sendMany(2);
    const node = await openNode();
    await idle(node);
    expect(sessionsOf(node).sort()).toEqual([...codes].sort());
    for (const one of [...node.placed]) one.end();
    await expect.poll(() => node.placed.length).toBe(4);
    expect(sessionsOf(node).slice(2).sort()).toEqual([...notices].sort());
  });

  test('rules: the preferred trunk is filled first, then the next', async () => {
    await trunk({ trunkId: 'second', priority: 2, concurrency: 5 });
    await trunk({ trunkId: 'first', priority: 1, concurrency: 3 });
    await sendMany(6);
    const node = await openNode();
    await idle(node);
    const on = node.placed.map(({ message }) => message.trunkId);
    expect(on.filter((id) => id === 'first')).toHaveLength(3);
    expect(on.filter((id) => id === 'second')).toHaveLength(3);
  });

  test('rules: one call per callee at once; the next begins when it is over', async () => {
    await trunk();
    const calledNumber = world.freshNumber();
    const customers = await Promise.all([1, 2, 3].map(() => world.account({ codes: 1n })));
    for (const customer of customers) await world.send(customer, { calledNumber });
    const node = await openNode();
    for (let calls = 1; calls <= 3; calls++) {
      await expect.poll(() => node.placed.length).toBe(calls);
      await tick(node);
      expect(node.placed).toHaveLength(calls);
      node.placed[calls - 1]?.end();
    }
  });

  test('product: accepted on another node, dialled by news of the database, without waiting for the clock', async () => {
    await trunk();
    const node = await openNode();
    await idle(node);
    const [sessionNo] = await sendMany(1);
    await expect.poll(() => sessionsOf(node)).toEqual([sessionNo]);
    expect(node.clock.now()).toBe(TEN_IN_BEIJING);
  });
});

describe('limits', () => {
  test('rules: concurrency of a trunk is never exceeded, also by two nodes on one database', async () => {
    await trunk({ concurrency: 5 });
    await sendMany(23);
    const [one, two] = [await openNode(), await openNode()];
    const seen = new Set<string>();
    for (let round = 0; seen.size < 23; round++) {
      expect(round).toBeLessThan(23);
      const [row] = await world.sql<{ active: number }[]>`
        SELECT count(*)::int AS active FROM queue WHERE state <> 'queued'`;
      expect(row?.active).toBeLessThanOrEqual(5);
      for (const node of [one, two]) {
        for (const placed of node.placed) {
          seen.add(placed.message.sessionNo);
          placed.end();
        }
      }
      await tick(one, two);
    }
    expect(sessionsOf(one).length + sessionsOf(two).length).toBe(23);
  });

  test('rules: calls per second are never exceeded, in no second, also by two nodes and after a pause', async () => {
    const cps = 7;
    await trunk({ cps });
    // Sent before the nodes open: no news wakes them while the clock moves, so each call is seen at the time it began.
    await sendMany(40);
    const [one, two] = [await openNode(), await openNode()];
    await Promise.all([idle(one), idle(two)]);
    for (let tenth = 0; one.placed.length + two.placed.length < 40; tenth++) {
      expect(tenth).toBeLessThan(100);
      await tick(one, two);
    }
    const starts = [...one.placed, ...two.placed].map(({ at }) => at).sort((a, b) => a - b);
    for (const start of starts) {
      expect(starts.filter((at) => at >= start && at < start + 1000).length).toBeLessThanOrEqual(cps);
    }
    // And none is wasted: forty calls at seven a second take six seconds.
    expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBe(5000);
  });

  test('product: no more calls than the engine can take', async () => {
    await trunk();
    await sendMany(10);
    const node = await openNode({ capacity: 4 });
    await tick(node);
    expect(node.placed).toHaveLength(4);
    node.placed[0]?.end();
    await expect.poll(() => node.placed.length).toBe(5);
  });

  test('rules: a trunk that does not carry a purpose, or is switched off, gets none of it', async () => {
    await trunk({ trunkId: 'codes-only', purposes: [1] });
    await trunk({ trunkId: 'off' });
    await world.sql`UPDATE trunks SET enabled = false WHERE trunk_id = 'off'`;
    const notices = await sendMany(1, NOTICE_TEMPLATE);
    const codes = await sendMany(1);
    const node = await openNode();
    await tick(node);
    expect(sessionsOf(node)).toEqual(codes);
    expect(await world.queued(notices[0] as string)).toMatchObject({ state: 'queued' });
  });
});

describe('turns', () => {
  test('rules: while a task of hundreds waits, another customer’s message is the next one or the one after it', async () => {
    await trunk({ concurrency: 1 });
    await sendMany(300, NOTICE_TEMPLATE);
    const node = await openNode();
    await idle(node);
    const other = await world.account({ cash: 10_000n });
    const sessionNo = await world.send(other, { templateId: NOTICE_TEMPLATE });
    for (let calls = 1; calls <= 3; calls++) {
      node.placed[calls - 1]?.end();
      await expect.poll(() => node.placed.length).toBe(calls + 1);
    }
    expect(sessionsOf(node).slice(0, 3)).toContain(sessionNo);
  });

  test('rules: a code finds a place at once, though the notices of a task have taken all that they may', async () => {
    await trunk({ concurrency: 10, cps: 100 });
    await sendMany(50, NOTICE_TEMPLATE);
    const node = await openNode();
    await idle(node);
    expect(node.placed).toHaveLength(8);
    const sessionNo = await world.send(await world.account({ codes: 1n }));
    await expect.poll(() => sessionsOf(node)).toContain(sessionNo);
    expect(node.placed).toHaveLength(9);
  });

  test('rules: codes of a task are no codes sent on their own', async () => {
    await trunk({ concurrency: 1 });
    const bulk = await world.send(accountId, {
      task: { taskNo: 'a task', line: 1, attempt: 1, shownBefore: undefined },
    });
    const notice = await world.send(accountId, { templateId: NOTICE_TEMPLATE });
    const code = await world.send(await world.account({ codes: 1n }));
    const node = await openNode();
    for (let calls = 1; calls <= 3; calls++) {
      await expect.poll(() => node.placed.length).toBe(calls);
      node.placed[calls - 1]?.end();
    }
    expect(sessionsOf(node)).toEqual([code, bulk, notice]);
  });
});

describe('which trunk and number', () => {
  const routing = (change: Partial<TrunkRouting>) => ({ routing: { ...DEFAULT_ROUTING, ...change } });
  const trunksOf = (node: Node) => node.placed.map(({ message }) => message.trunkId);

  test('voice: the cheapest main trunk first, then the next, then the backup', async () => {
    const price = (perMinute: bigint) => [{ prefix: '+86', perMinute }];
    await trunk({ trunkId: 'backup', concurrency: 9, ...routing({ role: 'backup', prices: price(1n) }) });
    await trunk({ trunkId: 'dear', concurrency: 1, ...routing({ prices: price(9n) }) });
    await trunk({ trunkId: 'cheap', concurrency: 2, ...routing({ prices: price(5n) }) });
    await sendMany(5);
    const node = await openNode();
    await idle(node);
    expect(trunksOf(node)).toEqual(['cheap', 'cheap', 'dear', 'backup', 'backup']);
  });

  test('voice: a trunk for the numbers of one operator gets no other', async () => {
    await trunk({ trunkId: 'unicom', ...routing({ operators: ['cucc'] }) });
    const [mobile] = await sendMany(1);
    const unicom = await world.send(accountId, { calledNumber: '+8613000000017' });
    const node = await openNode();
    await tick(node);
    expect(sessionsOf(node)).toEqual([unicom]);
    expect(await world.queued(mobile as string)).toMatchObject({ state: 'queued' });
  });

  test('rules: the calls of a day are bounded, and begin anew at midnight in Beijing', async () => {
    await trunk(routing({ dailyLimit: 2 }));
    await sendMany(3, NOTICE_TEMPLATE);
    const node = await openNode();
    await tick(node);
    expect(node.placed).toHaveLength(2);
    for (const one of [...node.placed]) one.end();
    node.clock.set(TEN_IN_BEIJING + 14 * 3_600_000 - 1);
    await tick(node);
    await expect.poll(() => node.placed.length).toBe(3);
  });

  test('rules: a callee sees a number of its city, else of its province, else any; or any at once if so asked', async () => {
    await trunk();
    await world.sql`UPDATE numbers SET status = 'cancelled'`;
    const [shenzhen, guangzhou, shanghai] = ['+8675528100004', '+862028100004', '+862128100004'];
    await addToPool(world.sql, [shenzhen, guangzhou, shanghai]);
    const of = { shenzhen: '+8675526000000', guangdong: '+8676923000000', elsewhere: '+864123000000' };
    const shown = async (prefix: string, dispatchRule: 0 | 1) => {
      const numbers = Array.from({ length: 8 }, (_, nth) => `${prefix.slice(0, -1)}${nth}`);
      for (const calledNumber of numbers) await world.send(accountId, { calledNumber, dispatchRule });
      const node = await openNode();
      await expect.poll(() => node.placed.length).toBe(8);
      for (const one of node.placed) one.end();
      await expect.poll(async () => (await world.sql`SELECT 1 FROM queue`).length).toBe(0);
      world.clock.advance(61_000);
      return new Set(node.placed.map(({ message }) => message.showNumber));
    };
    expect(await shown(of.shenzhen, 0)).toEqual(new Set([shenzhen]));
    expect((await shown(of.guangdong, 0)).has(shanghai)).toBe(false);
    expect((await shown(of.elsewhere, 0)).size).toBeGreaterThan(1);
    expect((await shown(of.shenzhen, 1)).size).toBeGreaterThan(1);
    await world.sql`DELETE FROM numbers WHERE number = ANY(${[shenzhen, guangzhou, shanghai]})`;
    await world.sql`UPDATE numbers SET status = 'active'`;
  });

  test('rules: a number at its limit gives way to the next; where all are, messages wait, and none is dialled beyond', async () => {
    await trunk();
    const numbers = ['+862151860001', '+862151860002'];
    await setNumberLimits(world.sql, numbers, { concurrency: 2, cps: null, dailyLimit: null });
    await sendMany(7);
    const node = await openNode();
    await tick(node);
    expect(node.placed.map(({ message }) => message.showNumber).sort()).toEqual(
      [...numbers, ...numbers].sort(),
    );
    node.placed[0]?.end();
    for (let tenth = 0; tenth < 4; tenth++) await tick(node);
    await expect.poll(() => node.placed.length).toBe(5);
    await setNumberLimits(world.sql, numbers, { concurrency: null, cps: null, dailyLimit: null });
  });

  test('rules: calls a second and a day of a number hold, whoever asks for it', async () => {
    await trunk();
    await world.sql`UPDATE numbers SET starts = '{}', day_calls = 0, status = CASE number
      WHEN '+862151860001' THEN 'active' ELSE 'cancelled' END`;
    await setNumberLimits(world.sql, ['+862151860001'], { concurrency: null, cps: 2, dailyLimit: 5 });
    await sendMany(9, NOTICE_TEMPLATE);
    const node = await openNode();
    for (let tenth = 0; tenth < 60; tenth++) await tick(node);
    const starts = node.placed.map(({ at }) => at);
    expect(starts).toHaveLength(5);
    for (const start of starts) {
      expect(starts.filter((at) => at >= start && at < start + 1000).length).toBeLessThanOrEqual(2);
    }
    const [next] = await world.sql<
      { due: Date }[]
    >`SELECT min(due_at) AS due FROM queue WHERE state = 'queued'`;
    expect(next?.due.getTime()).toBe(TEN_IN_BEIJING + 14 * 3_600_000);
    await setNumberLimits(world.sql, ['+862151860001'], { concurrency: null, cps: null, dailyLimit: null });
    await world.sql`UPDATE numbers SET status = 'active'`;
  });

  test('rules: a callee that is called again sees the number that rang before', async () => {
    await trunk();
    const calledNumber = world.freshNumber();
    const node = await openNode();
    for (let calls = 1; calls <= 3; calls++) {
      await world.send(await world.account({ codes: 1n }), { calledNumber });
      await expect.poll(() => node.placed.length).toBe(calls);
      node.placed[calls - 1]?.end();
    }
    expect(new Set(node.placed.map(({ message }) => message.showNumber)).size).toBe(1);
  });
});

describe('faults', () => {
  test('product: an idle dispatcher writes nothing', async () => {
    await trunk();
    const node = await openNode();
    await idle(node);
    const before = await world.sql`SELECT xmin, xmax FROM trunks`;
    for (let tenth = 0; tenth < 5; tenth++) await tick(node);
    expect(await world.sql`SELECT xmin, xmax FROM trunks`).toEqual(before);
  });

  test('product: a call that ends by a fault of ours is told, and the dispatcher goes on', async () => {
    await trunk({ concurrency: 1 });
    const [sessionNo] = await sendMany(1);
    const node = await openNode({ fail: true });
    await expect.poll(() => world.log.lines.map((line) => line.facts.sessionNo)).toContain(sessionNo);
    await idle(node);
  });

  test('product: what is claimed and was lost on the way back to the node is claimed again', async () => {
    await trunk();
    const node = await openNode({ leaseMs: 60_000 });
    await idle(node);
    // As if the answer to the claim had got lost: in the database it is the node's, and the node knows of nothing.
    const [claimed, dialling] = await sendHeldBy(node.nodeId, 2);
    await markDialling(world.sql, node.nodeId, [{ accountId, sessionNo: dialling as string }]);
    for (let tenth = 0; tenth < 10; tenth++) await tick(node);
    expect(node.placed).toEqual([]);
    node.clock.advance(60_000);
    await idle(node);
    await tick(node);
    await expect
      .poll(() => world.log.lines.map((line) => line.message))
      .toContain('messages whose claim got lost go back to recovery');
    expect(await recoverStuckMessages({ db: world.sql, settler: world.settler })).toEqual({
      requeued: 1,
      unknown: 1,
    });
    await tick(node);
    await expect.poll(() => sessionsOf(node)).toEqual([claimed]);
    expect(await world.receipt(dialling as string)).toMatchObject({ result: 3 });
  });

  test('product: its own calls are not taken for lost, however long they last', async () => {
    await trunk();
    await sendMany(3);
    const node = await openNode({ leaseMs: 60_000 });
    await idle(node);
    node.clock.advance(120_000);
    await idle(node);
    await tick(node);
    const held = await world.sql`SELECT 1 FROM queue WHERE node_id = ${node.nodeId}`;
    expect(held).toHaveLength(3);
  });

  test('product: a database that goes away is waited for, a second at a time, and news are heard again', async () => {
    await trunk();
    const node = await openNode();
    await idle(node);
    const outage = await world.outage();
    for (let tries = 0; tries < 3; tries++) {
      node.clock.advance(1000);
      await idle(node);
    }
    await outage.back();
    const told = world.log.lines.filter((line) => line.message === 'cannot claim due messages');
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(4);
    const first = await world.send(accountId);
    for (let tries = 0; node.placed.length === 0 && tries < 20; tries++) {
      node.clock.advance(1000);
      await idle(node);
    }
    // By now it hears again: the next one needs no clock.
    await expect.poll(listeners).toBe(1);
    await idle(node);
    const second = await world.send(accountId);
    await expect.poll(() => sessionsOf(node)).toEqual([first, second]);
  });

  const listeners = async () =>
    (
      await world.sql`SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND query = 'LISTEN herald_due'`
    ).length;

  test('product: stopping waits for the calls under way and claims no more', async () => {
    await trunk();
    await sendMany(2);
    const node = await openNode();
    await idle(node);
    let stopped = false;
    const stopping = node.dispatcher.stop().then(() => {
      stopped = true;
    });
    await sendMany(1);
    node.placed[0]?.end();
    await expect
      .poll(async () => (await world.sql`SELECT 1 FROM queue WHERE state <> 'queued'`).length)
      .toBe(1);
    expect(stopped).toBe(false);
    node.placed[1]?.end();
    await stopping;
    expect(node.placed).toHaveLength(2);
    expect(await world.sql`SELECT 1 FROM nodes WHERE node_id = ${node.nodeId}`).toHaveLength(0);
    expect(await world.sql`SELECT 1 FROM queue WHERE state = 'queued'`).toHaveLength(1);
  });

  /** Messages that are a node's in the database, without the node's doing. */
  async function sendHeldBy(nodeId: string, count: number): Promise<string[]> {
    const sessions: string[] = [];
    for (let index = 0; index < count; index++) {
      const calledNumber = world.freshNumber();
      await world.sql.begin(async (tx) => {
        // Held back until it is the node's: no dispatcher may be quicker.
        await tx`LOCK TABLE trunks IN EXCLUSIVE MODE`;
        const sessionNo = await world.send(accountId, { calledNumber });
        await tx`UPDATE queue SET state = 'claimed', node_id = ${nodeId}, trunk_id = 'trunk-1'
          WHERE session_no = ${sessionNo}`;
        sessions.push(sessionNo);
      });
    }
    return sessions;
  }
});
