import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = readonly [address: Address, prefixLength: number];

/**
 * Whether `ip` is in `allowed` (addresses or CIDR blocks); an empty list admits everyone.
 * Entries that do not parse admit nobody. IPv4-mapped IPv6 addresses count as IPv4.
 * Lists are parsed once per array: the key cache hands out the same array again and again.
 */
export function createIpAllowList(): (allowed: readonly string[], ip: string) => boolean {
  const parsed = new WeakMap<readonly string[], readonly Block[]>();

  return function isAllowed(allowed, ip) {
    if (allowed.length === 0) return true;
    let blocks = parsed.get(allowed);
    if (!blocks) {
      blocks = allowed.flatMap(parseBlock);
      parsed.set(allowed, blocks);
    }
    if (!ipaddr.isValid(ip)) return false;
    const address = ipaddr.process(ip);
    return blocks.some(([base, prefix]) => address.kind() === base.kind() && address.match(base, prefix));
  };
}

/** Dotted decimal alone for IPv4: elsewhere 010.0.0.1 is read as octal, and 10.1 as 10.0.0.1. No zones. */
function parseBlock(entry: string): Block[] {
  if (!entry.includes(':')) {
    if (ipaddr.IPv4.isValidFourPartDecimal(entry)) return [[ipaddr.IPv4.parse(entry), 32]];
    return ipaddr.IPv4.isValidCIDRFourPartDecimal(entry) ? [ipaddr.IPv4.parseCIDR(entry)] : [];
  }
  if (entry.includes('%')) return [];
  if (ipaddr.IPv6.isValid(entry)) return [unmapped(ipaddr.IPv6.parse(entry), 128)];
  return ipaddr.IPv6.isValidCIDR(entry) ? [unmapped(...ipaddr.IPv6.parseCIDR(entry))] : [];
}

/** A block of IPv4-mapped addresses is one of IPv4, as the addresses themselves are. */
function unmapped(address: ipaddr.IPv6, prefix: number): Block {
  if (prefix < 96 || !address.isIPv4MappedAddress()) return [address, prefix];
  return [address.toIPv4Address(), prefix - 96];
}

/** The first entry that is neither an address nor a CIDR block. */
export function badEntry(entries: readonly string[]): string | undefined {
  return entries.find((entry) => parseBlock(entry).length === 0);
}

/** What counts as one machine: an IPv4 address, or the /64 that an IPv6 address is of, which one holder has whole. */
export function machineOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`)}/64`;
}
