import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type AccountId = Branded<'AccountId'>;
/** UUIDv7 of one accepted message: it carries its own time, and tables are partitioned by it. */
export type SessionNo = Branded<'SessionNo'>;

const POOL_BYTES = 10 * 512;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Makes UUIDv7 (RFC 9562 5.7) texts: 48 bits of Unix milliseconds, the rest random. Random bytes are drawn
 * in pools, because one system call an id would be felt on the hot path.
 */
export function createIds(clock: Clock, random: Random): () => string {
  let pool: Uint8Array = new Uint8Array(0);
  let used = 0;
  return () => {
    if (used + 10 > pool.length) {
      pool = random.bytes(POOL_BYTES);
      used = 0;
    }
    const time = clock.now().toString(16).padStart(12, '0');
    const at = used;
    used += 10;
    const hex = (index: number) => HEX[pool[at + index] as number] as string;
    const version = HEX[((pool[at] as number) & 0x0f) | 0x70] as string;
    const variant = HEX[((pool[at + 2] as number) & 0x3f) | 0x80] as string;
    return `${time.slice(0, 8)}-${time.slice(8)}-${version}${hex(1)}-${variant}${hex(3)}-${hex(4)}${hex(5)}${hex(6)}${hex(7)}${hex(8)}${hex(9)}`;
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True when the text can be a SessionNo, so that a lookup can be asked of the database at all. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Smallest UUID of a moment: the bound of a time range over ids. */
export function uuidFloor(atMs: number): string {
  const time = Math.max(0, Math.floor(atMs)).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-0000-0000-000000000000`;
}
