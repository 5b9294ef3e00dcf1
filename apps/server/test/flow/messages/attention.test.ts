import { afterAll, beforeAll, expect, test } from 'vitest';
import { attentionHandlers } from '../../../src/gateway/handlers/compliance/attention.ts';
import { calleeContext } from '../../../src/modules/messages/index.ts';
import {
  attentionUsed,
  dayIn,
  forgetAttention,
  returnAttention,
  takeAttention,
} from '../../../src/modules/quotas/index.ts';
import { operator } from '../../support/callers.ts';
import { DAY_TEMPLATE, NOTICE_TEMPLATE } from '../../support/database.ts';
import { openPlacer } from '../../support/placing.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let desk: ReturnType<typeof attentionHandlers>;
const staff = operator('compliance');
const DAY_MS = 86_400_000;
const engine = () =>
  scriptedEngine({ place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()) });

beforeAll(async () => {
  world = await openWorld({ concurrency: 100, cps: 100 });
  desk = attentionHandlers(world);
});
afterAll(() => world.close());

const account = () => world.account({ cash: 100_000_000n });
const notice = (calledNumber: string) => ({ calledNumber, templateId: NOTICE_TEMPLATE, values: ['A1'] });
const key = (number: string, purpose: 1 | 2 = 2) => ({
  calleeKey: world.vault.key(number),
  day: dayIn('Asia/Shanghai', world.clock.now()),
  purpose,
});
const usedOf = async (number: string) => (await attentionUsed(world.sql, [key(number)]))(key(number));

test('4.2.8 over all customers a callee gets so many notices in a day, then sends are refused until his next day; codes are counted apart', async () => {
  expect(await desk.GetUVMSAttentionBudgets(staff, {})).toEqual({ Codes: 100, Notices: 20 });
  await desk.SetUVMSAttentionBudget(staff, { Purpose: '2', PerDay: 2 });
  expect(await desk.GetUVMSAttentionBudgets(staff, {})).toEqual({ Codes: 100, Notices: 2 });
  const number = world.freshNumber();
  const placer = await openPlacer(world, engine());
  for (const accountId of [await account(), await account()]) {
    await world.send(accountId, notice(number));
    await placer.run();
  }
  const third = await account();
  const refused = await world.send(third, notice(number)).catch((error) => error);
  // Ten in the morning in Beijing: fourteen hours are left of the day.
  expect([refused.name, refused.details]).toEqual(['ATTENTION_SPENT', { limit: 2, waitSeconds: 14 * 3600 }]);
  const trail = await world.submitter.dryRun(world.submission(third, notice(number)));
  expect(trail.refusals.map(({ rule }) => rule)).toEqual(['attention']);
  const code = await world.submitter.dryRun(world.submission(third, { calledNumber: number }));
  expect(code.verdicts.find(({ rule }) => rule === 'attention')?.detail).toBe('0 of 100 today');
  // Late in the evening what is held for the morning counts on that day; the callee's own day is not over yet.
  world.clock.advance(13.5 * 3_600_000);
  const late = { ...notice(number), templateId: DAY_TEMPLATE, holdForWindow: true };
  expect((await world.submitter.dryRun(world.submission(third, late))).refusals).toEqual([]);
  expect(await usedOf(number)).toBe(2);
  world.clock.advance(0.5 * 3_600_000);
  expect(
    (await world.submitter.dryRun(world.submission(third, { ...notice(number), holdForWindow: true })))
      .refusals,
  ).toEqual([]);
  world.clock.advance(-14 * 3_600_000);
});

test('4.2.8 of two customers’ notices that were accepted for the last call of a callee’s day, one is dialled and one ends unpaid', async () => {
  await desk.SetUVMSAttentionBudget(staff, { Purpose: '2', PerDay: 1 });
  await world.emptyQueue();
  const number = world.freshNumber();
  const both = [
    await world.send(await account(), notice(number)),
    await world.send(await account(), notice(number)),
  ];
  const calls = engine();
  const placer = await openPlacer(world, calls);
  // Two calls to one callee at once are never claimed: the second waits for the first to be over.
  await placer.run();
  await placer.run();
  expect(calls.placed).toHaveLength(1);
  const receipts = await Promise.all(both.map((sessionNo) => world.receipt(sessionNo)));
  expect(receipts.map((receipt) => receipt?.reason).sort()).toEqual(['answered', 'attention']);
  expect(receipts.find((receipt) => receipt?.reason === 'attention')).toMatchObject({
    code: 1008,
    charge: 0n,
  });
  expect(await usedOf(number)).toBe(1);
});

test('4.2.8 of many that want a callee’s last place at once, on connections of their own, one has it, and others’ places stay', async () => {
  const [number, other] = [world.freshNumber(), world.freshNumber()];
  const budgets = { 1: 100, 2: 3 };
  const keys = [key(number), key(other)];
  await takeAttention(world.sql, keys, budgets);
  await takeAttention(world.sql, [key(number)], budgets);
  // In both orders, so that batches which did not keep one order would lock each other up.
  const tries = Array.from({ length: 12 }, (_, at) =>
    takeAttention(world.sql, at % 2 === 0 ? keys : keys.toReversed(), budgets),
  );
  const taken = await Promise.all(tries);
  const count = (of: string) => taken.filter((took) => took(key(of))).length;
  expect([count(number), count(other)]).toEqual([1, 2]);
  expect([await usedOf(number), await usedOf(other)]).toEqual([3, 3]);
  await returnAttention(world.sql, [key(number)]);
  expect(await usedOf(number)).toBe(2);
});

test('4.2.8 a claim that is lost before the call gives its place back; days that are over are forgotten', async () => {
  await desk.SetUVMSAttentionBudget(staff, { Purpose: '2', PerDay: 5 });
  await world.emptyQueue();
  const number = world.freshNumber();
  const sessionNo = await world.send(await account(), notice(number));
  const nodeId = await world.node();
  const [claimed] = await world.claim(nodeId);
  if (!claimed) throw new Error('nothing was claimed');
  await world.sql`UPDATE queue SET node_id = ${await world.node()} WHERE session_no = ${sessionNo}`;
  const calls = engine();
  await (await openPlacer(world, calls, { nodeId })).place(claimed);
  expect([calls.placed, await usedOf(number)]).toEqual([[], 0]);
  await takeAttention(world.sql, [key(number)], { 1: 1, 2: 1 });
  await forgetAttention(world.sql, dayIn('UTC', world.clock.now()));
  expect(await usedOf(number)).toBe(1);
  await forgetAttention(world.sql, dayIn('UTC', world.clock.now() + DAY_MS));
  expect(await usedOf(number)).toBe(0);
});

test('4.2.8 the day is the callee’s: at one moment it is two days in two places', () => {
  const at = Date.parse('2026-03-10T16:30:00Z');
  expect([dayIn('Asia/Shanghai', at), dayIn('America/New_York', at)]).toEqual(['2026-03-11', '2026-03-10']);
});

test('4.2.8 codes have a budget of their own at the dial, and are counted as what they are', async () => {
  const number = world.freshNumber();
  const budgets = { 1: 2, 2: 1 };
  const take = async (purpose: 1 | 2) => {
    const of = key(number, purpose);
    return (await takeAttention(world.sql, [of], budgets))(of);
  };
  expect([await take(1), await take(1), await take(1)]).toEqual([true, true, false]);
  expect([await take(2), await take(2)]).toEqual([true, false]);

  await world.emptyQueue();
  const rung = world.freshNumber();
  await world.send(await account(), { calledNumber: rung });
  await (await openPlacer(world, engine())).run();
  const used = await attentionUsed(world.sql, [key(rung, 1), key(rung, 2)]);
  expect([used(key(rung, 1)), used(key(rung, 2))]).toEqual([1, 0]);
});

test('4.2.8 a place that is given back is that of its callee, day and purpose alone, and never one more than were taken', async () => {
  const number = world.freshNumber();
  const other = world.freshNumber();
  const tomorrow = { ...key(number), day: dayIn('Asia/Shanghai', world.clock.now() + DAY_MS) };
  const all = [key(number, 1), key(number, 2), tomorrow, key(other)];
  await takeAttention(world.sql, all, { 1: 5, 2: 5 });
  await returnAttention(world.sql, [key(number)]);
  await returnAttention(world.sql, [key(number)]);
  const used = await attentionUsed(world.sql, all);
  expect(all.map(used)).toEqual([1, 0, 1, 1]);
});

test('4.2.8 a callee abroad has used what he was rung on his own day, which is another than Beijing’s', async () => {
  const calledNumber = '+12125550123';
  // Ten in the morning in Beijing: fifteen hours on it is the next day there, and noon of the same in New York.
  world.clock.advance(15 * 3_600_000);
  const now = world.clock.now();
  const [there, here] = [dayIn('America/New_York', now), dayIn('Asia/Shanghai', now)];
  expect(there).not.toBe(here);
  await takeAttention(world.sql, [{ ...key(calledNumber), day: there }], { 1: 9, 2: 9 });
  const { verdicts } = await world.submitter.dryRun(world.submission(await account(), notice(calledNumber)));
  expect(verdicts.find(({ rule }) => rule === 'attention')?.detail).toMatch(/^1 of \d+ today$/);
});

test('4.2.8 at the dial the day that is counted is the callee’s, too', async () => {
  const [number, abroad] = [world.freshNumber(), '+12125550124'];
  await world.emptyQueue();
  const sessionNo = await world.send(await account(), { calledNumber: number });
  // Whom it rings is read at the dial; all before it took the number for one at home.
  const sealed = world.vault.seal(abroad, calleeContext(sessionNo));
  await world.sql`UPDATE messages SET callee_sealed = ${sealed} WHERE session_no = ${sessionNo}`;
  const there = { ...key(number, 1), day: dayIn('America/New_York', world.clock.now()) };
  expect(there.day).not.toBe(key(number, 1).day);
  await (await openPlacer(world, engine())).run();
  const used = await attentionUsed(world.sql, [there, key(number, 1)]);
  expect([used(there), used(key(number, 1))]).toEqual([1, 0]);
});
