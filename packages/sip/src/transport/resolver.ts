import { Resolver as DnsResolver, lookup } from 'node:dns';
import type { Lookup, Resolver } from '../ports.ts';

/** Node tells no TTL of NAPTR, SRV and the hosts file. */
const UNTOLD_TTL_MS = 60_000;
/** Of a name without records or a server without an answer: asked again soon, and not for each call. */
const NOTHING_TTL_MS = 5_000;
/** RFC 2181 8 allows 68 years; what is cached so long cannot be corrected. */
const MAX_TTL_MS = 3_600_000;
const LOOPBACK = { 4: '127.0.0.1', 6: '::1' } as const;

/**
 * DNS by node:dns, then the system's own ways (hosts file) for addresses. A question ends after `timeoutMs` and one
 * repetition. localhost and names under .invalid never leave the machine (RFC 6761 6.3, 6.4).
 *
 * @param options.servers IP addresses, with ports where not 53. Default: the system's
 */
export function createSystemResolver(
  options: { servers?: readonly string[]; timeoutMs?: number } = {},
): Resolver {
  const dns = new DnsResolver({ timeout: options.timeoutMs ?? 2_000, tries: 2 });
  if (options.servers !== undefined) dns.setServers(options.servers);
  return {
    naptr(name, done) {
      if (isLocal(name)) return done(NOTHING);
      dns.resolveNaptr(name, (error, records) => done(error ? NOTHING : found(records, UNTOLD_TTL_MS)));
    },
    srv(name, done) {
      if (isLocal(name)) return done(NOTHING);
      dns.resolveSrv(name, (error, records) => {
        if (error) return done(NOTHING);
        done(
          found(
            records.map(({ priority, weight, port, name: target }) => ({ priority, weight, port, target })),
            UNTOLD_TTL_MS,
          ),
        );
      });
    },
    addresses(name, family, done) {
      if (isLocal(name)) {
        done(isUnder(name, 'localhost') ? found([LOOPBACK[family]], MAX_TTL_MS) : NOTHING);
        return;
      }
      const take = (error: Error | null, records: readonly { address: string; ttl: number }[]): void => {
        if (error || records.length === 0) {
          askSystem(name, family, done);
          return;
        }
        const seconds = Math.min(...records.map(({ ttl }) => ttl));
        done(
          found(
            records.map(({ address }) => address),
            seconds * 1_000,
          ),
        );
      };
      if (family === 6) dns.resolve6(name, { ttl: true }, take);
      else dns.resolve4(name, { ttl: true }, take);
    },
  };
}

function askSystem(name: string, family: 4 | 6, done: (found: Lookup<string>) => void): void {
  lookup(name, { family, all: true }, (error, addresses) => {
    const list = error ? [] : addresses.map(({ address }) => address);
    done(found(list, UNTOLD_TTL_MS));
  });
}

const NOTHING: Lookup<never> = { records: [], ttlMs: NOTHING_TTL_MS };

function found<T>(records: readonly T[], ttlMs: number): Lookup<T> {
  return records.length === 0 ? NOTHING : { records, ttlMs: Math.min(ttlMs, MAX_TTL_MS) };
}

const isUnder = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);
const isLocal = (name: string): boolean => isUnder(name, 'localhost') || isUnder(name, 'invalid');
