import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';

/**
 * Keeps secrets and personal data unreadable at rest (agreement 4.3.1, 5.6, 6.2). `seal` is AES-256-GCM under a
 * key derived for one purpose; `key` is a keyed hash (blind index) for looking up without reading. What is sealed names
 * the master key that it is under: the newest one seals, each that is held opens. The keys of `key`, `marks` and `sign`
 * are the installation's own and stay when the master key is changed (decision 0042).
 */
export interface Vault {
  /** SEAL_BYTES more than the text. `context` binds the value to its place; both must match to open. */
  seal(plaintext: string, context: string): Buffer;
  /** Throws when the value was altered, belongs to another context, or is under a key that is not held. */
  open(sealed: Uint8Array, context: string): string;
  /** What everything begins with that the newest key sealed. */
  readonly sealedNow: Buffer;
  /** KEY_BYTES, equal for equal texts, useless without the lookup keys. */
  key(text: string): Buffer;
  /**
   * 8 bytes for each text, one behind another, equal for equal texts of at most 16 Latin-1 characters (of longer ones
   * the end counts) and useless without the lookup keys: half of an AES-256 block a text, at a hundredth of what `key` costs.
   * It narrows a search and proves nothing: one in 10¹⁹ is equal by chance.
   */
  marks(texts: readonly string[]): Buffer;
  /** Ed25519 over the text's UTF-8 bytes: what this installation said can be proved to others (4.2.11). */
  sign(text: string): { readonly keyId: string; readonly signature: Buffer };
  /** Raw public keys by id, of every key that `sign` may have used. */
  readonly verificationKeys: ReadonlyMap<string, Buffer>;
}

/** Three keys of 32 bytes that never change: of `key`, of `marks`, and the seed of `sign`. */
export interface LookupKeys {
  readonly index: Uint8Array;
  readonly mark: Uint8Array;
  readonly sign: Uint8Array;
}

/** One master key, 32 bytes, for sealing. */
export interface SealingKey {
  /** 8 hexadecimal digits that tell nothing of the key. */
  readonly id: string;
  readonly secret: KeyObject;
}

const derive = (master: Uint8Array, use: string) => new Uint8Array(hkdfSync('sha256', master, '', use, 32));

export const sealingKey = (master: Uint8Array): SealingKey => ({
  id: Buffer.from(derive(master, 'herald.key-id.v1')).toString('hex', 0, KEY_ID_BYTES),
  secret: createSecretKey(derive(master, 'herald.seal.v1')),
});

/** Those of an installation from before they were its own: they came from its one master key. */
export const lookupKeysOf = (master: Uint8Array): LookupKeys => ({
  index: derive(master, 'herald.index.v1'),
  mark: derive(master, 'herald.mark.v1'),
  sign: derive(master, 'herald.sign.v1'),
});

/*
 * version(1) = 2 ‖ key id(4) ‖ nonce(12) ‖ tag(16) ‖ ciphertext
 * version(1) = 1 ‖ nonce(12) ‖ tag(16) ‖ ciphertext: of before keys had ids, under whichever key it authenticates with
 */
const VERSION = 2;
const VERSION_WITHOUT_KEY = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const SEAL_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES + TAG_BYTES;
/** Of what `key` answers. */
export const KEY_BYTES = 16;
const BLOCK_BYTES = 16;
const MARK_BYTES = 8;

/** @param masters 32 bytes each, the newest first */
export function createVault(
  masters: Uint8Array | readonly [Uint8Array, ...Uint8Array[]],
  lookup?: LookupKeys,
): Vault {
  const held: readonly [Uint8Array, ...Uint8Array[]] = masters instanceof Uint8Array ? [masters] : masters;
  const { index, mark, sign: seed } = lookup ?? lookupKeysOf(held[0]);
  const indexing = createSecretKey(index);
  const marking = createSecretKey(mark);
  const signing = signingKey(seed);
  return {
    ...createSealer(held),
    sign: (text) => ({ keyId: signing.id, signature: sign(null, Buffer.from(text), signing.privateKey) }),
    verificationKeys: new Map([[signing.id, signing.publicKey]]),
    key: (text) => createHmac('sha256', indexing).update(text).digest().subarray(0, KEY_BYTES),
    marks(texts) {
      const blocks = Buffer.alloc(texts.length * BLOCK_BYTES);
      for (const [nth, text] of texts.entries())
        blocks.write(text.slice(-BLOCK_BYTES), nth * BLOCK_BYTES, 'latin1');
      // Each block by itself: what ECB is blamed for, equal blocks that are seen to be equal, is what is wanted here.
      const ciphered = createCipheriv('aes-256-ecb', marking, null).setAutoPadding(false).update(blocks);
      for (let nth = 1; nth < texts.length; nth++) {
        ciphered.copyWithin(nth * MARK_BYTES, nth * BLOCK_BYTES, nth * BLOCK_BYTES + MARK_BYTES);
      }
      return ciphered.subarray(0, texts.length * MARK_BYTES);
    },
  };
}

/** What needs no lookup keys. @param masters the newest first */
export function createSealer(
  masters: readonly [Uint8Array, ...Uint8Array[]],
): Pick<Vault, 'seal' | 'open' | 'sealedNow'> {
  const keys = masters.map(sealingKey);
  const byId = new Map(keys.map((key) => [key.id, key.secret]));
  const [newest] = keys as [SealingKey, ...SealingKey[]];
  const sealedNow = Buffer.concat([Buffer.of(VERSION), Buffer.from(newest.id, 'hex')]);
  const nextNonce = nonces();
  return {
    sealedNow,
    seal(plaintext, context) {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', newest.secret, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([sealedNow, nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      if (sealed[0] === VERSION && sealed.length >= SEAL_BYTES) {
        const id = Buffer.from(sealed.subarray(1, 1 + KEY_ID_BYTES)).toString('hex');
        const secret = byId.get(id);
        if (!secret) throw new Error(`sealed under master key ${id}, which is not held`);
        return opened(secret, sealed.subarray(1 + KEY_ID_BYTES), context);
      }
      if (sealed[0] !== VERSION_WITHOUT_KEY || sealed.length < SEAL_BYTES - KEY_ID_BYTES)
        throw new Error('not a sealed value of a known version');
      return openedByAny(keys, sealed.subarray(1), context);
    },
  };
}

/** @param rest from the nonce on. @throws where it does not authenticate */
function opened(secret: KeyObject, rest: Uint8Array, context: string): string {
  const body = NONCE_BYTES + TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', secret, rest.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(context))
    .setAuthTag(rest.subarray(NONCE_BYTES, body));
  return decipher.update(rest.subarray(body), undefined, 'utf8') + decipher.final('utf8');
}

/** It is of the oldest key, if that is still held. */
function openedByAny(keys: readonly SealingKey[], rest: Uint8Array, context: string): string {
  for (const { secret } of keys.slice(1).reverse()) {
    try {
      return opened(secret, rest, context);
    } catch {
      // Not of this one.
    }
  }
  return opened((keys[0] as SealingKey).secret, rest, context);
}

/** What comes before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410, 7). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @param seed 32 bytes */
function signingKey(seed: Uint8Array): { id: string; privateKey: KeyObject; publicKey: Buffer } {
  const der = Buffer.concat([PKCS8_ED25519, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = Buffer.from(x, 'base64url');
  return { id: hash('sha256', publicKey, 'hex').slice(0, 16), privateKey, publicKey };
}

/** Random nonces, drawn in pools: a system call each would be felt where messages are accepted. */
function nonces(): () => Buffer {
  let pool = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used === pool.length) {
      pool = randomBytes(NONCE_BYTES * 256);
      used = 0;
    }
    used += NONCE_BYTES;
    return pool.subarray(used - NONCE_BYTES, used);
  };
}
