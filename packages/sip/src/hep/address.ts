/** IP addresses as bytes. */

/** Four bytes of `192.0.2.1`, sixteen of `2001:db8::1` or `::ffff:192.0.2.1`; undefined for what is neither. */
export function addressBytes(text: string): Uint8Array | undefined {
  return text.includes(':') ? ipv6(text) : ipv4(text);
}

function ipv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return Uint8Array.from(parts, Number);
}

function ipv6(text: string): Uint8Array | undefined {
  // A zone (fe80::1%eth0) is of the machine, not of the address.
  const [address = ''] = text.split('%', 1);
  const [left = '', right, ...more] = address.split('::');
  const head = words(left);
  const tail = right === undefined ? [] : words(right);
  if (head === undefined || tail === undefined || more.length > 0) return undefined;
  const gap = 8 - head.length - tail.length;
  if (right === undefined ? gap !== 0 : gap < 1) return undefined;
  const bytes = new Uint8Array(16);
  [...head, ...new Array<number>(gap).fill(0), ...tail].forEach((word, index) => {
    bytes[index * 2] = word >> 8;
    bytes[index * 2 + 1] = word & 255;
  });
  return bytes;
}

/** Groups of an IPv6 address, the last of which may be an IPv4 address. */
function words(text: string): number[] | undefined {
  if (text === '') return [];
  const found: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    const embedded = index === groups.length - 1 && group.includes('.') ? ipv4(group) : undefined;
    if (embedded !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = embedded;
      found.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/i.test(group)) found.push(Number.parseInt(group, 16));
    else return undefined;
  }
  return found;
}
