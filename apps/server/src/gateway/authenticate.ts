import { hash, timingSafeEqual } from 'node:crypto';
import { canonicalString, HeraldError } from '@herald/contract';
import { createIpAllowList } from './allow-list.ts';
import type { KeyStore, StoredKey } from './deps.ts';
import type { Parameters } from './parameters.ts';

/** What an authenticator judges by. */
export interface Presented {
  readonly parameters: Parameters;
  /** Source address. */
  readonly ip: string;
}

/** Whose request it is. */
export interface Identity {
  readonly accountId: string;
  readonly publicKey: string;
}

/** Establishes who signed a request; one per signing scheme. Rejects with HeraldError when nobody did. */
export type Authenticator = (presented: Presented) => Promise<Identity>;

/**
 * The published scheme: PublicKey and Signature among the parameters, SHA-1 over the canonical string.
 * Refuses in this order: 170 missing, 172 user unknown, 294 source IP, 171 wrong signature; 130 when keys
 * cannot be looked up.
 */
export function createKeyPairAuthenticator(keys: KeyStore): Authenticator {
  const isAllowed = createIpAllowList();

  return async function authenticate({ parameters, ip }) {
    const publicKey = parameters.get('PublicKey');
    if (!publicKey) throw new HeraldError('SIGNATURE_MISSING', { name: 'PublicKey' });
    const signature = parameters.get('Signature');
    if (!signature) throw new HeraldError('SIGNATURE_MISSING', { name: 'Signature' });

    const key = await findKey(keys, publicKey);
    if (key?.status !== 'active') throw new HeraldError('USER_UNKNOWN');
    if (!isAllowed(key.allowedIps, ip)) throw new HeraldError('IP_REFUSED', { ip });
    if (!isSignedBy(key.privateKey, parameters, signature)) throw new HeraldError('SIGNATURE_WRONG');
    return { accountId: key.accountId, publicKey };
  };
}

async function findKey(keys: KeyStore, publicKey: string): Promise<StoredKey | undefined> {
  try {
    return await keys.find(publicKey);
  } catch (cause) {
    throw Object.assign(new HeraldError('GATEWAY_FAULT'), { cause });
  }
}

function isSignedBy(privateKey: string, parameters: Parameters, signature: string): boolean {
  const expected = Buffer.from(hash('sha1', canonicalString(parameters, privateKey), 'hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
