import { createHash } from 'node:crypto';
import { configure, ZipWriter } from '@zip.js/zip.js';

configure({ useWebWorkers: false });

export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** WinZip AE-2 with 256 bits. */
const AES_256 = 3;

/**
 * A ZIP as it is made: no more of it is in memory than is on its way. It fails where an entry does.
 * @param options.password encrypts every entry with AES-256; names of entries stay readable
 * @param options.at the time that entries are dated with
 */
export function zipStream(
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
  options: { readonly at: Date; readonly password?: string | undefined },
): AsyncIterable<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const zip = new ZipWriter(writable, {
    lastModDate: options.at,
    ...(options.password === undefined ? {} : { password: options.password, encryptionStrength: AES_256 }),
  });
  const writing = (async () => {
    for await (const { name, content } of entries) await zip.add(name, ReadableStream.from(content));
    await zip.close();
  })();
  // Told to the reader; nobody else waits for it.
  writing.catch((error: unknown) => writable.abort(error).catch(() => {}));
  return readable;
}

/** The bytes of a text as an entry's content. */
export async function* textContent(text: string): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(text);
}

/** An entry that is counted and hashed as it passes. @param passed is told once all of it has */
export function measuredEntry(
  { name, content }: ZipEntry,
  passed: (measured: { name: string; bytes: number; sha256: string }) => void,
): ZipEntry {
  async function* measure(): AsyncGenerator<Uint8Array, void> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
    passed({ name, bytes, sha256: hash.digest('hex') });
  }
  return { name, content: measure() };
}

/** A text as an entry's content that is not known before the entries ahead of it have passed. */
export async function* laterContent(made: () => string): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(made());
}
