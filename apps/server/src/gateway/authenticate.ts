import { hash, timingSafeEqual } from 'node:crypto';
import { canonicalString, HeraldError } from '@herald/contract';
import { createIpAllowList } from '../platform/ip-allow-list.ts';
import type { Identity, KeyStore, SessionStore } from './deps.ts';
import type { Parameters } from './parameters.ts';
import { sessionToken } from './session-cookie.ts';

/** What an authenticator judges by. */
export interface Presented {
  readonly parameters: Parameters;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Which realm's session counts, where a browser carries one of each. */
  readonly realm: Identity['realm'] | undefined;
  /** Source address. */
  readonly ip: string;
  /** The request as it came over the wire: what apps sign. */
  readonly method: string;
  readonly target: string;
  readonly body: Buffer | undefined;
}

/** Who calls, and what the caller's rate is counted by. */
export interface Authenticated {
  readonly identity: Identity;
  readonly rateKey: string;
}

/** Establishes who sent a request. Rejects with HeraldError when nobody can be told. */
export type Authenticator = (presented: Presented) => Promise<Authenticated>;

/** One way to tell who calls. */
export interface Scheme {
  /** Whether a request means to be of this scheme; what it then lacks is the scheme's to say. */
  recognises(presented: Presented): boolean;
  readonly authenticate: Authenticator;
}

/** The first scheme that recognises a request judges it: one that is signed is the signer's, with a session or not. */
export function createAuthenticator(schemes: readonly Scheme[]): Authenticator {
  return async function authenticate(presented) {
    const scheme = schemes.find(({ recognises }) => recognises(presented));
    if (!scheme) throw new HeraldError('SIGNATURE_MISSING', { name: 'PublicKey' });
    return scheme.authenticate(presented);
  };
}

/**
 * The published scheme: PublicKey and Signature among the parameters, SHA-1 over the canonical string.
 * Refuses in this order: 170 missing, 172 user unknown, 294 source IP, 171 wrong signature, then the scheme itself
 * where the account has switched it off; 130 when keys cannot be looked up.
 */
export function keyPairScheme(keys: KeyStore): Scheme {
  const isAllowed = createIpAllowList();
  return {
    recognises: ({ parameters }) => parameters.has('PublicKey') || parameters.has('Signature'),
    async authenticate({ parameters, ip }) {
      const publicKey = parameters.get('PublicKey');
      if (!publicKey) throw new HeraldError('SIGNATURE_MISSING', { name: 'PublicKey' });
      const signature = parameters.get('Signature');
      if (!signature) throw new HeraldError('SIGNATURE_MISSING', { name: 'Signature' });

      const key = await lookUp(keys.find(publicKey));
      if (key?.status !== 'active') throw new HeraldError('USER_UNKNOWN');
      if (!key.allowedIps.every((list) => isAllowed(list, ip))) throw new HeraldError('IP_REFUSED', { ip });
      if (!isSignedBy(key.privateKey, parameters, signature)) throw new HeraldError('SIGNATURE_WRONG');
      if (!key.keyPairs) throw new HeraldError('KEY_PAIR_SCHEME_OFF');
      const { accountId, memberId, permissions, projects } = key;
      const principal = { kind: 'key', publicKey, memberId } as const;
      return {
        identity: { realm: 'customer', accountId, principal, permissions, projects },
        rateKey: publicKey,
      };
    },
  };
}

/** Somebody who has logged in: 174 where the session is unknown or over, 294 from an address that it may not have. */
export function sessionScheme(sessions: SessionStore): Scheme {
  const isAllowed = createIpAllowList();
  return {
    recognises: ({ headers, realm }) => sessionToken(headers, realm) !== undefined,
    async authenticate({ headers, realm, ip }) {
      const token = sessionToken(headers, realm) ?? '';
      const session = await lookUp(sessions.find(token));
      if (!session) throw new HeraldError('TOKEN_UNKNOWN');
      if (!isAllowed(session.allowedIps, ip)) throw new HeraldError('IP_REFUSED', { ip });
      return { identity: session.identity, rateKey: token };
    },
  };
}

/** 130 when the one who calls cannot be looked up. */
export async function lookUp<Found>(search: Promise<Found>): Promise<Found> {
  try {
    return await search;
  } catch (cause) {
    throw Object.assign(new HeraldError('GATEWAY_FAULT'), { cause });
  }
}

function isSignedBy(privateKey: string, parameters: Parameters, signature: string): boolean {
  const expected = Buffer.from(hash('sha1', canonicalString(parameters, privateKey), 'hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
