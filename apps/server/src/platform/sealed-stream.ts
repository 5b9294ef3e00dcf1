import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';

/*
 * A file at rest: AES-256-GCM in frames, so that it is sealed and opened as it streams by, and nothing is handed out
 * that was not authenticated. This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): the
 * nonce of a frame is its place and whether it is the last, so frames cannot be swapped, repeated or left out, and a
 * file that was cut off is told by its last frame not being marked as such.
 *
 *   version(1) ‖ frame ‖ frame ‖ … ‖ last frame
 *   frame: ciphertext(FRAME_BYTES, the last one 0…FRAME_BYTES) ‖ tag(16)
 *   nonce: zero(7) ‖ index(4) ‖ last(1)
 *
 * Zero in the nonce is safe because each key seals one file only.
 */
const VERSION = 1;
const FRAME_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SEALED_FRAME_BYTES = FRAME_BYTES + TAG_BYTES;

export const DATA_KEY_BYTES = 32;

/** What was read is not what was sealed: cut off, altered, or under another key. */
export class SealBroken extends Error {
  constructor() {
    super('a sealed file is cut off or was altered');
  }
}

/** @param dataKey 32 bytes, used for this file alone */
export async function* sealStream(
  dataKey: Uint8Array,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void> {
  const key = createSecretKey(dataKey);
  yield Buffer.of(VERSION);
  let index = 0;
  for await (const { bytes, last } of framed(source, FRAME_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(index++, last));
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

/** @throws SealBroken before anything that is not authentic is yielded */
export async function* openStream(
  dataKey: Uint8Array,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void> {
  const key = createSecretKey(dataKey);
  let index = 0;
  for await (const { bytes, last } of framed(withoutVersion(source), SEALED_FRAME_BYTES)) {
    const plain = openFrame(key, bytes, nonce(index++, last));
    if (plain.length > 0) yield plain;
  }
}

function openFrame(key: KeyObject, frame: Buffer, at: Buffer): Buffer {
  const end = frame.length - TAG_BYTES;
  if (end < 0) throw new SealBroken();
  const decipher = createDecipheriv('aes-256-gcm', key, at).setAuthTag(frame.subarray(end));
  try {
    return Buffer.concat([decipher.update(frame.subarray(0, end)), decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}

function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(index, 7);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

async function* withoutVersion(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let seen = false;
  for await (const chunk of source) {
    if (seen || chunk.length === 0) {
      yield chunk;
      continue;
    }
    if (chunk[0] !== VERSION) throw new SealBroken();
    seen = true;
    yield chunk.subarray(1);
  }
  if (!seen) throw new SealBroken();
}

/** Cuts a stream into frames of `size` bytes; the last, marked one has what is left, and may be whole or empty. */
async function* framed(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ bytes: Buffer; last: boolean }, void> {
  let held = Buffer.alloc(size);
  let filled = 0;
  for await (const chunk of source) {
    let at = 0;
    while (at < chunk.length) {
      // A full frame is given away only once there is more: else it is the last.
      if (filled === size) {
        yield { bytes: held, last: false };
        held = Buffer.alloc(size);
        filled = 0;
      }
      const part = chunk.subarray(at, at + size - filled);
      held.set(part, filled);
      filled += part.length;
      at += part.length;
    }
  }
  yield { bytes: held.subarray(0, filled), last: true };
}
