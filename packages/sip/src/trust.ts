import { BlockList, isIP } from 'node:net';
import type { Endpoint } from './ports.ts';

/**
 * Peers by IP address: addresses and networks such as '203.0.113.7', '198.51.100.0/24', '2001:db8::/32'. What it gives
 * is fit for `isTrusted` of a user agent.
 *
 * @throws TypeError for what is neither
 */
export function trustAddresses(list: readonly string[]): (source: Endpoint) => boolean {
  const trusted = new BlockList();
  for (const entry of list) {
    const [address = '', prefix, ...more] = entry.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix);
    const fits =
      family !== 0 && /^[0-9]*$/.test(prefix ?? '') && prefix !== '' && bits <= (family === 6 ? 128 : 32);
    if (!fits || more.length > 0) throw new TypeError(`not an IP address or network: ${entry}`);
    trusted.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return ({ address }) => {
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}
