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
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Keeps secrets and personal data unreadable at rest (agreement 4.3.1, 5.6, 6.2). `seal` is AES-256-GCM under a
 * key derived for one purpose; `key` is a keyed hash (blind index) for looking up without reading.
 */
export interface Vault {
  /** version(1) ‖ nonce(12) ‖ tag(16) ‖ ciphertext. `context` binds the value to its place; both must match to open. */
  seal(plaintext: string, context: string): Buffer;
  /** Throws when the value was altered or belongs to another context. */
  open(sealed: Uint8Array, context: string): string;
  /** 16 bytes, equal for equal texts, useless without the master key. */
  key(text: string): Buffer;
  /**
   * 8 bytes for each text, one behind another, equal for equal texts of at most 16 Latin-1 characters (of longer ones
   * the end counts) and useless without the master key: half of an AES-256 block a text, at a hundredth of what `key` costs.
   * It narrows a search and proves nothing: one in 10¹⁹ is equal by chance.
   */
  marks(texts: readonly string[]): Buffer;
  /** Ed25519 over the text's UTF-8 bytes: what this installation said can be proved to others (4.2.11). */
  sign(text: string): { readonly keyId: string; readonly signature: Buffer };
  /** Raw public keys by id, of every key that `sign` may have used. */
  readonly verificationKeys: ReadonlyMap<string, Buffer>;
}

const VERSION = 1;
const BLOCK_BYTES = 16;
const MARK_BYTES = 8;

/** @param master 32 bytes */
export function createVault(master: Uint8Array): Vault {
  const derive = (use: string) => createSecretKey(new Uint8Array(hkdfSync('sha256', master, '', use, 32)));
  const sealing = derive('herald.seal.v1');
  const indexing = derive('herald.index.v1');
  const marking = derive('herald.mark.v1');
  const nextNonce = nonces();
  const signing = signingKey(new Uint8Array(hkdfSync('sha256', master, '', 'herald.sign.v1', 32)));
  return {
    sign: (text) => ({ keyId: signing.id, signature: sign(null, Buffer.from(text), signing.privateKey) }),
    verificationKeys: new Map([[signing.id, signing.publicKey]]),
    seal(plaintext, context) {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      if (sealed[0] !== VERSION || sealed.length < 29)
        throw new Error('not a sealed value of a known version');
      const decipher = createDecipheriv('aes-256-gcm', sealing, sealed.subarray(1, 13))
        .setAAD(Buffer.from(context))
        .setAuthTag(sealed.subarray(13, 29));
      return decipher.update(sealed.subarray(29), undefined, 'utf8') + decipher.final('utf8');
    },
    key: (text) => createHmac('sha256', indexing).update(text).digest().subarray(0, 16),
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

const NONCE_BYTES = 12;

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

/**
 * The master key: 64 hex digits from the environment, or a file made on first start (mode 0600). Losing it makes
 * sealed values unreadable for good, so it belongs into the operator's backup, apart from the database's.
 */
export async function loadMasterKey(fromEnvironment: string | undefined, file: string): Promise<Uint8Array> {
  if (fromEnvironment !== undefined) return decodeKey(fromEnvironment, 'HERALD_MASTER_KEY');
  try {
    return decodeKey((await readFile(file, 'utf8')).trim(), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(file), { recursive: true });
  const fresh = randomBytes(32);
  // Written aside and then given its name, so that nobody ever finds half a key: neither another process of the same
  // start, nor the next one after a crash.
  const aside = `${file}.${process.pid}.${fresh.toString('hex', 0, 4)}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(`${fresh.toString('hex')}\n`);
    await handle.sync();
    await link(aside, file);
    return fresh;
  } catch (error) {
    // Another process was first: its key counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return decodeKey((await readFile(file, 'utf8')).trim(), file);
  } finally {
    await handle.close();
    await rm(aside, { force: true });
  }
}

function decodeKey(text: string, where: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Error(`${where} must hold 64 hexadecimal digits (32 bytes)`);
  return Buffer.from(text, 'hex');
}
