import { HeraldError, type RetCodeName } from '@herald/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderNotice } from '../../../src/flow/notices/deliver-notice.ts';
import type { Reviewed, Subject } from '../../../src/flow/reviews/reviewed.ts';
import { watchReviews } from '../../../src/flow/reviews/watch-reviews.ts';
import { reviewHandlers } from '../../../src/gateway/handlers/reviews.ts';
import { grantCapability } from '../../../src/modules/accounts/index.ts';
import { findNotice } from '../../../src/modules/notices/index.ts';
import { type NewReview, openReview, withdrawReview } from '../../../src/modules/reviews/index.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { operator } from '../../support/callers.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { whileHeld } from '../../support/held-row.ts';
import { openWorld, type World } from '../../support/world.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ann = operator('reviewer', 'ann');
const ben = operator('reviewer', 'ben');
const admin = operator('admin');

let world: World;
let desk: ReturnType<typeof reviewHandlers>;
let accountId: string;
/** Subjects that were taken and given back, as their kind heard of it. */
let heard: string[];

const two: Subject = {
  facts: [{ name: 'name', words: { zh: '名称', en: 'Name' }, value: '张三的公司' }],
  parts: [
    {
      part: 'licence',
      words: { zh: '营业执照', en: 'Licence' },
      fileId: '01890000-0000-7000-8000-000000000001',
    },
    { part: 'letter', words: { zh: '承诺书', en: 'Letter' } },
  ],
};

/** Kinds with effects that can be seen in the database. */
const reviewed: Reviewed = {
  enterprise: {
    async apply(tx, { accountId, approved, parts, reason }) {
      const name = JSON.stringify([approved, reason, parts.map(({ part, passed }) => [part, passed])]);
      await tx`UPDATE accounts SET name = ${name} WHERE account_id = ${accountId}`;
    },
    describe: async (_db, { subjectId }) => (subjectId === 'gone' ? undefined : two),
    async claimed(_tx, subject) {
      if (subject.accountId === accountId) heard.push(`${subject.subjectId} ${subject.claimed}`);
    },
  },
  capability: {
    async apply(tx, { accountId, approved, at, subjectId }) {
      if (subjectId === 'broken') throw new HeraldError('CAPABILITY_MISSING', { capability: 'broken' });
      if (approved) await grantCapability(tx, { accountId, capability: 'recording', at });
    },
    describe: async () => ({ facts: [], parts: [] }),
  },
};

beforeAll(async () => {
  world = await openWorld();
  desk = reviewHandlers(world, reviewed);
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(TEN_IN_BEIJING);
  heard = [];
  accountId = await world.account({});
});

/** Puts a subject on the desk. */
async function submit(change: Partial<NewReview> = {}) {
  const review: NewReview = {
    accountId,
    reviewId: world.newId(),
    kind: 'enterprise',
    subjectId: 'E1',
    title: 'an enterprise',
    findings: [],
    submittedAt: new Date(world.clock.now()),
    ...change,
  };
  await inTransaction(world.sql, (tx) => openReview(tx, world, review));
  return { AccountId: accountId, ReviewId: review.reviewId };
}

/** The name of the refusal, or 'done'. */
async function outcome(work: Promise<unknown>): Promise<RetCodeName | 'done'> {
  return work.then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof HeraldError) return error.name;
      throw error;
    },
  );
}

const watch = () => watchReviews({ ...world, reviewed });
const listed = async (request: Parameters<typeof desk.ListUVMSReviews>[1] = {}) =>
  (await desk.ListUVMSReviews(ann, { AccountId: accountId, ...request })).Reviews;
const history = async (review: { AccountId: string; ReviewId: string }) =>
  (await desk.GetUVMSReview(admin, review)).History.map(({ Event, OperatorId }) => `${Event} ${OperatorId}`);
const accountName = async () =>
  (await world.sql<{ name: string }[]>`SELECT name FROM accounts WHERE account_id = ${accountId}`)[0]?.name;
const notices = async () =>
  (
    await world.sql<
      { kind: string }[]
    >`SELECT kind FROM notices WHERE account_id = ${accountId} ORDER BY notice_id`
  ).map(({ kind }) => kind);
const capabilities = async () =>
  (await world.sql`SELECT 1 FROM capabilities WHERE account_id = ${accountId} AND capability = 'recording'`)
    .length;

describe('the queue', () => {
  test('rules: concerns come first, then what is due first', async () => {
    const concern = { code: 'c', zh: '疑', en: 'odd', weight: 'concern' } as const;
    const hint = { ...concern, weight: 'hint' } as const;
    await submit({ title: 'old', submittedAt: new Date(TEN_IN_BEIJING - 2 * HOUR) });
    await submit({ title: 'new, hint', subjectId: 'E2', findings: [hint] });
    await submit({ title: 'new, concern', subjectId: 'E3', findings: [hint, concern] });
    expect((await listed()).map(({ Title }) => Title)).toEqual(['new, concern', 'old', 'new, hint']);
  });

  test('rules: the target is one working day, 9:00–18:00: from Friday 16:00 to Monday 16:00', async () => {
    const friday = Date.parse('2026-03-13T16:00+08:00');
    world.clock.set(friday);
    const review = await submit();
    world.clock.set(Date.parse('2026-03-16T16:00+08:00'));
    expect((await listed())[0]).toMatchObject({ DueTime: world.clock.now(), Overdue: false });
    expect(await listed({ Overdue: true })).toEqual([]);
    world.clock.advance(1);
    expect((await listed({ Overdue: true }))[0]).toMatchObject({ ...review, Overdue: true });
  });

  test('rules: an overdue review is told once, whoever looks', async () => {
    await submit();
    await watch();
    world.log.lines.length = 0;
    world.clock.set(Date.parse('2026-03-11T10:00:00.001+08:00'));
    await Promise.all([watch(), watch()]);
    await watch();
    const told = world.log.lines.filter(
      ({ message, facts }) => message === 'a review is overdue' && facts.accountId === accountId,
    );
    expect(told).toHaveLength(1);
  });

  test('rules: the statistics count what waits, what is overdue, and how old the one in the middle is', async () => {
    await world.sql`UPDATE reviews SET state = 'withdrawn', decided_at = now(), claimed_by = NULL, claimed_until = NULL WHERE state = 'open'`;
    for (const [index, hours] of [9, 3, 1].entries()) {
      world.clock.set(TEN_IN_BEIJING + (7 - hours) * HOUR);
      await submit({ subjectId: `S${index}`, submittedAt: new Date(TEN_IN_BEIJING + (7 - hours) * HOUR) });
    }
    world.clock.set(TEN_IN_BEIJING + 7 * HOUR); // 17:00; the first was submitted at 8:00
    const now = await desk.GetUVMSReviewStatistics(ann, {});
    expect(now).toMatchObject({ Waiting: 3, Overdue: 0, Claimed: 0, MedianAge: 3 });
    expect(now.Kinds).toEqual([{ Kind: 'enterprise', Waiting: 3, Overdue: 0, Claimed: 0, MedianAge: 3 }]);
    world.clock.set(TEN_IN_BEIJING + 9 * HOUR); // 19:00
    expect(await desk.GetUVMSReviewStatistics(ann, {})).toMatchObject({ Overdue: 1, MedianAge: 4 });
  });
});

describe('taking a review', () => {
  test('rules: one reviewer has it for half an hour, nobody takes it over before', async () => {
    const review = await submit();
    await desk.ClaimUVMSReview(ann, review);
    expect((await listed({ Mine: true }))[0]).toMatchObject({ ClaimedBy: 'ann' });
    world.clock.advance(30 * MINUTE - 1);
    expect(await outcome(desk.ClaimUVMSReview(ben, review))).toBe('REVIEW_CLAIMED');
    expect(await outcome(desk.ApproveUVMSReview(ben, review))).toBe('REVIEW_CLAIMED');
    expect(await outcome(desk.RejectUVMSReview(ben, { ...review, Reason: 'no' }))).toBe('REVIEW_CLAIMED');
    world.clock.advance(1);
    expect((await listed())[0]).toMatchObject({ ClaimedBy: '', ClaimedUntil: 0 });
    expect(await outcome(desk.ClaimUVMSReview(ben, review))).toBe('done');
    expect(heard).toEqual(['E1 true', 'E1 false', 'E1 true']);
    expect(await outcome(desk.ApproveUVMSReview(ann, review))).toBe('REVIEW_CLAIMED');
  });

  test('rules: of many who take it at once one has it', async () => {
    const review = await submit();
    const all = Array.from({ length: 6 }, (_, index) => operator('reviewer', `r${index}`));
    const outcomes = await whileHeld(
      world.sql,
      (tx) => tx`SELECT 1 FROM reviews WHERE account_id = ${accountId} FOR UPDATE`,
      all.map((one) => () => outcome(desk.ClaimUVMSReview(one, review))),
    );
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
  });

  test('rules: taken again by the same it lasts longer; given back anybody may take it', async () => {
    const review = await submit();
    await desk.ClaimUVMSReview(ann, review);
    world.clock.advance(20 * MINUTE);
    expect(await desk.ClaimUVMSReview(ann, review)).toEqual({ ClaimedUntil: TEN_IN_BEIJING + 50 * MINUTE });
    await desk.ReleaseUVMSReview(ben, review); // he does not have it
    expect(await outcome(desk.ClaimUVMSReview(ben, review))).toBe('REVIEW_CLAIMED');
    await desk.ReleaseUVMSReview(ann, review);
    expect(await outcome(desk.ClaimUVMSReview(ben, review))).toBe('done');
    expect(heard).toEqual(['E1 true', 'E1 false', 'E1 true']);
  });

  test('rules: when the half-hour runs out the desk takes it back, and says so', async () => {
    const review = await submit();
    await desk.ClaimUVMSReview(ann, review);
    world.clock.advance(30 * MINUTE);
    await Promise.all([watch(), watch()]);
    expect(heard).toEqual(['E1 true', 'E1 false']);
    expect(await history(review)).toContain('claim-expired ');
  });
});

describe('deciding', () => {
  test('4.1.1 approval changes the subject; every part has passed; the history keeps who and when', async () => {
    const review = await submit();
    await desk.ClaimUVMSReview(ann, review);
    world.clock.advance(MINUTE);
    expect(await desk.ApproveUVMSReview(ann, review)).toEqual({ State: 'approved', SecondNeeded: false });
    expect(await notices()).toEqual(['review.approved']);
    expect(JSON.parse((await accountName()) ?? '')).toEqual([
      true,
      '',
      [
        ['licence', true],
        ['letter', true],
      ],
    ]);
    expect(await listed()).toEqual([]);
    expect((await listed({ State: 'approved' }))[0]).toMatchObject({
      ...review,
      DecideTime: TEN_IN_BEIJING + MINUTE,
      ClaimedBy: '',
    });
    expect(await history(review)).toEqual(['submitted ', 'claimed ann', 'approved ann', 'viewed admin']);
  });

  test('4.1.1 a rejection says why, part by part, in both languages where the reason was prepared', async () => {
    const review = await submit();
    expect(await outcome(desk.RejectUVMSReview(ann, { ...review, Reason: ' ' }))).toBe(
      'REVIEW_REASON_MISSING',
    );
    expect(await outcome(desk.RejectUVMSReview(ann, { ...review, ReasonCode: 'x' }))).toBe(
      'REVIEW_REASON_UNKNOWN',
    );
    const parts = { ...review, ReasonCode: 'unreadable', Reason: '第二页' };
    expect(await outcome(desk.RejectUVMSReview(ann, { ...parts, FailedParts: ['letter'] }))).toBe(
      'REVIEW_PARTS_INVALID',
    );
    const unknown = { ...parts, FailedParts: ['passport'], PartReasons: ['none'] };
    expect(await outcome(desk.RejectUVMSReview(ann, unknown))).toBe('REVIEW_PARTS_INVALID');
    await desk.RejectUVMSReview(ann, { ...parts, FailedParts: ['letter'], PartReasons: ['没有盖章'] });
    const [approved, reason, verdicts] = JSON.parse((await accountName()) ?? '');
    expect(approved).toBe(false);
    expect(await notices()).toEqual(['review.rejected']);
    const [notice] = await world.sql<{ noticeId: string }[]>`
      SELECT notice_id AS "noticeId" FROM notices WHERE account_id = ${accountId}`;
    const found = await findNotice(world.sql, world.vault, { accountId, noticeId: notice?.noticeId ?? '' });
    const body = (language: 'zh' | 'en') =>
      found ? renderNotice(found.kind, language, found.details).body : '';
    expect(body('zh')).toMatch(/原因：\n文件看不清[^a-z]*\n第二页\n/);
    expect(body('en')).toMatch(/Reason:\nA file cannot be read[^文]*\n第二页\n/);
    expect(reason).toMatch(/^文件看不清.*\nA file cannot be read.*\n第二页$/s);
    expect(verdicts).toEqual([
      ['licence', true],
      ['letter', false],
    ]);
    const entry = (await desk.GetUVMSReview(ann, review)).History.find(({ Event }) => Event === 'rejected');
    expect(entry?.Parts).toContainEqual({ Part: 'letter', Passed: false, Reason: '没有盖章' });
  });

  test('4.1.1 two reviewers who decide at once: one decision, the other one is told that it is over', async () => {
    const review = await submit();
    const outcomes = await whileHeld(
      world.sql,
      // What the decision changes: the first to decide waits here, with the review in hand.
      (tx) => tx`SELECT 1 FROM accounts WHERE account_id = ${accountId} FOR UPDATE`,
      [
        () => outcome(desk.ApproveUVMSReview(ann, review)),
        () => outcome(desk.RejectUVMSReview(ben, { ...review, Reason: 'no' })),
      ],
    );
    expect(outcomes.sort()).toEqual(['REVIEW_OVER', 'done']);
    const decisions = (await history(review)).filter((one) => /^(approved|rejected)/.test(one));
    expect(decisions).toHaveLength(1);
  });

  test('4.1.1 when the subject cannot be changed nothing is decided', async () => {
    const review = await submit({ kind: 'capability', subjectId: 'broken' });
    await desk.UpdateUVMSReviewSettings(admin, { Kind: 'capability', TwoPerson: false });
    expect(await outcome(desk.ApproveUVMSReview(ann, review))).toBe('CAPABILITY_MISSING');
    expect((await listed())[0]).toMatchObject({ State: 'open' });
    expect(await history(review)).toEqual(['submitted ', 'viewed admin']);
    await desk.UpdateUVMSReviewSettings(admin, { Kind: 'capability', TwoPerson: true });
    const gone = await submit({ subjectId: 'gone' });
    expect(await outcome(desk.ApproveUVMSReview(ann, gone))).toBe('REVIEW_SUBJECT_GONE');
  });

  test('4.1.1 what the customer has taken back is not decided any more', async () => {
    const review = await submit();
    const at = new Date(world.clock.now());
    const back = () =>
      inTransaction(world.sql, (tx) =>
        withdrawReview(tx, { accountId, kind: 'enterprise', subjectId: 'E1', at }),
      );
    expect(await back()).toBe(true);
    expect(await back()).toBe(false);
    expect(await outcome(desk.ApproveUVMSReview(ann, review))).toBe('REVIEW_OVER');
    expect(await history(review)).toEqual(['submitted ', 'withdrawn ', 'viewed admin']);
    await submit(); // and it can be submitted again
  });

  test('api: a review of another account is not found by this one’s id', async () => {
    const { ReviewId } = await submit();
    const other = { AccountId: await world.account({}), ReviewId };
    expect(await outcome(desk.GetUVMSReview(ann, other))).toBe('REVIEW_NOT_FOUND');
    expect(await outcome(desk.ApproveUVMSReview(ann, other))).toBe('REVIEW_NOT_FOUND');
  });
});

test('4.1.1 nobody reviews an account of which he is a member, by his e-mail address', async () => {
  const review = await submit();
  const address = Buffer.from('one address');
  for (const [identityId, realm] of [
    ['ann-identity', 'operator'],
    [`${accountId}-identity`, 'customer'],
  ] as const) {
    await world.sql`
      INSERT INTO identities (identity_id, realm, email_key, email_sealed, name_sealed, language, created_at)
      VALUES (${identityId}, ${realm}, ${address}, '', '', 'zh', now())`;
  }
  await world.sql`
    INSERT INTO members (account_id, member_id, identity_id, role, status, created_at)
    VALUES (${accountId}, 'm', ${`${accountId}-identity`}, 'owner', 'active', now())`;
  expect(await outcome(desk.GetUVMSReview(ann, review))).toBe('REVIEW_OWN_ACCOUNT');
  expect(await outcome(desk.ApproveUVMSReview(ann, review))).toBe('REVIEW_OWN_ACCOUNT');
  expect(await outcome(desk.ClaimUVMSReview(ben, review))).toBe('done');
});

describe('two reviewers', () => {
  test('4.1.1 a capability is granted by the second of two, who is another one', async () => {
    const review = await submit({ kind: 'capability', subjectId: 'C1' });
    expect((await listed())[0]).toMatchObject({ TwoPerson: true, FirstApprovedBy: '' });
    expect(await desk.ApproveUVMSReview(ann, review)).toEqual({ State: 'open', SecondNeeded: true });
    expect(await capabilities()).toBe(0);
    expect(await notices()).toEqual([]);
    expect(await outcome(desk.ApproveUVMSReview(ann, review))).toBe('REVIEW_SECOND_PERSON');
    expect(await outcome(desk.ClaimUVMSReview(ann, review))).toBe('REVIEW_SECOND_PERSON');
    expect((await listed())[0]).toMatchObject({ FirstApprovedBy: 'ann', ClaimedBy: '' });
    expect(await desk.ApproveUVMSReview(ben, review)).toEqual({ State: 'approved', SecondNeeded: false });
    expect(await capabilities()).toBe(1);
  });

  test('4.1.1 one is enough to reject', async () => {
    const review = await submit({ kind: 'capability', subjectId: 'C2' });
    expect(await desk.RejectUVMSReview(ann, { ...review, ReasonCode: 'marketing' })).toEqual({
      State: 'rejected',
    });
    expect(await capabilities()).toBe(0);
  });

  test('rules: which kinds need two is the administrator’s to set', async () => {
    expect(await desk.QueryUVMSReviewSettings(ann, {})).toEqual({ TwoPersonKinds: ['capability'] });
    await desk.UpdateUVMSReviewSettings(admin, { Kind: 'capability', TwoPerson: false });
    const review = await submit({ kind: 'capability', subjectId: 'C3' });
    expect(await desk.ApproveUVMSReview(ann, review)).toMatchObject({ State: 'approved' });
    const both = await desk.UpdateUVMSReviewSettings(admin, { Kind: 'enterprise', TwoPerson: true });
    expect(both).toEqual({ TwoPersonKinds: ['enterprise'] });
    await desk.UpdateUVMSReviewSettings(admin, { Kind: 'enterprise', TwoPerson: false });
    await desk.UpdateUVMSReviewSettings(admin, { Kind: 'capability', TwoPerson: true });
  });
});

describe('seeing a review', () => {
  test('4.3.1 who has looked is recorded, once a half-hour', async () => {
    const review = await submit();
    const seen = await desk.GetUVMSReview(ann, review);
    await desk.GetUVMSReview(ann, review);
    expect(seen.Facts).toEqual([{ Name: 'name', Title: 'Name', Value: '张三的公司' }]);
    expect(seen.Parts).toEqual([
      { Part: 'licence', Title: 'Licence', FileId: '01890000-0000-7000-8000-000000000001' },
      { Part: 'letter', Title: 'Letter' },
    ]);
    expect(seen.CannedReasons.map(({ Code }) => Code)).toContain('unreadable');
    expect(await history(review)).toEqual(['submitted ', 'viewed ann', 'viewed admin']);
  });

  test('4.1.1 the history is only ever added to', async () => {
    const review = await submit();
    await desk.ClaimUVMSReview(ann, review);
    const { sql } = world;
    await expect(
      sql`UPDATE review_events SET operator_id = 'ben' WHERE account_id = ${accountId}`,
    ).rejects.toThrow(/only ever added/);
    await expect(sql`DELETE FROM review_events WHERE account_id = ${accountId}`).rejects.toThrow(
      /only ever added/,
    );
  });
});
