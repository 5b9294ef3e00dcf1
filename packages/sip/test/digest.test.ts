import { describe, expect, test } from 'vitest';
import { Authenticator } from '../src/auth/authenticator.ts';
import { authorization, type Challenge, digestResponse, readChallenge } from '../src/auth/digest.ts';
import { parseAuthValue } from '../src/grammar/challenge.ts';
import type { SipResponse } from '../src/grammar/message.ts';
import { systemHash } from '../src/system.ts';

const EMPTY = new Uint8Array(0);
const MUFASA = {
  method: 'GET',
  uri: '/dir/index.html',
  body: EMPTY,
  username: 'Mufasa',
  password: 'Circle Of Life',
  cnonce: '0a4f113b',
  nonceCount: 1,
};

function challenge(value: string): Challenge {
  const read = readChallenge(value);
  if (read === undefined) throw new Error(`not read: ${value}`);
  return read;
}

describe('digest', () => {
  test('RFC 2617 3.5: the example of Mufasa, MD5, qop auth', () => {
    const asked = challenge(
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    );
    expect(digestResponse(asked, MUFASA, systemHash)).toBe('6629fae49393a05397450978507c4ef1');
    const answer = parseAuthValue(authorization(asked, MUFASA, systemHash));
    expect(Object.fromEntries(answer.params)).toEqual({
      username: 'Mufasa',
      realm: 'testrealm@host.com',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      uri: '/dir/index.html',
      qop: 'auth',
      nc: '00000001',
      cnonce: '0a4f113b',
      response: '6629fae49393a05397450978507c4ef1',
      opaque: '5ccc069c403ebaf9f0171e9517f40e41',
    });
  });

  const RFC7616 = {
    ...MUFASA,
    password: 'Circle of Life',
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  };
  const rfc7616 = (algorithm: string) =>
    challenge(
      `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
    );

  test('RFC 7616 3.9.1: MD5', () => {
    expect(digestResponse(rfc7616('MD5'), RFC7616, systemHash)).toBe('8ca523f5e9506fed4657c9700eebdbec');
  });

  test('RFC 7616 3.9.1: SHA-256', () => {
    expect(digestResponse(rfc7616('SHA-256'), RFC7616, systemHash)).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });

  test('RFC 7616 3.4.2 -sess: A1 is the hash of the secret with nonce and cnonce', () => {
    const secret = systemHash('MD5', 'Mufasa:http-auth@example.org:Circle of Life');
    const a1 = systemHash('MD5', `${secret}:7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:${RFC7616.cnonce}`);
    const a2 = systemHash('MD5', 'GET:/dir/index.html');
    const expected = systemHash(
      'MD5',
      `${a1}:7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v:00000001:${RFC7616.cnonce}:auth:${a2}`,
    );
    expect(digestResponse(rfc7616('MD5-sess'), RFC7616, systemHash)).toBe(expected);
  });

  test('RFC 7616 3.4.3 auth-int: A2 holds the hash of the body', () => {
    const asked = challenge('Digest realm="r", nonce="n", qop="auth-int"');
    const body = new TextEncoder().encode('v=0\r\n');
    const request = { ...MUFASA, method: 'INVITE', uri: 'sip:b@x', body };
    const a1 = systemHash('MD5', 'Mufasa:r:Circle Of Life');
    const a2 = systemHash('MD5', `INVITE:sip:b@x:${systemHash('MD5', 'v=0\r\n')}`);
    expect(digestResponse(asked, request, systemHash)).toBe(
      systemHash('MD5', `${a1}:n:00000001:0a4f113b:auth-int:${a2}`),
    );
  });

  test('RFC 2069 2.4: without qop there is no nonce count', () => {
    const asked = challenge('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"');
    expect(digestResponse(asked, { ...MUFASA, password: 'CircleOfLife' }, systemHash)).toBe(
      '1949323746fe6a43ef61f9606e7febea',
    );
    expect(authorization(asked, MUFASA, systemHash)).not.toMatch(/nc=|cnonce=|qop=/);
  });

  test.each([
    'Basic realm="x"',
    'Digest realm="x"',
    'Digest nonce="x"',
    'Digest realm="x", nonce="y", algorithm=SHA-512-256',
    'Digest realm="x", nonce="y", qop="other"',
    'Digest',
    'Digest realm="x, nonce="y"',
  ])('RFC 3261 22.4: a challenge that cannot be answered is passed over: %s', (value) => {
    expect(readChallenge(value)).toBeUndefined();
  });
});

describe('authenticator', () => {
  const unauthorized = (...values: string[]): SipResponse => ({
    kind: 'response',
    version: 'SIP/2.0',
    status: 401,
    reason: 'Unauthorized',
    headers: values.map((value) => ['WWW-Authenticate', value] as const),
    body: EMPTY,
  });
  const make = () => new Authenticator({ username: 'u', password: 'p' }, systemHash, () => 'c');
  const shown = (authenticator: Authenticator) =>
    authenticator
      .headers('INVITE', 'sip:b@x', EMPTY)
      .map(([name, value]) => [name, parseAuthValue(value).params] as const);

  test('RFC 7616 3.4 nc counts the requests with one nonce and begins anew with the next', () => {
    const authenticator = make();
    authenticator.learn(unauthorized('Digest realm="r", nonce="1", qop="auth"'));
    expect(shown(authenticator)[0]?.[1].get('nc')).toBe('00000001');
    expect(shown(authenticator)[0]?.[1].get('nc')).toBe('00000002');
    expect(authenticator.learn(unauthorized('Digest realm="r", nonce="2", qop="auth", stale=TRUE'))).toBe(
      true,
    );
    expect(shown(authenticator)[0]?.[1].get('nonce')).toBe('2');
    expect(shown(authenticator)[0]?.[1].get('nc')).toBe('00000002');
  });

  test('RFC 3261 22.2 refused credentials are not tried again; a stale nonce is, once', () => {
    const authenticator = make();
    expect(authenticator.learn(unauthorized('Digest realm="r", nonce="1"'))).toBe(true);
    expect(authenticator.learn(unauthorized('Digest realm="r", nonce="2"'))).toBe(false);
    expect(authenticator.learn(unauthorized('Digest realm="r", nonce="3", stale=true'))).toBe(true);
    expect(authenticator.learn(unauthorized('Digest realm="r", nonce="4", stale=true'))).toBe(false);
  });

  test('RFC 8760 2.4 of several challenges of one realm the first that is understood is answered', () => {
    const authenticator = make();
    authenticator.learn(
      unauthorized(
        'Digest realm="r", nonce="1", algorithm=SHA-512-256',
        'Digest realm="r", nonce="1", algorithm=SHA-256',
        'Digest realm="r", nonce="1", algorithm=MD5',
      ),
    );
    const headers = shown(authenticator);
    expect(headers).toHaveLength(1);
    expect(headers[0]?.[1].get('algorithm')).toBe('SHA-256');
  });

  test('rule: no more than four realms are remembered', () => {
    const authenticator = make();
    authenticator.learn(unauthorized(...[1, 2, 3, 4, 5, 6].map((n) => `Digest realm="${n}", nonce="n"`)));
    expect(shown(authenticator)).toHaveLength(4);
  });
});
