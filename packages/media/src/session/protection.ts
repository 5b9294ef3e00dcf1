import type { Random } from '../ports.ts';
import { type RemoteSrtp, SRTP_KEY_BYTES, type SrtpKeys } from '../sdp/crypto.ts';
import { createSrtpReceiver, createSrtpSender, type SrtpReceiver, type SrtpSender } from '../srtp/srtp.ts';

/**
 * The SRTP of a session, off until a description has a key. A key that was sent under and given up is never
 * sent under again, since its indices would be used twice: a new one is drawn for the next description.
 */
export interface Protection {
  readonly keys: SrtpKeys;
  /** The same key again goes on where it was; undefined turns SRTP off. */
  agree(remote: RemoteSrtp | undefined): void;
  readonly sender: SrtpSender | undefined;
  readonly receiver: SrtpReceiver | undefined;
}

const same = (one: Uint8Array, other: Uint8Array) => one.every((byte, at) => byte === other[at]);

/** A class for the sake of its accessors, which are asked for with every packet: see sender.ts. */
class SessionProtection implements Protection {
  readonly #random: Random;
  #keys: SrtpKeys | undefined;
  #agreed: RemoteSrtp | undefined;
  #sender: SrtpSender | undefined;
  #receiver: SrtpReceiver | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  get keys(): SrtpKeys {
    this.#keys ??= { AES_CM_128_HMAC_SHA1_80: this.#draw(), AES_CM_128_HMAC_SHA1_32: this.#draw() };
    return this.#keys;
  }

  get sender(): SrtpSender | undefined {
    return this.#sender;
  }

  get receiver(): SrtpReceiver | undefined {
    return this.#receiver;
  }

  agree(remote: RemoteSrtp | undefined): void {
    const before = this.#agreed;
    this.#agreed = remote;
    if (before !== undefined && before.suite !== remote?.suite) {
      this.#keys = { ...this.keys, [before.suite]: this.#draw() };
      this.#sender = undefined;
      this.#receiver = undefined;
    }
    if (remote === undefined) return;
    this.#sender ??= createSrtpSender(remote.suite, this.keys[remote.suite]);
    if (this.#receiver !== undefined && before !== undefined && same(before.key, remote.key)) return;
    this.#receiver = createSrtpReceiver(remote.suite, remote.key);
  }

  #draw(): Uint8Array {
    return Uint8Array.from(this.#random.bytes(SRTP_KEY_BYTES));
  }
}

export const createProtection = (random: Random): Protection => new SessionProtection(random);
