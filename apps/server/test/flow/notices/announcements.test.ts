import type { AnnouncementKind } from '@herald/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  checkDraft,
  publishAnnouncement,
  startMaintenance,
  withdrawAnnouncement,
} from '../../../src/flow/notices/publish-announcement.ts';
import {
  createAnnouncementSpreader,
  resumeSpreads,
  type SpreadJob,
} from '../../../src/flow/notices/spread-announcement.ts';
import { createAccount } from '../../../src/modules/accounts/index.ts';
import {
  type AnnouncementContent,
  findAnnouncement,
  insertAnnouncement,
  publicAnnouncements,
} from '../../../src/modules/notices/index.ts';
import type { Jobs } from '../../../src/platform/jobs.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { addMember } from '../../support/notice-people.ts';
import { openWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  await world.sql`DELETE FROM notices`;
  await world.sql`DELETE FROM notice_deliveries`;
  await world.sql`DELETE FROM announcements`;
  await world.sql`DELETE FROM jobs.job`;
});

const content = (change: Partial<AnnouncementContent> = {}): AnnouncementContent => ({
  kind: 'announcement.general',
  titleZh: '标题',
  titleEn: 'Title',
  bodyZh: '正文。',
  bodyEn: 'Text.',
  effectiveAt: null,
  endsAt: null,
  shownUntil: null,
  emergencyReason: null,
  ...change,
});

async function draft(change: Partial<AnnouncementContent> = {}): Promise<string> {
  const announcementId = world.newId();
  const at = new Date(world.clock.now());
  await insertAnnouncement(world.sql, { ...content(change), announcementId, operatorId: 'author', at });
  return announcementId;
}

const publish = (announcementId: string, publishAt?: number) =>
  publishAnnouncement(world, { announcementId, publishAt, operatorId: 'publisher' });

describe('lead times', () => {
  // Friday 2026-03-13, 16:00 in Beijing.
  const friday = Date.UTC(2026, 2, 13, 8, 0, 0);
  const cases: [string, AnnouncementKind, number, number][] = [
    ['3.2 a price is announced a day ahead', 'announcement.price', TEN_IN_BEIJING, DAY],
    ['5.1 maintenance a working day ahead', 'announcement.maintenance', TEN_IN_BEIJING, DAY],
    ['5.1 maintenance on a Friday: until Monday', 'announcement.maintenance', friday, 3 * DAY],
    ['5.3 a function seven days ahead', 'announcement.function', TEN_IN_BEIJING, 7 * DAY],
    ['12.3 the agreement seven days ahead', 'announcement.agreement', TEN_IN_BEIJING, 7 * DAY],
    ['12.4 a transfer before it is done', 'announcement.transfer', TEN_IN_BEIJING, 0],
  ];

  test.each(cases)('%s, and a second less is refused', async (_title, kind, now, lead) => {
    world.clock.set(now);
    const at = (effectiveAt: number) => ({
      kind,
      effectiveAt: new Date(effectiveAt),
      endsAt: kind === 'announcement.maintenance' ? new Date(effectiveAt + HOUR) : null,
    });
    const late = await draft(at(now + lead - 1000));
    const refused = await publish(late).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ name: 'LEAD_TIME_TOO_SHORT' });
    expect((await findAnnouncement(world.sql, late))?.publishAt).toBeNull();
    expect(await publish(await draft(at(now + lead)))).toEqual({ publishAt: now, earliest: now + lead });
  });

  test('5.1 the refusal names the clause and the earliest time', async () => {
    const effectiveAt = new Date(friday + HOUR);
    world.clock.set(friday);
    const id = await draft({
      kind: 'announcement.maintenance',
      effectiveAt,
      endsAt: new Date(effectiveAt.getTime() + HOUR),
    });
    await expect(publish(id)).rejects.toMatchObject({
      details: {
        clause: '5.1',
        earliestZh: '北京时间 2026-03-16 16:00',
        earliestEn: '2026-03-16 16:00 (Beijing time)',
      },
    });
  });

  test('5.1 a day off that is worked, and a holiday, count as what they are', async () => {
    // Wednesday 2026-09-30, 10:00: the holidays begin; the next working day is 10-08.
    const before = Date.UTC(2026, 8, 30, 2, 0, 0);
    world.clock.set(before);
    const at = (effectiveAt: number) => ({
      kind: 'announcement.maintenance' as const,
      effectiveAt: new Date(effectiveAt),
      endsAt: new Date(effectiveAt + HOUR),
    });
    const { earliest } = await publish(await draft(at(before + 10 * DAY)));
    expect(earliest).toBe(before + 8 * DAY);
  });

  test('3.2 an announcement that is published later has its lead time from then', async () => {
    const id = await draft({ kind: 'announcement.price', effectiveAt: new Date(TEN_IN_BEIJING + 2 * DAY) });
    await expect(publish(id, TEN_IN_BEIJING + DAY + 1000)).rejects.toMatchObject({
      name: 'LEAD_TIME_TOO_SHORT',
    });
    await publish(id, TEN_IN_BEIJING + DAY);
    const { total } = await publicAnnouncements(world.sql, {
      now: new Date(world.clock.now()),
      all: true,
      offset: 0,
      limit: 1,
    });
    expect(total).toBe(0); // not before its time
  });

  test('5.4 maintenance that says why it is an emergency needs no lead; nothing else can be one', async () => {
    const times = { effectiveAt: new Date(TEN_IN_BEIJING + MINUTE), endsAt: new Date(TEN_IN_BEIJING + HOUR) };
    const kind = 'announcement.maintenance';
    await expect(publish(await draft({ kind, ...times }))).rejects.toMatchObject({
      name: 'LEAD_TIME_TOO_SHORT',
    });
    await publish(await draft({ kind, ...times, emergencyReason: '监管要求' }));
    expect(() =>
      checkDraft(
        content({ kind: 'announcement.price', effectiveAt: times.effectiveAt, emergencyReason: 'x' }),
      ),
    ).toThrow('only maintenance can be an emergency');
  });
});

describe('what is written', () => {
  const at = (ms: number) => new Date(TEN_IN_BEIJING + ms);
  const faults: [string, Partial<AnnouncementContent>][] = [
    ['when it takes effect', { kind: 'announcement.price' }],
    ['maintenance must say when it ends', { kind: 'announcement.maintenance', effectiveAt: at(2 * DAY) }],
    [
      'only maintenance has an end',
      { kind: 'announcement.function', effectiveAt: at(8 * DAY), endsAt: at(9 * DAY) },
    ],
    ['a minute to seven days', { kind: 'announcement.maintenance', effectiveAt: at(DAY), endsAt: at(DAY) }],
    [
      'a minute to seven days',
      { kind: 'announcement.maintenance', effectiveAt: at(DAY), endsAt: at(9 * DAY) },
    ],
  ];
  test.each(faults)('rules: a draft that lacks sense is told: %s', (words, change) => {
    expect(() => checkDraft(content(change))).toThrow(words);
  });

  test('5.4 the reason of an emergency is a sentence of its announcement, with a full stop of its own or without', async () => {
    for (const stop of [
      ['', ''],
      ['。', '.'],
    ] as const) {
      const reason = { zh: `机房断电${stop[0]}`, en: `Power failure${stop[1]}` };
      const endsAt = world.clock.now() + HOUR;
      const id = await startMaintenance(world, { reason, endsAt, operatorId: 'o' });
      const said = await findAnnouncement(world.sql, id);
      expect(said?.bodyZh).toMatch(/^机房断电。预计于/);
      expect(said?.bodyEn).toMatch(/^Power failure\. It is expected/);
    }
  });

  test('5.3 a moment of publication that is a little past is now: it shortens no lead', async () => {
    const early = TEN_IN_BEIJING - 30_000;
    const at = (ms: number) => draft({ kind: 'announcement.function', effectiveAt: new Date(ms) });
    await expect(publish(await at(early + 7 * DAY), early)).rejects.toMatchObject({
      name: 'LEAD_TIME_TOO_SHORT',
    });
    const earliest = TEN_IN_BEIJING + 7 * DAY;
    expect(await publish(await at(earliest), early)).toEqual({ publishAt: TEN_IN_BEIJING, earliest });
  });

  test('12.2 what is published is not published again, and not before now or in a year', async () => {
    const id = await draft();
    await expect(publish(id, TEN_IN_BEIJING - HOUR)).rejects.toMatchObject({ name: 'ANNOUNCEMENT_INVALID' });
    await expect(publish(id, TEN_IN_BEIJING + 400 * DAY)).rejects.toMatchObject({
      name: 'ANNOUNCEMENT_INVALID',
    });
    const [one, two] = await Promise.allSettled([publish(id), publish(id)]);
    expect([one.status, two.status].sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('rules: a banner is shown until a week after its effect, maintenance until its end', async () => {
    const price = await draft({ kind: 'announcement.price', effectiveAt: at(DAY) });
    await publish(price);
    const shown = async (now: number) =>
      (await publicAnnouncements(world.sql, { now: new Date(now), all: false, offset: 0, limit: 9 })).total;
    expect(await shown(TEN_IN_BEIJING + 8 * DAY - 1)).toBe(1);
    expect(await shown(TEN_IN_BEIJING + 8 * DAY)).toBe(0);
    await startMaintenance(world, {
      reason: { zh: '断电', en: 'Power' },
      endsAt: TEN_IN_BEIJING + HOUR,
      operatorId: 'o',
    });
    expect(await shown(TEN_IN_BEIJING + HOUR - 1)).toBe(2);
    expect(await shown(TEN_IN_BEIJING + HOUR)).toBe(1);
  });
});

describe('into the inboxes', () => {
  const MANY = 450; // two batches and a half

  beforeAll(async () => {
    world.clock.set(TEN_IN_BEIJING - DAY);
    for (let nth = 0; nth < MANY; nth++) {
      const accountId = `s${String(nth).padStart(4, '0')}`;
      await createAccount(world.sql, { accountId, name: accountId, at: new Date(TEN_IN_BEIJING - DAY) });
    }
    await world.sql`UPDATE accounts SET status = 'terminated' WHERE account_id = 's0007'`;
    await addMember(world, 's0001', 'owner', 'owner@s.example.com');
  });

  const waiting = async () =>
    (
      await world.sql<{ data: SpreadJob }[]>`
      SELECT data FROM jobs.job WHERE name = 'spread-announcement' ORDER BY created_on, data->>'after'`
    ).map(({ data }) => data);
  const inboxes = async () =>
    (await world.sql<{ accountId: string }[]>`SELECT account_id AS "accountId" FROM notices ORDER BY 1`).map(
      ({ accountId }) => accountId,
    );
  const spread = createSpread();
  function createSpread() {
    return (job: SpreadJob, jobs?: Jobs) =>
      createAnnouncementSpreader(jobs ? { ...world, jobs } : { ...world })(job);
  }

  /** Works the jobs as they come; each one twice, as jobs may be. */
  async function spreadAll(): Promise<void> {
    for (let nth = 0; ; nth++) {
      const job = (await waiting())[nth];
      if (!job) return;
      await spread(job);
      await spread(job);
    }
  }

  test('12.2 every account that is there has it once, however often the jobs come', async () => {
    const id = await draft();
    await publish(id);
    await spreadAll();
    const got = await inboxes();
    expect(got).toHaveLength(MANY - 1);
    expect(new Set(got).size).toBe(MANY - 1);
    expect(got).not.toContain('s0007'); // terminated
    expect((await findAnnouncement(world.sql, id))?.spreadAt).toEqual(new Date(TEN_IN_BEIJING));
    const mails = await world.sql`SELECT 1 FROM jobs.job WHERE name = 'deliver-notice'`;
    expect(mails).toHaveLength(1);
  });

  test('12.2 after a crash it goes on where it was: what was rolled back comes, what was committed does not again', async () => {
    const id = await draft();
    await publish(id);
    await spread({ announcementId: id, after: '' });
    const second = (await waiting())[1] as SpreadJob;
    const dying: Jobs = {
      ...world.jobs,
      enqueue() {
        throw new Error('died');
      },
    };
    await expect(spread(second, dying)).rejects.toThrow('died');
    expect(await inboxes()).toHaveLength(200);
    await spreadAll();
    const got = await inboxes();
    expect([got.length, new Set(got).size]).toEqual([MANY - 1, MANY - 1]);
  });

  test('12.2 whose job was lost goes on an hour later, from where it was; what is over or called back does not', async () => {
    const id = await draft();
    await publish(id);
    await spread({ announcementId: id, after: '' });
    await publish(await draft(), TEN_IN_BEIJING + DAY);
    const back = await draft();
    await publish(back);
    await withdrawAnnouncement(world, { announcementId: back, operatorId: 'o' });
    await world.sql`DELETE FROM jobs.job`;
    expect(await resumeSpreads(world)).toBe(0);
    world.clock.advance(HOUR);
    expect(await resumeSpreads(world)).toBe(1);
    await spreadAll();
    const got = await inboxes();
    expect([got.length, new Set(got).size]).toEqual([MANY - 1, MANY - 1]);
    expect(await resumeSpreads(world)).toBe(0);
  });

  test('12.2 two workers that have one job give nobody two', async () => {
    const id = await draft();
    await publish(id);
    const job = { announcementId: id, after: '' };
    await Promise.all([spread(job), spread(job), spread(job)]);
    expect(await inboxes()).toHaveLength(200);
    expect(await waiting()).toHaveLength(2); // its own and one that follows
  });

  test('12.2 an account that is made after the publication does not get it', async () => {
    await publish(await draft());
    await createAccount(world.sql, { accountId: 's9999', name: 'late', at: new Date(TEN_IN_BEIJING + 1) });
    await spreadAll();
    expect(await inboxes()).not.toContain('s9999');
    await world.sql`DELETE FROM accounts WHERE account_id = 's9999'`;
  });

  test('12.2 what is withdrawn goes no further; who has it keeps it', async () => {
    const id = await draft();
    await publish(id);
    await spread({ announcementId: id, after: '' });
    await withdrawAnnouncement(world, { announcementId: id, operatorId: 'o' });
    await spreadAll();
    expect(await inboxes()).toHaveLength(200);
    const now = new Date(world.clock.now());
    expect((await publicAnnouncements(world.sql, { now, all: true, offset: 0, limit: 1 })).total).toBe(0);
  });

  test('12.2 what is published later waits for its time, also where the clock of the jobs is ahead', async () => {
    const id = await draft();
    await publish(id, TEN_IN_BEIJING + HOUR);
    const [job] = await world.sql<{ seconds: number }[]>`
      SELECT round(extract(epoch FROM start_after - created_on))::int AS seconds FROM jobs.job
      WHERE name = 'spread-announcement'`;
    expect(job?.seconds).toBe(3600);
    await spread({ announcementId: id, after: '' });
    expect(await inboxes()).toEqual([]);
    expect(await waiting()).toHaveLength(2);
    world.clock.set(TEN_IN_BEIJING + HOUR);
    await spreadAll();
    expect(await inboxes()).toHaveLength(MANY - 1);
  });
});
