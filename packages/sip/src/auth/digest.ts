import { parseAuthValue } from '../grammar/challenge.ts';
import { quote } from '../grammar/scan.ts';
import type { Hash } from '../ports.ts';

export type DigestAlgorithm = 'MD5' | 'MD5-sess' | 'SHA-256' | 'SHA-256-sess';
export type DigestQop = 'auth' | 'auth-int';

/** A Digest challenge that can be answered (RFC 3261 22.4, RFC 7616 3.3, RFC 8760). */
export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: DigestAlgorithm;
  /** As it was spelled, since some servers compare it; undefined when the challenge named none (MD5). */
  readonly algorithmText: string | undefined;
  /** undefined: the RFC 2069 form without nonce count. */
  readonly qop: DigestQop | undefined;
  readonly stale: boolean;
}

const ALGORITHMS: readonly DigestAlgorithm[] = ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess'];

/** Reads one challenge; undefined when it is not Digest, cannot be read, or asks for what we do not have. */
export function readChallenge(value: string): Challenge | undefined {
  let scheme: string;
  let params: ReadonlyMap<string, string>;
  try {
    ({ scheme, params } = parseAuthValue(value));
  } catch {
    return undefined;
  }
  const realm = params.get('realm');
  const nonce = params.get('nonce');
  if (scheme !== 'digest' || realm === undefined || nonce === undefined) return undefined;
  const algorithmText = params.get('algorithm');
  const wanted = (algorithmText ?? 'MD5').toLowerCase();
  const algorithm = ALGORITHMS.find((each) => each.toLowerCase() === wanted);
  if (algorithm === undefined) return undefined;
  const offered = params
    .get('qop')
    ?.split(',')
    .map((each) => each.trim().toLowerCase());
  const qop = offered?.includes('auth') ? 'auth' : offered?.includes('auth-int') ? 'auth-int' : undefined;
  if (offered !== undefined && qop === undefined) return undefined;
  return {
    realm,
    nonce,
    opaque: params.get('opaque'),
    algorithm,
    algorithmText,
    qop,
    stale: params.get('stale')?.toLowerCase() === 'true',
  };
}

export interface DigestRequest {
  readonly method: string;
  /** Request-URI, the digest-uri. */
  readonly uri: string;
  readonly body: Uint8Array;
  readonly username: string;
  readonly password: string;
  readonly cnonce: string;
  /** How often this nonce was used, this time included. */
  readonly nonceCount: number;
}

/** request-digest (RFC 7616 3.4.1), lower-case hex. */
export function digestResponse(challenge: Challenge, request: DigestRequest, hash: Hash): string {
  const { algorithm, nonce, realm, qop } = challenge;
  const { cnonce } = request;
  const H = (data: string | Uint8Array): string =>
    hash(algorithm.startsWith('MD5') ? 'MD5' : 'SHA-256', data);
  const secret = H(`${request.username}:${realm}:${request.password}`);
  const a1 = algorithm.endsWith('-sess') ? H(`${secret}:${nonce}:${cnonce}`) : secret;
  const a2 = `${request.method}:${request.uri}${qop === 'auth-int' ? `:${H(request.body)}` : ''}`;
  if (qop === undefined) return H(`${a1}:${nonce}:${H(a2)}`);
  return H(`${a1}:${nonce}:${nonceCountText(request.nonceCount)}:${cnonce}:${qop}:${H(a2)}`);
}

/** Value of Authorization or Proxy-Authorization. */
export function authorization(challenge: Challenge, request: DigestRequest, hash: Hash): string {
  const parts = [
    `username=${quote(request.username)}`,
    `realm=${quote(challenge.realm)}`,
    `nonce=${quote(challenge.nonce)}`,
    `uri=${quote(request.uri)}`,
    `response="${digestResponse(challenge, request, hash)}"`,
  ];
  if (challenge.algorithmText !== undefined) parts.push(`algorithm=${challenge.algorithmText}`);
  if (challenge.qop !== undefined || challenge.algorithm.endsWith('-sess')) {
    parts.push(`cnonce=${quote(request.cnonce)}`);
  }
  if (challenge.qop !== undefined)
    parts.push(`qop=${challenge.qop}`, `nc=${nonceCountText(request.nonceCount)}`);
  if (challenge.opaque !== undefined) parts.push(`opaque=${quote(challenge.opaque)}`);
  return `Digest ${parts.join(', ')}`;
}

const nonceCountText = (count: number): string => count.toString(16).padStart(8, '0');
