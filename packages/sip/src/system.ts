import { createHash, randomFillSync } from 'node:crypto';
import type { Clock, Hash, Random } from './ports.ts';
import { setListedTimer } from './timer-lists.ts';

/** Wall clock and timers of the process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: setListedTimer,
};

/** Drawn from the system in blocks: a call to it for each tag would cost more than the rest of an INVITE. */
const BLOCK_BYTES = 4_096;

/** The system's cryptographic source. */
export function systemRandom(): Random {
  const block = new Uint8Array(BLOCK_BYTES);
  let used = BLOCK_BYTES;
  return {
    bytes(count) {
      if (count > BLOCK_BYTES) return randomFillSync(new Uint8Array(count));
      if (used + count > BLOCK_BYTES) {
        randomFillSync(block);
        used = 0;
      }
      used += count;
      return block.slice(used - count, used);
    },
  };
}

export const systemHash: Hash = (algorithm, data) =>
  createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(data)
    .digest('hex');
