import { afterAll, beforeAll, expect, test } from 'vitest';
import { announcePriceBook } from '../../../src/flow/money/publish-price-book.ts';
import { bookInForce, bookToCome, pricesInForce } from '../../../src/modules/pricing/index.ts';
import { type Jobs, startJobs } from '../../../src/platform/jobs.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { memoryLog } from '../../support/memory-log.ts';

const DAY_MS = 86_400_000;

let db: TestDatabase & { jobs: Jobs };
beforeAll(async () => {
  const fresh = await openTestDatabase();
  db = { ...fresh, jobs: await startJobs(fresh.sql, { role: 'client', log: memoryLog() }) };
  await announcePriceBook(db, book(10n, db.clock.now()));
});
afterAll(async () => {
  await db.jobs.stop();
  await db.drop();
});

const book = (amount: bigint, effectiveAt: number) => ({
  prices: [{ purpose: 1, groupType: 1, prefix: '+86', amount, stepSeconds: 0 }],
  packages: [{ purpose: 1, groupType: 1, quantity: 10_000n, amount: 7_500_000n }],
  effectiveAt,
  operatorId: 'finance',
});
const inForce = async (at: number) => (await pricesInForce(db.sql, new Date(at))).map(({ amount }) => amount);

test('3.2 the first price book is in force at once: it changes nothing for anybody', async () => {
  expect(await inForce(db.clock.now())).toEqual([10n]);
});

test('3.2 a change with less than a day’s notice is refused, and says the earliest time', async () => {
  const now = db.clock.now();
  await expect(announcePriceBook(db, book(20n, now + DAY_MS - 1))).rejects.toMatchObject({
    name: 'PRICE_NOTICE_TOO_SHORT',
    details: { earliest: new Date(now + DAY_MS).toISOString() },
  });
  expect(await bookToCome(db.sql, new Date(now))).toBeUndefined();
});

test('3.2 a change told a day ahead is announced at once and in force from its very moment', async () => {
  const now = db.clock.now();
  const version = await announcePriceBook(db, book(20n, now + DAY_MS));
  expect(await bookToCome(db.sql, new Date(now))).toMatchObject({ version });
  expect(await inForce(now + DAY_MS - 1)).toEqual([10n]);
  expect(await inForce(now + DAY_MS)).toEqual([20n]);
  expect(await bookInForce(db.sql, new Date(now + DAY_MS))).toMatchObject({
    version,
    packages: [{ quantity: 10_000n, amount: 7_500_000n }],
  });
});

test('3.2 every account is told by an announcement of the same transaction; a refused book tells nobody', async () => {
  const told = () => db.sql<{ kind: string; title_en: string; body_zh: string }[]>`
    SELECT kind, title_en, body_zh FROM announcements WHERE publish_at IS NOT NULL ORDER BY created_at`;
  const before = (await told()).length;
  const at = db.clock.now() + 2 * DAY_MS;
  await expect(announcePriceBook(db, { ...book(30n, at), prices: [] })).rejects.toThrow();
  expect(await told()).toHaveLength(before);
  const version = await announcePriceBook(db, book(30n, at));
  expect((await told()).at(-1)).toMatchObject({
    kind: 'announcement.price',
    title_en: `Version ${version} of the price book takes effect at 2026-03-12 10:00 (Beijing time)`,
    body_zh: expect.stringContaining('验证码（随机号码）+86 每条 0.0030 元'),
  });
  const [spread] = await db.sql`SELECT data FROM jobs.job WHERE name = 'spread-announcement'`;
  expect(spread).toBeDefined();
});

test('3.2 two who publish at once get two versions', async () => {
  const at = db.clock.now() + 10 * DAY_MS;
  const versions = await Promise.all([1n, 2n, 3n].map((amount) => announcePriceBook(db, book(amount, at))));
  expect(new Set(versions).size).toBe(3);
  expect(await inForce(at)).toHaveLength(1);
});

test.each([
  ['no price', { prices: [] }, 'no price'],
  ['a prefix without +', { prices: [{ ...price(), prefix: '86' }] }, 'row 1 has no valid prefix'],
  ['a price below zero', { prices: [{ ...price(), amount: -1n }] }, 'row 1 has no valid price'],
  ['a step of 30 s', { prices: [{ ...price(), stepSeconds: 30 }] }, 'row 1 has a step'],
  ['one row twice', { prices: [price(), price()] }, 'row 2 stands there twice'],
  ['an empty package', { packages: [{ ...pack(), quantity: 0n }] }, 'row 1 has no valid quantity'],
  ['a free package', { packages: [{ ...pack(), amount: 0n }] }, 'row 1 has no valid price'],
  ['one package twice', { packages: [pack(), pack()] }, 'row 2 stands there twice'],
])('3.1 a book with %s is refused', async (_what, change, problem) => {
  const wanted = { ...book(1n, db.clock.now() + 5 * DAY_MS), ...change };
  await expect(announcePriceBook(db, wanted)).rejects.toMatchObject({
    name: 'PRICE_BOOK_INVALID',
    message: expect.stringContaining(problem),
  });
});

function price() {
  return { purpose: 1, groupType: 1, prefix: '+86', amount: 1n, stepSeconds: 0 };
}
function pack() {
  return { purpose: 1, groupType: 1, quantity: 1n, amount: 1n };
}
