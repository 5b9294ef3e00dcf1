import { type CustomerPermission, HeraldError, OPERATOR_ROLES } from '@herald/contract';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../../src/gateway/index.ts';
import {
  createTestGateway,
  PUBLIC_KEY,
  postForm,
  sign,
  signed,
  storedKey,
  type TestGateway,
} from './support.ts';

const BALANCE = { Action: 'GetBalance' };

/** A key whose every check fails, but for those switched off by the caller. */
function lockedKey(gateway: TestGateway, allowedIps: readonly string[] = ['10.0.0.0/8']): void {
  const key = gateway.keys.get(PUBLIC_KEY);
  if (key) gateway.keys.set(PUBLIC_KEY, { ...key, allowedIps: [allowedIps] });
}

describe('4.2.4 the rate of those who are not logged in', () => {
  test('4.2.4 an IPv6 /64 is one machine: it has no fresh bucket for each of its addresses', async () => {
    const { app } = createTestGateway({ strangersBurst: 2 });
    const login = { Action: 'Login', Email: 'a@example.com', Password: 'x' };
    const from = async (remoteAddress: string) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await app.inject({ method: 'POST', url: '/', headers, payload: login, remoteAddress });
      return answer.json().RetCode;
    };
    expect([await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8::3')]).toEqual([
      0, 0, 153,
    ]);
    expect(await from('2001:db8:0:1::1')).toBe(0);
  });
});

describe('api: realms and permissions', () => {
  const member = (held: readonly CustomerPermission[]): Identity => ({
    realm: 'customer',
    accountId: 'acc-1',
    principal: { kind: 'member', memberId: 'm', identityId: 'i', sessionId: 's' },
    permissions: new Set(held),
    projects: 'all',
  });
  const bearer = { authorization: 'Bearer token' };

  test('1.3: a member who has logged in calls what the role permits, and 299 names what it does not', async () => {
    const gateway = createTestGateway();
    gateway.sessions.set('token', member(['billing:read']));
    expect(await postForm(gateway, BALANCE, bearer)).toMatchObject({ RetCode: 0 });
    gateway.sessions.set('token', member(['uvms:read']));
    const answer = await postForm(gateway, BALANCE, bearer);
    expect(answer).toMatchObject({ RetCode: 299 });
    expect(answer.Message).toContain('billing:read');
  });

  test('1.3: the operator’s staff are another realm: 299 at a customer’s Action', async () => {
    const gateway = createTestGateway();
    gateway.sessions.set('token', {
      realm: 'operator',
      operatorId: 'o',
      identityId: 'i',
      sessionId: 's',
      permissions: new Set(OPERATOR_ROLES.admin.permissions),
    });
    expect(await postForm(gateway, BALANCE, bearer)).toMatchObject({ RetCode: 299 });
  });

  test('1.6: a token that is not known is 174; the console’s cookie counts only with the console’s header', async () => {
    const gateway = createTestGateway();
    expect(await postForm(gateway, BALANCE, bearer)).toMatchObject({ RetCode: 174 });
    gateway.sessions.set('token', member(['billing:read']));
    const cookie = 'other=1; herald-session=token';
    expect(await postForm(gateway, BALANCE, { cookie })).toMatchObject({ RetCode: 170 });
    const headers = { cookie, 'x-herald-console': 'customer' };
    expect(await postForm(gateway, BALANCE, headers)).toMatchObject({ RetCode: 0 });
    const staff = { cookie: 'herald-staff=token', 'x-herald-console': 'customer' };
    expect(await postForm(gateway, BALANCE, staff)).toMatchObject({ RetCode: 170 });
  });
});

describe('api: the order of checks', () => {
  test('api: 160 and 161 come before anything about the caller', async () => {
    const gateway = createTestGateway();
    expect(await postForm(gateway, {})).toMatchObject({ RetCode: 160, Action: 'Response' });
    expect(await postForm(gateway, { Action: '' })).toMatchObject({ RetCode: 160 });
    expect(await postForm(gateway, { Action: 'Nope' })).toMatchObject({
      RetCode: 161,
      Action: 'NopeResponse',
    });
    expect(await postForm(gateway, { Action: 'constructor' })).toMatchObject({ RetCode: 161 });
  });

  test('api: 170 before the key is looked up', async () => {
    const gateway = createTestGateway({}, { keys: { find: () => expect.unreachable() } });
    expect(await postForm(gateway, { ...BALANCE, Signature: 'x' })).toMatchObject({ RetCode: 170 });
    expect(await postForm(gateway, { ...BALANCE, PublicKey: 'x' })).toMatchObject({ RetCode: 170 });
  });

  test('api: 172 for a key that is unknown or disabled', async () => {
    const gateway = createTestGateway();
    const unknown = { ...BALANCE, PublicKey: 'nobody', Signature: '0'.repeat(40) };
    expect(await postForm(gateway, unknown)).toMatchObject({ RetCode: 172 });
    const key = gateway.keys.get(PUBLIC_KEY);
    if (key) gateway.keys.set(PUBLIC_KEY, { ...key, status: 'disabled' });
    expect(await postForm(gateway, signed(BALANCE))).toMatchObject({ RetCode: 172 });
  });

  test('api: 294 before 171, and the answer names the address', async () => {
    const gateway = createTestGateway();
    lockedKey(gateway);
    const wrong = { ...signed(BALANCE), Signature: '0'.repeat(40) };
    const answer = await postForm(gateway, wrong);
    expect(answer.RetCode).toBe(294);
    expect(answer.Message).toContain('127.0.0.1');
  });

  test.each(['', '0'.repeat(40), 'zz'.repeat(20), 'short', 'f'.repeat(41), '签'.repeat(40)])(
    'api: 170 or 171 for the signature %j',
    async (Signature) => {
      const gateway = createTestGateway();
      const answer = await postForm(gateway, { ...signed(BALANCE), Signature });
      expect(answer.RetCode).toBe(Signature === '' ? 170 : 171);
      expect(gateway.desk.calls).toEqual([]);
    },
  );

  test('api: a parameter added, changed or taken away after signing is 171', async () => {
    const gateway = createTestGateway();
    const request = signed({ ...BALANCE, ProjectId: 'p-1' });
    const { ProjectId: _, ...less } = request;
    expect((await postForm(gateway, { ...request, Extra: '1' })).RetCode).toBe(171);
    expect((await postForm(gateway, { ...request, ProjectId: 'p-2' })).RetCode).toBe(171);
    expect((await postForm(gateway, less)).RetCode).toBe(171);
    expect((await postForm(gateway, request)).RetCode).toBe(0);
  });

  test('api: an unknown parameter is part of the signature and then ignored', async () => {
    const gateway = createTestGateway();
    expect((await postForm(gateway, signed({ ...BALANCE, Region: 'cn-bj2' }))).RetCode).toBe(0);
    expect(gateway.desk.calls[0]?.request).toEqual({});
  });

  test('api: the signature is checked before the schema', async () => {
    const gateway = createTestGateway();
    const bad = { Action: 'SendUVMSMessage', PublicKey: PUBLIC_KEY, Signature: '0'.repeat(40) };
    expect((await postForm(gateway, bad)).RetCode).toBe(171);
    const { PublicKey, ...rest } = bad;
    expect((await postForm(gateway, signed({ Action: rest.Action }))).RetCode).toBe(18003);
    expect(PublicKey).toBe(PUBLIC_KEY);
  });
});

describe('api: 153 rate', () => {
  test('api: a burst, then the steady rate, per key; only signed requests count', async () => {
    const gateway = createTestGateway({ ratePerSecond: 2, rateBurst: 3 });
    const codes = async (count: number) => {
      const answers = [];
      for (let call = 0; call < count; call++)
        answers.push((await postForm(gateway, signed(BALANCE))).RetCode);
      return answers;
    };
    const forged = { ...signed(BALANCE), Signature: '0'.repeat(40) };
    for (let call = 0; call < 10; call++) expect((await postForm(gateway, forged)).RetCode).toBe(171);
    expect(await codes(4)).toEqual([0, 0, 0, 153]);
    gateway.clock.advance(499);
    expect(await codes(1)).toEqual([153]);
    gateway.clock.advance(1);
    expect(await codes(2)).toEqual([0, 153]);
    gateway.clock.advance(3_600_000);
    expect(await codes(4)).toEqual([0, 0, 0, 153]);
  });

  test('api: the answer says when to come back', async () => {
    const gateway = createTestGateway({ ratePerSecond: 2, rateBurst: 1 });
    await postForm(gateway, signed(BALANCE));
    const answer = await postForm(gateway, signed(BALANCE), { 'accept-language': 'en' });
    expect(answer.Message).toContain('2 a second. Retry in 500 ms');
  });

  test('api: one key’s rate does not touch another’s', async () => {
    const gateway = createTestGateway({ ratePerSecond: 1, rateBurst: 1 });
    gateway.keys.set('other', storedKey({ accountId: 'acc-2', privateKey: 'secret' }));
    const other = { ...BALANCE, PublicKey: 'other' };
    expect((await postForm(gateway, signed(BALANCE))).RetCode).toBe(0);
    expect((await postForm(gateway, signed(BALANCE))).RetCode).toBe(153);
    expect((await postForm(gateway, { ...other, Signature: sign(other, 'secret') })).RetCode).toBe(0);
    expect(gateway.desk.calls.map(({ caller }) => caller.accountId)).toEqual(['acc-1', 'acc-2']);
  });
});

describe('api: handlers', () => {
  test('api: a refusal by a rule is its RetCode, explained in the reader’s language', async () => {
    const gateway = createTestGateway();
    gateway.desk.answers.GetBalance = async () => {
      throw new HeraldError('PROJECT_UNKNOWN', { projectId: 'p-9' });
    };
    const zh = await postForm(gateway, signed(BALANCE));
    const en = await postForm(gateway, signed(BALANCE), { 'accept-language': 'en-GB,zh;q=0.5' });
    expect(zh).toMatchObject({ RetCode: 292, Action: 'GetBalanceResponse' });
    expect(zh.Message).toContain('项目 p-9 不存在');
    expect(en.Message).toContain('The project p-9 does not exist');
    expect(gateway.logged).toEqual([]);
  });

  test('api: 150 for a fault in a handler; nothing of it leaves the house, all of it is logged', async () => {
    const gateway = createTestGateway();
    const fault = new Error('relation "secrets" does not exist');
    gateway.desk.answers.GetBalance = () => Promise.reject(fault);
    const answer = await postForm(gateway, signed(BALANCE));
    expect(answer.RetCode).toBe(150);
    expect(JSON.stringify(answer)).not.toContain('secrets');
    expect(gateway.logged).toEqual([
      {
        event: 'gateway.handler-failed',
        facts: { requestId: 'request-1', action: 'GetBalance', error: fault },
      },
    ]);
  });

  test('api: 130 when keys cannot be looked up', async () => {
    const fault = new Error('connection refused');
    const gateway = createTestGateway({}, { keys: { find: () => Promise.reject(fault) } });
    expect((await postForm(gateway, signed(BALANCE))).RetCode).toBe(130);
    expect(gateway.logged[0]).toMatchObject({ event: 'gateway.fault', facts: { error: fault } });
  });

  test('api: 110 after 60 s; what the handler does later changes nothing', async () => {
    const gateway = createTestGateway();
    const work = Promise.withResolvers<never>();
    const asked = Promise.withResolvers<void>();
    gateway.desk.answers.GetBalance = () => {
      asked.resolve();
      return work.promise;
    };
    const answer = postForm(gateway, signed(BALANCE));
    await asked.promise;
    gateway.clock.advance(59_999);
    expect(gateway.clock.pending).toBe(1);
    gateway.clock.advance(1);
    expect(await answer).toMatchObject({ RetCode: 110, Action: 'GetBalanceResponse' });
    work.reject(new Error('too late'));
    expect(gateway.logged).toEqual([]);
  });

  test('api: no timer outlives its request', async () => {
    const gateway = createTestGateway();
    await postForm(gateway, signed(BALANCE));
    gateway.desk.answers.GetBalance = () => Promise.reject(new Error('x'));
    await postForm(gateway, signed(BALANCE));
    expect(gateway.clock.pending).toBe(0);
  });

  test('api: 150 above the requests in work at once, and again 0 when they are done', async () => {
    const gateway = createTestGateway({ inFlight: 1 });
    const work = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    gateway.desk.answers.QueryUVMSReceiptUrl = async () => {
      asked.resolve();
      await work.promise;
      return { Url: '' };
    };
    const slow = postForm(gateway, signed({ Action: 'QueryUVMSReceiptUrl' }));
    await asked.promise;
    expect((await postForm(gateway, signed(BALANCE))).RetCode).toBe(150);
    work.resolve();
    expect((await slow).RetCode).toBe(0);
    expect((await postForm(gateway, signed(BALANCE))).RetCode).toBe(0);
    expect(gateway.logged).toEqual([]);
  });

  test('api: every answer is metered under the name of an Action or under none', async () => {
    const gateway = createTestGateway();
    await postForm(gateway, signed(BALANCE));
    await postForm(gateway, { Action: 'Nope<script>' });
    expect(gateway.metered).toEqual([
      { action: 'GetBalance', retCode: 0, tookMs: 0 },
      { action: '', retCode: 161, tookMs: 0 },
    ]);
  });
});

describe('api: 294 source IP', () => {
  test.each<[string, string, readonly string[]]>([
    ['an empty list admits everyone', '203.0.113.7', []],
    ['an address', '203.0.113.7', ['198.51.100.1', '203.0.113.7']],
    ['a block', '203.0.113.7', ['203.0.113.0/24']],
    ['IPv4 in IPv6 clothes', '::ffff:203.0.113.7', ['203.0.113.7']],
    ['IPv6', '2001:db8::7', ['2001:db8::/32']],
  ])('api: %s', async (_title, remoteAddress, allowedIps) => {
    expect(await codeFrom(remoteAddress, allowedIps)).toBe(0);
  });

  test.each<[string, string, readonly string[]]>([
    ['another address', '203.0.113.8', ['203.0.113.7']],
    ['outside the block', '203.0.114.7', ['203.0.113.0/24']],
    ['another family', '2001:db8::7', ['203.0.113.0/24', '0.0.0.0/0']],
    ['an entry that is none admits nobody', '203.0.113.7', ['everyone', '203.0.113.0/99']],
  ])('api: %s is refused', async (_title, remoteAddress, allowedIps) => {
    expect(await codeFrom(remoteAddress, allowedIps)).toBe(294);
  });

  test('api: X-Forwarded-For is believed from a trusted proxy only', async () => {
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    expect(await codeFrom('127.0.0.1', ['203.0.113.7'], forwarded)).toBe(294);
    expect(await codeFrom('127.0.0.1', ['203.0.113.7'], forwarded, ['127.0.0.0/8'])).toBe(0);
    expect(await codeFrom('198.51.100.9', ['203.0.113.7'], forwarded, ['127.0.0.0/8'])).toBe(294);
  });

  async function codeFrom(
    remoteAddress: string,
    allowedIps: readonly string[],
    headers = {},
    trustedProxies: readonly string[] = [],
  ): Promise<number> {
    const gateway = createTestGateway({}, { trustedProxies });
    lockedKey(gateway, allowedIps);
    const url = `/?${new URLSearchParams(signed(BALANCE))}`;
    const response = await gateway.app.inject({ url, remoteAddress, headers });
    return response.json().RetCode;
  }
});
