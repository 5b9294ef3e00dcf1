import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeDemoOperator, seedDemoLogins } from '../../src/flow/service/seed-demo-logins.ts';
import { createPasswordHasher } from '../../src/modules/identities/index.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { lastLink, openApi, PASSWORD, registerOwner, type TestApi } from '../support/api.ts';
import { openAccount, openTestDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let api: TestApi;
const ADMIN = 'admin@example.com';

beforeAll(async () => {
  db = await openTestDatabase();
  api = await openApi(db, { ADMIN_EMAIL: ADMIN, PUBLIC_URL: 'https://voice.example.com' });
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

const accept = async (email: string) =>
  api.call('AcceptInvitation', { Token: lastLink(await api.letters(email)), Password: PASSWORD });
const logIn = (Email: string) => api.call('OperatorLogin', { Email, Password: PASSWORD });

describe('the operator’s staff', () => {
  test('4.2.4 the first administrator is invited at the start, until somebody has accepted', async () => {
    expect(await api.letters(ADMIN)).toHaveLength(1);
    expect((await api.letters(ADMIN))[0]?.text).toContain(
      'https://voice.example.com/console/accept-invitation#token=',
    );
    const restart = async () => (await openApi(db, { ADMIN_EMAIL: ADMIN })).stop();
    await restart();
    expect(await api.letters(ADMIN)).toHaveLength(1);
    const lost = lastLink(await api.letters(ADMIN));
    db.clock.advance(3_600_000);
    await restart();
    expect(await api.letters(ADMIN)).toHaveLength(2);
    expect((await api.call('AcceptInvitation', { Token: lost, Password: PASSWORD })).RetCode).toBe(18111);
    expect(await accept(ADMIN)).toMatchObject({ RetCode: 0, Realm: 'operator' });
    db.clock.advance(3_600_000);
    await restart();
    expect(await api.letters(ADMIN)).toHaveLength(2);
    expect(await logIn(ADMIN)).toMatchObject({ RetCode: 0, Roles: ['admin'] });
  });

  test('4.2.4 staff and customers are two worlds: another log-in, another cookie, 299 at each other’s Actions', async () => {
    expect((await api.call('Login', { Email: ADMIN, Password: PASSWORD })).RetCode).toBe(18106);
    const owner = await registerOwner(api, ADMIN);
    const admin = await api.call('OperatorLogin', { Email: ADMIN, Password: PASSWORD, Cookie: true });
    expect(admin.cookies[0]).toMatch(/^herald-staff=[\w-]{43}; .*Max-Age=43200/);
    expect((await api.call('ListOperators', {}, owner)).RetCode).toBe(299);
    const headers = { cookie: String(admin.cookies[0]).split(';')[0] ?? '', 'x-herald-console': 'operator' };
    expect((await api.call('ListOperators', {}, { headers })).RetCode).toBe(0);
    expect((await api.call('GetMe', {}, { headers })).Realm).toBe('operator');
    const { Token } = await logIn(ADMIN);
    expect((await api.call('GetBalance', {}, { token: Token })).RetCode).toBe(299);
  });

  test('4.2.4 a reset of one world’s password leaves the other’s', async () => {
    await api.call('RequestPasswordReset', { Email: ADMIN, Realm: 'operator' });
    const Token = lastLink(await api.letters(ADMIN));
    expect((await api.call('ResetPassword', { Token, Password: 'quite another one' })).RetCode).toBe(0);
    expect((await logIn(ADMIN)).RetCode).toBe(18106);
    expect((await api.call('Login', { Email: ADMIN, Password: PASSWORD })).RetCode).toBe(0);
    await api.call('RequestPasswordReset', { Email: ADMIN, Realm: 'operator' });
    const again = lastLink(await api.letters(ADMIN));
    await api.call('ResetPassword', { Token: again, Password: PASSWORD });
  });

  test('4.2.4 staff are invited with roles, changed and removed; the last administrator stays', async () => {
    const { Token: token, OperatorId: me } = await logIn(ADMIN);
    const ask = (action: string, parameters: object) => api.call(action, { ...parameters }, { token });
    const email = 'rev@example.com';
    const invited = await ask('InviteOperator', { Email: email, Roles: ['reviewer', 'finance'] });
    expect(invited.RetCode).toBe(0);
    expect((await ask('InviteOperator', { Email: email, Roles: ['reviewer'] })).RetCode).toBe(18851);
    expect((await accept(email)).RetCode).toBe(0);
    const reviewer = await logIn(email);
    expect((await api.call('GetMe', {}, { token: reviewer.Token })).Permissions.sort()).toEqual([
      'ops:finance',
      'ops:read',
      'ops:review',
    ]);
    expect((await api.call('ListOperators', {}, { token: reviewer.Token })).RetCode).toBe(299);
    const OperatorId = invited.OperatorId;
    const { Data: names } = await api.call('ListStaffNames', {}, { token: reviewer.Token });
    expect(names).toEqual([
      { OperatorId: me, Name: 'admin' },
      { OperatorId, Name: 'rev' },
    ]);
    for (const change of [{ Roles: ['finance'] }, { Status: 'disabled' }]) {
      expect((await ask('UpdateOperator', { OperatorId: me, ...change })).RetCode).toBe(18852);
    }
    expect((await ask('RemoveOperator', { OperatorId: me })).RetCode).toBe(18852);
    expect((await ask('UpdateOperator', { OperatorId, Status: 'disabled' })).RetCode).toBe(0);
    db.clock.advance(1000);
    expect((await api.call('GetMe', {}, { token: reviewer.Token })).RetCode).toBe(174);
    expect((await logIn(email)).RetCode).toBe(18110);
    expect(await ask('ListOperators', {})).toMatchObject({ Total: 2 });
    expect((await ask('RemoveOperator', { OperatorId })).RetCode).toBe(0);
    expect((await logIn(email)).RetCode).toBe(18106);
  });

  test('4.2.4 a session of staff ends when it is not used for an hour', async () => {
    const { Token } = await logIn(ADMIN);
    db.clock.advance(3_599_000);
    expect((await api.call('GetMe', {}, { token: Token })).RetCode).toBe(0);
    const idle = await logIn(ADMIN);
    db.clock.advance(3_600_000);
    expect((await api.call('GetMe', {}, { token: idle.Token })).RetCode).toBe(174);
  });
});

describe('the demo’s log-ins', () => {
  test('product: they have the passwords on file, also new ones, and the operator goes with the sandbox', async () => {
    await openAccount(db, 'demo', {});
    const passwords = createPasswordHasher(systemRandom);
    const seed = (customer: string, operator: string) =>
      seedDemoLogins({ ...db, passwords }, 'demo', { customer, operator });
    await seed('first customer', 'first operator');
    await seed('first customer', 'first operator');
    const owner = (Password: string) => api.call('Login', { Email: 'owner@demo.example', Password });
    const admin = (Password: string) => api.call('OperatorLogin', { Email: 'admin@demo.example', Password });
    expect(await owner('first customer')).toMatchObject({ RetCode: 0, AccountId: 'demo', Role: 'owner' });
    expect(await admin('first operator')).toMatchObject({ RetCode: 0, Roles: ['admin'] });
    await seed('second customer', 'second operator');
    expect((await owner('first customer')).RetCode).toBe(18106);
    expect((await owner('second customer')).RetCode).toBe(0);
    expect((await admin('second operator')).RetCode).toBe(0);
    await removeDemoOperator(db);
    expect((await admin('second operator')).RetCode).toBe(18106);
    expect((await owner('second customer')).RetCode).toBe(0);
  });
});
