import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createReceiptPusher, type PushJob } from '../../../src/flow/messages/push-receipt.ts';
import { setReceiptTarget } from '../../../src/modules/accounts/index.ts';
import { recordPush } from '../../../src/modules/receipts/index.ts';
import { SHIPPED_LIMITS } from '../../../src/platform/limit-settings.ts';
import { createOutboundHttp, type OutboundHttp } from '../../../src/platform/outbound-http.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { type CustomerServer, customerServer } from '../../support/customer-server.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { answered } from '../../support/endings.ts';
import { runOut } from '../../support/manual-clock.ts';
import { openWorld, type World } from '../../support/world.ts';

const LADDER = SHIPPED_LIMITS.receiptLadder;

const SECRET = 'the secret of the account';
const LOOPBACK = ['127.0.0.0/8'];

let world: World;
let http: OutboundHttp;
let servers: CustomerServer[] = [];

beforeAll(async () => {
  world = await openWorld();
  http = createOutboundHttp({ allow: LOOPBACK });
});
afterAll(async () => {
  await http.close();
  await world.close();
});
beforeEach(() => world.clock.set(TEN_IN_BEIJING));
afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
});

async function server(...[answer]: Parameters<typeof customerServer>): Promise<CustomerServer> {
  const opened = await customerServer(answer);
  servers.push(opened);
  return opened;
}

const statuses = (...list: number[]) => {
  let next = 0;
  return (response: import('node:http').ServerResponse) => {
    response.writeHead(list[Math.min(next++, list.length - 1)] as number).end();
  };
};

/** A message that was answered, whose account wants its receipts there. */
async function ended(url: string): Promise<PushJob> {
  const accountId = await world.account({ codes: 1n });
  await setReceiptTarget(world.sql, world.vault, accountId, { url, secret: SECRET });
  const message = await world.dialled(accountId);
  await world.settler.settle(answered(message, world.clock.now(), 9500));
  return { accountId, sessionNo: message.sessionNo, round: 0 };
}

const push = (job: PushJob, through = http) =>
  runOut(world.clock, createReceiptPusher({ ...world, http: through })(job));

async function attempts(
  job: PushJob,
): Promise<{ at: number; status: number | null; error: string | null }[]> {
  const rows = await world.sql<{ at: Date; status: number | null; error: string | null }[]>`
    SELECT at, status, error FROM receipt_pushes WHERE session_no = ${job.sessionNo} ORDER BY attempt`;
  return rows.map((row) => ({ ...row, at: row.at.getTime() - TEN_IN_BEIJING }));
}

/** Jobs that wait for this receipt after the first: their round, and in how many seconds they start. */
async function waiting(job: PushJob): Promise<{ round: number; seconds: number }[]> {
  return [
    ...(await world.sql<{ round: number; seconds: number }[]>`
      SELECT (data ->> 'round')::int AS round,
        round(extract(epoch FROM start_after - created_on))::int AS seconds
      FROM jobs.job WHERE data ->> 'sessionNo' = ${job.sessionNo} AND (data ->> 'round')::int > 0 ORDER BY 1`),
  ];
}

const state = async (job: PushJob) => (await world.receipt(job.sessionNo))?.pushState;

describe('delivery', () => {
  test('api: HTTP 200 acknowledges, and the receipt is pushed no more', async () => {
    const customer = await server();
    const job = await ended(customer.url);
    await push(job);
    await push(job);
    expect(customer.received).toHaveLength(1);
    expect(await state(job)).toBe('delivered');
    expect(await attempts(job)).toEqual([{ at: 0, status: 200, error: null }]);
    expect(await waiting(job)).toEqual([]);
  });

  test.each([201, 202, 204, 302, 400, 404, 429, 500, 503])(
    'api: only 200 acknowledges: %i does not',
    async (status) => {
      const customer = await server(statuses(status));
      const job = await ended(customer.url);
      await push({ ...job, round: 1 });
      expect(customer.received).toHaveLength(1);
      expect(await state(job)).toBe('pending');
      expect((await attempts(job))[0]).toMatchObject({ status, error: `HTTP ${status}` });
    },
  );

  test('api: the body has the fields of the agreement, and the message its own', async () => {
    const customer = await server();
    const job = await ended(customer.url);
    await push(job);
    const [received] = customer.received;
    expect(received).toMatchObject({ method: 'POST', url: '/receipts' });
    expect(received?.headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(received?.body ?? '')).toEqual({
      SessionNo: job.sessionNo,
      Phone: expect.stringMatching(/^\+86138\d{8}$/),
      ShowNumber: '+862151860001',
      CostCount: 1,
      ReceiptResult: 1,
      ReceiptCode: 200,
      ReceiptReason: 'answered',
      ReceiptDesc: '已接听',
      CallStartTime: TEN_IN_BEIJING,
      AnswerTime: TEN_IN_BEIJING + 1000,
      CallEndTime: TEN_IN_BEIJING + 10_500,
      Duration: 10,
      UserId: '',
    });
  });

  test('api: every try is signed anew with the secret of the account, over time and body', async () => {
    const customer = await server(statuses(500, 200));
    await push(await ended(customer.url));
    expect(customer.received).toHaveLength(2);
    const times = customer.received.map(({ headers, body }) => {
      const [, at, signature] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-herald-signature'])) ?? [];
      expect(createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex')).toBe(signature);
      return Number(at);
    });
    expect(times).toEqual([TEN_IN_BEIJING, TEN_IN_BEIJING + 1000]);
  });
});

describe('tries', () => {
  test('api: on failure three more, a second apart; the first that is acknowledged is the last', async () => {
    const customer = await server(statuses(500, 502, 500, 200));
    const job = await ended(customer.url);
    await push(job);
    expect((await attempts(job)).map(({ at, status }) => [at, status])).toEqual([
      [0, 500],
      [1000, 502],
      [2000, 500],
      [3000, 200],
    ]);
    expect(await state(job)).toBe('delivered');
    expect(await waiting(job)).toEqual([]);
  });

  test('api: then the slower ladder, a try each, and after its last rung the receipt is dead', async () => {
    const customer = await server(statuses(500));
    const job = await ended(customer.url);
    for (let round = 0; round <= LADDER.length; round++) {
      expect(await state(job)).toBe('pending');
      await push({ ...job, round });
    }
    expect(await state(job)).toBe('dead');
    expect(customer.received).toHaveLength(4 + LADDER.length);
    expect(await waiting(job)).toEqual(LADDER.map((seconds, index) => ({ round: index + 1, seconds })));
    expect(LADDER).toEqual([60, 300, 1800, 7200, 21_600, 43_200, 86_400]);
  });

  test('api: a rung that is acknowledged ends the ladder', async () => {
    const customer = await server();
    const job = await ended(customer.url);
    await push({ ...job, round: 3 });
    expect(await state(job)).toBe('delivered');
    expect(await waiting(job)).toEqual([]);
  });

  test('api: a customer whose server hangs up is tried again', async () => {
    const customer = await server((response) => response.socket?.destroy());
    const job = await ended(customer.url);
    await push(job);
    expect(await attempts(job)).toHaveLength(4);
    expect((await attempts(job))[0]).toMatchObject({ status: null });
    expect(await waiting(job)).toEqual([{ round: 1, seconds: 60 }]);
  });

  test('product: what was delivered stays so, whatever a run that comes late has to say', async () => {
    const customer = await server();
    const job = await ended(customer.url);
    await push(job);
    const late = {
      ...job,
      at: new Date(world.clock.now()),
      status: 500,
      error: 'HTTP 500',
      state: 'dead' as const,
    };
    expect(await inTransaction(world.sql, (tx) => recordPush(tx, late))).toBe('delivered');
    expect(await state(job)).toBe('delivered');
  });

  test('product: two runs of one job at once leave one ladder', async () => {
    const customer = await server(statuses(500));
    const job = { ...(await ended(customer.url)), round: 1 };
    await Promise.all([push(job), push(job)]);
    expect((await attempts(job)).length).toBe(2);
    expect((await waiting(job)).every(({ round }) => round === 2)).toBe(true);
  });
});

describe('where to', () => {
  test('api: without a URL nothing is pushed, also when one is set later', async () => {
    const accountId = await world.account({ codes: 1n });
    const message = await world.dialled(accountId);
    await world.settler.settle(answered(message, world.clock.now(), 1000));
    const customer = await server();
    await setReceiptTarget(world.sql, world.vault, accountId, { url: customer.url, secret: SECRET });
    const job = { accountId, sessionNo: message.sessionNo, round: 0 };
    await push(job);
    expect(customer.received).toEqual([]);
    expect(await state(job)).toBe('none');
  });

  test('api: a URL that is removed in between: the receipt waits for no push any more', async () => {
    const customer = await server();
    const job = await ended(customer.url);
    await setReceiptTarget(world.sql, world.vault, job.accountId, undefined);
    await push(job);
    expect(customer.received).toEqual([]);
    expect(await state(job)).toBe('none');
    expect(await waiting(job)).toEqual([]);
  });

  test('api: a URL that is changed in between: the next try goes to the new one', async () => {
    const [old, fresh] = [await server(statuses(500)), await server()];
    const job = await ended(old.url);
    await push({ ...job, round: 1 });
    await setReceiptTarget(world.sql, world.vault, job.accountId, { url: fresh.url, secret: SECRET });
    await push({ ...job, round: 2 });
    expect([old.received.length, fresh.received.length]).toEqual([1, 1]);
    expect(await state(job)).toBe('delivered');
  });

  test('api: a redirect is not followed', async () => {
    const inside = await server();
    const customer = await server((response) => response.writeHead(307, { location: inside.url }).end());
    const job = await ended(customer.url);
    await push({ ...job, round: 1 });
    expect(inside.received).toEqual([]);
    expect((await attempts(job))[0]).toMatchObject({ status: 307 });
  });

  test("api: the platform's own network is not reached, whatever URL was stored", async () => {
    const customer = await server();
    const strict = createOutboundHttp({ allow: [] });
    const job = await ended(customer.url);
    await push({ ...job, round: 1 }, strict);
    await strict.close();
    expect(customer.received).toEqual([]);
    expect((await attempts(job))[0]?.error).toContain('private-address');
  });

  test('4.3.1 the receipt of one account is not found by another', async () => {
    const customer = await server();
    const job = await ended(customer.url);
    await push({ ...job, accountId: await world.account({}) });
    expect(customer.received).toEqual([]);
    expect(await state(job)).toBe('pending');
  });
});
