import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody at the provider, and what is wrong with what it says, where a test wants that. */
export interface Vouched {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  /** Tells the address by userinfo alone. */
  quiet?: boolean;
  /** Signed by a key that the provider has not published. */
  forged?: boolean;
  nonce?: string;
  aud?: string;
}

/** An OpenID provider on loopback: discovery, code flow with PKCE (S256), RS256, userinfo. */
export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What a browser does at `url` when this person logs in there. @returns the query it comes back with */
  logIn(url: string, who: Vouched): string;
  stop(): Promise<void>;
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function openOidcProvider(): Promise<OidcProvider> {
  const clientId = 'herald';
  const clientSecret = 'the secret of herald';
  const published = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, { request: URLSearchParams; who: Vouched }>();
  const accessTokens = new Map<string, Vouched>();

  const server = createServer((request, response) => {
    answer(request).then(
      (body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
      (error: Error) => {
        response.statusCode = 400;
        response.setHeader('content-type', 'application/json').end(`{"error":"${error.message}"}`);
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage): Promise<object> {
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
        };
      case '/jwks':
        return {
          keys: [{ ...published.publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }],
        };
      case '/token':
        return token(new URLSearchParams(await textOf(request)), request.headers.authorization);
      case '/userinfo': {
        const who = accessTokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
        if (!who) throw new Error('invalid_token');
        return { sub: who.sub, email: who.email, email_verified: who.email_verified };
      }
      default:
        throw new Error('not_found');
    }
  }

  function token(form: URLSearchParams, authorization: string | undefined): object {
    const basic = Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64').toString();
    const posted = `${form.get('client_id')}:${form.get('client_secret')}`;
    const client = authorization
      ? basic.split(':').map(decodeURIComponent).join(':').replaceAll('+', ' ')
      : posted;
    if (client !== `${clientId}:${clientSecret}`) throw new Error('invalid_client');
    const code = form.get('code') ?? '';
    const begun = codes.get(code);
    codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (
      begun?.request.get('code_challenge') !== challenge ||
      begun.request.get('redirect_uri') !== form.get('redirect_uri')
    ) {
      throw new Error('invalid_grant');
    }
    const { who, request } = begun;
    const access = randomBytes(16).toString('hex');
    accessTokens.set(access, who);
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      sub: who.sub,
      aud: who.aud ?? clientId,
      iat: now,
      exp: now + 60,
      nonce: who.nonce ?? request.get('nonce'),
      ...(who.quiet ? {} : { email: who.email, email_verified: who.email_verified, name: who.name }),
    };
    const unsigned = `${base64url({ alg: 'RS256', kid: '1' })}.${base64url(claims)}`;
    const key = (who.forged ? other : published).privateKey;
    const signature = createSign('RSA-SHA256').update(unsigned).sign(key, 'base64url');
    return {
      access_token: access,
      token_type: 'Bearer',
      expires_in: 60,
      id_token: `${unsigned}.${signature}`,
    };
  }

  return {
    issuer,
    clientId,
    clientSecret,
    logIn(url, who) {
      const request = new URL(url).searchParams;
      const code = randomBytes(16).toString('hex');
      codes.set(code, { request, who });
      return new URLSearchParams({ code, state: request.get('state') ?? '', iss: issuer }).toString();
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close').catch(() => {});
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
