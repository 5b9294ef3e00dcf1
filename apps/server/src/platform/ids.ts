import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type AccountId = Branded<'AccountId'>;
/** UUIDv7 of one accepted message: it carries its own time, and tables are partitioned by it. */
export type SessionNo = Branded<'SessionNo'>;

const POOL_BYTES = 10 * 512;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const MOST_IN_MS = 0xfff;
/** A clock that is further behind than this was set back, and is followed; less is our own running ahead. */
const MOST_AHEAD_MS = 10;

/**
 * Makes UUIDv7 (RFC 9562 5.7) texts: 48 bits of Unix milliseconds, 12 bits that count within the millisecond from a
 * random start (6.2, method 1), the rest random. Each is greater than the one before, until the clock is set back.
 * Random bytes are drawn in pools, because one system call an id would be felt on the hot path.
 */
export function createIds(clock: Clock, random: Random): () => string {
  let pool: Uint8Array = new Uint8Array(0);
  let used = 0;
  let ms = 0;
  let count = 0;
  return () => {
    if (used + 10 > pool.length) {
      pool = random.bytes(POOL_BYTES);
      used = 0;
    }
    const at = used;
    used += 10;
    const byte = (index: number) => pool[at + index] as number;
    const now = clock.now();
    if (now > ms || now < ms - MOST_AHEAD_MS) {
      ms = now;
      count = ((byte(0) & 0x07) << 8) | byte(1); // the upper half is left to count in
    } else if (++count > MOST_IN_MS) {
      ms++;
      count = 0;
    }
    const time = ms.toString(16).padStart(12, '0');
    const hex = (value: number) => HEX[value] as string;
    const version = hex((count >> 8) | 0x70) + hex(count & 0xff);
    const variant = hex((byte(2) & 0x3f) | 0x80) + hex(byte(3));
    const rest = hex(byte(4)) + hex(byte(5)) + hex(byte(6)) + hex(byte(7)) + hex(byte(8)) + hex(byte(9));
    return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${rest}`;
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
