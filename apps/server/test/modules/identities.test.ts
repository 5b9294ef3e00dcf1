import { argon2Sync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ATTEMPTS,
  blockMs,
  createIdentity,
  createPasswordHasher,
  findIdentityByEmail,
  isSessionOpen,
  maskEmail,
  passwordProblem,
  rehashPassword,
  takeAttempt,
} from '../../src/modules/identities/index.ts';
import { machineOf } from '../../src/platform/ip-allow-list.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { inTransaction } from '../../src/platform/transaction.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

describe('passwords', () => {
  test.each([
    ['short', '123456789', 'fewer'],
    ['nine characters outside the BMP', '😀'.repeat(9), 'fewer'],
    ['the address', 'Ann.Smith@example.com', 'address'],
    ['the name in the address', 'ann.smith', 'fewer'],
    ['a long name in the address', 'ann.smith.of.example', 'address'],
    ['a common one', 'Password123', 'commonest'],
    ['a common one in full width', 'ｐａｓｓｗｏｒｄ１２３', 'commonest'],
    ['three characters over and over', 'abcabcabcabcabc', 'commonest'],
  ])('4.2.4 %s is refused: %j', (_what, password, why) => {
    const email = password.includes('of') ? 'ann.smith.of.example@example.com' : 'ann.smith@example.com';
    expect(passwordProblem(password, email)?.en).toContain(why);
  });

  test.each(['correct horse', '我们一起去看海吧朋友们', 'aaaabbbbccccd', '😀😁😂🤣😃😄😅😆😉😊'])(
    '4.2.4 %j is taken: kinds of characters do not count',
    (password) => expect(passwordProblem(password, 'ann@example.com')).toBeUndefined(),
  );

  test('RFC 9106 a hash verifies its password and no other, however it is composed; no two are alike', async () => {
    const passwords = createPasswordHasher(systemRandom);
    const hash = await passwords.hash('caf\u00e9 au lait');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await passwords.verify('cafe\u0301 au lait', hash)).toBe(true);
    expect(await passwords.verify('cafe au lait', hash)).toBe(false);
    expect(await passwords.hash('caf\u00e9 au lait')).not.toBe(hash);
    for (const none of [null, undefined]) expect(await passwords.verify('', none)).toBe(false);
  });

  test('4.2.4 a hash of other parameters still verifies, and is known to be outdated', async () => {
    const passwords = createPasswordHasher(systemRandom);
    const nonce = randomBytes(16);
    const parameters = {
      message: 'an old password',
      nonce,
      parallelism: 1,
      tagLength: 32,
      memory: 8192,
      passes: 1,
    };
    const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const old = `$argon2id$v=19$m=8192,t=1,p=1$${base64(nonce)}$${base64(argon2Sync('argon2id', parameters))}`;
    expect(await passwords.verify('an old password', old)).toBe(true);
    expect(await passwords.verify('another', old)).toBe(false);
    expect(passwords.isOutdated(old)).toBe(true);
    expect(passwords.isOutdated(await passwords.hash('x'))).toBe(false);
  });

  test('product: more than wait for their turn are turned away, so that memory stays bounded', async () => {
    const passwords = createPasswordHasher(systemRandom);
    const asked = await Promise.allSettled(Array.from({ length: 110 }, () => passwords.hash('x')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(102);
    expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(8);
  });
});

describe('rules', () => {
  test('4.2.4 blocks double from the first, up to the longest', () => {
    const policy = ATTEMPTS.login;
    const seconds = [1, 4, 5, 6, 7, 11, 12, 13, 1000].map((count) => blockMs(policy, count) / 1000);
    expect(seconds).toEqual([0, 0, 30, 60, 120, 1920, 3600, 3600, 3600]);
  });

  test('4.2.4 a session is open until it is ended, unused for too long, or too old', () => {
    const hour = 3_600_000;
    const session = { lastUsedAt: new Date(0), expiresAt: new Date(100 * hour), endedAt: null };
    expect(isSessionOpen('customer', session, 12 * hour - 1)).toBe(true);
    expect(isSessionOpen('customer', session, 12 * hour)).toBe(false);
    expect(isSessionOpen('operator', session, hour)).toBe(false);
    const used = { ...session, lastUsedAt: new Date(99.5 * hour) };
    expect(isSessionOpen('customer', used, 100 * hour - 1)).toBe(true);
    expect(isSessionOpen('customer', used, 100 * hour)).toBe(false);
    expect(isSessionOpen('customer', { ...session, endedAt: new Date(0) }, 1)).toBe(false);
  });

  test('4.3.1 an address is masked, and a machine is an address or the /64 of one', () => {
    expect(maskEmail('owner@example.com')).toBe('o***@example.com');
    expect(machineOf('203.0.113.7')).toBe('203.0.113.7');
    expect(machineOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(machineOf('2001:db8:1:2:3:4:5:6')).toBe(machineOf('2001:db8:1:2:ffff::1'));
    expect(machineOf('2001:db8:1:3::1')).not.toBe(machineOf('2001:db8:1:2::1'));
  });
});

describe('store', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.drop());

  test('4.2.4 a hash is renewed, unless the password was changed meanwhile', async () => {
    const { sql, vault } = db;
    const at = new Date(db.clock.now());
    const person = {
      identityId: 'i',
      realm: 'customer',
      email: 'A@b.example',
      name: '',
      language: 'zh',
      at,
    } as const;
    await inTransaction(sql, (tx) => createIdentity(tx, vault, { ...person, passwordHash: 'old' }));
    const found = async () =>
      (await findIdentityByEmail(sql, vault, 'customer', ' a@B.example '))?.passwordHash;
    await rehashPassword(sql, { identityId: 'i', from: 'another', to: 'new' });
    expect(await found()).toBe('old');
    await rehashPassword(sql, { identityId: 'i', from: 'old', to: 'new' });
    expect(await found()).toBe('new');
    expect(await findIdentityByEmail(sql, vault, 'operator', 'a@b.example')).toBeUndefined();
  });

  test('4.2.4 attempts are forgotten after a day without any', async () => {
    const { sql, vault } = db;
    const who = { kind: 'login', subject: 'customer:x@example.com' } as const;
    const day = ATTEMPTS.login.forgetMs;
    for (let count = 1; count <= 4; count++) expect(await takeAttempt(sql, vault, who, 1000)).toBe(count);
    expect(await takeAttempt(sql, vault, who, 1000 + day)).toBe(5);
    await expect(takeAttempt(sql, vault, who, 1000 + day)).rejects.toMatchObject({
      name: 'ATTEMPTS_BLOCKED',
    });
    expect(await takeAttempt(sql, vault, who, 1001 + 2 * day)).toBe(1);
  });
});
