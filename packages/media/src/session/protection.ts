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

export function createProtection(random: Random): Protection {
  const draw = () => Uint8Array.from(random.bytes(SRTP_KEY_BYTES));
  let keys: SrtpKeys | undefined;
  let agreed: RemoteSrtp | undefined;
  let sender: SrtpSender | undefined;
  let receiver: SrtpReceiver | undefined;

  function ours(): SrtpKeys {
    keys ??= { AES_CM_128_HMAC_SHA1_80: draw(), AES_CM_128_HMAC_SHA1_32: draw() };
    return keys;
  }

  return {
    get keys() {
      return ours();
    },
    get sender() {
      return sender;
    },
    get receiver() {
      return receiver;
    },
    agree(remote) {
      const before = agreed;
      agreed = remote;
      if (before !== undefined && before.suite !== remote?.suite) {
        keys = { ...ours(), [before.suite]: draw() };
        sender = undefined;
        receiver = undefined;
      }
      if (remote === undefined) return;
      sender ??= createSrtpSender(remote.suite, ours()[remote.suite]);
      if (receiver !== undefined && before !== undefined && same(before.key, remote.key)) return;
      receiver = createSrtpReceiver(remote.suite, remote.key);
    },
  };
}
