import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember, openApi, PASSWORD, registerOwner, type TestApi } from '../support/api.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { type OidcProvider, openOidcProvider, type Vouched } from '../support/oidc-provider.ts';

let db: TestDatabase;
let provider: OidcProvider;
let staff: OidcProvider;
let api: TestApi;
/** The same, where the customers' provider opens accounts. */
let open: TestApi;
let owner: Awaited<ReturnType<typeof registerOwner>>;

beforeAll(async () => {
  db = await openTestDatabase();
  provider = await openOidcProvider();
  staff = await openOidcProvider();
  const settings = {
    PUBLIC_URL: 'https://voice.example.com',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_STAFF_ISSUER: staff.issuer,
    OIDC_STAFF_CLIENT_ID: staff.clientId,
    OIDC_STAFF_CLIENT_SECRET: staff.clientSecret,
  };
  api = await openApi(db, settings);
  open = await openApi(db, { ...settings, OIDC_OPENS_ACCOUNTS: 'on' });
  owner = await registerOwner(api, 'owner@example.com');
});
afterAll(async () => {
  await api.stop();
  await open.stop();
  await provider.stop();
  await staff.stop();
  await db.drop();
});

async function logIn(who: Vouched, by = api) {
  const { Url, Ticket } = await by.call('BeginOidcLogin');
  return by.call('FinishOidcLogin', { Ticket, Response: provider.logIn(Url, who) });
}
const ann = { sub: 'ann-1', email: 'Owner@Example.com', email_verified: true };

describe('OpenID Connect', () => {
  test('4.2.4 who has a member’s verified address at the provider is that member, then by the subject', async () => {
    const first = await logIn(ann);
    expect(first).toMatchObject({ RetCode: 0, Realm: 'customer' });
    expect(await api.call('GetMe', {}, { token: first.Token })).toMatchObject({ AccountId: owner.accountId });
    // The address at the provider changes; the person is the same.
    expect((await logIn({ ...ann, email: 'elsewhere@example.com' })).RetCode).toBe(0);
    expect((await logIn({ ...ann, quiet: true })).RetCode).toBe(0);
  });

  test('4.2.4 an address that the provider has given to somebody else lets that one in to nothing', async () => {
    await logIn(ann);
    const heir = await logIn({ ...ann, sub: 'heir-of-the-address' });
    expect(heir.RetCode).toBe(18125);
    expect(heir.Message).toContain('remove and invite again');
    expect((await logIn(ann)).RetCode).toBe(0);
  });

  test('4.2.4 an address that the provider has not verified, or that nobody has here, lets nobody in', async () => {
    const other = { ...ann, sub: 'other' };
    expect((await logIn({ ...other, email_verified: false })).RetCode).toBe(18125);
    const unknown = await logIn({ ...other, email: 'unknown@example.com' });
    expect(unknown.RetCode).toBe(18125);
    expect(unknown.Message).toContain('unknown@example.com');
    const { email: _, ...without } = other;
    expect((await logIn(without)).RetCode).toBe(18125);
  });

  test('4.2.4 an address told by userinfo alone is as good', async () => {
    const member = await addMember(api, owner, 'dev@example.com', { Role: 'developer' });
    const dev = { sub: 'dev-1', email: member.email, email_verified: true, quiet: true };
    expect((await logIn(dev)).RetCode).toBe(0);
    await api.call('UpdateMember', { MemberId: member.memberId, Status: 'disabled' }, owner);
    expect((await logIn(dev)).RetCode).toBe(18110);
  });

  test.each<[string, Partial<Vouched>]>([
    ['OIDC Core 3.1.3.7 (6) a signature by a key that is not the provider’s', { forged: true }],
    ['OIDC Core 3.1.3.7 (11) another nonce', { nonce: 'another' }],
    ['OIDC Core 3.1.3.7 (3) an audience that is not us', { aud: 'somebody else' }],
  ])('%s is refused', async (_title, wrong) => {
    expect((await logIn({ ...ann, ...wrong })).RetCode).toBe(18125);
  });

  test('RFC 6749 10.12 an answer with another state, or brought by a browser without the ticket, is refused', async () => {
    const mine = await api.call('BeginOidcLogin');
    const theirs = await api.call('BeginOidcLogin');
    const slipped = provider.logIn(theirs.Url, ann);
    const finish = (Ticket: string, Response: string) => api.call('FinishOidcLogin', { Ticket, Response });
    expect((await finish(mine.Ticket, slipped)).RetCode).toBe(18125);
    expect((await finish('made up', slipped)).RetCode).toBe(18111);
    expect((await finish(theirs.Ticket, slipped)).RetCode).toBe(0);
  });

  test('RFC 7636 a code without its verifier is worth nothing; a ticket is good once, for ten minutes', async () => {
    const mine = await api.call('BeginOidcLogin');
    const url = new URL(mine.Url);
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('redirect_uri')).toBe('https://voice.example.com/console/oidc');
    url.searchParams.set('code_challenge', 'another');
    const Response = provider.logIn(url.href, ann);
    const finish = (Ticket: string, response: string) =>
      api.call('FinishOidcLogin', { Ticket, Response: response });
    expect((await finish(mine.Ticket, Response)).RetCode).toBe(18125);
    expect((await finish(mine.Ticket, Response)).RetCode).toBe(18111);
    const late = await api.call('BeginOidcLogin');
    db.clock.advance(10 * 60_000);
    expect((await finish(late.Ticket, provider.logIn(late.Url, ann))).RetCode).toBe(18111);
    expect((await finish((await api.call('BeginOidcLogin')).Ticket, 'error=access_denied')).RetCode).toBe(
      18125,
    );
  });

  test('4.2.4 staff have a provider of their own, and customers’ vouches for none of them', async () => {
    const { Url, Ticket } = await api.call('BeginOidcLogin', { Realm: 'operator' });
    expect(Url.startsWith(staff.issuer)).toBe(true);
    const Response = staff.logIn(Url, ann);
    expect((await api.call('FinishOidcLogin', { Ticket, Response })).RetCode).toBe(18125);
    const again = await api.call('BeginOidcLogin', { Realm: 'operator' });
    const crossed = provider.logIn(again.Url, ann);
    expect((await api.call('FinishOidcLogin', { Ticket: again.Ticket, Response: crossed })).RetCode).toBe(
      18125,
    );
  });

  test('1.3 accounts are opened by it only where the operator has said so', async () => {
    const fresh = { sub: 'new-1', email: 'new@example.com', email_verified: true, name: '新公司' };
    expect((await logIn(fresh)).RetCode).toBe(18125);
    const login = await logIn(fresh, open);
    expect(login.RetCode).toBe(0);
    const me = await open.call('GetMe', {}, { token: login.Token });
    expect(me).toMatchObject({ AccountName: '新公司', Role: 'owner', PasswordTime: 0 });
    expect((await api.call('Login', { Email: fresh.email, Password: 'any password' })).RetCode).toBe(18106);
    expect((await logIn(fresh)).RetCode).toBe(0);
  });

  test('4.3.1 an address without a name becomes no name of an account, which anybody in it may read', async () => {
    const nameless = { sub: 'new-2', email: 'nameless@example.com', email_verified: true };
    const { Token } = await logIn(nameless, open);
    const { AccountName } = await open.call('GetMe', {}, { token: Token });
    expect(AccountName).toBe('我的账号 My account');
  });

  test('4.2.4 where the service is reached by HTTPS the cookie goes by nothing else, whatever the proxy says', async () => {
    const credentials = { Email: owner.email, Password: PASSWORD, Cookie: true };
    const login = await api.call('Login', credentials);
    expect(login.cookies[0]).toMatch(/; Secure$/);
  });

  test('product: a provider that is away is said so; without one there is no such log-in', async () => {
    const none = await openApi(db);
    expect((await none.call('BeginOidcLogin')).RetCode).toBe(18124);
    await none.stop();
    const away = await openApi(db, {
      PUBLIC_URL: 'https://voice.example.com',
      OIDC_ISSUER: 'http://127.0.0.1:9',
      OIDC_CLIENT_ID: 'x',
      OIDC_CLIENT_SECRET: 'y',
    });
    expect((await away.call('BeginOidcLogin')).RetCode).toBe(18125);
    await away.stop();
  });
});
