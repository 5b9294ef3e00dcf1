import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * ```
 *  0      2         4                       12
 * +------+---------+-----------------------+------------------------------+
 * | mark | version | SHA-256 of the        | samples, 16 bit, in the      |
 * |      |         | samples, first 8 bytes| machine's own byte order     |
 * +------+---------+-----------------------+------------------------------+
 * ```
 * A file of the other byte order fails at its mark, a torn one at its digest; both are as if not there.
 */
const HEADER_BYTES = 12;
const MARK = 0x4843;
const VERSION = 1;
const DIGEST_BYTES = 8;

/** Writes under way at one time. The next clip is not kept: a disk that hangs must not gather memory. */
const MAX_WRITES = 64;

/**
 * Clips on disk, named by their key (hex), bounded by bytes. What the disk refuses is counted, never thrown:
 * the clip is rendered again. Files are written whole under another name and then renamed, so that a reader
 * never sees half a file. Processes may share the folder: each keeps to the bound by what it knows of, and
 * one that starts clears away unfinished files, at the worst another's, which then renders that clip again.
 */
export class DiskCache {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #sizes = new Map<string, number>();
  readonly #writes = new Set<Promise<void>>();
  #bytes = 0;
  #errors = 0;
  #scan: Promise<void> | undefined;

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Reads, writes and removals that the disk refused, and files found damaged. */
  get errors(): number {
    return this.#errors;
  }

  async get(key: string): Promise<Int16Array | undefined> {
    const path = this.#path(key);
    try {
      const bytes = await readFile(path);
      const clip = unpack(bytes);
      if (clip === undefined) {
        this.#errors++;
        await this.#remove(key);
        return undefined;
      }
      this.#touch(key, bytes.length);
      // The order of use outlives the process in the files' times.
      const now = new Date();
      utimes(path, now, now).catch(() => undefined);
      return clip;
    } catch (error) {
      if (!isMissing(error)) this.#errors++;
      return undefined;
    }
  }

  /** Returns at once; {@link settled} waits for what is being written. */
  set(key: string, clip: Int16Array): void {
    if (this.#writes.size >= MAX_WRITES) {
      this.#errors++;
      return;
    }
    const write = this.#write(key, clip)
      .catch(() => {
        this.#errors++;
      })
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#writes);
  }

  async #write(key: string, clip: Int16Array): Promise<void> {
    this.#scan ??= this.#readFolder();
    await this.#scan;
    const bytes = pack(clip);
    if (bytes.length > this.#maxBytes) return;
    const path = this.#path(key);
    const unfinished = join(this.#folder, `${randomUUID()}.tmp`);
    try {
      await writeFile(unfinished, bytes, { flag: 'wx' });
      await mkdir(join(path, '..'), { recursive: true });
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    this.#touch(key, bytes.length);
    for (const oldest of this.#sizes.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      await this.#remove(oldest);
    }
  }

  /** Learns what is there, oldest first, and clears away what an earlier process left unfinished. */
  async #readFolder(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const found: { key: string; size: number; usedAt: number }[] = [];
    for (const name of await readdir(this.#folder, { recursive: true })) {
      const path = join(this.#folder, name);
      if (name.endsWith('.tmp')) await rm(path, { force: true });
      const key = /([0-9a-f]{64})\.clip$/.exec(name)?.[1];
      if (key === undefined) continue;
      const { size, mtimeMs } = await stat(path);
      found.push({ key, size, usedAt: mtimeMs });
    }
    found.sort((a, b) => a.usedAt - b.usedAt);
    for (const { key, size } of found) this.#touch(key, size);
  }

  #touch(key: string, size: number): void {
    this.#bytes += size - (this.#sizes.get(key) ?? 0);
    this.#sizes.delete(key);
    this.#sizes.set(key, size);
  }

  async #remove(key: string): Promise<void> {
    this.#bytes -= this.#sizes.get(key) ?? 0;
    this.#sizes.delete(key);
    await rm(this.#path(key), { force: true });
  }

  #path(key: string): string {
    return join(this.#folder, key.slice(0, 2), `${key}.clip`);
  }
}

function pack(clip: Int16Array): Uint8Array {
  const samples = new Uint8Array(clip.buffer, clip.byteOffset, clip.byteLength);
  const bytes = new Uint8Array(HEADER_BYTES + samples.length);
  bytes.set(new Uint8Array(Uint16Array.of(MARK, VERSION).buffer));
  bytes.set(digest(samples), 4);
  bytes.set(samples, HEADER_BYTES);
  return bytes;
}

function unpack(bytes: Uint8Array): Int16Array | undefined {
  if (bytes.length < HEADER_BYTES || bytes.length % 2 !== 0) return undefined;
  const [mark, version] = new Uint16Array(bytes.slice(0, 4).buffer);
  const samples = bytes.subarray(HEADER_BYTES);
  if (mark !== MARK || version !== VERSION) return undefined;
  if (!digest(samples).every((byte, i) => byte === bytes[4 + i])) return undefined;
  const clip = new Int16Array(samples.length / 2);
  new Uint8Array(clip.buffer).set(samples);
  return clip;
}

function digest(samples: Uint8Array): Uint8Array {
  return createHash('sha256').update(samples).digest().subarray(0, DIGEST_BYTES);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
