import { afterAll, beforeAll, expect, test } from 'vitest';
import { complianceHandlers } from '../../../src/gateway/handlers/compliance.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { findRefusals, refuse } from '../../../src/modules/compliance/index.ts';
import { member, operator } from '../../support/callers.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let desk: ReturnType<typeof complianceHandlers>;
let accountId: string;
let other: string;
const staff = operator('compliance');

beforeAll(async () => {
  world = await openWorld();
  desk = complianceHandlers(world as unknown as HandlerDeps);
  accountId = await world.account({ cash: 10_000_000n });
  other = await world.account({ cash: 10_000_000n });
});
afterAll(() => world.close());

const outcome = (of: string, calledNumber: string) =>
  world.send(of, { calledNumber }).then(
    () => 'sent',
    (error) => error.name,
  );

test('4.3.2 what a customer lists is not sent to any more by that customer, until it is taken off', async () => {
  const number = world.freshNumber();
  const customer = member(accountId);
  expect(await desk.BatchCreateUVMSBlacklistPhone(customer, { PhoneNumbers: [number, number] })).toEqual({
    Added: 1,
  });
  expect(await outcome(accountId, number)).toBe('CALLEE_REFUSES');
  expect(await outcome(other, number)).toBe('sent');
  expect(await desk.BatchDeleteUVMSBlacklistPhone(customer, { PhoneNumbers: [number] })).toEqual({
    Removed: 1,
  });
  expect(await outcome(accountId, number)).toBe('sent');
});

test('4.3.2 a callee’s refusal is not the customer’s to take back, though he had listed the number himself', async () => {
  const number = world.freshNumber();
  const customer = member(accountId);
  await desk.BatchCreateUVMSBlacklistPhone(customer, { PhoneNumbers: [number] });
  const calleeKey = world.vault.key(number);
  await refuse(world.sql, { accountId, calleeKey, source: 'key-press', at: new Date(world.clock.now()) });
  await desk.BatchCreateUVMSBlacklistPhone(customer, { PhoneNumbers: [number] });
  expect(await desk.BatchDeleteUVMSBlacklistPhone(customer, { PhoneNumbers: [number] })).toEqual({
    Removed: 0,
  });
  expect(await outcome(accountId, number)).toBe('CALLEE_REFUSES');
  const { Data } = await desk.QueryUVMSBlacklistPhone(customer, { PhoneNumber: number });
  expect(Data).toEqual([expect.objectContaining({ Source: 'key-press' })]);
});

test('4.3.2 whom the operator enters for all is sent to by nobody; taken back, by everybody again', async () => {
  const number = world.freshNumber();
  const entry = { PhoneNumbers: [number], Reason: 'asked by letter' };
  await desk.BatchCreateUVMSDoNotCall(staff, { ...entry, Source: 'registry' });
  expect(await outcome(accountId, number)).toBe('CALLEE_REFUSES');
  expect(await outcome(other, number)).toBe('CALLEE_REFUSES');
  expect((await desk.QueryUVMSDoNotCall(staff, { PhoneNumber: number })).Data).toEqual([
    expect.objectContaining({ AccountId: '', Source: 'registry', Remark: 'asked by letter' }),
  ]);
  expect((await desk.QueryUVMSBlacklistPhone(member(accountId), { PhoneNumber: number })).Total).toBe(0);
  expect(await desk.BatchDeleteUVMSDoNotCall(staff, entry)).toEqual({ Removed: 1 });
  expect(await outcome(other, number)).toBe('sent');
});

test('4.3.2 of a batch with a number that is none nothing is done', async () => {
  const number = world.freshNumber();
  const batch = desk.BatchCreateUVMSBlacklistPhone(member(accountId), { PhoneNumbers: [number, '123'] });
  await expect(batch).rejects.toMatchObject({ name: 'LISTED_NUMBER_INVALID' });
  const calleeKey = world.vault.key(number);
  expect((await findRefusals(world.sql, [{ accountId, calleeKey }]))(accountId, calleeKey)).toBe(false);
});

test('4.2.9 the list shows masks, and holds no number', async () => {
  const number = '+8613912345678';
  await desk.BatchCreateUVMSBlacklistPhone(member(accountId), { PhoneNumbers: [number] });
  const answer = await desk.QueryUVMSBlacklistPhone(member(accountId), { PhoneNumber: number });
  expect(answer.Data[0]?.Phone).toBe('+86139****5678');
  const [row] = await world.sql<
    { text: string }[]
  >`SELECT string_agg(d::text, ',') AS text FROM do_not_call d`;
  expect(row?.text).not.toContain('12345678');
});
