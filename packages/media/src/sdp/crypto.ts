import type { CryptoLine, MediaLine } from 'sdp-transform';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { SdpError } from './errors.ts';

/**
 * Keys of SRTP in the description itself (RFC 4568): as safe as the signalling that carries it, so it belongs
 * under TLS.
 *
 *   a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:base64(16 bytes of key, 14 of salt)
 *
 * Each side writes the key that it sends under.
 */
export type SrtpSuite = 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32';

/** In the order of preference; a suite's tag in our offers is its place, from 1. */
export const SRTP_SUITES: readonly SrtpSuite[] = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'];

/** Master key and salt in one (RFC 3711 3.2.1). */
export const SRTP_KEY_BYTES = 30;

/** One key for each suite, of which one comes to be used; `MediaSession.srtpKeys` has them. */
export type SrtpKeys = Readonly<Record<SrtpSuite, Uint8Array>>;

/** The suite agreed on and the key that the other side sends under. */
export interface RemoteSrtp {
  readonly suite: SrtpSuite;
  readonly key: Uint8Array;
}

/**
 * `allowed`: offered beside plain RTP, in one stream (RFC 8643), and taken when it is offered. `required`:
 * nothing but SRTP. Without this option SRTP is off.
 */
export interface SrtpOptions {
  readonly mode: 'allowed' | 'required';
  readonly keys: SrtpKeys;
}

export function offeredCrypto(keys: SrtpKeys): CryptoLine[] {
  return SRTP_SUITES.map((suite, nth) => cryptoLine(nth + 1, suite, keys[suite]));
}

export function cryptoLine(tag: number, suite: SrtpSuite, key: Uint8Array): CryptoLine {
  if (key.length !== SRTP_KEY_BYTES) throw new SdpError('options', `an SRTP key has ${SRTP_KEY_BYTES} bytes`);
  return { id: tag, suite, config: `inline:${encodeBase64(key)}` };
}

/**
 * The first line that can be used (RFC 4568 5.1.2, 6.1). A line with a master key identifier, more than one key
 * or a parameter that changes the transform cannot; a lifetime is longer than any call.
 */
export function readCrypto(media: MediaLine): (RemoteSrtp & { readonly tag: number }) | undefined {
  for (const { id, suite, config, sessionConfig } of media.crypto ?? []) {
    const known = SRTP_SUITES.find((name) => name === suite);
    const [, text] = /^inline:([A-Za-z0-9+/=]{40,44})(?:\|(?:2\^)?\d+)?$/.exec(String(config)) ?? [];
    const key = text === undefined ? undefined : decodeBase64(text);
    const plain = /^(WSH=\d+\s*)*$/.test(String(sessionConfig ?? ''));
    if (known === undefined || key?.length !== SRTP_KEY_BYTES || !plain) continue;
    return { tag: Number(id), suite: known, key };
  }
  return undefined;
}
