import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchComplaints } from '../../../src/flow/complaints/watch-complaints.ts';
import { complaintHandlers } from '../../../src/gateway/handlers/complaints.ts';
import { member, operator } from '../../support/callers.ts';
import { told } from '../../support/inbox.ts';
import { giveStaff } from '../../support/staff.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let desk: ReturnType<typeof complaintHandlers>;
let accountId: string;
let other: string;
let staffId: string;
const staff = operator('compliance');

beforeAll(async () => {
  world = await openWorld();
  desk = complaintHandlers(world);
  accountId = await world.account({ cash: 100_000_000n });
  other = await world.account({});
  staffId = (await giveStaff(world, ['compliance'], 'x')).operatorId;
});
afterAll(() => world.close());

const DAY_MS = 86_400_000;

const create = async (more: object = {}) =>
  (
    await desk.CreateUVMSComplaint(staff, {
      PhoneNumber: world.freshNumber(),
      Kind: 'harassment',
      AccountId: accountId,
      ...more,
    })
  ).ComplaintId;
const find = async (ComplaintId: string) =>
  (await desk.ListUVMSComplaints(staff, { NumPerPage: 100 })).Data.find(
    (one) => one.ComplaintId === ComplaintId,
  );
const seen = async (of: string) => (await desk.QueryUVMSComplaints(member(of), { NumPerPage: 100 })).Data;

/** Mails to the staff about clocks since the last look. */
const mails = async () => {
  const rows = await world.sql<{ n: number }[]>`
    WITH gone AS (DELETE FROM jobs.job WHERE name = 'send-mail' RETURNING 1) SELECT count(*)::int AS n FROM gone`;
  return rows[0]?.n;
};

describe('4.3.6 a complaint goes', () => {
  test('4.3.6 to the customer, who answers, to its finding, and back to the complainant', async () => {
    const ComplaintId = await create({ Words: '说是验证码，其实是贷款' });
    expect(await seen(accountId)).toEqual([]);
    await desk.AssignUVMSComplaint(staff, { ComplaintId, OperatorId: staffId });
    expect(await desk.ForwardUVMSComplaint(staff, { ComplaintId, Severity: '3' })).toEqual({
      State: 'forwarded',
    });
    expect(await seen(accountId)).toEqual([
      expect.objectContaining({ ComplaintId, Words: '说是验证码，其实是贷款', Severity: 3 }),
    ]);
    expect((await told(world, accountId)).at(-1)).toEqual([
      'complaint.forwarded',
      expect.objectContaining({ complaintId: ComplaintId, kindZh: '骚扰' }),
    ]);
    const answer = { ComplaintId, Answer: '已核查，被叫于 3 月同意' };
    expect(await desk.AnswerUVMSComplaint(member(accountId), answer)).toEqual({ State: 'answered' });
    const finding = { ComplaintId, Founded: true, Finding: '没有同意的记录' };
    expect(await desk.CloseUVMSComplaint(staff, finding)).toEqual({ State: 'closed' });
    await desk.TellUVMSComplainant(staff, { ComplaintId, How: '电话' });
    expect(await find(ComplaintId)).toMatchObject({
      State: 'told',
      AssignedTo: staffId,
      Answer: '已核查，被叫于 3 月同意',
      Founded: true,
      ToldHow: '电话',
    });
    expect((await find(ComplaintId))?.DueTime).toBeUndefined();
  });

  test('4.3.6 in this order and no other', async () => {
    const ComplaintId = await create();
    await expect(desk.TellUVMSComplainant(staff, { ComplaintId, How: '电话' })).rejects.toMatchObject({
      name: 'COMPLAINT_STATE',
    });
    await desk.ForwardUVMSComplaint(staff, { ComplaintId });
    await expect(desk.ForwardUVMSComplaint(staff, { ComplaintId })).rejects.toMatchObject({
      name: 'COMPLAINT_STATE',
    });
  });

  test('4.3.1 and not to another account, nor to the customer before it is forwarded', async () => {
    const ComplaintId = await create();
    const answer = { ComplaintId, Answer: '不是我们' };
    for (const of of [accountId, other]) {
      await expect(desk.AnswerUVMSComplaint(member(of), answer)).rejects.toMatchObject({
        name: 'COMPLAINT_UNKNOWN',
      });
    }
    await desk.ForwardUVMSComplaint(staff, { ComplaintId });
    await expect(desk.AnswerUVMSComplaint(member(other), answer)).rejects.toMatchObject({
      name: 'COMPLAINT_UNKNOWN',
    });
  });

  test('4.2.8 of nobody’s call to the customer whom the operator names, who calls the number no more', async () => {
    const PhoneNumber = world.freshNumber();
    const { ComplaintId, AccountId } = await desk.CreateUVMSComplaint(staff, { PhoneNumber, Kind: 'other' });
    expect(AccountId).toBe('');
    await expect(desk.ForwardUVMSComplaint(staff, { ComplaintId })).rejects.toMatchObject({
      name: 'COMPLAINT_NOBODYS',
    });
    await desk.ForwardUVMSComplaint(staff, { ComplaintId, AccountId: accountId });
    await expect(world.send(accountId, { calledNumber: PhoneNumber })).rejects.toMatchObject({
      name: 'CALLEE_REFUSES',
    });
    expect((await seen(accountId)).map((one) => one.ComplaintId)).toContain(ComplaintId);
  });
});

test('4.3.6 clocks: 3 working days to forward, 15 days to answer, 3 working days to tell; each is told once ahead and once when missed', async () => {
  await world.sql`UPDATE complaints SET due_at = NULL`;
  const ComplaintId = await create();
  const rings = async () => {
    const sent = await mails();
    return [await watchComplaints(world), (await mails()) ?? 0, sent === 0] as const;
  };
  await mails();
  // Tuesday: due on Friday at the same time.
  expect(await rings()).toEqual([0, 0, true]);
  world.clock.advance(2 * DAY_MS);
  expect(await rings()).toEqual([1, 1, true]);
  expect(await rings()).toEqual([0, 0, true]);
  world.clock.advance(DAY_MS);
  expect(await rings()).toEqual([1, 1, true]);
  expect(await rings()).toEqual([0, 0, true]);
  const forwardedAt = world.clock.now();
  await desk.ForwardUVMSComplaint(staff, { ComplaintId });
  expect((await find(ComplaintId))?.DueTime).toBe(forwardedAt + 15 * DAY_MS);
  world.clock.advance(14 * DAY_MS);
  expect((await rings())[0]).toBe(1);
  expect((await told(world, accountId)).at(-1)?.[0]).toBe('complaint.answer-due');
  // Friday 27 March: three working days later is Wednesday.
  const answeredAt = world.clock.now();
  await desk.AnswerUVMSComplaint(member(accountId), { ComplaintId, Answer: '已核查' });
  await desk.CloseUVMSComplaint(staff, { ComplaintId, Founded: false, Finding: '有同意' });
  expect((await find(ComplaintId))?.DueTime).toBe(answeredAt + 5 * DAY_MS);
  world.clock.advance(5 * DAY_MS);
  expect((await rings())[0]).toBe(1);
});

describe('4.3.6 a regulator’s file', () => {
  const load = (text: string) => {
    const bytes = Buffer.from(text);
    return desk.ImportUVMSComplaints(
      staff,
      {},
      {
        content: (async function* () {
          // Parts that end within a character.
          for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
        })(),
        declaredBytes: bytes.length,
      },
    );
  };

  test('4.3.6 opens a complaint a row, says of each bad row its line and why, and adds nothing when it comes again', async () => {
    const text =
      '号码,时间,类别\n13800009921,2026-03-10 09:30:00,骚扰\n138,2026-03-10 09:30,骚扰\n"+8613800009922",2026/3/9 8:05,诈骗\n13800009923,2026-02-30 09:30:00,营销\n13800009924,2026-03-10 09:30:00,无\n';
    const first = await load(text);
    expect(first).toMatchObject({ Opened: 2, Known: 0, Matched: 0, BadRows: 3 });
    expect(first.FileSha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(first.Errors.map(({ Line, Reason }) => [Line, Reason.split(' ').slice(0, 3).join(' ')])).toEqual([
      [3, 'it is no'],
      [5, 'a time is'],
      [6, 'the kind is'],
    ]);
    expect(await load(text)).toMatchObject({ Opened: 0, Known: 2 });
    const { Data } = await desk.ListUVMSComplaints(staff, { PhoneNumber: '+8613800009922' });
    expect(Data).toEqual([
      expect.objectContaining({
        Channel: 'regulator',
        Kind: 'fraud',
        Severity: 3,
        CallTime: Date.UTC(2026, 2, 9, 0, 5),
      }),
    ]);
  });

  test('4.3.6 of which the import died half-way is finished by the next', async () => {
    const text = '13800009931,2026-03-10 09:30:00,骚扰\n13800009932,2026-03-10 09:30:00,骚扰\n';
    await load(text);
    await world.sql`DELETE FROM complaint_file_lines WHERE line = 2 AND file_sha256 = ${createHash('sha256').update(text).digest()}`;
    expect(await load(text)).toMatchObject({ Opened: 1, Known: 1 });
  });

  test.each([
    ['', 'it is empty'],
    ['\u0000"13800009931,never closed', 'quote never closes'],
  ])('4.3.6 that is no such file is refused: %j', async (text, why) => {
    const file = text === '' ? '' : `13800009931,2026-03-10 09:30:00,骚扰\n"${text.slice(2)}`;
    await expect(load(file)).rejects.toMatchObject({
      name: 'COMPLAINT_FILE_INVALID',
      details: { problemEn: expect.stringContaining(why) },
    });
  });
});
