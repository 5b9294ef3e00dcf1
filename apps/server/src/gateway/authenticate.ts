import { hash, timingSafeEqual } from 'node:crypto';
import { canonicalString, HeraldError } from '@herald/contract';
import { createIpAllowList } from './allow-list.ts';
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
}

/** Who calls, and what the caller's rate is counted by. */
export interface Authenticated {
  readonly identity: Identity;
  readonly rateKey: string;
}

/** Establishes who sent a request. Rejects with HeraldError when nobody can be told. */
export type Authenticator = (presented: Presented) => Promise<Authenticated>;

/**
 * A signed request is judged by its signature, any other by its session: 174 where that is unknown, 170 where there is
 * neither. A request that carries both is the signer's.
 */
export function createAuthenticator(keys: KeyStore, sessions: SessionStore): Authenticator {
  const byKeyPair = createKeyPairAuthenticator(keys);

  return async function authenticate(presented) {
    const { parameters, headers, realm } = presented;
    if (parameters.has('PublicKey') || parameters.has('Signature')) return byKeyPair(presented);
    const token = sessionToken(headers, realm);
    if (token === undefined) throw new HeraldError('SIGNATURE_MISSING', { name: 'PublicKey' });
    const identity = await lookUp(sessions.find(token));
    if (!identity) throw new HeraldError('TOKEN_UNKNOWN');
    return { identity, rateKey: token };
  };
}

/**
 * The published scheme: PublicKey and Signature among the parameters, SHA-1 over the canonical string.
 * Refuses in this order: 170 missing, 172 user unknown, 294 source IP, 171 wrong signature; 130 when keys
 * cannot be looked up.
 */
function createKeyPairAuthenticator(keys: KeyStore): Authenticator {
  const isAllowed = createIpAllowList();

  return async function authenticate({ parameters, ip }) {
    const publicKey = parameters.get('PublicKey');
    if (!publicKey) throw new HeraldError('SIGNATURE_MISSING', { name: 'PublicKey' });
    const signature = parameters.get('Signature');
    if (!signature) throw new HeraldError('SIGNATURE_MISSING', { name: 'Signature' });

    const key = await lookUp(keys.find(publicKey));
    if (key?.status !== 'active') throw new HeraldError('USER_UNKNOWN');
    if (!isAllowed(key.allowedIps, ip)) throw new HeraldError('IP_REFUSED', { ip });
    if (!isSignedBy(key.privateKey, parameters, signature)) throw new HeraldError('SIGNATURE_WRONG');
    const { accountId, memberId, permissions, projects } = key;
    const principal = { kind: 'key', publicKey, memberId } as const;
    return {
      identity: { realm: 'customer', accountId, principal, permissions, projects },
      rateKey: publicKey,
    };
  };
}

/** 130 when the one who calls cannot be looked up. */
async function lookUp<Found>(search: Promise<Found>): Promise<Found> {
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
