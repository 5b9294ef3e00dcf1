import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  anyDue,
  disown,
  findMessage,
  forgetTokens,
  giveBack,
  insertTokens,
  lockDue,
  markDialling,
  moveToTrunk,
  queueDepth,
  recentTimes,
  timeOfSession,
  waitingGroups,
} from '../../src/modules/messages/index.ts';
import { giveUpLease } from '../../src/modules/nodes/index.ts';
import type { Tx } from '../../src/platform/db.ts';
import { uuidFloor } from '../../src/platform/ids.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { NOTICE_TEMPLATE } from '../support/database.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const sessions = (messages: readonly { sessionNo: string }[]) => messages.map(({ sessionNo }) => sessionNo);

describe('claiming', () => {
  test('rules: codes are claimed before notices', async () => {
    await world.emptyQueue();
    const accountId = await world.account({ cash: 1_000_000n });
    const notices = [
      await world.send(accountId, { templateId: NOTICE_TEMPLATE }),
      await world.send(accountId, { templateId: NOTICE_TEMPLATE }),
    ];
    const code = await world.send(accountId);
    expect(sessions(await world.claim(await world.node(), 1))).toEqual([code]);
    expect(sessions(await world.claim(await world.node())).sort()).toEqual(notices.sort());
  });

  test('rules: two calls to one callee at once: never, whoever the customers are', async () => {
    await world.emptyQueue();
    const calledNumber = world.freshNumber();
    const [first, second] = [await world.account({ codes: 5n }), await world.account({ cash: 50_000n })];
    await world.send(first, { calledNumber });
    await world.send(second, { calledNumber });
    await world.send(second, { calledNumber, templateId: NOTICE_TEMPLATE });
    const [one, two] = [await world.node(), await world.node()];
    // Either may be told that the other one was first.
    const claimed = (await Promise.all([one, two].map((node) => world.claim(node).catch(() => [])))).flat();
    expect(claimed).toHaveLength(1);
    expect(await world.claim(two)).toEqual([]);
    // When the call is over, the next one may be made.
    await world.sql`DELETE FROM queue WHERE session_no = ${claimed[0]?.sessionNo ?? ''}`;
    expect(await world.claim(two)).toHaveLength(1);
  });

  test('rules: many due messages to one callee at the head do not keep the others waiting', async () => {
    await world.emptyQueue();
    const calledNumber = world.freshNumber();
    for (let customer = 0; customer < 8; customer++) {
      await world.send(await world.account({ codes: 1n }), { calledNumber });
    }
    world.clock.advance(1);
    const behind = await world.send(await world.account({ codes: 1n }));
    const nodeId = await world.node();
    const claimed = [...(await world.claim(nodeId, 4)), ...(await world.claim(nodeId, 4))];
    expect(claimed).toHaveLength(2);
    expect(sessions(claimed)).toContain(behind);
  });

  test('product: nodes that claim at the same time never get the same message', async () => {
    await world.emptyQueue();
    const accountId = await world.account({ cash: 10_000_000n });
    await Promise.all(Array.from({ length: 100 }, () => world.send(accountId)));
    const nodes = await Promise.all(Array.from({ length: 5 }, () => world.node()));
    const claimed = (await Promise.all(nodes.map((nodeId) => world.claim(nodeId, 40)))).flat();
    expect(new Set(sessions(claimed)).size).toBe(claimed.length);
    expect(claimed.length + (await world.claim(await world.node())).length).toBe(100);
  });

  test('product: whether anything is due is seen without a lock', async () => {
    await world.emptyQueue();
    const now = world.clock.now();
    expect(await anyDue(world.sql, new Date(now))).toBe(false);
    await world.send(await world.account({ codes: 1n }));
    await inTransaction(world.sql, async (tx) => {
      await tx`SELECT 1 FROM queue FOR UPDATE`;
      await tx`SELECT 1 FROM trunks FOR UPDATE`;
      expect(await anyDue(world.sql, new Date(now - 1))).toBe(false);
      expect(await anyDue(world.sql, new Date(now))).toBe(true);
    });
  });
});

describe('holding', () => {
  test('product: a node without a lease may not dial what it claimed', async () => {
    await world.emptyQueue();
    await world.send(await world.account({ codes: 5n }));
    const nodeId = await world.node();
    const claimed = await world.claim(nodeId);
    await world.sql`UPDATE nodes SET lease_until = clock_timestamp() - interval '1 second' WHERE node_id = ${nodeId}`;
    expect(await markDialling(world.sql, nodeId, claimed)).toEqual(new Set());
  });

  test('product: nor take a call to another trunk, once the lease is over', async () => {
    const { nodeId, ...key } = await world.dialled(await world.account({ codes: 5n }));
    expect(await moveToTrunk(world.sql, nodeId, key, 'trunk-2')).toBe(true);
    expect(await moveToTrunk(world.sql, await world.node(), key, 'trunk-3')).toBe(false);
    await giveUpLease(world.sql, nodeId);
    expect(await moveToTrunk(world.sql, nodeId, key, 'trunk-3')).toBe(false);
  });

  test('product: what a node gives back is claimed again, not before its new time', async () => {
    await world.emptyQueue();
    const sessionNo = await world.send(await world.account({ codes: 5n }));
    const nodeId = await world.node();
    const dueAt = world.clock.now() + 1000;
    await giveBack(
      world.sql,
      nodeId,
      (await world.claim(nodeId)).map((one) => ({ ...one, dueAt })),
    );
    expect(await world.claim(nodeId)).toEqual([]);
    world.clock.advance(1000);
    expect(sessions(await world.claim(nodeId))).toEqual([sessionNo]);
  });

  test('product: what a node holds without knowing is let go of, and nothing else', async () => {
    await world.emptyQueue();
    const accountId = await world.account({ codes: 5n });
    const [known, forgotten] = [await world.send(accountId), await world.send(accountId)];
    const [nodeId, other] = [await world.node(), await world.node()];
    await world.claim(nodeId);
    const elsewhere = await world.send(accountId);
    await world.claim(other);
    expect(await disown(world.sql, nodeId, [known])).toBe(1);
    expect(await world.queued(known)).toMatchObject({ nodeId });
    expect(await world.queued(elsewhere)).toMatchObject({ nodeId: other });
    expect((await world.queued(forgotten))?.nodeId).not.toBe(nodeId);
    expect(await disown(world.sql, nodeId, [known])).toBe(0);
  });
});

describe('tokens and counts', () => {
  test('api: ClientTokens are forgotten when they are older than asked', async () => {
    const accountId = await world.account({});
    const token = (name: string) => ({
      accountId,
      token: name,
      fingerprint: Buffer.alloc(32),
      sessionNo: world.newId(),
      reqUuid: 'r',
    });
    const now = world.clock.now();
    await inTransaction(world.sql, async (tx) => {
      await insertTokens(tx, [token('old')], new Date(now - 1000));
      await insertTokens(tx, [token('new')], new Date(now));
    });
    expect(await forgetTokens(world.sql, new Date(now))).toBe(1);
    const left = await world.sql<
      { token: string }[]
    >`SELECT token FROM client_tokens WHERE account_id = ${accountId}`;
    expect(left.map((row) => row.token)).toEqual(['new']);
  });

  test('product: the depth of the queue is counted up to a bound', async () => {
    await world.emptyQueue();
    const accountId = await world.account({ cash: 1_000_000n });
    await Promise.all([1, 2, 3].map(() => world.send(accountId)));
    expect(await queueDepth(world.sql, 10)).toBe(3);
    expect(await queueDepth(world.sql, 2)).toBe(2);
  });

  test('4.3.1 a message is found by its own account only', async () => {
    const accountId = await world.account({ codes: 1n });
    const sessionNo = await world.send(accountId);
    expect(await findMessage(world.sql, { accountId, sessionNo, projects: 'all' })).toMatchObject({
      sessionNo,
    });
    expect(
      await findMessage(world.sql, { accountId: await world.account({}), sessionNo, projects: 'all' }),
    ).toBeUndefined();
  });

  test('product: a SessionNo carries its time', () => {
    expect(timeOfSession(world.newId())).toBe(world.clock.now());
  });
});

test('rules: a callee’s past is read by the callee, also in a month of which the database has no statistics yet', async () => {
  const { sql } = world;
  const rows = 4000;
  const accountId = await world.account({ codes: 5n });
  const sessionNo = await world.send(accountId);
  const [first] = await sql<
    { callee_key: Buffer }[]
  >`SELECT callee_key FROM messages WHERE session_no = ${sessionNo}`;
  await sql`
    INSERT INTO messages SELECT (jsonb_populate_record(m, jsonb_build_object(
      'session_no', uuid_floor(m.accepted_at + n * interval '1 ms'), 'callee_key', '\\x' || lpad(to_hex(n), 64, '0')))).*
    FROM messages m, generate_series(1, ${rows}::int) AS n WHERE m.session_no = ${sessionNo}`;

  const connection = await world.hot.reserve();
  try {
    const entriesRead = async () => {
      await connection`SELECT pg_stat_force_next_flush()`;
      const [read] = await connection<{ entries: number }[]>`
        SELECT sum(idx_tup_read)::int AS entries FROM pg_stat_user_indexes WHERE relname LIKE 'messages_2%'`;
      return read?.entries ?? Number.NaN;
    };
    const before = await entriesRead();
    const wanted = Array.from({ length: 20 }, () => ({
      accountId,
      calleeKey: first?.callee_key ?? Buffer.alloc(0),
      purpose: 1,
    }));
    const since = uuidFloor(world.clock.now() - 86_400_000);
    const times = await recentTimes(connection, wanted, since, 20);
    expect(times.map((recent) => recent.length)).toEqual(wanted.map(() => 1));
    expect((await entriesRead()) - before).toBeLessThan(rows);
  } finally {
    connection.release();
  }
});

test('rules: a claim reads what it takes and no more, also by a plan that was made while nothing waited', async () => {
  const { sql, clock } = world;
  await world.emptyQueue();
  const rows = 4000;
  const accountId = await world.account({ codes: 5n });
  const connection = await world.hot.reserve();
  const entriesRead = async () => {
    await connection`SELECT pg_stat_force_next_flush()`;
    const [read] = await connection<{ entries: number }[]>`
      SELECT sum(idx_tup_read)::int AS entries FROM pg_stat_user_indexes WHERE relname = 'queue'`;
    return read?.entries ?? Number.NaN;
  };
  const now = new Date(clock.now());
  const look = async () => {
    const lane = {
      lane: 1,
      from: { route: '', accountId: '' },
      now,
      most: 1000,
      count: 10,
      except: [],
    } as const;
    const { groups } = await waitingGroups(connection as unknown as Tx, lane);
    const shares = groups.map((waiting) => ({ waiting, count: 10 }));
    return lockDue(connection as unknown as Tx, { shares, now, except: [] });
  };
  try {
    await sql`VACUUM ANALYZE queue`;
    // What is planned is planned for a table in which nothing is.
    const share = { waiting: { lane: 1, route: '', accountId, due: 1, since: 0 }, count: 1 } as const;
    await lockDue(connection as unknown as Tx, { shares: [share], now, except: [] });
    expect(await look()).toEqual([]);
    const sessionNo = await world.send(accountId);
    await sql`
      INSERT INTO queue SELECT (jsonb_populate_record(q, jsonb_build_object('session_no', gen_random_uuid(),
        'callee_key', '\\x' || lpad(to_hex(n), 64, '0'), 'due_at', q.due_at + interval '1 h'))).*
      FROM queue q, generate_series(1, ${rows}::int) AS n WHERE q.session_no = ${sessionNo}`;
    const before = await entriesRead();
    expect(sessions(await look())).toEqual([sessionNo]);
    expect((await entriesRead()) - before).toBeLessThan(rows / 10);
  } finally {
    connection.release();
    await world.emptyQueue();
  }
});
