import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Letter,
  lastCode,
  lastLink,
  openApi,
  PASSWORD,
  registerOwner,
  type TestApi,
} from '../support/api.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  db = await openTestDatabase();
  api = await openApi(db);
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

describe('registering', () => {
  const request = { Email: 'Ann@Example.com', Password: PASSWORD, AccountName: '示例公司', Language: 'zh' };

  test('1.3 an account exists once its address is proven, with its owner and a project, and works by session', async () => {
    const begun = await api.call('Register', request);
    expect(begun).toMatchObject({ RetCode: 0 });
    const early = await api.call('Login', { Email: request.Email, Password: PASSWORD });
    expect(early.RetCode).toBe(18106);
    const letters = await api.letters(request.Email);
    expect(letters[0]?.subject).toBe('验证您的邮箱');
    const wrong = await api.call('VerifyEmail', { RegistrationId: begun.RegistrationId, Code: '000000' });
    expect(wrong.RetCode).toBe(18104);
    const proof = { RegistrationId: begun.RegistrationId, Code: lastCode(letters) };
    const made = await api.call('VerifyEmail', proof);
    expect(made).toMatchObject({ RetCode: 0 });
    expect((await api.call('VerifyEmail', proof)).RetCode).toBe(18104);

    const login = await api.call('Login', { Email: 'ann@example.COM', Password: PASSWORD });
    expect(login).toMatchObject({ RetCode: 0, AccountId: made.AccountId, Role: 'owner', cookies: [] });
    expect(await api.call('GetBalance', {}, { token: login.Token })).toMatchObject({ RetCode: 0 });
    expect(await api.call('GetMe', {}, { token: login.Token })).toMatchObject({
      Email: 'ann@example.com',
      AccountName: '示例公司',
      AllProjects: true,
      TotpEnabled: false,
    });
    expect(await api.call('GetBalance', { ProjectId: made.ProjectId }, { token: login.Token })).toMatchObject(
      { RetCode: 0 },
    );
  });

  test('1.3 the answer for an address that is known is the same, and its owner is told by mail', async () => {
    const again = await api.call('Register', request);
    expect(Object.keys(again)).toEqual(['RetCode', 'Action', 'RegistrationId', 'ExpireTime', 'cookies']);
    const last = (await api.letters(request.Email)).at(-1) as Letter;
    expect(last.subject).toBe('该邮箱已注册');
    expect(lastCode([last])).toBe('');
    const answer = await api.call('VerifyEmail', { RegistrationId: again.RegistrationId, Code: '123456' });
    expect(answer.RetCode).toBe(18104);
  });

  test('4.2.4 neither password nor address nor token can be read in the database', async () => {
    const tables = ['identities', 'sessions', 'mail_proofs', 'members', 'attempts', 'jobs.job'];
    for (const table of tables) {
      const [row] = await db.sql.unsafe(`SELECT string_agg(t::text, ' ') AS text FROM ${table} t`);
      const text = JSON.stringify(row).toLowerCase();
      expect(text, table).not.toContain('ann@example');
      expect(text, table).not.toContain(Buffer.from('ann@example').toString('hex'));
      expect(text, table).not.toContain(PASSWORD);
    }
  });

  test('4.2.4 a code bears five wrong ones, and then no right one; a new one counts again', async () => {
    const email = 'bea@example.com';
    const begun = await api.call('Register', { ...request, Email: email });
    const { RegistrationId } = begun;
    const code = lastCode(await api.letters(email));
    const other = code === '111111' ? '222222' : '111111';
    for (let tries = 0; tries < 5; tries++) await api.call('VerifyEmail', { RegistrationId, Code: other });
    expect((await api.call('VerifyEmail', { RegistrationId, Code: code })).RetCode).toBe(18104);
    expect(await api.call('ResendEmailCode', { RegistrationId })).toMatchObject({ RetCode: 0 });
    const fresh = lastCode(await api.letters(email));
    expect(await api.call('VerifyEmail', { RegistrationId, Code: fresh })).toMatchObject({ RetCode: 0 });
  });

  test('4.2.4 a code ends after a quarter of an hour', async () => {
    const email = 'cleo@example.com';
    const begun = await api.call('Register', { ...request, Email: email });
    db.clock.advance(15 * 60_000);
    const late = { RegistrationId: begun.RegistrationId, Code: lastCode(await api.letters(email)) };
    expect((await api.call('VerifyEmail', late)).RetCode).toBe(18104);
  });

  test('4.2.4 an address is mailed five times, and then only after a wait that grows', async () => {
    const email = 'dora@example.com';
    for (let mail = 0; mail < 5; mail++) {
      expect(
        (await api.call('Register', { ...request, Email: email }, { ip: `198.51.100.${mail}` })).RetCode,
      ).toBe(0);
    }
    const refused = await api.call('Register', { ...request, Email: email }, { ip: '198.51.100.9' });
    expect(refused.RetCode).toBe(18107);
    expect(refused.Message).toContain('600 s');
    db.clock.advance(600_000);
    expect((await api.call('Register', { ...request, Email: email })).RetCode).toBe(0);
    const longer = await api.call('Register', { ...request, Email: email });
    expect(longer.Message).toContain('1200 s');
  });

  test('1.3 of two registrations of one address each has its own password, and its own code', async () => {
    const email = 'eve@example.com';
    const own = await api.call('Register', { ...request, Email: email });
    const ownCode = lastCode(await api.letters(email));
    const strange = await api.call('Register', { ...request, Email: email, Password: 'another password' });
    const strangeCode = lastCode(await api.letters(email));
    const mixed = { RegistrationId: strange.RegistrationId, Code: ownCode };
    if (ownCode !== strangeCode) expect((await api.call('VerifyEmail', mixed)).RetCode).toBe(18104);
    const proof = { RegistrationId: own.RegistrationId, Code: ownCode };
    expect((await api.call('VerifyEmail', proof)).RetCode).toBe(0);
    expect((await api.call('Login', { Email: email, Password: PASSWORD })).RetCode).toBe(0);
    const late = await api.call('VerifyEmail', { RegistrationId: strange.RegistrationId, Code: strangeCode });
    expect(late.RetCode).toBe(18105);
  });
});

describe('sessions', () => {
  test('4.2.4 a browser has its session in a cookie that no script can read, and in no answer', async () => {
    const owner = await registerOwner(api, 'fay@example.com');
    const login = await api.call('Login', { Email: owner.email, Password: PASSWORD, Cookie: true });
    expect(login.Token).toBeUndefined();
    expect(login.cookies[0]).toMatch(
      /^herald-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800/,
    );
    const headers = { cookie: String(login.cookies[0]).split(';')[0] ?? '', 'x-herald-console': 'customer' };
    expect(await api.call('GetMe', {}, { headers })).toMatchObject({ RetCode: 0, Email: owner.email });
    const logout = await api.call('Logout', {}, { headers });
    expect(logout.cookies).toEqual([expect.stringMatching(/^herald-session=; .*Max-Age=0$/)]);
    db.clock.advance(1000);
    expect((await api.call('GetMe', {}, { headers })).RetCode).toBe(174);
  });

  test('4.2.4 a session ends when it is not used for twelve hours, and after seven days in any case', async () => {
    const { token } = await registerOwner(api, 'gil@example.com');
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      db.clock.advance(6 * 3_600_000);
      expect((await api.call('GetMe', {}, { token })).RetCode, `${hours} h`).toBe(0);
      db.clock.advance(5000); // the use is written
      await expect.poll(() => lastUse('gil@example.com')).toBe(db.clock.now() - 5000);
    }
    db.clock.advance(6 * 3_600_000);
    expect((await api.call('GetMe', {}, { token })).RetCode).toBe(174);

    const login = await api.call('Login', { Email: 'gil@example.com', Password: PASSWORD });
    db.clock.advance(12 * 3_600_000);
    expect((await api.call('GetMe', {}, { token: login.Token })).RetCode).toBe(174);
  });

  async function lastUse(email: string): Promise<number | undefined> {
    const [row] = await db.sql<{ at: Date }[]>`
      SELECT max(last_used_at) AS at FROM sessions JOIN identities USING (identity_id)
      WHERE email_key = ${db.vault.key(`email:${email}`)}`;
    return row?.at.getTime();
  }
});

describe('wrong passwords', () => {
  test('4.2.4 an address is locked after five, for a time that doubles; it is the same for one that nobody has', async () => {
    const owner = await registerOwner(api, 'hal@example.com');
    for (const Email of [owner.email, 'nobody@example.com']) {
      const wrong = (n: number) =>
        api.call('Login', { Email, Password: 'not the one' }, { ip: `192.0.2.${n}` });
      for (let tries = 1; tries <= 5; tries++) expect((await wrong(tries)).RetCode).toBe(18106);
      for (const seconds of [30, 60, 120]) {
        const blocked = await wrong(6);
        expect(blocked.RetCode).toBe(18107);
        expect(blocked.Message).toContain(`${seconds} s`);
        db.clock.advance(seconds * 1000);
        expect((await wrong(7)).RetCode).toBe(18106);
      }
    }
    db.clock.advance(240_000);
    expect((await api.call('Login', { Email: owner.email, Password: PASSWORD })).RetCode).toBe(0);
    const after = await api.call('Login', { Email: owner.email, Password: 'not the one' });
    expect(after.RetCode).toBe(18106);
  });

  test('4.2.4 at fifty guesses at once no more than five are judged', async () => {
    await registerOwner(api, 'ida@example.com');
    const guesses = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        api.call('Login', { Email: 'ida@example.com', Password: `guess ${n}` }, { ip: `192.0.2.${100 + n}` }),
      ),
    );
    const judged = guesses.filter(({ RetCode }) => RetCode === 18106);
    expect(judged).toHaveLength(5);
    expect(guesses.filter(({ RetCode }) => RetCode === 18107)).toHaveLength(45);
  });

  test('4.2.4 a machine is locked after thirty, whomever it tries, and a right one in between is not counted', async () => {
    const owner = await registerOwner(api, 'jo@example.com', '198.51.100.50');
    const ip = '198.51.100.77';
    for (let tries = 0; tries < 30; tries++) {
      db.clock.advance(200); // within the rate of strangers
      const login = await api.call('Login', { Email: `x${tries}@example.com`, Password: 'guess' }, { ip });
      expect(login.RetCode).toBe(18106);
      if (tries === 10) {
        const right = await api.call('Login', { Email: owner.email, Password: PASSWORD }, { ip });
        expect(right.RetCode).toBe(0);
      }
    }
    const right = { Email: owner.email, Password: PASSWORD };
    expect((await api.call('Login', right, { ip })).RetCode).toBe(18107);
    expect((await api.call('Login', right, { ip: '198.51.100.78' })).RetCode).toBe(0);
    db.clock.advance(30_000);
    expect((await api.call('Login', right, { ip })).RetCode).toBe(0);
  });
});

describe('a forgotten password', () => {
  test('4.2.4 a new one is set by a link that works once, and every session ends', async () => {
    const owner = await registerOwner(api, 'kim@example.com');
    expect((await api.call('RequestPasswordReset', { Email: owner.email })).RetCode).toBe(0);
    const Token = lastLink(await api.letters(owner.email));
    expect((await api.call('ResetPassword', { Token, Password: 'kim@example.com' })).RetCode).toBe(18103);
    expect((await api.call('ResetPassword', { Token, Password: 'a better password' })).RetCode).toBe(0);
    expect((await api.call('ResetPassword', { Token, Password: 'a better password' })).RetCode).toBe(18111);
    db.clock.advance(1000);
    expect((await api.call('GetMe', {}, { token: owner.token })).RetCode).toBe(174);
    expect((await api.call('Login', { Email: owner.email, Password: PASSWORD })).RetCode).toBe(18106);
    expect((await api.call('Login', { Email: owner.email, Password: 'a better password' })).RetCode).toBe(0);
  });

  test('4.2.4 a later link makes the one before void, half an hour ends it, and an unknown address is told apart by nothing', async () => {
    const owner = await registerOwner(api, 'lea@example.com');
    await api.call('RequestPasswordReset', { Email: owner.email });
    const first = lastLink(await api.letters(owner.email));
    await api.call('RequestPasswordReset', { Email: owner.email });
    const second = lastLink(await api.letters(owner.email));
    expect(second).not.toBe(first);
    const reset = (Token: string) => api.call('ResetPassword', { Token, Password: 'a better password' });
    expect((await reset(first)).RetCode).toBe(18111);
    db.clock.advance(30 * 60_000);
    expect((await reset(second)).RetCode).toBe(18111);
    expect(await api.call('RequestPasswordReset', { Email: 'none@example.com' })).toMatchObject({
      RetCode: 0,
    });
    const [letter] = await api.letters('none@example.com');
    expect(letter?.subject).toBe('This address is not registered');
    expect(lastLink([letter as Letter])).toBe('');
  });
});
