/** Kept for an entry beside its samples: key, map slot, array header. */
const ENTRY_OVERHEAD = 256;

/** Clips in memory, bounded by bytes: the one that was longest not asked for goes first. */
export class MemoryCache {
  readonly #clips = new Map<string, Int16Array>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Int16Array | undefined {
    const clip = this.#clips.get(key);
    if (clip === undefined) return undefined;
    // A Map keeps the order of insertion: put back at the end, the clip is the youngest again.
    this.#clips.delete(key);
    this.#clips.set(key, clip);
    return clip;
  }

  /** A clip that is larger than the whole cache is not kept. */
  set(key: string, clip: Int16Array): void {
    this.#remove(key);
    if (cost(clip) > this.#maxBytes) return;
    this.#clips.set(key, clip);
    this.#bytes += cost(clip);
    for (const oldest of this.#clips.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const clip = this.#clips.get(key);
    if (clip === undefined) return;
    this.#clips.delete(key);
    this.#bytes -= cost(clip);
  }
}

function cost(clip: Int16Array): number {
  return clip.byteLength + ENTRY_OVERHEAD;
}
