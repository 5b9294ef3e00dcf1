import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptInvitation } from '../../../src/flow/people/invite.ts';
import { logIn } from '../../../src/flow/people/log-in.ts';
import type { PeopleDeps } from '../../../src/flow/people/people-deps.ts';
import { createOwnedAccount } from '../../../src/flow/people/register.ts';
import { resetPassword } from '../../../src/flow/people/reset-password.ts';
import {
  createPasswordHasher,
  findIdentityByEmail,
  insertProof,
  listSessions,
  type PasswordHasher,
} from '../../../src/modules/identities/index.ts';
import { type Jobs, startJobs } from '../../../src/platform/jobs.ts';
import { systemRandom } from '../../../src/platform/random.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { memoryLog } from '../../support/memory-log.ts';

const EMAIL = 'owner@example.com';
const PASSWORD = 'correct horse battery';
const BETTER = 'a better password';

let db: TestDatabase;
let jobs: Jobs;
const hasher = createPasswordHasher(systemRandom);

beforeAll(async () => {
  db = await openTestDatabase();
  jobs = await startJobs(db.sql, { role: 'client', log: memoryLog() });
  const passwordHash = await hasher.hash(PASSWORD);
  const owner = { email: EMAIL, name: '', language: 'en', passwordHash, accountName: 'shop' } as const;
  await inTransaction(db.sql, (tx) => createOwnedAccount(tx, deps(), owner));
  db.clock.advance(1000);
});
afterAll(async () => {
  await jobs.stop();
  await db.drop();
});

const deps = (passwords: Partial<PasswordHasher> = {}): PeopleDeps => ({
  ...db,
  jobs,
  random: systemRandom,
  passwords: { ...hasher, ...passwords },
});

describe('while somebody guesses', () => {
  const from = (ip: string, password: string) =>
    logIn(deps(), { realm: 'customer', email: EMAIL, password, ip, agent: 'test' });

  test('4.2.4 guesses from elsewhere lock those machines, not the one that the person has used before', async () => {
    await from('198.51.100.1', PASSWORD);
    for (let guess = 0; guess < 5; guess++) {
      await expect(from(`203.0.113.${guess}`, 'a wrong guess')).rejects.toMatchObject({
        name: 'LOGIN_WRONG',
      });
    }
    await expect(from('203.0.113.99', PASSWORD)).rejects.toMatchObject({ name: 'ATTEMPTS_BLOCKED' });
    await expect(from('198.51.100.1', PASSWORD)).resolves.toMatchObject({ access: { active: true } });
  });

  test('4.2.4 guesses from the machine of the person lock that one too', async () => {
    for (let guess = 0; guess < 5; guess++) {
      await expect(from('198.51.100.1', 'a wrong guess')).rejects.toMatchObject({ name: 'LOGIN_WRONG' });
    }
    await expect(from('198.51.100.1', PASSWORD)).rejects.toMatchObject({ name: 'ATTEMPTS_BLOCKED' });
    db.clock.advance(86_400_000);
  });
});

describe('while passwords are worked on', () => {
  test('4.2.4 a log-in with the old password that is judged during a reset opens no session', async () => {
    const proof = { proofId: db.newId(), kind: 'password-reset', realm: 'customer', email: EMAIL } as const;
    const at = new Date(db.clock.now());
    await inTransaction(db.sql, (tx) =>
      insertProof(tx, db.vault, { ...proof, payload: {}, secret: { link: 'link' }, at }),
    );
    const duringReset = deps({
      async verify(password, hash) {
        const right = await hasher.verify(password, hash);
        await resetPassword(deps(), { token: 'link', password: BETTER, ip: '203.0.113.7' });
        return right;
      },
    });
    const request = { realm: 'customer', email: EMAIL, ip: '203.0.113.9', agent: 'thief' } as const;
    const late = logIn(duringReset, { ...request, password: PASSWORD });
    await expect(late).rejects.toMatchObject({ name: 'LOGIN_WRONG' });
    const identity = await findIdentityByEmail(db.sql, db.vault, 'customer', EMAIL);
    const open = { identityId: identity?.identityId ?? '', realm: 'customer', now: db.clock.now() } as const;
    expect(await listSessions(db.sql, open)).toEqual([]);
    await logIn(deps(), { ...request, password: BETTER });
    expect(await listSessions(db.sql, open)).toHaveLength(1);
  });

  test('4.2.4 a link that was asked for at the same time proves nothing once the password was reset', async () => {
    const at = new Date(db.clock.now());
    await inTransaction(db.sql, async (tx) => {
      for (const link of ['one', 'other']) {
        const proof = {
          proofId: db.newId(),
          kind: 'password-reset',
          realm: 'customer',
          email: EMAIL,
        } as const;
        await insertProof(tx, db.vault, { ...proof, payload: {}, secret: { link }, at });
      }
    });
    const reset = (token: string) => resetPassword(deps(), { token, password: BETTER, ip: '203.0.113.7' });
    await reset('one');
    await expect(reset('other')).rejects.toMatchObject({ name: 'LINK_INVALID' });
  });

  test('product: a link that somebody made up costs no hash', async () => {
    const idle = deps({ hash: () => Promise.reject(new Error('work was done for a stranger')) });
    const madeUp = { token: 'made-up', password: BETTER };
    const invalid = { name: 'LINK_INVALID' };
    await expect(resetPassword(idle, { ...madeUp, ip: '203.0.113.9' })).rejects.toMatchObject(invalid);
    const accepting = acceptInvitation(idle, { ...madeUp, name: '', language: 'en' });
    await expect(accepting).rejects.toMatchObject(invalid);
  });
});
