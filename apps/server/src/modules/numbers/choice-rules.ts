/** A number that may be shown, and where it belongs. */
export interface ShownNumber {
  number: string;
  /** Area code with its zero; empty where it is not known. */
  cityCode: string;
  province: string;
}

/**
 * A number for this callee: always the same one while the numbers are the same and it has room, so that a callee who is
 * rung again sees the number that rang before. Undefined where none has room.
 * @param calleeKey keyed hash of the called number, evenly spread
 */
export function chooseShowNumber(
  numbers: readonly string[],
  calleeKey: Uint8Array,
  hasRoom: (number: string) => boolean = () => true,
): string | undefined {
  const seed = hashOf(calleeKey);
  let best: string | undefined;
  let bestWeight = -1;
  // Rendezvous hashing: when a number leaves the pool, only its own callees move.
  for (const number of numbers) {
    const weight = mix(seed, number);
    if (weight > bestWeight && hasRoom(number)) {
      best = number;
      bestWeight = weight;
    }
  }
  return best;
}

/** Numbers by where they belong, made once for many calls. */
export interface NumberPool {
  all: readonly string[];
  byCity: ReadonlyMap<string, readonly string[]>;
  byProvince: ReadonlyMap<string, readonly string[]>;
}

export function poolOf(numbers: readonly ShownNumber[]): NumberPool {
  const by = (place: 'cityCode' | 'province') => {
    const groups = Map.groupBy(numbers, (one) => one[place]);
    groups.delete('');
    return new Map([...groups].map(([name, ones]) => [name, ones.map(({ number }) => number)]));
  };
  return { all: numbers.map(({ number }) => number), byCity: by('cityCode'), byProvince: by('province') };
}

/**
 * A number of the pool: by attribution one of the callee's city, else of its province, else any; or any at once.
 * @param callee where the callee is; undefined: it is to be at random
 */
export function chooseFromPool(
  pool: NumberPool,
  calleeKey: Uint8Array,
  callee: Pick<ShownNumber, 'cityCode' | 'province'> | undefined,
  hasRoom?: (number: string) => boolean,
): string | undefined {
  const tiers = callee
    ? [pool.byCity.get(callee.cityCode) ?? [], pool.byProvince.get(callee.province) ?? [], pool.all]
    : [pool.all];
  for (const tier of tiers) {
    const number = chooseShowNumber(tier, calleeKey, hasRoom);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** FNV-1a, 32 bits. */
function hashOf(key: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of key) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** FNV-1a over key and number. */
function mix(seed: number, number: string): number {
  let hash = seed;
  for (let at = 0; at < number.length; at++) hash = Math.imul(hash ^ number.charCodeAt(at), 0x01000193);
  // Without a last avalanche, numbers that differ in their last digit only would rank alike for every key.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
