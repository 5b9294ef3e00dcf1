import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { recoverStuckMessages } from '../../../src/flow/messages/recover-stuck-messages.ts';
import { messageHandlers } from '../../../src/gateway/handlers/messages.ts';
import { moneyHandlers } from '../../../src/gateway/handlers/money.ts';
import { balanceOf, CASH, HELD } from '../../../src/modules/ledger/index.ts';
import { systemRandom } from '../../../src/platform/random.ts';
import { member, operator } from '../../support/callers.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { answered } from '../../support/endings.ts';
import { openWorld, type World } from '../../support/world.ts';

const DAY_MS = 86_400_000;
const HEADER = 'Call-ID,被叫号码,开始时间,通话时长,结果码';

let world: World;
let money: ReturnType<typeof moneyHandlers>;
let accountId: string;
beforeAll(async () => {
  world = await openWorld();
  money = moneyHandlers({ ...world, random: systemRandom, providers: [], publicUrl: undefined });
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  await world.sql`TRUNCATE receipt_resolutions, receipts`;
  accountId = await world.account({ cash: 100_000n });
});

/** A call that was sent, dialled at ten and talked to for so long; `callee` as the carrier has it. */
async function talked(talkMs: number): Promise<{ sessionNo: string; callee: string }> {
  const message = await world.dialled(accountId);
  await world.settler.settle(answered(message, world.clock.now(), talkMs));
  return { sessionNo: message.sessionNo, callee: await calleeOf(message.sessionNo) };
}

async function calleeOf(sessionNo: string): Promise<string> {
  const answer = await messages().GetUVMSMessage(member(accountId), { SessionNo: sessionNo });
  return answer.Phone.slice(3);
}

const messages = () =>
  messageHandlers({ ...world, random: systemRandom } as unknown as Parameters<typeof messageHandlers>[0]);

/** A call that the node was lost with; the carrier may know more of it. */
async function lost(): Promise<{ sessionNo: string; callee: string }> {
  const message = await world.dialled(accountId);
  await world.sql`DELETE FROM nodes WHERE node_id = ${message.nodeId}`;
  expect(await recoverStuckMessages({ db: world.sql, settler: world.settler })).toMatchObject({ unknown: 1 });
  return { sessionNo: message.sessionNo, callee: await calleeOf(message.sessionNo) };
}

async function* bytesOf(text: string, size = 7): AsyncGenerator<Uint8Array, void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function reconcile(rows: readonly string[], change: { header?: string; Columns?: string[] } = {}) {
  world.clock.set(Math.max(world.clock.now(), TEN_IN_BEIJING + DAY_MS));
  const { header = HEADER, ...more } = change;
  const upload = { content: bytesOf([`\ufeff${header}`, ...rows].join('\r\n')), declaredBytes: undefined };
  const request = { TrunkId: 'trunk-1', Day: '2026-03-10', ...more };
  const { Reconciliation: run } = await money.ReconcileUVMSCarrier(operator('finance'), request, upload);
  const { Data: lines } = await money.GetUVMSReconciliation(operator('finance'), { RunId: run.RunId });
  return { run, lines };
}

const receiptOf = (sessionNo: string) =>
  messages().GetUVMSReceipt(member(accountId), { SessionNo: sessionNo });

test('rules: what both sides tell the same is matched, by Call-ID or by number and start; a second is nothing', async () => {
  const [byId, byNumber, apart] = [await talked(7000), await talked(8000), await talked(9000)];
  const { run, lines } = await reconcile([
    `${byId.sessionNo}.1,,,7,200`,
    `,${byNumber.callee},2026-03-10 10:01:59,9,200`,
    `their-own-id,0086${apart.callee},2026-03-10 09:58:30,8,200`,
  ]);
  expect(run).toMatchObject({ Matched: 3, Differing: 0, MissingThere: 0, MissingHere: 0, Unreadable: 0 });
  expect(run).toMatchObject({ OurSeconds: '24', TheirSeconds: '24', RunBy: 'finance' });
  expect(lines).toEqual([]);
});

test('rules: what differs, is missing on either side, or cannot be read, is told line by line', async () => {
  const [longer, refused, absent] = [await talked(7000), await talked(1000), await talked(5000)];
  const { run, lines } = await reconcile([
    `${longer.sessionNo}.1,${longer.callee},2026-03-10 10:00:00,9,200`,
    `${refused.sessionNo}.1,${refused.callee},2026-03-10 10:00:00,0,486`,
    'nobody,13900001111,2026-03-10 11:00:00,60,200',
    'failover,13900002222,2026-03-10 11:00:00,0,503',
    'x,13900003333,2026-03-11 11:00:00,60,200',
  ]);
  expect(run).toMatchObject({ Matched: 0, Differing: 2, MissingThere: 1, MissingHere: 1, Unreadable: 1 });
  expect(lines).toMatchObject([
    { Verdict: 'differing', SessionNo: longer.sessionNo, FileLine: 2, OurSeconds: 7, TheirSeconds: 9 },
    {
      Verdict: 'differing',
      SessionNo: refused.sessionNo,
      OurSeconds: 1,
      TheirSeconds: 0,
      TheirResult: '486',
    },
    { Verdict: 'missing-there', SessionNo: absent.sessionNo, AccountId: accountId, OurSeconds: 5 },
    { Verdict: 'missing-here', SessionNo: '', FileLine: 4, Phone: '+86139****1111', TheirSeconds: 60 },
    { Verdict: 'unreadable', FileLine: 6, Reason: 'other-day' },
  ]);
  const { Total } = await money.GetUVMSReconciliation(operator('finance'), {
    ...{ RunId: run.RunId, Verdict: 'differing' },
  });
  expect(Total).toBe(2);
  const { Data } = await money.ListUVMSReconciliations(operator('finance'), { TrunkId: 'trunk-1' });
  expect(Data).toContainEqual(run);
});

test('rules: an unknown receipt is resolved by the carrier’s records, and neither it nor its money changes', async () => {
  const [spoken, busy, silent] = [await lost(), await lost(), await lost()];
  const before = await receiptOf(spoken.sessionNo);
  expect(before).toMatchObject({ Receipt: { ReceiptResult: 3, ReceiptCode: 1000 } });
  expect(before).not.toHaveProperty('Resolution');
  const { run } = await reconcile([
    `${spoken.sessionNo}.1,${spoken.callee},2026-03-10 10:00:05,12,200`,
    `,${busy.callee},2026-03-10 10:00:03,0,486`,
  ]);
  expect(run).toMatchObject({ Resolved: 2, Matched: 0, Differing: 0, MissingThere: 0, MissingHere: 0 });
  const after = await receiptOf(spoken.sessionNo);
  expect(after).toEqual({
    ...before,
    Resolution: { Answered: true, AnswerTime: 0, Duration: 12, Time: world.clock.now() },
  });
  expect(await receiptOf(busy.sessionNo)).toMatchObject({ Resolution: { Answered: false, Duration: 0 } });
  expect(await receiptOf(silent.sessionNo)).not.toHaveProperty('Resolution');
  expect(await balanceOf(world.sql, accountId, CASH)).toBe(100_000n);
  expect(await balanceOf(world.sql, accountId, HELD)).toBe(0n);
});

test('rules: the same file again is another run, and the first word on a receipt stands', async () => {
  const { sessionNo } = await lost();
  await reconcile([`${sessionNo}.1,,,12,200`]);
  const first = await receiptOf(sessionNo);
  world.clock.advance(60_000);
  const { run } = await reconcile([`${sessionNo}.1,,,0,486`]);
  expect(run).toMatchObject({ Resolved: 1 });
  expect(await receiptOf(sessionNo)).toEqual(first);
});

test('4.3.1 a resolution is told to the message’s own account alone', async () => {
  const { sessionNo } = await lost();
  await reconcile([`${sessionNo}.1,,,12,200`]);
  const other = await world.account({});
  const asked = messages().GetUVMSReceipt(member(other), { SessionNo: sessionNo });
  await expect(asked).rejects.toMatchObject({ name: 'MESSAGE_NOT_FOUND' });
});

test('rules: calls of other trunks and days are not compared', async () => {
  await talked(5000);
  await world.sql`UPDATE receipts SET trunk_id = 'trunk-2'`;
  world.clock.set(TEN_IN_BEIJING + DAY_MS);
  await talked(5000);
  world.clock.advance(DAY_MS);
  const { run } = await reconcile([]);
  expect(run).toMatchObject({ Matched: 0, MissingThere: 0, OurSeconds: '0' });
});

test('rules: what cannot be compared is refused, and leaves nothing behind', async () => {
  world.clock.advance(DAY_MS);
  const count = async () => (await world.sql`SELECT 1 FROM reconciliations`).length;
  const before = await count();
  const submit = (change: object, text: string | Buffer = HEADER, declaredBytes?: number) =>
    money.ReconcileUVMSCarrier(
      operator('finance'),
      { TrunkId: 'trunk-1', Day: '2026-03-10', ...change },
      { content: bytesOf(text as string), declaredBytes },
    );
  const refuses = (answer: Promise<unknown>, code: number) => expect(answer).rejects.toMatchObject({ code });
  await refuses(submit({ TrunkId: 'nowhere' }), 18_560);
  await refuses(submit({ Day: '2026-03-11' }), 18_561);
  await refuses(submit({ Day: '2026-02-30' }), 18_561);
  await refuses(submit({}, ''), 18_562);
  await refuses(submit({}, 'a,b\n1,2'), 18_562);
  await refuses(submit({}, Buffer.from([0xff, 0xfe, 0x41])), 18_562);
  await refuses(submit({}, `${HEADER}\n"open,1\n`), 18_562);
  await refuses(submit({ Columns: ['seconds=nothing'] }), 18_562);
  await refuses(submit({}, HEADER, 33 * 1024 * 1024), 18_161);
  await refuses(submit({}, HEADER, 5), 18_163);
  await refuses(money.GetUVMSReconciliation(operator('finance'), { RunId: 'x' }), 18_563);
  expect(await count()).toBe(before);
});
