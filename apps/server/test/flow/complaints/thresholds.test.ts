import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { judgeThresholds } from '../../../src/flow/complaints/judge-thresholds.ts';
import { openComplaint } from '../../../src/flow/complaints/open-complaint.ts';
import { countDays } from '../../../src/flow/records/count-days.ts';
import { complaintHandlers } from '../../../src/gateway/handlers/complaints.ts';
import { sanctionHandlers } from '../../../src/gateway/handlers/sanctions.ts';
import { POOL } from '../../../src/modules/numbers/index.ts';
import { maskNumber } from '../../../src/platform/mask-number.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { member, operator } from '../../support/callers.ts';
import { CODE_TEMPLATE } from '../../support/database.ts';
import { told } from '../../support/inbox.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let desk: ReturnType<typeof complaintHandlers>;
let sanctions: ReturnType<typeof sanctionHandlers>;
const staff = operator('compliance');
const SHOWN = '+862151860001';
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  world = await openWorld();
  desk = complaintHandlers(world);
  sanctions = sanctionHandlers(world);
});
afterAll(() => world.close());
beforeEach(async () => {
  // What is judged is what a test's own callees complain about.
  await world.sql`DELETE FROM complaint_thresholds`;
  await world.sql`DELETE FROM complaints`;
});

type Rule = Parameters<typeof desk.CreateUVMSComplaintThreshold>[1];
const threshold = (rule: Partial<Rule>) =>
  desk.CreateUVMSComplaintThreshold(staff, {
    ...{ Subject: 'account', Days: 7, LeastComplaints: 2, Per10000: 5000, Act: 'suspend', Enabled: true },
    ...rule,
  });

const account = () => world.account({ cash: 100_000_000n });

/** Answered calls of the account, each to somebody else, by one trunk that nothing else goes by. */
async function answered(accountId: string, count: number, trunkId = 'trunk-x'): Promise<string[]> {
  const numbers: string[] = [];
  for (let at = 0; at < count; at++) {
    const number = world.freshNumber();
    const sessionNo = await world.send(accountId, { calledNumber: number });
    const now = new Date(world.clock.now());
    await world.sql`DELETE FROM queue WHERE session_no = ${sessionNo}`;
    await world.sql`
      INSERT INTO receipts (account_id, session_no, result, reason, code, trunk_id, show_number, started_at, answered_at,
        ended_at, at, push_state)
      VALUES (${accountId}, ${sessionNo}, 1, 'answered', 200, ${trunkId}, ${SHOWN}, ${now}, ${now}, ${now}, ${now},
        'none')`;
    numbers.push(number);
  }
  return numbers;
}

async function complain(...numbers: (string | undefined)[]): Promise<void> {
  world.clock.advance(1000);
  for (const number of numbers) {
    if (number === undefined) throw new Error('nobody complains');
    await inTransaction(world.sql, (tx) =>
      openComplaint(tx, world, {
        channel: 'portal',
        kind: 'harassment',
        calleeKey: world.vault.key(number),
        calleeMask: maskNumber(number),
      }),
    );
  }
}

const outcome = (accountId: string, change = {}) =>
  world.send(accountId, change).then(
    () => 'sent',
    (error) => error.name,
  );
const standing = async (accountId: string) =>
  (await sanctions.QueryUVMSSanctions(member(accountId), {})).Data.filter(({ Stands }) => Stands);
const judge = () => judgeThresholds(world);

describe('4.3.6 thresholds of complaint rates', () => {
  test('4.3.6, 5.2 below nothing is done; at the threshold the account is suspended once, with figures, notice and review', async () => {
    const accountId = await account();
    await threshold({});
    const numbers = await answered(accountId, 4);
    await complain(numbers[0]);
    expect(await judge()).toBe(0);
    await complain(numbers[1]);
    // Of two nodes that judge at once, one acts.
    expect((await Promise.all([judge(), judge()])).sort()).toEqual([0, 1]);
    expect(await judge()).toBe(0);
    expect(await outcome(accountId)).toBe('ACCOUNT_SUSPENDED');
    const [sanction, ...others] = await standing(accountId);
    expect(others).toEqual([]);
    expect(sanction).toMatchObject({ Kind: 'suspension', Automatic: true, Clause: '5.2' });
    expect(sanction?.Figures).toBe('account: 2 / 4 = 5000.0 ‱ (7 d; ≥ 2, ≥ 5000 ‱)');
    expect((await told(world, accountId)).map(([kind]) => kind)).toEqual(['sanction.imposed']);
    expect((await sanctions.ListUVMSSanctions(staff, { AccountId: accountId, Open: true })).Total).toBe(1);
    const { Data } = await desk.ListUVMSThresholdActs(staff, {});
    expect(Data[0]).toMatchObject({ AccountId: accountId, Act: 'suspend', Complaints: 2, Answered: 4 });
    const [audit] = await world.sql`SELECT act FROM audit_log WHERE subject_account = ${accountId}`;
    expect(audit?.act).toBe('threshold-suspend');
  });

  test('4.3.6 lifted on appeal, it is not imposed again by the same complaints, and is by as many new ones', async () => {
    const accountId = await account();
    await threshold({ Per10000: 1000 });
    const numbers = await answered(accountId, 6);
    await complain(numbers[0], numbers[1]);
    expect(await judge()).toBe(1);
    const [sanction] = await standing(accountId);
    const SanctionId = sanction?.SanctionId ?? '';
    // While it stands, more complaints do nothing more.
    await complain(numbers[2], numbers[3]);
    expect(await judge()).toBe(0);
    await sanctions.AppealUVMSSanction(member(accountId), { SanctionId, Appeal: '已整改' });
    await sanctions.ReviewUVMSSanction(staff, { SanctionId, Decision: 'lift', Reason: '申诉成立' });
    // The two that came meanwhile are new: lifting does not forgive them.
    expect(await judge()).toBe(1);
    const [again] = await standing(accountId);
    await sanctions.ReviewUVMSSanction(staff, {
      ...{ SanctionId: again?.SanctionId ?? '', Decision: 'lift', Reason: '申诉成立' },
    });
    expect(await judge()).toBe(0);
    await complain(numbers[4]);
    expect(await judge()).toBe(0);
    expect(await outcome(accountId)).toBe('sent');
  });

  test('4.3.6 a warning is given once for its complaints, and takes nothing away', async () => {
    const accountId = await account();
    await threshold({ Act: 'warn' });
    const numbers = await answered(accountId, 4);
    await complain(numbers[0], numbers[1]);
    expect([await judge(), await judge()]).toEqual([1, 0]);
    expect(await outcome(accountId)).toBe('sent');
    await complain(numbers[2], numbers[3]);
    expect([await judge(), await judge()]).toEqual([1, 0]);
  });

  test('4.3.6 a template is disabled and comes back with the lifting, its account’s other templates go on', async () => {
    const accountId = await account();
    await threshold({ Subject: 'template', Act: 'block-template' });
    const numbers = await answered(accountId, 2);
    await complain(...numbers);
    expect([await judge(), await judge()]).toEqual([1, 0]);
    expect(await outcome(accountId)).toBe('TEMPLATE_NOT_APPROVED');
    expect(await outcome(accountId, { templateId: 'T-notice', values: ['A1'] })).toBe('sent');
    const [sanction] = await standing(accountId);
    expect(sanction).toMatchObject({ Kind: 'template-block', TargetId: CODE_TEMPLATE, Automatic: true });
    await sanctions.ReviewUVMSSanction(staff, {
      ...{ SanctionId: sanction?.SanctionId ?? '', Decision: 'lift', Reason: '申诉成立' },
    });
    const [row] = await world.sql`
      SELECT status, blocked FROM templates WHERE account_id = ${accountId} AND template_id = ${CODE_TEMPLATE}`;
    expect(row).toMatchObject({ status: 4, blocked: false });
    expect(await judge()).toBe(0);
  });

  test('4.3.6 a number is counted over all its callers, on days counted and not, and is taken out of the pool', async () => {
    const [one, other] = [await account(), await account()];
    await threshold({ Subject: 'number', Act: 'pause-number', LeastComplaints: 2, Per10000: 1 });
    const first = await answered(one, 2);
    world.clock.advance(26 * HOUR_MS);
    await countDays(world);
    const second = await answered(other, 2);
    await complain(first[0], second[0]);
    expect([await judge(), await judge()]).toEqual([1, 0]);
    const [number] = await world.sql`
      SELECT account_id, paused_at IS NOT NULL AS paused FROM numbers WHERE number = ${SHOWN}`;
    expect(number).toEqual({ account_id: POOL, paused: true });
    const { Data } = await desk.ListUVMSThresholdActs(staff, {});
    const all = await world.sql<{ n: number }[]>`
      SELECT count(*)::int AS n FROM receipts WHERE show_number = ${SHOWN} AND answered_at IS NOT NULL`;
    expect(Data[0]).toMatchObject({ AccountId: '', Key: SHOWN, Answered: all[0]?.n, SanctionId: '' });
    expect([await standing(one), await standing(other)]).toEqual([[], []]);
  });

  test('4.3.6 a trunk’s rate is told to the staff and takes nothing away; what is unfounded or switched off counts for nothing', async () => {
    const accountId = await account();
    const off = await threshold({ LeastComplaints: 1, Per10000: 0, Enabled: false });
    await threshold({ Subject: 'trunk', Act: 'warn', Per10000: 10_000 });
    const numbers = await answered(accountId, 2, 'trunk-bad');
    await complain(...numbers);
    const find = (founded: boolean) => world.sql`
      UPDATE complaints SET founded = ${founded}, closed_at = now() WHERE account_id = ${accountId}
        AND callee_mask = ${maskNumber(numbers[0] ?? '')}`;
    await find(false);
    expect(await judge()).toBe(0);
    await find(true);
    expect([await judge(), await judge()]).toEqual([1, 0]);
    expect((await desk.ListUVMSThresholdActs(staff, {})).Data[0]).toMatchObject({
      Key: 'trunk-bad',
      Act: 'warn',
    });
    expect(await outcome(accountId)).toBe('sent');
    await desk.DeleteUVMSComplaintThreshold(staff, off);
  });

  test('4.3.6 what fits no subject is no threshold, and each is changed and deleted under its id', async () => {
    for (const bad of [
      { Subject: 'trunk', Act: 'suspend' },
      { Subject: 'number', Act: 'restrict', PerDay: 1 },
      { Act: 'restrict' },
      { Act: 'warn', PerMinute: 1 },
      { Act: 'block-template' },
    ] as const) {
      await expect(threshold(bad)).rejects.toMatchObject({ name: 'THRESHOLD_INVALID' });
    }
    const { ThresholdId } = await threshold({ Act: 'restrict', PerMinute: 1 });
    const [before] = (await desk.ListUVMSComplaintThresholds(staff, {})).Data;
    const rule = { ...before, Days: 30, ThresholdId } as Rule & { ThresholdId: string };
    await desk.UpdateUVMSComplaintThreshold(staff, rule);
    expect((await desk.ListUVMSComplaintThresholds(staff, {})).Data).toEqual([{ ...before, Days: 30 }]);
    await desk.DeleteUVMSComplaintThreshold(staff, { ThresholdId });
    for (const act of [
      () => desk.DeleteUVMSComplaintThreshold(staff, { ThresholdId }),
      () => desk.UpdateUVMSComplaintThreshold(staff, rule),
      () => desk.DeleteUVMSComplaintThreshold(staff, { ThresholdId: 'none' }),
    ]) {
      await expect(act()).rejects.toMatchObject({ name: 'THRESHOLD_UNKNOWN' });
    }
  });
});

test('4.3.6 a new installation comes with thresholds that act', async () => {
  const fresh = await openWorld();
  const { Data } = await complaintHandlers(fresh).ListUVMSComplaintThresholds(staff, {});
  expect(Data.map(({ Subject, Act, Enabled }) => [Subject, Act, Enabled])).toEqual([
    ['account', 'warn', true],
    ['account', 'restrict', true],
    ['account', 'suspend', true],
    ['number', 'pause-number', true],
    ['template', 'block-template', true],
    ['trunk', 'warn', true],
  ]);
  await fresh.close();
});
