import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { judgeThresholds } from '../../../src/flow/complaints/judge-thresholds.ts';
import { openComplaint } from '../../../src/flow/complaints/open-complaint.ts';
import { complaintHandlers } from '../../../src/gateway/handlers/complaints.ts';
import { sanctionHandlers } from '../../../src/gateway/handlers/sanctions.ts';
import { lockAccounts } from '../../../src/modules/accounts/index.ts';
import { dayOf, dayStart } from '../../../src/platform/beijing-time.ts';
import { maskNumber } from '../../../src/platform/mask-number.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { member, operator } from '../../support/callers.ts';
import { NOTICE_TEMPLATE } from '../../support/database.ts';
import { whileHeld } from '../../support/held-row.ts';
import { openWorld, type World } from '../../support/world.ts';

/** Each rule of a threshold at its edge: rate, window of complaints and of answered calls, and what is counted together. */

const staff = operator('compliance');
const DAY_MS = 86_400_000;
const SHOWN = '+862151860001';

let world: World;
let desk: ReturnType<typeof complaintHandlers>;
let sanctions: ReturnType<typeof sanctionHandlers>;
beforeAll(async () => {
  world = await openWorld();
  desk = complaintHandlers(world);
  sanctions = sanctionHandlers(world);
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.sql`DELETE FROM complaint_thresholds`;
  await world.sql`DELETE FROM complaints`;
});

type Rule = Parameters<typeof desk.CreateUVMSComplaintThreshold>[1];
/** The one threshold that there is. */
async function only(rule: Partial<Rule>): Promise<void> {
  await world.sql`DELETE FROM complaint_thresholds`;
  await desk.CreateUVMSComplaintThreshold(staff, {
    ...{ Subject: 'account', Days: 7, LeastComplaints: 1, Per10000: 0, Act: 'warn', Enabled: true },
    ...rule,
  });
}
const account = () => world.account({ cash: 100_000_000n });
const judge = () => judgeThresholds(world);
const standing = async (accountId: string) =>
  (await sanctions.QueryUVMSSanctions(member(accountId), {})).Data.filter(({ Stands }) => Stands);

/** Calls that were answered, each by somebody else. */
async function answered(
  accountId: string,
  count: number,
  by: { trunkId?: string; shown?: string; notice?: boolean } = {},
): Promise<string[]> {
  const { trunkId = 'trunk-x', shown = SHOWN, notice = false } = by;
  const numbers: string[] = [];
  for (let at = 0; at < count; at++) {
    const calledNumber = world.freshNumber();
    const sessionNo = await world.send(accountId, {
      calledNumber,
      ...(notice ? { templateId: NOTICE_TEMPLATE, values: ['A1'] } : {}),
    });
    const now = new Date(world.clock.now());
    await world.sql`DELETE FROM queue WHERE session_no = ${sessionNo}`;
    await world.sql`
      INSERT INTO receipts (account_id, session_no, result, reason, code, trunk_id, show_number, started_at, answered_at,
        ended_at, at, push_state)
      VALUES (${accountId}, ${sessionNo}, 1, 'answered', 200, ${trunkId}, ${shown}, ${now}, ${now}, ${now}, ${now},
        'none')`;
    numbers.push(calledNumber);
  }
  return numbers;
}

async function complain(...numbers: string[]): Promise<void> {
  world.clock.advance(1000);
  for (const number of numbers) {
    await inTransaction(world.sql, (tx) =>
      openComplaint(tx, world, {
        ...{ channel: 'portal', kind: 'harassment', calleeKey: world.vault.key(number) },
        calleeMask: maskNumber(number),
      }),
    );
  }
}

test('4.3.6 just below the rate nothing is done, at it something is', async () => {
  const numbers = await answered(await account(), 4);
  await complain(...numbers.slice(0, 2));
  await only({ Per10000: 5001 });
  expect(await judge()).toBe(0);
  await only({ Per10000: 5000 });
  expect(await judge()).toBe(1);
});

test('4.3.6 a call counts from the first day of the window on, Beijing time, and not a moment earlier', async () => {
  const numbers = await answered(await account(), 1);
  await complain(...numbers);
  await only({ Days: 2 });
  const start = dayStart(dayOf(world.clock.now() - DAY_MS));
  const happened = (at: number) => world.sql`UPDATE complaints SET happened_at = ${new Date(at)}`;
  await happened(start - 1);
  expect(await judge()).toBe(0);
  await happened(start);
  expect(await judge()).toBe(1);
});

test.each(['account', 'template', 'number'] as const)(
  '4.3.6 answered calls of the window are what a rate of %s is of: those of its first day, and none from before it',
  async (Subject) => {
    const accountId = await account();
    const by = { shown: '+862151860777' };
    await world.sql`DELETE FROM receipts WHERE show_number = ${by.shown}`;
    await answered(accountId, 4, by);
    world.clock.advance(DAY_MS);
    const [number = ''] = await answered(accountId, 2, by);
    world.clock.advance(DAY_MS);
    await complain(number);
    await only({ Subject, Days: 2, Per10000: 5001 });
    expect(await judge()).toBe(0);
    await only({ Subject, Days: 2, Per10000: 5000 });
    expect(await judge()).toBe(1);
  },
);

test('4.3.6 a template’s rate is of its own calls, whatever else its account sends', async () => {
  const accountId = await account();
  await answered(accountId, 4, { notice: true });
  await complain(...(await answered(accountId, 2)));
  await only({ Subject: 'template', Act: 'block-template', LeastComplaints: 2, Per10000: 10_000 });
  expect(await judge()).toBe(1);
});

test('4.3.6 a trunk is counted over all accounts that call by it, and by no other trunk', async () => {
  const by = { trunkId: `trunk-${world.newId()}` };
  const numbers = [...(await answered(await account(), 1, by)), ...(await answered(await account(), 1, by))];
  await complain(...numbers);
  await only({ Subject: 'trunk', LeastComplaints: 3 });
  expect(await judge()).toBe(0);
  await only({ Subject: 'trunk', LeastComplaints: 2, Per10000: 10_000 });
  expect(await judge()).toBe(1);
});

test('4.3.6 complaints about nobody’s call are no account’s', async () => {
  await only({});
  await complain(world.freshNumber());
  expect((await world.sql`SELECT FROM complaints`).length).toBe(1);
  expect(await judge()).toBe(0);
});

test('4.3.6 a restriction takes the capability away and leaves so many sends; while it stands, more complaints add none', async () => {
  const accountId = await account();
  const numbers = await answered(accountId, 4);
  await complain(...numbers.slice(0, 2));
  await only({
    ...{ Act: 'restrict', Capabilities: ['navigation'], PerMinute: 3, PerDay: 50, LeastComplaints: 2 },
  });
  expect(await judge()).toBe(1);
  const restriction = { Kind: 'restriction', Automatic: true, Clause: '4.3.6' };
  expect(await standing(accountId)).toMatchObject([
    { ...restriction, Capabilities: ['navigation'], PerMinute: 3, PerDay: 50 },
  ]);
  await complain(...numbers.slice(2));
  expect(await judge()).toBe(0);
  expect(await standing(accountId)).toHaveLength(1);
});

test('4.3.6 an exclusive number is taken from its account, by a sanction that the account can appeal', async () => {
  const accountId = await account();
  const shown = '+862151860888';
  await world.sql`INSERT INTO numbers (account_id, number) VALUES (${accountId}, ${shown})`;
  await complain(...(await answered(accountId, 1, { shown })));
  await only({ Subject: 'number', Act: 'pause-number' });
  expect(await judge()).toBe(1);
  expect(await standing(accountId)).toMatchObject([
    { Kind: 'number-pause', TargetId: shown, Automatic: true },
  ]);
});

test('5.2 an account that is suspended already is not suspended again', async () => {
  const accountId = await account();
  await complain(...(await answered(accountId, 1)));
  await world.sql`UPDATE accounts SET status = 'suspended' WHERE account_id = ${accountId}`;
  await only({ Act: 'suspend' });
  expect(await judge()).toBe(0);
  await world.sql`UPDATE accounts SET status = 'active' WHERE account_id = ${accountId}`;
  expect(await judge()).toBe(1);
});

test('4.3.6 of two nodes that see a threshold reached at once, one acts', async () => {
  const accountId = await account();
  await complain(...(await answered(accountId, 1)));
  await only({});
  const deeds = await whileHeld(world.sql, (tx) => lockAccounts(tx, [accountId]), [judge, judge]);
  expect(deeds.sort()).toEqual([0, 1]);
  // The other found it done, and did not fail at it.
  expect(JSON.stringify(world.log.lines)).not.toContain('cannot act on a threshold');
});
