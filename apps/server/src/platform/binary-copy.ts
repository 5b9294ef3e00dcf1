/** A value of a row as COPY's binary form has it: what PostgreSQL's `recv` function of its type reads. */
export type CopyField = string | number | bigint | Uint8Array;

/** PGCOPY\n\377\r\n\0, no flags, no extension (PostgreSQL, COPY, Binary Format). */
const HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const TRAILER = Buffer.from('ffff', 'hex');

/**
 * Rows for `COPY … FROM STDIN (FORMAT binary)`: bytea without being written as digits and read back, which is most of
 * what large values cost. A string is text, a Uint8Array bytea, a number integer (four bytes), a bigint eight bytes.
 */
export function binaryCopy(rows: readonly (readonly CopyField[])[]): Buffer {
  const parts: Uint8Array[] = [HEADER];
  for (const row of rows) {
    const count = Buffer.alloc(2);
    count.writeInt16BE(row.length);
    parts.push(count);
    for (const field of row) {
      const bytes = bytesOf(field);
      const length = Buffer.alloc(4);
      length.writeInt32BE(bytes.length);
      parts.push(length, bytes);
    }
  }
  parts.push(TRAILER);
  return Buffer.concat(parts);
}

function bytesOf(field: CopyField): Uint8Array {
  if (typeof field === 'string') return Buffer.from(field);
  if (typeof field === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(field);
    return bytes;
  }
  if (typeof field !== 'bigint') return field;
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(field);
  return bytes;
}

/** 2000-01-01T00:00Z in ms since 1970. */
const EPOCH_MS = 946_684_800_000;

/** timestamptz: microseconds since 2000. */
export const copyTime = (at: Date): bigint => BigInt(at.getTime() - EPOCH_MS) * 1000n;
