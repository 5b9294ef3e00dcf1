import { SipParseError } from '../grammar/errors.ts';
import { parseSipUri } from '../grammar/uri.ts';
import { orderSrv, type Service, selectServices, srvName } from '../location/select.ts';
import { defaultPort, readTarget, type Target } from '../location/target.ts';
import type { Clock, Hop, Naptr, Protocol, Resolver, Srv } from '../ports.ts';
import { NameCache } from './name-cache.ts';

/** Addresses tried for one request: a domain may list hundreds, and a call has but a minute. */
const MAX_HOPS = 8;
/** SRV records of one name whose addresses are asked for. */
const MAX_SRV = 8;

export interface LocatorParts {
  readonly resolver: Resolver;
  readonly clock: Clock;
  /** 0 ≤ n < 1. */
  readonly draw: () => number;
  /** Transports we have, the preferred one first, and the IP version of each. */
  readonly families: ReadonlyMap<Protocol, 4 | 6>;
  /** Names kept of each kind of record. */
  readonly limit: number;
}

type Done = (hops: readonly Hop[], failure: string) => void;

/** Finds the transport addresses for a URI (RFC 3263 4), best first. */
export class Locator {
  readonly #parts: LocatorParts;
  readonly #supported: readonly Protocol[];
  readonly #naptr: NameCache<Naptr>;
  readonly #srv: NameCache<Srv>;
  readonly #addresses: NameCache<string>;

  constructor(parts: LocatorParts) {
    this.#parts = parts;
    this.#supported = [...parts.families.keys()];
    this.#naptr = new NameCache(parts.clock, parts.limit);
    this.#srv = new NameCache(parts.clock, parts.limit);
    this.#addresses = new NameCache(parts.clock, parts.limit);
  }

  /** Calls `done` once: at once for an IP address or a name known, with no hops and the reason when there are none. */
  locate(uri: string, done: Done): void {
    let target: Target | undefined;
    try {
      target = readTarget(parseSipUri(uri));
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error;
      done([], `cannot send to ${uri}: ${error.message}`);
      return;
    }
    if (target === undefined) done([], `cannot send to ${uri}: not a transport of ours`);
    else if (target.protocol !== undefined && !this.#supported.includes(target.protocol)) {
      done([], `${target.secure ? 'sips' : target.protocol} needs a transport that this user agent has not`);
    } else this.#find(target, done);
  }

  #find(target: Target, done: Done): void {
    const { name, port, numeric } = target;
    // 4.1: "if the TARGET is a numeric IP address, the client SHOULD use UDP for a SIP URI"; 4.2 with a port likewise.
    const protocol = target.protocol ?? (numeric || port !== undefined ? this.#plain() : undefined);
    if (numeric && protocol !== undefined) {
      done([{ protocol, address: name, port: port ?? defaultPort(protocol), serverName: name }], '');
    } else if (port !== undefined && protocol !== undefined) {
      this.#addressesOf(name, protocol, port, name, (hops) => done(hops, `cannot resolve ${name}`));
    } else if (target.protocol !== undefined && !target.secure) {
      this.#byServices(
        target,
        [{ protocol: target.protocol, srvName: srvName(name, target.protocol) }],
        done,
      );
    } else {
      this.#byNaptr(target, done);
    }
  }

  #byNaptr(target: Target, done: Done): void {
    const ask = this.#parts.resolver.naptr.bind(this.#parts.resolver, target.name);
    this.#naptr.get(target.name, ask, (records) => {
      const found = selectServices(records, this.#supported, target.secure);
      const usual = this.#supported.filter((each) => !target.secure || each === 'TLS');
      const services =
        found.length > 0
          ? found
          : usual.map((protocol) => ({ protocol, srvName: srvName(target.name, protocol) }));
      this.#byServices(target, services, done);
    });
  }

  /** The first service that has SRV records with addresses, else the addresses of the name itself (4.2). */
  #byServices(target: Target, services: readonly Service[], done: Done): void {
    const [service, ...rest] = services;
    if (service === undefined) {
      const protocol = target.protocol ?? this.#plain();
      this.#addressesOf(target.name, protocol, defaultPort(protocol), target.name, (hops) =>
        done(hops, `cannot resolve ${target.name}`),
      );
      return;
    }
    const { resolver, draw } = this.#parts;
    this.#srv.get(service.srvName, resolver.srv.bind(resolver, service.srvName), (records) => {
      // RFC 2782: a target of "." says that the service is decidedly not there.
      const usable = records.filter((record) => record.target !== '' && record.target !== '.');
      const ordered = orderSrv(usable, draw).slice(0, MAX_SRV);
      this.#gather(ordered, service.protocol, target.name, (hops) => {
        if (hops.length > 0) done(hops, '');
        else this.#byServices(target, rest, done);
      });
    });
  }

  /** The addresses of all records, in the order of the records. */
  #gather(
    records: readonly Srv[],
    protocol: Protocol,
    serverName: string,
    done: (hops: readonly Hop[]) => void,
  ): void {
    const found: (readonly Hop[])[] = [];
    let left = records.length;
    if (left === 0) done([]);
    for (const [index, { target, port }] of records.entries()) {
      this.#addressesOf(target.toLowerCase(), protocol, port, serverName, (hops) => {
        found[index] = hops;
        left--;
        if (left === 0) done(found.flat().slice(0, MAX_HOPS));
      });
    }
  }

  #addressesOf(
    name: string,
    protocol: Protocol,
    port: number,
    serverName: string,
    done: (hops: readonly Hop[]) => void,
  ): void {
    const family = this.#parts.families.get(protocol) ?? 4;
    const { resolver } = this.#parts;
    this.#addresses.get(`${family} ${name}`, resolver.addresses.bind(resolver, name, family), (addresses) =>
      done(addresses.slice(0, MAX_HOPS).map((address) => ({ protocol, address, port, serverName }))),
    );
  }

  /** What a sip URI without a word about transports uses: UDP where we have it. */
  #plain(): Protocol {
    return this.#supported.includes('UDP') ? 'UDP' : (this.#supported[0] ?? 'UDP');
  }
}
