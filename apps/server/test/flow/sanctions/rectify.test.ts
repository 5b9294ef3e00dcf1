import { ACTIONS } from '@herald/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeFile } from '../../../src/flow/files/store-file.ts';
import { watchRectifications } from '../../../src/flow/sanctions/rectify.ts';
import { isHalted } from '../../../src/gateway/handlers/halted.ts';
import { rectificationHandlers } from '../../../src/gateway/handlers/rectifications.ts';
import { sanctionHandlers } from '../../../src/gateway/handlers/sanctions.ts';
import { findHalts } from '../../../src/modules/accounts/index.ts';
import { member, operator } from '../../support/callers.ts';
import { NOTICE_TEMPLATE } from '../../support/database.ts';
import { openTestFiles } from '../../support/files.ts';
import { told } from '../../support/inbox.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let files: Awaited<ReturnType<typeof openTestFiles>>;
let desk: ReturnType<typeof rectificationHandlers>;
const staff = operator('compliance');
const notice = { templateId: NOTICE_TEMPLATE, values: ['A1'] };
const DAY_MS = 86_400_000;

beforeAll(async () => {
  world = await openWorld();
  files = await openTestFiles();
  desk = rectificationHandlers({ ...world, files: files.files });
});
afterAll(() => world.close());

const account = () => world.account({ cash: 10_000_000n });
const outcome = (accountId: string, change = {}) =>
  world.send(accountId, change).then(
    () => 'sent',
    (error) => error.name,
  );
const kinds = async (accountId: string) => (await told(world, accountId)).map(([kind]) => kind);
const order = (AccountId: string, more = {}) =>
  desk.CreateUVMSRectification(staff, {
    ...{ AccountId, Clause: '4.3.7', Capabilities: ['notification'] },
    ...{ Text: '通知中出现未备案的品牌，请核实并改正', DueTime: world.clock.now() + 7 * DAY_MS },
    ...more,
  });
const mine = async (accountId: string) => (await desk.QueryUVMSRectifications(member(accountId), {})).Data[0];

async function paper(accountId: string): Promise<string> {
  const content = async function* () {
    yield Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
      'base64',
    );
  };
  const deps = { ...world, files: files.files };
  return (await storeFile(deps, { accountId, kind: 'material', name: '整改说明.png', content: content() }))
    .fileId;
}

test('4.3.7 an order takes the stated capabilities until it is closed, through answers with files and sending back', async () => {
  const accountId = await account();
  const waiting = await world.send(accountId, notice);
  const { OrderId } = await order(accountId);
  expect([await outcome(accountId, notice), await outcome(accountId)]).toEqual([
    'CAPABILITY_STOPPED',
    'sent',
  ]);
  // What was accepted before is stopped when it is due.
  const halts = await findHalts(world.sql, [accountId]);
  expect([halts(accountId, ['notification']), await world.queued(waiting)]).toMatchObject([
    true,
    { state: 'queued' },
  ]);
  const fileId = await paper(accountId);
  const answer = { OrderId, Text: '已下线相关通知，见附件', FileIds: [fileId] };
  expect(await desk.AnswerUVMSRectification(member(accountId), answer)).toEqual({ State: 'answered' });
  expect(await outcome(accountId, notice)).toBe('CAPABILITY_STOPPED');
  const file = await desk.DownloadUVMSRectificationFile(staff, { OrderId, FileId: fileId });
  expect(file).toMatchObject({ mime: 'image/png' });
  const DueTime = world.clock.now() + DAY_MS;
  await desk.SendBackUVMSRectification(staff, { OrderId, Text: '缺少授权书', DueTime });
  expect(await mine(accountId)).toMatchObject({ State: 'open', DueTime, Overdue: false });
  expect(await outcome(accountId, notice)).toBe('CAPABILITY_STOPPED');
  await desk.AnswerUVMSRectification(member(accountId), { OrderId, Text: '授权书已补充' });
  await desk.CloseUVMSRectification(staff, { OrderId, Text: '整改属实' });
  expect(await outcome(accountId, notice)).toBe('sent');
  const closed = await mine(accountId);
  expect(closed?.State).toBe('closed');
  expect(closed?.Said.map(({ Side, Text, FileIds }) => [Side, Text, FileIds])).toEqual([
    ['operator', '通知中出现未备案的品牌，请核实并改正', []],
    ['customer', '已下线相关通知，见附件', [fileId]],
    ['operator', '缺少授权书', []],
    ['customer', '授权书已补充', []],
    ['operator', '整改属实', []],
  ]);
  expect(await kinds(accountId)).toEqual([
    'rectification.ordered',
    'rectification.sent-back',
    'rectification.closed',
  ]);
  const late = { OrderId, Text: '再补充' };
  await expect(desk.AnswerUVMSRectification(member(accountId), late)).rejects.toMatchObject({
    name: 'RECTIFICATION_STATE',
  });
});

test('4.3.7 a capability that two orders or a sanction take comes back when all of them are over', async () => {
  const accountId = await account();
  const sanctions = sanctionHandlers(world);
  const [one, other] = [await order(accountId), await order(accountId)];
  const { SanctionId } = await sanctions.CreateUVMSSanction(staff, {
    ...{ AccountId: accountId, Kind: 'restriction', Capabilities: ['notification'] },
    ...{ Reason: '多起属实的投诉', Clause: '4.2.5' },
  });
  for (const end of [
    () => desk.CloseUVMSRectification(staff, { OrderId: one.OrderId, Text: '整改属实' }),
    () => sanctions.ReviewUVMSSanction(staff, { SanctionId, Decision: 'lift', Reason: '已整改' }),
    () => desk.CloseUVMSRectification(staff, { OrderId: other.OrderId, Text: '整改属实' }),
  ]) {
    expect(await outcome(accountId, notice)).toBe('CAPABILITY_STOPPED');
    await end();
  }
  expect(await outcome(accountId, notice)).toBe('sent');
});

test('4.3.7 an order that is not answered in time is told of once, an answered one is not', async () => {
  const [late, answered] = [await account(), await account()];
  await order(late);
  const { OrderId } = await order(answered);
  await desk.AnswerUVMSRectification(member(answered), { OrderId, Text: '已改正' });
  world.clock.advance(7 * DAY_MS - 1);
  expect(await watchRectifications(world)).toBe(0);
  world.clock.advance(1);
  // Of two nodes that watch at once, one tells.
  const told = await Promise.all([watchRectifications(world), watchRectifications(world)]);
  expect([told[0] + told[1], await watchRectifications(world)]).toEqual([1, 0]);
  expect([await kinds(late), await kinds(answered)]).toEqual([
    ['rectification.ordered', 'rectification.overdue'],
    ['rectification.ordered'],
  ]);
  expect(await mine(late)).toMatchObject({ State: 'open', Overdue: true });
});

test('4.3.7, 4.3.1 another account sees no order, answers none and gives it no file; what is said lies sealed', async () => {
  const [accountId, other] = [await account(), await account()];
  const { OrderId } = await order(accountId);
  expect((await desk.QueryUVMSRectifications(member(other), {})).Total).toBe(0);
  const answer = { OrderId, Text: '已改正' };
  await expect(desk.AnswerUVMSRectification(member(other), answer)).rejects.toMatchObject({
    name: 'RECTIFICATION_UNKNOWN',
  });
  const foreign = { ...answer, FileIds: [await paper(other)] };
  await expect(desk.AnswerUVMSRectification(member(accountId), foreign)).rejects.toMatchObject({
    name: 'FILE_NOT_FOUND',
  });
  expect((await mine(accountId))?.Said).toHaveLength(1);
  const [row] = await world.sql<{ text: string }[]>`
    SELECT string_agg(w::text, ',') AS text FROM rectification_words w`;
  expect(row?.text).not.toContain('品牌');
  await expect(order(accountId, { DueTime: world.clock.now() })).rejects.toMatchObject({
    name: 'RECTIFICATION_INVALID',
  });
  await expect(order('nobody')).rejects.toMatchObject({ name: 'ACCOUNT_UNKNOWN' });
});

test('4.3.7 a suspended account can still answer', () => {
  expect(isHalted(ACTIONS.AnswerUVMSRectification)).toBe(false);
});
