import { isIP, SocketAddress } from 'node:net';
import type { UserAgent } from '@herald/sip';
import type { Clock } from '../platform/clock.ts';
import { createIpAllowList } from '../platform/ip-allow-list.ts';
import { peerUrisOf } from './invitation.ts';
import type { CallTrunk } from './types.ts';

/** An address that a name no longer has is still its trunk's so long: one answer of DNS may hold but some of them. */
const FORGET_AFTER_MS = 600_000;

/** Whose calls are taken. */
export interface Peers {
  /** The trunks there are from now on. To be told again and again: names are looked up anew as their records run out. */
  hear(trunks: readonly CallTrunk[]): void;
  /** The trunks that use this address, in the order they were told: those that have a host there first. */
  trunksAt(address: string): readonly CallTrunk[];
  /** Whether it is one of theirs; every address is, until it is known which are. */
  has(address: string): boolean;
}

/** The addresses of trunks: of each of the hosts that our own requests go to (RFC 3263), and what else they are told of. */
export function createPeers(agent: () => Pick<UserAgent, 'locate'>, clock: Clock): Peers {
  /** By URI: when each address was last told of it. */
  const known = new Map<string, Map<string, number>>();
  let told: readonly { trunk: CallTrunk; uris: readonly string[] }[] = [];
  let byAddress: Map<string, CallTrunk[]> | undefined;
  const isIn = createIpAllowList();
  /** Those that have other sources than their hosts. */
  const bySource = (address: string): CallTrunk[] =>
    told.flatMap(({ trunk }) => {
      const { sources = [] } = trunk.terms ?? {};
      return sources.length > 0 && isIn(sources, address) ? [trunk] : [];
    });

  async function locate(uri: string): Promise<void> {
    const hops = await agent().locate(uri);
    const before = known.get(uri);
    // A name server that is away takes nobody's calls away.
    if (hops.length === 0 && before) return;
    const now = clock.now();
    const kept = [...(before ?? [])].filter(([, seenAt]) => now - seenAt < FORGET_AFTER_MS);
    known.set(uri, new Map([...kept, ...hops.map(({ address }) => [canonical(address), now] as const)]));
  }

  /** What is known of the trunks that were told last, whoever asked for it. */
  function list(): void {
    const wanted = new Set(told.flatMap(({ uris }) => uris));
    for (const uri of known.keys()) if (!wanted.has(uri)) known.delete(uri);
    byAddress = new Map();
    for (const { trunk, uris } of told) {
      for (const address of new Set(uris.flatMap((uri) => [...(known.get(uri)?.keys() ?? [])]))) {
        byAddress.set(address, [...(byAddress.get(address) ?? []), trunk]);
      }
    }
  }

  return {
    hear(trunks) {
      told = trunks.map((trunk) => ({ trunk, uris: peerUrisOf(trunk) }));
      void Promise.all([...new Set(told.flatMap(({ uris }) => uris))].map(locate)).then(list);
    },
    trunksAt(address) {
      const there = byAddress?.get(canonical(address)) ?? [];
      const ids = new Set(there.map(({ trunkId }) => trunkId));
      return [...there, ...bySource(address).filter(({ trunkId }) => !ids.has(trunkId))];
    },
    has: (address) =>
      byAddress === undefined || byAddress.has(canonical(address)) || bySource(address).length > 0,
  };
}

/** As the system writes it: an IPv6 address may be written in many ways. */
function canonical(address: string): string {
  return isIP(address) === 6 ? new SocketAddress({ address, family: 'ipv6' }).address : address;
}
