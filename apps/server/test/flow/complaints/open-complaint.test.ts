import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Complaining, openComplaint } from '../../../src/flow/complaints/open-complaint.ts';
import { readComplaintRates } from '../../../src/flow/complaints/read-rates.ts';
import { type ComplainedOf, markClosed, pageComplaints } from '../../../src/modules/complaints/index.ts';
import { maskNumber } from '../../../src/platform/mask-number.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let accountId: string;
let other: string;

beforeAll(async () => {
  world = await openWorld();
  accountId = await world.account({ cash: 100_000_000n });
  other = await world.account({ cash: 100_000_000n });
});
afterAll(() => world.close());

const HOUR_MS = 3_600_000;

/** A message to the number whose call has begun and ended now. */
async function rung(of: string, calledNumber: string): Promise<string> {
  const sessionNo = await world.send(of, { calledNumber });
  const at = new Date(world.clock.now());
  await world.sql`DELETE FROM queue WHERE session_no = ${sessionNo}`;
  await world.sql`
    INSERT INTO receipts (account_id, session_no, result, reason, code, trunk_id, show_number, started_at, answered_at,
      ended_at, at, push_state)
    VALUES (${of}, ${sessionNo}, 1, 'answered', 200, 'trunk-x', '+862151870001', ${at}, ${at}, ${at}, ${at}, 'none')`;
  return sessionNo;
}

const complain = (number: string, more: Partial<Complaining> = {}) =>
  inTransaction(world.sql, (tx) =>
    openComplaint(tx, world, {
      channel: 'operator',
      kind: 'marketing',
      calleeKey: world.vault.key(number),
      calleeMask: maskNumber(number),
      ...more,
    }),
  );

const outcome = (of: string, calledNumber: string) =>
  world.send(of, { calledNumber }).then(
    () => 'sent',
    (error) => error.name,
  );

test('4.3.6 a complaint finds the call that began nearest to the time it tells, with its template, number and trunk', async () => {
  const number = world.freshNumber();
  const first = await rung(accountId, number);
  const then = world.clock.now();
  world.clock.advance(5 * HOUR_MS);
  const second = await rung(other, number);
  expect(await complain(number, { at: then + HOUR_MS })).toMatchObject({ accountId, opened: true });
  expect(await complain(number)).toMatchObject({ accountId: other, opened: true });
  const calleeKey = world.vault.key(number);
  const { complaints } = await pageComplaints(world.sql, { calleeKey, offset: 0, limit: 10 });
  expect(complaints.map(({ sessionNo }) => sessionNo).sort()).toEqual([first, second].sort());
  expect(complaints[0]).toMatchObject({
    templateId: 'T-code',
    showNumber: '+862151870001',
    trunkId: 'trunk-x',
    severity: 2,
    state: 'open',
  });
});

test('4.2.8 who complains about a customer is not called by that customer again, and by others he is', async () => {
  const number = world.freshNumber();
  await rung(accountId, number);
  await complain(number);
  world.clock.advance(HOUR_MS);
  expect(await outcome(accountId, number)).toBe('CALLEE_REFUSES');
  expect(await outcome(other, number)).toBe('sent');
});

test('4.3.6 of one message a callee complains once, though he says it twice at once', async () => {
  const number = world.freshNumber();
  const sessionNo = await rung(accountId, number);
  const said = await Promise.all([complain(number, { sessionNo }), complain(number, { sessionNo })]);
  expect(said.map(({ opened }) => opened).sort()).toEqual([false, true]);
  expect(said[0]?.complaintId).toBe(said[1]?.complaintId);
});

test('4.3.6 a call that nobody here made is kept as nobody’s; a message to somebody else is not the one meant', async () => {
  const number = world.freshNumber();
  const foreign = await rung(accountId, world.freshNumber());
  expect(await complain(number, { sessionNo: foreign })).toMatchObject({ accountId: '', opened: true });
});

test('4.3.6 rates are complaints in ten thousand answered calls, by what they are counted by, without the unfounded', async () => {
  const mine = await world.account({ cash: 100_000_000n });
  const numbers = [1, 2, 3, 4].map(() => world.freshNumber());
  for (const number of numbers) await rung(mine, number);
  const [first = '', second = ''] = numbers;
  await complain(first);
  const { complaintId } = await complain(second);
  const rates = (by: ComplainedOf | 'account') => readComplaintRates(world, { accountId: mine, by, days: 2 });
  expect(await rates('template')).toEqual([
    { key: 'T-code', complaints: 2, founded: 0, answered: 4n, per10000: 5000 },
  ]);
  for (const by of ['number', 'trunk', 'city', 'operator', 'purpose', 'destination'] as const) {
    const [rate, ...others] = await rates(by);
    expect(rate).toMatchObject({ complaints: 2, founded: 0, answered: 4n, per10000: 5000 });
    expect(rate?.key).not.toBe('');
    expect(others).toEqual([]);
  }
  const at = new Date(world.clock.now());
  const key = { accountId: mine, complaintId };
  const finding = { founded: false, reason: '有同意', by: 'x', at, dueAt: undefined };
  await inTransaction(world.sql, (tx) => markClosed(tx, key, finding));
  expect(await rates('account')).toEqual([
    { key: '', complaints: 1, founded: 0, answered: 4n, per10000: 2500 },
  ]);
  expect((await rates('day')).map((rate) => [rate.key, rate.complaints])).toEqual([['2026-03-10', 1]]);
});

test('4.3.1 a complaint keeps what was said sealed, and no number', async () => {
  const number = '+8613912349876';
  await rung(accountId, number);
  await complain(number, { words: '他们天天打我的电话' });
  const [row] = await world.sql<
    { text: string }[]
  >`SELECT string_agg(c::text, ',') AS text FROM complaints c`;
  expect(row?.text).toContain('+86139****9876');
  expect(row?.text).not.toMatch(/12349876|天天/);
});
