/**
 * Where packets are written before they leave: one piece of memory for each size, for all the calls of an engine. The
 * system copies what it takes, so the next packet may be written over the last; a piece for each call would be a miss
 * in the cache with each packet. What the system does not take at once waits in Node's queue and must stay as it is:
 * `keep` leaves that memory to it.
 */
export class PacketMemory {
  readonly #pieces = new Map<number, Uint8Array>();

  /** `bytes` of memory, whatever was in them before; another's as soon as this is asked for again. */
  piece(bytes: number): Uint8Array {
    let piece = this.#pieces.get(bytes);
    if (piece === undefined) {
      piece = Buffer.alloc(bytes);
      this.#pieces.set(bytes, piece);
    }
    return piece;
  }

  /** The last packet has not left yet. */
  keep(): void {
    this.#pieces.clear();
  }
}
