import { type Cipheriv, createCipheriv } from 'node:crypto';

/** RFC 3711 4.3.2: what a key derived from the master key is for. */
export const LABELS = {
  srtpCipher: 0,
  srtpAuth: 1,
  srtpSalt: 2,
  srtcpCipher: 3,
  srtcpAuth: 4,
  srtcpSalt: 5,
} as const;

const BLOCK = 16;
const MASTER_KEY_BYTES = 16;

/** AES with 128 bits, block by block: counter mode is made of it here, so that one cipher serves a whole call. */
export function createAes(key: Uint8Array): Cipheriv {
  return createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
}

/**
 * Keystream of AES in counter mode (RFC 3711 4.1.1).
 * @param iv 16 bytes, the last two of which count the blocks, from 0
 */
export function keystream(aes: Cipheriv, iv: Uint8Array, bytes: number): Uint8Array {
  const blocks = Math.ceil(bytes / BLOCK);
  const counters = new Uint8Array(blocks * BLOCK);
  for (let block = 0; block < blocks; block++) {
    const at = block * BLOCK;
    counters.set(iv, at);
    counters[at + 14] = block >>> 8;
    counters[at + 15] = block;
  }
  return aes.update(counters);
}

/**
 * Session keys by label and length (RFC 3711 4.3.1, with a key derivation rate of 0).
 * @param master key of 16 bytes and salt of 14
 */
export function keyDerivation(master: Uint8Array): (label: number, bytes: number) => Uint8Array {
  const aes = createAes(master.subarray(0, MASTER_KEY_BYTES));
  return (label, bytes) => {
    const iv = new Uint8Array(BLOCK);
    iv.set(master.subarray(MASTER_KEY_BYTES));
    iv[7] = (iv[7] as number) ^ label;
    return keystream(aes, iv, bytes).slice(0, bytes);
  };
}
