/** Big-endian numbers in a datagram; the caller has looked that they are there. */
export const uint16 = (data: Uint8Array, at: number): number =>
  ((data[at] as number) << 8) | (data[at + 1] as number);
export const uint32 = (data: Uint8Array, at: number): number =>
  uint16(data, at) * 0x1_0000 + uint16(data, at + 2);

/** Numbers are cut to 32 bits, so counters may run on. */
export function putUint32(data: Uint8Array, at: number, value: number): void {
  data[at] = value >>> 24;
  data[at + 1] = value >>> 16;
  data[at + 2] = value >>> 8;
  data[at + 3] = value;
}

export function putUint16(data: Uint8Array, at: number, value: number): void {
  data[at] = value >>> 8;
  data[at + 1] = value;
}
