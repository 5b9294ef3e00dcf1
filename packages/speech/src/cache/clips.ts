import { DiskCache } from './disk.ts';
import { MemoryCache } from './memory.ts';

export interface ClipStats {
  /** Clips that had to be made. */
  made: number;
  memoryHits: number;
  diskHits: number;
  /** Requests that waited for one already under way. */
  joined: number;
  memoryBytes: number;
  diskBytes: number;
  diskErrors: number;
}

export interface ClipCacheOptions {
  memoryBytes: number;
  disk?: { folder: string; maxBytes: number };
}

/** Memory over disk; whatever asks for a clip that is being made gets that one. */
export class ClipCache {
  readonly #memory: MemoryCache;
  readonly #disk: DiskCache | undefined;
  readonly #underWay = new Map<string, Promise<Int16Array>>();
  #made = 0;
  #memoryHits = 0;
  #diskHits = 0;
  #joined = 0;

  constructor({ memoryBytes, disk }: ClipCacheOptions) {
    this.#memory = new MemoryCache(memoryBytes);
    this.#disk = disk && new DiskCache(disk.folder, disk.maxBytes);
  }

  /**
   * The clip of this key, made by `make` when it is nowhere. `durable` clips go to disk too. A failure of
   * `make` is everyone's who waits for it, and is not remembered.
   */
  get(key: string, durable: boolean, make: () => Promise<Int16Array>): Promise<Int16Array> {
    const kept = this.#memory.get(key);
    if (kept !== undefined) {
      this.#memoryHits++;
      return Promise.resolve(kept);
    }
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) {
      this.#joined++;
      return underWay;
    }
    const clip = this.#fetch(key, durable ? this.#disk : undefined, make).finally(() =>
      this.#underWay.delete(key),
    );
    this.#underWay.set(key, clip);
    return clip;
  }

  async #fetch(
    key: string,
    disk: DiskCache | undefined,
    make: () => Promise<Int16Array>,
  ): Promise<Int16Array> {
    const stored = await disk?.get(key);
    if (stored !== undefined) {
      this.#diskHits++;
      this.#memory.set(key, stored);
      return stored;
    }
    const clip = await make();
    this.#made++;
    this.#memory.set(key, clip);
    disk?.set(key, clip);
    return clip;
  }

  stats(): ClipStats {
    return {
      made: this.#made,
      memoryHits: this.#memoryHits,
      diskHits: this.#diskHits,
      joined: this.#joined,
      memoryBytes: this.#memory.bytes,
      diskBytes: this.#disk?.bytes ?? 0,
      diskErrors: this.#disk?.errors ?? 0,
    };
  }

  /** Waits until what was made is on disk. */
  async close(): Promise<void> {
    await this.#disk?.settled();
  }
}
