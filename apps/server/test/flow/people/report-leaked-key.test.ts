import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  changeAccessKey,
  createAccessKey,
  deleteAccessKey,
  resetAccessKey,
} from '../../../src/flow/people/change-access-key.ts';
import type { PeopleDeps } from '../../../src/flow/people/people-deps.ts';
import { keyLeakReview, reportLeakedKey } from '../../../src/flow/people/report-leaked-key.ts';
import { findApiKey } from '../../../src/modules/accounts/index.ts';
import { createPasswordHasher } from '../../../src/modules/identities/index.ts';
import { systemRandom } from '../../../src/platform/random.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { member } from '../../support/callers.ts';
import { openWorld, type World } from '../../support/world.ts';

let world: World;
let deps: PeopleDeps;
const manager = { accountId: 'a0', memberId: undefined, permissions: member('a0').permissions };

beforeAll(async () => {
  world = await openWorld();
  await world.account({});
  deps = { ...world, random: systemRandom, passwords: createPasswordHasher(systemRandom) };
});
afterAll(() => world.close());

async function reported(): Promise<{ publicKey: string; subjectId: string }> {
  const { publicKey } = await createAccessKey(deps, manager, { note: 'ci' });
  const { caseId } = await reportLeakedKey(deps, manager, { publicKey, description: '在日志中发现' });
  const [row] = await world.sql`SELECT subject_id FROM reviews WHERE review_id = ${caseId}`;
  return { publicKey, subjectId: row?.subject_id };
}

const decide = (subjectId: string, approved: boolean) =>
  inTransaction(world.sql, (tx) =>
    keyLeakReview.apply(tx, {
      accountId: 'a0',
      subjectId,
      approved,
      reason: 'r',
      parts: [],
      operatorId: 'op',
      at: new Date(world.clock.now()),
    }),
  );
const enable = (publicKey: string) => changeAccessKey(deps, manager, publicKey, { status: 'active' });

test('4.2.3 the case shows whose key it is and what was reported, and never the private half', async () => {
  const { publicKey, subjectId } = await reported();
  const subject = await keyLeakReview.describe(world.sql, { accountId: 'a0', subjectId });
  const facts = Object.fromEntries(subject?.facts.map(({ name, value }) => [name, value]) ?? []);
  expect(facts).toMatchObject({
    'key.public-key': publicKey,
    'key.note': 'ci',
    'key.leak-report': '在日志中发现',
  });
  const key = await findApiKey(world.sql, world.vault, publicKey);
  expect(JSON.stringify(subject)).not.toContain(key?.privateKey);
  await deleteAccessKey(deps, manager, publicKey);
  const gone = await keyLeakReview.describe(world.sql, { accountId: 'a0', subjectId });
  expect(gone?.facts.map(({ value }) => value)).toEqual([publicKey]);
  await decide(subjectId, true);
});

test('4.2.3 a leak that is confirmed keeps the key off until it is reset; one that was none lets it be enabled again', async () => {
  const confirmed = await reported();
  await decide(confirmed.subjectId, true);
  await expect(enable(confirmed.publicKey)).rejects.toMatchObject({ name: 'KEY_LEAKED' });
  const none = await reported();
  await decide(none.subjectId, false);
  expect((await findApiKey(world.sql, world.vault, none.publicKey))?.status).toBe('disabled');
  await enable(none.publicKey);
  expect((await findApiKey(world.sql, world.vault, none.publicKey))?.status).toBe('active');
});

test('4.2.3 a decision about an earlier leak lets no key pass that has leaked again since', async () => {
  const first = await reported();
  await resetAccessKey(deps, manager, first.publicKey);
  world.clock.advance(1);
  await reportLeakedKey(deps, manager, { publicKey: first.publicKey, description: '' });
  await decide(first.subjectId, false);
  await expect(enable(first.publicKey)).rejects.toMatchObject({ name: 'KEY_LEAKED' });
});
