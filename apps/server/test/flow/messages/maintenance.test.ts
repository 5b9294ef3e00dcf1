import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDispatcher, type Dispatcher } from '../../../src/flow/messages/dispatch-due-messages.ts';
import { endWaitingMessages } from '../../../src/flow/messages/end-waiting-messages.ts';
import {
  publishAnnouncement,
  startMaintenance,
  stopMaintenance,
  withdrawAnnouncement,
} from '../../../src/flow/notices/publish-announcement.ts';
import { createServiceStatus, maintenanceUntil } from '../../../src/flow/service/service-status.ts';
import { balanceOf, CASH, verifyLedger } from '../../../src/modules/ledger/index.ts';
import { expiredInQueue, extendExpiry } from '../../../src/modules/messages/index.ts';
import { type AnnouncementContent, insertAnnouncement } from '../../../src/modules/notices/index.ts';
import { DAY_TEMPLATE, NOTICE_TEMPLATE, TEN_IN_BEIJING } from '../../support/database.ts';
import { openDialPlan } from '../../support/dial-plan.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { openWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LONG_LEASE_MS = 1_000_000_000;

let world: World;
let accountId: string;
const dispatchers: Dispatcher[] = [];

beforeAll(async () => {
  world = await openWorld();
  accountId = await world.account({ cash: 100_000_000n });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.emptyQueue();
  await world.sql`DELETE FROM announcements`;
  await world.sql`UPDATE trunks SET enabled = true, starts = '{}'`;
  world.clock.set(TEN_IN_BEIJING);
});
afterEach(async () => {
  for (const dispatcher of dispatchers.splice(0)) await dispatcher.stop();
});

/** A dispatcher with a clock of its own; what it dials is over at once. */
async function dialer(now = world.clock.now()): Promise<{ clock: ManualClock; dialled: string[] }> {
  const clock = manualClock(now);
  const dialled: string[] = [];
  const dispatcher = createDispatcher({
    ...{ sql: world.hot, vault: world.vault, clock, log: world.log, nodeId: world.newId() },
    dialPlan: openDialPlan(world),
    leaseMs: LONG_LEASE_MS,
    freeCapacity: () => 100,
    async place({ sessionNo }) {
      dialled.push(sessionNo);
      await world.sql`DELETE FROM queue WHERE session_no = ${sessionNo}`;
    },
  });
  dispatchers.push(dispatcher);
  await dispatcher.start();
  return { clock, dialled };
}

/** A tenth of a second for a dialer, until it waits again: it has looked, and would have dialled what it may. */
async function look({ clock }: { clock: ManualClock }): Promise<void> {
  clock.advance(100);
  await expect
    .poll(() => clock.untilNext() ?? Number.POSITIVE_INFINITY, { interval: 2 })
    .toBeLessThanOrEqual(100);
}

const endWaiting = () => endWaitingMessages({ db: world.sql, clock: world.clock, settler: world.settler });
const emergency = (endsAt: number) =>
  startMaintenance(world, { reason: { zh: '机房断电', en: 'Power failure' }, endsAt, operatorId: 'op' });

async function announced(change: Partial<AnnouncementContent>): Promise<string> {
  const announcementId = world.newId();
  await insertAnnouncement(world.sql, {
    kind: 'announcement.maintenance',
    titleZh: '升级',
    titleEn: 'Upgrade',
    bodyZh: '升级。',
    bodyEn: 'Upgrade.',
    effectiveAt: null,
    endsAt: null,
    shownUntil: null,
    emergencyReason: null,
    ...change,
    announcementId,
    operatorId: 'op',
    at: new Date(world.clock.now()),
  });
  await publishAnnouncement(world, { announcementId, publishAt: undefined, operatorId: 'op' });
  return announcementId;
}

async function expiry(sessionNo: string): Promise<number | undefined> {
  const [row] = await world.sql<
    { at: Date }[]
  >`SELECT expires_at AS at FROM queue WHERE session_no = ${sessionNo}`;
  return row?.at.getTime();
}

describe('dialling', () => {
  test('5.1 a message sent during maintenance is accepted, waits, and is dialled when it ends', async () => {
    await emergency(TEN_IN_BEIJING + HOUR);
    const node = await dialer();
    const sessionNo = await world.send(accountId, { templateId: NOTICE_TEMPLATE });
    await look(node);
    expect(node.dialled).toEqual([]);
    expect(await world.queued(sessionNo)).toMatchObject({ state: 'queued' });
    node.clock.advance(HOUR);
    await look(node);
    expect(node.dialled).toEqual([sessionNo]);
  });

  test('5.1 maintenance that was announced begins and ends by the clock, for a dialer that has just started too', async () => {
    const start = TEN_IN_BEIJING + 2 * DAY;
    await announced({ effectiveAt: new Date(start), endsAt: new Date(start + HOUR) });
    const before = await dialer();
    const first = await world.send(accountId);
    await look(before);
    expect(before.dialled).toEqual([first]);

    world.clock.set(start + MINUTE);
    const second = await world.send(accountId);
    const within = await dialer();
    await look(within);
    expect(within.dialled).toEqual([]);

    const after = await dialer(start + HOUR);
    world.clock.set(start + HOUR);
    const third = await world.send(accountId);
    await look(after);
    expect(after.dialled).toContain(third);
    expect(second).not.toBe(third);
  });

  test('5.1 maintenance that is ended early is over at once, on every dialer', async () => {
    await emergency(TEN_IN_BEIJING + HOUR);
    const nodes = [await dialer(), await dialer()];
    await world.send(accountId);
    await stopMaintenance(world);
    for (const node of nodes) await look(node);
    expect(nodes.flatMap(({ dialled }) => dialled)).toHaveLength(1);
    await expect(stopMaintenance(world)).rejects.toMatchObject({ name: 'MAINTENANCE_NOT_RUNNING' });
  });

  test('5.1 what is dialled or claimed when maintenance begins goes on to its end', async () => {
    const message = await world.dialled(accountId);
    await emergency(TEN_IN_BEIJING + HOUR);
    world.clock.set(TEN_IN_BEIJING + 30 * MINUTE);
    expect(await endWaiting()).toBe(0);
    expect(await world.queued(message.sessionNo)).toMatchObject({ state: 'dialling' });
  });

  test('5.1 maintenance that is called off before it begins never was; one that has begun is ended instead', async () => {
    const start = TEN_IN_BEIJING + 2 * DAY;
    const times = { effectiveAt: new Date(start), endsAt: new Date(start + HOUR) };
    const calledOff = await announced(times);
    await withdrawAnnouncement(world, { announcementId: calledOff, operatorId: 'op' });
    world.clock.set(start + MINUTE);
    const node = await dialer();
    await world.send(accountId);
    await look(node);
    expect(node.dialled).toHaveLength(1);

    const begun = await emergency(start + HOUR);
    await expect(
      withdrawAnnouncement(world, { announcementId: begun, operatorId: 'op' }),
    ).rejects.toMatchObject({ name: 'ANNOUNCEMENT_NOT_SHOWN' });
  });
});

describe('the life of what waits', () => {
  test('5.1 a notice gets back the time that maintenance took, and expires after it', async () => {
    const sessionNo = await world.send(accountId, { templateId: NOTICE_TEMPLATE }); // lives 24 h
    world.clock.set(TEN_IN_BEIJING + DAY - 10 * MINUTE);
    await emergency(world.clock.now() + 3 * HOUR);
    world.clock.set(TEN_IN_BEIJING + DAY + HOUR);
    expect(await endWaiting()).toBe(0); // while it lasts nobody knows how long

    const end = TEN_IN_BEIJING + DAY - 10 * MINUTE + 3 * HOUR;
    world.clock.set(end);
    expect(await endWaiting()).toBe(0);
    expect(await expiry(sessionNo)).toBe(end + 10 * MINUTE);
    expect((await world.claim(await world.node())).map((one) => one.sessionNo)).toEqual([sessionNo]);
  });

  test('5.1 it is given back once: what still waits when that time is over too has expired', async () => {
    const sessionNo = await world.send(accountId, { templateId: NOTICE_TEMPLATE });
    world.clock.set(TEN_IN_BEIJING + DAY - 10 * MINUTE);
    await emergency(world.clock.now() + 3 * HOUR);
    const end = TEN_IN_BEIJING + DAY - 10 * MINUTE + 3 * HOUR;
    world.clock.set(end);
    expect(await endWaiting()).toBe(0);
    world.clock.set(end + 10 * MINUTE);
    expect(await endWaiting()).toBe(1);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'expired' });
  });

  test('5.1 who saw an earlier expiry changes nothing', async () => {
    const sessionNo = await world.send(accountId, { templateId: NOTICE_TEMPLATE });
    const now = new Date(TEN_IN_BEIJING + DAY);
    const [message] = await expiredInQueue(world.sql, now, 1, false);
    if (!message) throw new Error('it should have expired');
    const [once, twice] = [new Date(now.getTime() + HOUR), new Date(now.getTime() + 2 * HOUR)];
    expect(await extendExpiry(world.sql, [{ message, expiresAt: once }], now)).toBe(1);
    expect(await extendExpiry(world.sql, [{ message, expiresAt: twice }], now)).toBe(0);
    expect(await expiry(sessionNo)).toBe(once.getTime());
  });

  test('5.1 when that time is over too it ends as expired, unpaid', async () => {
    const before = await balanceOf(world.sql, accountId, CASH);
    const sessionNo = await world.send(accountId, { templateId: NOTICE_TEMPLATE });
    world.clock.set(TEN_IN_BEIJING + DAY - 10 * MINUTE);
    await emergency(world.clock.now() + HOUR);
    world.clock.advance(HOUR + 10 * MINUTE);
    expect(await endWaiting()).toBe(1);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'expired', charge: 0n });
    expect(await balanceOf(world.sql, accountId, CASH)).toBe(before);
  });

  test('5.1 two nodes that give time back at once give it back once', async () => {
    const sessionNo = await world.send(accountId, { templateId: NOTICE_TEMPLATE });
    world.clock.set(TEN_IN_BEIJING + DAY - 10 * MINUTE);
    await emergency(world.clock.now() + HOUR);
    world.clock.set(TEN_IN_BEIJING + DAY + 50 * MINUTE);
    expect(await Promise.all([endWaiting(), endWaiting(), endWaiting()])).toEqual([0, 0, 0]);
    expect(await expiry(sessionNo)).toBe(TEN_IN_BEIJING + DAY + HOUR);
  });

  test('5.1 a code whose five minutes pass in the maintenance ends then: its sender hears of it in time', async () => {
    await emergency(TEN_IN_BEIJING + HOUR);
    const sessionNo = await world.send(accountId);
    world.clock.set(TEN_IN_BEIJING + 5 * MINUTE);
    expect(await endWaiting()).toBe(1);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'expired', charge: 0n });
  });

  test('5.1 a notice with hours is not called outside them, whatever maintenance took', async () => {
    const sessionNo = await world.send(accountId, { templateId: DAY_TEMPLATE });
    world.clock.set(TEN_IN_BEIJING + 9 * HOUR); // 19:00
    await emergency(world.clock.now() + 2 * HOUR);
    world.clock.set(TEN_IN_BEIJING + 10 * HOUR); // 20:00
    expect(await endWaiting()).toBe(1);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'expired', charge: 0n });
  });

  test('5.1 trunks that are off during maintenance, and for a moment after it, end no message', async () => {
    const sessionNo = await world.send(accountId, { templateId: NOTICE_TEMPLATE });
    await emergency(TEN_IN_BEIJING + HOUR);
    await world.sql`UPDATE trunks SET enabled = false`;
    world.clock.set(TEN_IN_BEIJING + 30 * MINUTE);
    expect(await endWaiting()).toBe(0);
    world.clock.set(TEN_IN_BEIJING + HOUR + 4999);
    expect(await endWaiting()).toBe(0);
    world.clock.set(TEN_IN_BEIJING + HOUR + 5000);
    expect(await endWaiting()).toBe(1);
    expect(await world.receipt(sessionNo)).toMatchObject({ reason: 'no-trunk', charge: 0n });
  });
});

describe('what is known of it', () => {
  test('5.1 the state is known within a second, and read once a second at most', async () => {
    const status = createServiceStatus(world);
    const until = async () => maintenanceUntil(await status(), world.clock.now());
    expect(await until()).toBeUndefined();
    await emergency(TEN_IN_BEIJING + HOUR);
    world.clock.advance(999);
    expect(await until()).toBeUndefined();
    world.clock.advance(1);
    // What was known before, while it is read anew.
    await expect.poll(until, { interval: 2 }).toBe(TEN_IN_BEIJING + HOUR);
    world.clock.advance(10 * MINUTE);
    await stopMaintenance(world);
    expect(await until()).toBeUndefined(); // nobody asked for ten minutes: it is read before it is answered
  });

  test('5.1 windows that follow each other are one to those who wait', async () => {
    await emergency(TEN_IN_BEIJING + HOUR);
    world.clock.advance(30 * MINUTE);
    await emergency(TEN_IN_BEIJING + 2 * HOUR);
    expect(maintenanceUntil(await createServiceStatus(world)(), world.clock.now())).toBe(
      TEN_IN_BEIJING + 2 * HOUR,
    );
  });
});

test('3.4 the ledger is sound after all of this', async () => {
  expect(await verifyLedger(world.sql)).toEqual([]);
});
