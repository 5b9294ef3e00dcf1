import type { Lookup, Naptr, Resolver, Srv } from '../ports.ts';

/** What a zone says, by name; a name may have records of each kind. */
export interface Zone {
  naptr?: Readonly<Record<string, readonly Naptr[]>>;
  srv?: Readonly<Record<string, readonly Srv[]>>;
  /** IPv4 and IPv6 together. */
  addresses?: Readonly<Record<string, readonly string[]>>;
}

/** A resolver that answers at once out of a zone, with the questions it was asked. */
export interface ZoneResolver extends Resolver {
  /** Such as 'naptr example.com', oldest first. */
  readonly asked: string[];
  zone: Zone;
}

/** @param ttlMs of every record */
export function createZoneResolver(zone: Zone, ttlMs = 60_000): ZoneResolver {
  const asked: string[] = [];
  const answer = <T>(kind: string, name: string, records: readonly T[] | undefined): Lookup<T> => {
    asked.push(`${kind} ${name}`);
    return { records: records ?? [], ttlMs };
  };
  const resolver: ZoneResolver = {
    asked,
    zone,
    naptr: (name, done) => done(answer('naptr', name, resolver.zone.naptr?.[name])),
    srv: (name, done) => done(answer('srv', name, resolver.zone.srv?.[name])),
    addresses(name, family, done) {
      const all = resolver.zone.addresses?.[name];
      const ours = all?.filter((address) => address.includes(':') === (family === 6));
      done(answer(family === 6 ? 'aaaa' : 'a', name, ours));
    },
  };
  return resolver;
}
