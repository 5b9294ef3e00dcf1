import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { otpauthUri, totpCode } from '../../src/modules/identities/index.ts';
import { type ApiAnswer, lastLink, openApi, PASSWORD, registerOwner, type TestApi } from '../support/api.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { whileHeld } from '../support/held-row.ts';

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

const STEP_MS = 30_000;
/** What an authenticator app shows, for the step `away` from the present one. */
function shown(secret: string, away = 0): string {
  return totpCode(fromBase32(secret), Math.floor(db.clock.now() / STEP_MS) + away);
}

/** RFC 4648 6, written apart from the code that is tested. */
function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

interface Enrolled {
  email: string;
  token: string;
  secret: string;
  codes: string[];
  logIn(factor?: object): Promise<ApiAnswer>;
}

async function enrolled(email: string): Promise<Enrolled> {
  const owner = await registerOwner(api, email);
  const { Secret } = await api.call('EnrolTotp', { Password: PASSWORD }, owner);
  const { RecoveryCodes } = await api.call('ConfirmTotp', { TotpCode: shown(Secret) }, owner);
  const logIn = (factor = {}) => api.call('Login', { Email: email, Password: PASSWORD, ...factor });
  return { email, token: owner.token, secret: Secret, codes: RecoveryCodes, logIn };
}

describe('a second factor', () => {
  test('RFC 6238 B the codes of the published secret and times', () => {
    const secret = Buffer.from('12345678901234567890');
    const codes = [59, 1_111_111_109, 1_111_111_111, 1_234_567_890, 2_000_000_000, 20_000_000_000].map(
      (time) => totpCode(secret, Math.floor(time / 30)),
    );
    expect(codes).toEqual(['287082', '081804', '050471', '005924', '279037', '353130']);
  });

  test('4.2.4 it is in force once a first code of it is given, and asked for with the password', async () => {
    const owner = await registerOwner(api, 'ann@example.com');
    expect((await api.call('EnrolTotp', { Password: 'wrong' }, owner)).RetCode).toBe(18112);
    const { Secret, Uri } = await api.call('EnrolTotp', { Password: PASSWORD }, owner);
    expect(Uri).toBe(otpauthUri('Herald', 'ann@example.com', Secret));
    expect(fromBase32(Secret)).toHaveLength(20);
    const logIn = () => api.call('Login', { Email: owner.email, Password: PASSWORD });
    expect((await logIn()).RetCode).toBe(0);
    expect((await api.call('ConfirmTotp', { TotpCode: shown(Secret, 5) }, owner)).RetCode).toBe(18109);
    const confirmed = await api.call('ConfirmTotp', { TotpCode: shown(Secret) }, owner);
    expect(confirmed.RecoveryCodes).toHaveLength(10);
    expect((await logIn()).RetCode).toBe(18108);
    expect((await api.call('EnrolTotp', { Password: PASSWORD }, owner)).RetCode).toBe(18113);
    expect(await api.call('GetMe', {}, owner)).toMatchObject({ TotpEnabled: true, RecoveryCodesLeft: 10 });
  });

  test('RFC 6238 5.2 a code counts in its step and one to either side, and once', async () => {
    const { secret, logIn } = await enrolled('bea@example.com');
    db.clock.advance(10 * STEP_MS);
    expect((await logIn({ TotpCode: shown(secret, -2) })).RetCode).toBe(18109);
    expect((await logIn({ TotpCode: shown(secret, 2) })).RetCode).toBe(18109);
    expect((await logIn({ TotpCode: shown(secret, -1) })).RetCode).toBe(0);
    expect((await logIn({ TotpCode: shown(secret, -1) })).RetCode).toBe(18109);
    expect((await logIn({ TotpCode: shown(secret, 1) })).RetCode).toBe(0);
    // A step before one that was taken does not count any more.
    expect((await logIn({ TotpCode: shown(secret) })).RetCode).toBe(18109);
    db.clock.advance(2 * STEP_MS);
    const code = { TotpCode: shown(secret) };
    const both = await Promise.all([logIn(code), logIn(code)]);
    expect(both.map(({ RetCode }) => RetCode).sort()).toEqual([0, 18109]);
  });

  test('4.2.4 a recovery code counts once, however it is typed; new ones make the others void', async () => {
    const { codes, token, secret, logIn } = await enrolled('cleo@example.com');
    const [first = '', second = ''] = codes;
    expect((await logIn({ RecoveryCode: first.toLowerCase().replace('-', ' ') })).RetCode).toBe(0);
    expect((await logIn({ RecoveryCode: first })).RetCode).toBe(18109);
    expect((await api.call('GetMe', {}, { token })).RecoveryCodesLeft).toBe(9);
    const renewed = await api.call('RenewRecoveryCodes', { Password: PASSWORD }, { token });
    expect((await logIn({ RecoveryCode: second })).RetCode).toBe(18109);
    expect((await logIn({ RecoveryCode: renewed.RecoveryCodes[0] })).RetCode).toBe(0);
    expect((await api.call('DisableTotp', { Password: PASSWORD }, { token })).RetCode).toBe(0);
    expect((await logIn()).RetCode).toBe(0);
    const [row] = await db.sql`SELECT string_agg(i::text, '') AS text FROM identities i`;
    expect(row?.text).not.toContain(fromBase32(secret).toString('hex'));
  });

  test('4.2.4 of two who renew recovery codes at once only one has codes that count', async () => {
    const person = await enrolled('two@example.com');
    const renew = () => api.call('RenewRecoveryCodes', { Password: PASSWORD }, person);
    const answers = await whileHeld(db.sql, (tx) => tx`SELECT 1 FROM identities FOR UPDATE`, [renew, renew]);
    expect(answers.map(({ RetCode }) => RetCode)).toEqual([0, 0]);
    expect((await api.call('GetMe', {}, person)).RecoveryCodesLeft).toBe(10);
  });

  test('4.2.4 codes cannot be guessed: five wrong ones lock, and asking without one in between frees nothing', async () => {
    const { logIn, secret } = await enrolled('dora@example.com');
    db.clock.advance(5 * STEP_MS);
    const wrong = shown(secret, 7);
    for (let guess = 0; guess < 5; guess++) {
      expect((await logIn({ TotpCode: wrong })).RetCode).toBe(18109);
      if (guess < 4) expect((await logIn()).RetCode).toBe(18108);
    }
    expect((await logIn({ TotpCode: shown(secret) })).RetCode).toBe(18107);
    expect((await logIn()).RetCode).toBe(18107);
  });

  test('4.3.1 a second factor of one person is no use to another', async () => {
    const one = await enrolled('eve@example.com');
    const other = await enrolled('fay@example.com');
    expect((await one.logIn({ RecoveryCode: other.codes[0] ?? '' })).RetCode).toBe(18109);
    db.clock.advance(2 * STEP_MS);
    expect((await one.logIn({ TotpCode: shown(other.secret) })).RetCode).toBe(18109);
  });
});

describe('one’s own password and sessions', () => {
  test('4.2.4 a password that is changed ends the other sessions, and no session changes it without the old one', async () => {
    const owner = await registerOwner(api, 'gil@example.com');
    const { token } = await api.call('Login', { Email: owner.email, Password: PASSWORD }).then((login) => ({
      token: login.Token as string,
    }));
    const change = (Password: string, NewPassword: string) =>
      api.call('ChangePassword', { Password, NewPassword }, { token });
    expect((await change('wrong', 'another password')).RetCode).toBe(18112);
    expect((await change(PASSWORD, 'short')).RetCode).toBe(18103);
    expect((await change(PASSWORD, 'Password123')).RetCode).toBe(18103);
    await api.call('RequestPasswordReset', { Email: owner.email });
    expect((await change(PASSWORD, 'another password')).RetCode).toBe(0);
    const Token = lastLink(await api.letters(owner.email));
    expect((await api.call('ResetPassword', { Token, Password: 'a third password' })).RetCode).toBe(18111);
    db.clock.advance(1000);
    expect((await api.call('GetMe', {}, owner)).RetCode).toBe(174);
    expect((await api.call('GetMe', {}, { token })).RetCode).toBe(0);
  });

  test('4.2.4 sessions are listed with where and by what; one or all others are ended', async () => {
    const owner = await registerOwner(api, 'hal@example.com');
    const credentials = { Email: owner.email, Password: PASSWORD };
    const phone = await api.call('Login', credentials, {
      ip: '198.51.100.4',
      headers: { 'user-agent': `phone ${'x'.repeat(500)}` },
    });
    const third = await api.call('Login', credentials);
    const listed = await api.call('ListSessions', {}, owner);
    expect(listed.Sessions).toHaveLength(3);
    const other = listed.Sessions.find(({ SessionId }: ApiAnswer) => SessionId === phone.SessionId);
    expect(other).toMatchObject({ Ip: '198.51.100.4', Current: false });
    expect(other.Agent).toHaveLength(200);
    expect((await api.call('EndSession', { SessionId: phone.SessionId }, owner)).RetCode).toBe(0);
    expect((await api.call('EndSession', { SessionId: phone.SessionId }, owner)).RetCode).toBe(18114);
    expect((await api.call('EndOtherSessions', {}, owner)).Ended).toBe(1);
    db.clock.advance(1000);
    expect((await api.call('GetMe', {}, { token: third.Token })).RetCode).toBe(174);
    expect((await api.call('ListSessions', {}, owner)).Sessions).toHaveLength(1);
  });

  test('product: of more than twenty sessions the oldest ends', async () => {
    const owner = await registerOwner(api, 'ida@example.com');
    for (let login = 0; login < 20; login++) {
      db.clock.advance(1000);
      await api.call('Login', { Email: owner.email, Password: PASSWORD });
    }
    db.clock.advance(1000);
    expect((await api.call('GetMe', {}, owner)).RetCode).toBe(174);
    const { Token } = await api.call('Login', { Email: owner.email, Password: PASSWORD });
    expect((await api.call('ListSessions', {}, { token: Token })).Sessions).toHaveLength(20);
  });

  test('4.2.4 a log-in from an address or device that is new is told; one from where one has been is not', async () => {
    const owner = await registerOwner(api, 'jo@example.com');
    const credentials = { Email: owner.email, Password: PASSWORD };
    const notices = async () => {
      const [row] = await db.sql<{ count: number }[]>`
        SELECT count(*)::int AS count FROM notices WHERE account_id = ${owner.accountId} AND kind = 'account.signed-in'`;
      return row?.count;
    };
    expect(await notices()).toBe(0);
    await api.call('Login', credentials);
    expect(await notices()).toBe(0);
    await api.call('Login', credentials, { ip: '198.51.100.200' });
    expect(await notices()).toBe(1);
    await api.call('Login', credentials, { ip: '198.51.100.200' });
    expect(await notices()).toBe(1);
    await api.call('Login', credentials, { headers: { 'user-agent': 'another' } });
    expect(await notices()).toBe(2);
  });
});
