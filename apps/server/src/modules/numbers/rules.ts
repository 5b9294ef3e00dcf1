/** A called number this platform can ring today: mainland mobile or fixed line, E.164. */
const MAINLAND = /^\+86(?:1[3-9]\d{9}|10\d{8}|2\d{9}|[3-9]\d{9,10})$/;
const E164 = /^\+[1-9]\d{6,14}$/;

export type CalledVerdict = { ok: true; brevityCode: string } | { ok: false; why: 'format' | 'destination' };

/** Whether a called number is E.164, and leads to a destination that is open (domestic; 1.1, 2.1). */
export function checkCalledNumber(number: string): CalledVerdict {
  if (!E164.test(number)) return { ok: false, why: 'format' };
  if (!number.startsWith('+86')) return { ok: false, why: 'destination' };
  return MAINLAND.test(number) ? { ok: true, brevityCode: 'CN' } : { ok: false, why: 'format' };
}

/**
 * A number of the pool for this callee: always the same one while the pool is the same, so that a callee who is rung
 * again sees the number that rang before.
 * @param calleeKey keyed hash of the called number, evenly spread
 */
export function chooseShowNumber(pool: readonly string[], calleeKey: Uint8Array): string | undefined {
  let best: string | undefined;
  let bestWeight = -1;
  // Rendezvous hashing: when a number leaves the pool, only its own callees move.
  for (const number of pool) {
    const weight = mix(calleeKey, number);
    if (weight > bestWeight) {
      best = number;
      bestWeight = weight;
    }
  }
  return best;
}

/** FNV-1a over key and number, 32 bits. */
function mix(key: Uint8Array, number: string): number {
  let hash = 0x811c9dc5;
  for (const byte of key) hash = Math.imul(hash ^ byte, 0x01000193);
  for (let at = 0; at < number.length; at++) hash = Math.imul(hash ^ number.charCodeAt(at), 0x01000193);
  // Without a last avalanche, numbers that differ in their last digit only would rank alike for every key.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
