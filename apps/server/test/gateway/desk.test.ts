import { afterAll, beforeAll, expect, test } from 'vitest';
import { OWNER, type OwnersGateway, openOwnersGateway } from '../support/owners-gateway.ts';
import { MARK } from '../support/owners-steps.ts';

/** What the operator's staff look at. */

let gateway: OwnersGateway;
beforeAll(async () => {
  gateway = await openOwnersGateway();
});
afterAll(() => gateway.close());

const found = async (Search: string) => {
  const { Data } = await gateway.call('staff', 'ListUVMSAccounts', { Search, Page: 0, NumPerPage: 20 });
  return (Data as { AccountId: string }[]).map(({ AccountId }) => AccountId);
};

test('product: a customer is found by id, by a part of the name in any case, and by a member’s whole address', async () => {
  await gateway.world.sql`UPDATE accounts SET name = 'Shanghai 100%_ Express' WHERE account_id = ${OWNER}`;
  expect(await found(OWNER)).toContain(OWNER);
  expect(await found('hai 100%_ EXP')).toEqual([OWNER]);
  expect(await found('%')).toEqual([OWNER]);
  expect(await found(`${OWNER.toUpperCase()}@${MARK}.example`)).toEqual([OWNER]);
  expect(await found('nobody@nowhere.example')).toEqual([]);
  expect((await found('')).length).toBeGreaterThan(1);
});

test('4.3.1 the staff sees a customer’s members and messages without whole addresses and called numbers', async () => {
  const calledNumber = '+8613912345678';
  const sessionNo = await gateway.world.send(OWNER, { calledNumber });
  const account = await gateway.call('staff', 'InspectUVMSAccount', { AccountId: OWNER });
  expect(account).toMatchObject({ RetCode: 0, AccountId: OWNER, Status: 'active', EnterpriseApproved: true });
  expect(account.Capabilities).toContain('verification-code');
  expect(account.Members).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ Email: `a***@${MARK}.example`, Role: 'owner', Status: 'active' }),
    ]),
  );
  expect(JSON.stringify(account)).not.toContain(`${OWNER}@`);
  const EndTime = gateway.world.clock.now() + 1000;
  const records = await gateway.call('staff', 'ListUVMSAccountRecords', {
    AccountId: OWNER,
    EndTime,
    Page: 0,
    NumPerPage: 100,
  });
  expect(records.Data).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ SessionNo: sessionNo, Phone: '+86139****5678', ReceiptResult: 0 }),
    ]),
  );
  expect(JSON.stringify(records)).not.toContain(calledNumber);
  const before = { AccountId: OWNER, EndTime: EndTime - 60_000, Page: 0, NumPerPage: 100 };
  expect(JSON.stringify(await gateway.call('staff', 'ListUVMSAccountRecords', before))).not.toContain(
    sessionNo,
  );
});

test('rule: an account that is not there is said to be unknown', async () => {
  const nobody = { AccountId: 'nobody' };
  expect(await gateway.call('staff', 'InspectUVMSAccount', nobody)).toMatchObject({ RetCode: 18537 });
  expect(await gateway.call('staff', 'ListUVMSAccountRecords', nobody)).toMatchObject({ RetCode: 18537 });
});

test('product: system health tells nodes, the queue by what it waits for, jobs, and what trunks can carry', async () => {
  const { world } = gateway;
  const { nodeId } = await world.dialled(OWNER);
  await world.send(OWNER);
  const later = await world.send(OWNER);
  const now = world.clock.now();
  await world.sql`UPDATE queue SET due_at = ${new Date(now + 60_000)} WHERE session_no = ${later}`;
  await world.sql.begin((tx) => world.jobs.enqueue(tx as never, 'send-mail', [{ data: {} }]));
  const health = await gateway.call('staff', 'GetUVMSSystemHealth', {});
  expect(health).toMatchObject({
    RetCode: 0,
    Queue: { Due: 1, Later: 1, Held: 0, Claimed: 0, Dialling: 1, Counted: true },
    Trunks: { Enabled: 1, Sick: 0, Active: 1 },
  });
  expect((health.Queue as { OldestDueTime: number }).OldestDueTime).toBeGreaterThan(0);
  expect(health.Nodes).toContainEqual(expect.objectContaining({ NodeId: nodeId, Alive: true, Calls: 1 }));
  const mails = (health.Jobs as { Name: string; Waiting: number }[]).find(({ Name }) => Name === 'send-mail');
  expect(mails?.Waiting).toBeGreaterThan(0);
});

test('rules: the staff sees what was done with an application by its id alone, whatever state is asked for beside', async () => {
  const { Data: own } = await gateway.call('owner', 'QueryUVMSNumberApplications', {});
  const { ApplicationId } = (own as { ApplicationId: string }[])[0] ?? {};
  const asked = { ApplicationId, State: 'cancelled', Page: 3, NumPerPage: 1 };
  const { Data, History } = await gateway.call('staff', 'ListUVMSNumberApplications', asked);
  expect(Data).toEqual([expect.objectContaining({ ApplicationId, AccountId: OWNER })]);
  expect(History).toContainEqual(expect.objectContaining({ Event: 'submitted', By: 'member' }));
  const theirs = await gateway.call('owner', 'QueryUVMSNumberApplications', { ApplicationId });
  expect(History).toEqual(theirs.History);
});

test('rules: the limits of a number are shown to its account and to the staff as they were set', async () => {
  const { Data: own } = await gateway.call('owner', 'QueryUVMSNumbers', {});
  const { Number: number } = (own as { Number: string }[])[0] ?? {};
  const limits = { Concurrency: 3, Cps: 2, DailyLimit: 0 };
  const set = await gateway.call('staff', 'SetUVMSNumberLimits', { Numbers: [number], ...limits });
  expect(set).toMatchObject({ RetCode: 0 });
  const theirs = await gateway.call('owner', 'QueryUVMSNumbers', { Number: number });
  expect(theirs.Data).toEqual([expect.objectContaining({ Number: number, ...limits })]);
  const all = await gateway.call('staff', 'ListUVMSNumbers', { AccountId: OWNER, NumPerPage: 100 });
  expect(all.Data).toContainEqual(expect.objectContaining({ Number: number, ...limits }));
});
