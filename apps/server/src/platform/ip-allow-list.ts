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

function parseBlock(entry: string): Block[] {
  if (ipaddr.isValidCIDR(entry)) {
    const [base, prefix] = ipaddr.parseCIDR(entry);
    return [[base, prefix]];
  }
  if (!ipaddr.isValid(entry)) return [];
  const address = ipaddr.process(entry);
  return [[address, address.kind() === 'ipv4' ? 32 : 128]];
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
