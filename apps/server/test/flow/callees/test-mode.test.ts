import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { calleeHandlers } from '../../../src/gateway/handlers/callees.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { messageHandlers } from '../../../src/gateway/handlers/messages.ts';
import { createAccount, openServiceTerm } from '../../../src/modules/accounts/index.ts';
import { topUp } from '../../support/bookkeeping.ts';
import { member, stranger } from '../../support/callers.ts';
import { openPlacer } from '../../support/placing.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let api: ReturnType<typeof messageHandlers>;

beforeAll(async () => {
  world = await openWorld({ concurrency: 1000, cps: 1000 });
  api = messageHandlers({ ...world, operatorName: '测试平台' } as unknown as HandlerDeps);
});
afterAll(() => world.close());
beforeEach(() => world.emptyQueue());

/** An account that has accepted the agreement and topped up, and nothing else. */
async function newcomer(accountId: string): Promise<string> {
  await createAccount(world.sql, { accountId, name: accountId, at: new Date(world.clock.now()) });
  await openServiceTerm(world.sql, accountId, 1);
  await topUp(world, accountId, 100_0000n);
  return accountId;
}

const by = (accountId: string) => member(accountId);
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.name,
  );

async function ring(): Promise<Map<string, string[]>> {
  const engine = scriptedEngine({ place: async () => outcomeOf({ kind: 'answered' }, world.clock.now()) });
  await (await openPlacer(world, engine)).run();
  return new Map(
    engine.placed.map(({ callee, script }) => [
      callee,
      'pieces' in script ? script.pieces.map((piece) => ('text' in piece ? piece.text : '')) : [],
    ]),
  );
}

const codeOf = (said: readonly string[] | undefined) => said?.find((piece) => /^\d{6}$/.test(piece)) ?? '';

async function confirmed(accountId: string, PhoneNumber: string): Promise<void> {
  const { Proof } = await api.CreateUVMSTestCallee(by(accountId), { PhoneNumber });
  const Code = codeOf((await ring()).get(PhoneNumber));
  await api.VerifyUVMSTestCallee(by(accountId), { Proof, Code });
}

const code = (CalledNumber: string) => ({
  CalledNumber,
  TemplateId: 'UVVT-test-code',
  TemplateParams: ['3A90F1'],
  TestMode: true,
});

test('4.3.4 before it is qualified an account rings its own test callees, from a shared number, and nobody else', async () => {
  const accountId = await newcomer('fresh');
  const number = world.freshNumber();
  expect(await refused(api.SendUVMSMessage(by(accountId), code(number)))).toBe('TEST_CALLEE_UNKNOWN');
  await confirmed(accountId, number);
  await api.SendUVMSMessage(by(accountId), code(number));
  expect((await ring()).get(number)?.join('')).toContain('3A90F1，仅用于测试');
  // A qualified customer’s word is not the newcomer’s, nor is his proof another’s.
  const other = await newcomer('other');
  expect(await refused(api.SendUVMSMessage(by(other), code(number)))).toBe('TEST_CALLEE_UNKNOWN');
});

test('4.3.4 without test mode nothing of it holds: neither the templates nor the sends', async () => {
  const accountId = await newcomer('plain');
  const number = world.freshNumber();
  await confirmed(accountId, number);
  const plain = { ...code(number), TestMode: false };
  const { DryRun } = await api.SendUVMSMessage(by(accountId), { ...plain, DryRun: true });
  const refusals = DryRun?.Decisions.filter(({ Verdict }) => Verdict === 'refuse').map(({ Rule }) => Rule);
  expect(refusals).toEqual(['enterprise', 'test-mode', 'capability']);
  const own = { ...code(number), FromNumber: '+862151860000', GroupType: 2 as const };
  expect(await refused(api.SendUVMSMessage(by(accountId), own))).toBe('TEST_MODE_NUMBER');
});

test('4.3.4 a code proves a number to whoever asked for it alone', async () => {
  const accountId = await newcomer('asked');
  const other = await newcomer('thief');
  const number = world.freshNumber();
  const { Proof } = await api.CreateUVMSTestCallee(by(accountId), { PhoneNumber: number });
  const said = (await ring()).get(number);
  expect(said?.join('')).toContain('for tests');
  const Code = codeOf(said);
  expect(await refused(api.VerifyUVMSTestCallee(by(other), { Proof, Code }))).toBe('CALLEE_CODE_WRONG');
  const portal = calleeHandlers({ ...world, operatorName: '测试平台' } as unknown as HandlerDeps);
  expect(await refused(portal.VerifyUVMSCalleeCode(stranger(), { Proof, Code }))).toBe('CALLEE_CODE_WRONG');
  expect(await refused(api.VerifyUVMSTestCallee(by(accountId), { Proof, Code }))).toBe('done');
});

test('4.3.4 an account has five test callees at most, and one that is taken off is rung no more', async () => {
  const accountId = await newcomer('many');
  const numbers = Array.from({ length: 6 }, () => world.freshNumber());
  for (const number of numbers.slice(0, 5)) await confirmed(accountId, number);
  await expect(confirmed(accountId, numbers[5] ?? '')).rejects.toMatchObject({ name: 'TEST_CALLEES_FULL' });
  const [first = ''] = numbers;
  await api.DeleteUVMSTestCallee(by(accountId), { PhoneNumber: first });
  expect(await refused(api.SendUVMSMessage(by(accountId), code(first)))).toBe('TEST_CALLEE_UNKNOWN');
  await confirmed(accountId, numbers[5] ?? '');
  expect((await api.ListUVMSTestCallees(by(accountId), {})).Data).toHaveLength(5);
});
