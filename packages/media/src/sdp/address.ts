/** IP address literals, as c= lines have them (RFC 4566 9). Host names are not resolved: media is not worth a DNS wait. */

export type IpVersion = 4 | 6;

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  if (text.length > 45 || !/^[0-9A-Fa-f:.]+$/.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [index, half] of halves.entries()) {
    if (half === '') continue;
    const parts = half.split(':');
    for (const [place, part] of parts.entries()) {
      const last = index === halves.length - 1 && place === parts.length - 1;
      if (last && isIpv4(part)) groups += 2;
      else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups++;
      else return false;
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8;
}

/** 4 or 6; undefined when `text` is no IP address. */
export function ipVersion(text: string): IpVersion | undefined {
  if (isIpv4(text)) return 4;
  return isIpv6(text) ? 6 : undefined;
}

/** 0.0.0.0 or ::, which in RFC 2543 meant "on hold" and still does (RFC 3264 8.4). */
export function isUnspecified(address: string): boolean {
  return /^[0.:]+$/.test(address);
}

/** One speaker, many listeners: never a party to a call. */
export function isMulticast(address: string): boolean {
  if (address.includes(':')) return /^ff/i.test(address);
  const first = Number(address.split('.')[0]);
  return first >= 224;
}
