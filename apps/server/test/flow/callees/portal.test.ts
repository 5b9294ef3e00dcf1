import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { calleeHandlers } from '../../../src/gateway/handlers/callees.ts';
import type { HandlerDeps } from '../../../src/gateway/handlers/deps.ts';
import { refuse } from '../../../src/modules/compliance/index.ts';
import { stranger } from '../../support/callers.ts';
import { NOTICE_TEMPLATE } from '../../support/database.ts';
import { openPlacer } from '../../support/placing.ts';
import { outcomeOf, scriptedEngine } from '../../support/scripted-engine.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let portal: ReturnType<typeof calleeHandlers>;
let accountId: string;
let other: string;
let addresses = 0;

beforeAll(async () => {
  world = await openWorld({ concurrency: 1000, cps: 1000 });
  portal = calleeHandlers({ ...world, operatorName: '测试平台' } as unknown as HandlerDeps);
  accountId = await world.account({ cash: 10_000_000n });
  other = await world.account({ cash: 10_000_000n });
});
afterAll(() => world.close());
beforeEach(() => world.emptyQueue());

/** Somebody at a machine that nobody used before. */
const somebody = () => stranger({ ip: `198.51.100.${++addresses}` });
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error) => error.name,
  );

/** Rings whoever is due and answers. @returns what was said to each number */
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

const codeIn = (pieces: readonly string[] | undefined) =>
  pieces?.find((piece) => /^\d{6}$/.test(piece)) ?? '';

/** Asks for a code, hears it, and gives it back. */
async function prove(PhoneNumber: string): Promise<string> {
  const { Proof } = await portal.SendUVMSCalleeCode(somebody(), { PhoneNumber, Language: 'zh' });
  const Code = codeIn((await ring()).get(PhoneNumber));
  return (await portal.VerifyUVMSCalleeCode(somebody(), { Proof, Code })).CalleeToken;
}

test('4.3.2 a callee who hears the code sees who called, why, when, and what came of it', async () => {
  const number = world.freshNumber();
  await world.send(accountId, { calledNumber: number });
  await ring();
  const CalleeToken = await prove(number);
  const { Data } = await portal.ListUVMSCalleeCalls(stranger(), { CalleeToken });
  expect(Data).toMatchObject([
    { OwnAccount: true, Enterprise: '测试平台', Purpose: 1, Result: 'Answered' },
    { OwnAccount: false, Purpose: 1, Result: 'Answered', Duration: 10, Refused: false },
  ]);
  expect(Data[1]?.Enterprise).not.toBe('');
  expect(Data[1]?.TemplateText).toContain('{1}');
  const nobody = await portal.ListUVMSCalleeCalls(stranger(), {
    CalleeToken: await prove(world.freshNumber()),
  });
  expect(nobody.Data.filter(({ OwnAccount }) => !OwnAccount)).toEqual([]);
});

test('4.3.2 the page goes on where the one before ended', async () => {
  const number = world.freshNumber();
  for (const of of [accountId, other, accountId]) {
    world.clock.advance(61_000);
    await world.send(of, { calledNumber: number });
    await ring();
  }
  const CalleeToken = await prove(number);
  const seen: string[] = [];
  let Cursor = '';
  do {
    const page = await portal.ListUVMSCalleeCalls(stranger(), { CalleeToken, Limit: 2, Cursor });
    seen.push(...page.Data.map(({ SessionNo }) => SessionNo));
    Cursor = page.NextCursor;
  } while (Cursor !== '');
  expect(seen).toHaveLength(4);
  expect(seen).toEqual([...new Set(seen)].sort().reverse());
});

test('4.3.2 a number that was never called, one that was, and one that refuses all get the same answer and the code', async () => {
  const [unknown, known, refusing] = [world.freshNumber(), world.freshNumber(), world.freshNumber()];
  await world.send(accountId, { calledNumber: known });
  await ring();
  const calleeKey = world.vault.key(refusing);
  await refuse(world.sql, { accountId: '', calleeKey, source: 'key', at: new Date(world.clock.now()) });
  const answers = [];
  for (const PhoneNumber of [unknown, known, refusing]) {
    answers.push(await portal.SendUVMSCalleeCode(somebody(), { PhoneNumber }));
  }
  expect(answers.map((answer) => Object.keys(answer))).toEqual([
    ['Proof', 'ExpireTime'],
    ['Proof', 'ExpireTime'],
    ['Proof', 'ExpireTime'],
  ]);
  const said = await ring();
  for (const number of [unknown, known, refusing]) expect(codeIn(said.get(number))).toMatch(/^\d{6}$/);
});

test('product: the code is the platform’s to pay: no account is charged, and the receipt is free', async () => {
  const before = await world.sql`SELECT count(*)::int AS count FROM ledger_transfers`;
  await prove(world.freshNumber());
  expect(await world.sql`SELECT count(*)::int AS count FROM ledger_transfers`).toEqual(before);
  const rows = await world.sql`SELECT DISTINCT charge FROM receipts WHERE account_id = ''`;
  expect(rows).toEqual([{ charge: 0n }]);
});

test('4.3.2 five wrong codes, ten minutes, or one use, and a code proves nothing any more', async () => {
  const PhoneNumber = world.freshNumber();
  const ask = async () => {
    const { Proof } = await portal.SendUVMSCalleeCode(somebody(), { PhoneNumber });
    return { Proof, Code: codeIn((await ring()).get(PhoneNumber)) };
  };
  const tried = (proof: { Proof: string; Code: string }) =>
    refused(portal.VerifyUVMSCalleeCode(somebody(), proof));
  const guessed = await ask();
  const wrong = guessed.Code === '000000' ? '000001' : '000000';
  for (let tries = 0; tries < 5; tries++) {
    expect(await tried({ ...guessed, Code: wrong })).toBe('CALLEE_CODE_WRONG');
  }
  expect(await tried(guessed)).toBe('CALLEE_CODE_WRONG');
  const late = await ask();
  world.clock.advance(10 * 60_000);
  expect(await tried(late)).toBe('CALLEE_CODE_WRONG');
  const good = await ask();
  const both = await Promise.all([tried(good), tried(good)]);
  expect(both.sort()).toEqual(['CALLEE_CODE_WRONG', 'done']);
  expect(await tried({ Proof: 'no id', Code: '123456' })).toBe('CALLEE_CODE_WRONG');
});

test('4.3.2 codes are bounded by number, by machine and in total, and go to the mainland alone', async () => {
  const PhoneNumber = world.freshNumber();
  const one = stranger({ ip: '192.0.2.1' });
  const outcomes: string[] = [];
  for (let asked = 0; asked < 4; asked++) {
    outcomes.push(await refused(portal.SendUVMSCalleeCode(somebody(), { PhoneNumber })));
  }
  expect(outcomes).toEqual(['done', 'done', 'done', 'ATTEMPTS_BLOCKED']);
  for (let asked = 0; asked < 10; asked++) {
    await portal.SendUVMSCalleeCode(one, { PhoneNumber: world.freshNumber() });
  }
  const more = portal.SendUVMSCalleeCode(one, { PhoneNumber: world.freshNumber() });
  expect(await refused(more)).toBe('ATTEMPTS_BLOCKED');
  world.clock.advance(61_000);
  const all: string[] = [];
  for (let asked = 0; asked < 61; asked++) {
    all.push(await refused(portal.SendUVMSCalleeCode(somebody(), { PhoneNumber: world.freshNumber() })));
  }
  expect(all.filter((outcome) => outcome === 'done')).toHaveLength(60);
  expect(all.at(-1)).toBe('CALLEE_CODES_BUSY');
  world.clock.advance(61_000);
  for (const [number, name] of [
    ['+442079460958', 'CALLEE_ABROAD'],
    ['123', 'CALLED_NUMBER_INVALID'],
  ] as const) {
    expect(await refused(portal.SendUVMSCalleeCode(somebody(), { PhoneNumber: number }))).toBe(name);
  }
});

test('4.3.2 a session lives twenty minutes, or until it is closed, and its token is nowhere at rest', async () => {
  const first = await prove(world.freshNumber());
  const [row] = await world.sql<
    { text: string }[]
  >`SELECT string_agg(s::text, '') AS text FROM callee_sessions s`;
  expect(row?.text).not.toContain(first);
  expect(row?.text).not.toContain(Buffer.from(first).toString('hex'));
  await portal.CloseUVMSCalleeSession(stranger(), { CalleeToken: first });
  expect(await refused(portal.ListUVMSCalleeCalls(stranger(), { CalleeToken: first }))).toBe(
    'CALLEE_SESSION_OVER',
  );
  const second = await prove(world.freshNumber());
  world.clock.advance(20 * 60_000 - 1);
  expect(await refused(portal.ListUVMSCalleeRefusals(stranger(), { CalleeToken: second }))).toBe('done');
  world.clock.advance(1);
  expect(await refused(portal.RefuseUVMSCalls(stranger(), { CalleeToken: second }))).toBe(
    'CALLEE_SESSION_OVER',
  );
});

test('4.2.8 a refusal by customer, by purpose, or of all stops accepted messages before the dial; taken back, it does not', async () => {
  const number = world.freshNumber();
  await world.send(accountId, { calledNumber: number });
  await ring();
  const CalleeToken = await prove(number);
  const { Data } = await portal.ListUVMSCalleeCalls(stranger(), { CalleeToken });
  const SessionNo = Data.find(({ OwnAccount }) => !OwnAccount)?.SessionNo ?? '';
  const outcome = (of: string, change = {}) => {
    world.clock.advance(61_000);
    return refused(world.send(of, { calledNumber: number, ...change }));
  };
  const notice = { templateId: NOTICE_TEMPLATE, values: ['一号'] };

  const waiting = await world.send(other, { calledNumber: number });
  await portal.RefuseUVMSCalls(stranger(), { CalleeToken, Purpose: 1 });
  await ring();
  expect(await world.receipt(waiting)).toMatchObject({ reason: 'refused-list' });
  expect(await outcome(other)).toBe('CALLEE_REFUSES');
  expect(await outcome(other, notice)).toBe('done');
  await portal.AllowUVMSCalls(stranger(), { CalleeToken, Purpose: 1 });
  expect(await outcome(other)).toBe('done');

  await portal.RefuseUVMSCalls(stranger(), { CalleeToken, SessionNo });
  expect(await outcome(accountId)).toBe('CALLEE_REFUSES');
  expect(await outcome(accountId, notice)).toBe('CALLEE_REFUSES');
  expect(await outcome(other)).toBe('done');
  expect((await portal.ListUVMSCalleeRefusals(stranger(), { CalleeToken })).Data).toMatchObject([
    { AccountId: accountId, Purpose: 0, Yours: true },
  ]);
  await portal.RefuseUVMSCalls(stranger(), { CalleeToken });
  expect(await outcome(other)).toBe('CALLEE_REFUSES');
  await portal.AllowUVMSCalls(stranger(), { CalleeToken });
  expect(await outcome(other)).toBe('done');
});

test('4.3.2 nobody refuses by somebody else’s call, or takes back what the operator entered', async () => {
  const [mine, theirs] = [world.freshNumber(), world.freshNumber()];
  const SessionNo = await world.send(accountId, { calledNumber: theirs });
  await ring();
  const CalleeToken = await prove(mine);
  const refusing = portal.RefuseUVMSCalls(stranger(), { CalleeToken, SessionNo });
  expect(await refused(refusing)).toBe('CALLEE_CALL_UNKNOWN');
  const own = (await portal.ListUVMSCalleeCalls(stranger(), { CalleeToken })).Data[0]?.SessionNo ?? '';
  expect(await refused(portal.RefuseUVMSCalls(stranger(), { CalleeToken, SessionNo: own }))).toBe(
    'CALLEE_CALL_UNKNOWN',
  );
  const calleeKey = world.vault.key(mine);
  await refuse(world.sql, { accountId: '', calleeKey, source: 'registry', at: new Date(world.clock.now()) });
  expect(await refused(portal.AllowUVMSCalls(stranger(), { CalleeToken }))).toBe('CALLEE_REFUSAL_UNKNOWN');
});

test('4.2.11 what a callee does is in the audit log, by the keyed hash, without the number', async () => {
  const number = world.freshNumber();
  const CalleeToken = await prove(number);
  await portal.RefuseUVMSCalls(stranger(), { CalleeToken });
  const rows = await world.sql<{ text: string }[]>`
    SELECT a::text AS text FROM audit_log a WHERE actor = 'callee' AND act = 'RefuseUVMSCalls'
      AND actor_id = ${world.vault.key(number).toString('hex')}`;
  expect(rows).toHaveLength(1);
  expect(rows[0]?.text).not.toContain(number.slice(3));
});

test('4.2.8 a complaint is opened once for a call, and its enterprise never calls again', async () => {
  const number = world.freshNumber();
  const SessionNo = await world.send(accountId, { calledNumber: number });
  await ring();
  const CalleeToken = await prove(number);
  const said = { CalleeToken, SessionNo, Kind: 'frequency', Words: 'three times a day' } as const;
  const { ComplaintId } = await portal.ComplainUVMSCall(stranger(), said);
  expect((await portal.ComplainUVMSCall(stranger(), said)).ComplaintId).toBe(ComplaintId);
  const complaints = await world.sql`
    SELECT account_id AS "accountId", channel, kind, session_no AS "sessionNo" FROM complaints
    WHERE complaint_id = ${ComplaintId}`;
  expect(complaints).toEqual([{ accountId, channel: 'portal', kind: 'frequency', sessionNo: SessionNo }]);
  world.clock.advance(61_000);
  expect(await refused(world.send(accountId, { calledNumber: number }))).toBe('CALLEE_REFUSES');
  const taking = portal.AllowUVMSCalls(stranger(), { CalleeToken, AccountId: accountId });
  expect(await refused(taking)).toBe('CALLEE_REFUSAL_UNKNOWN');
  const another = await prove(world.freshNumber());
  const foreign = portal.ComplainUVMSCall(stranger(), { ...said, CalleeToken: another });
  expect(await refused(foreign)).toBe('CALLEE_CALL_UNKNOWN');
});
