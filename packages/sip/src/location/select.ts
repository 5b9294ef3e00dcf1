import type { Naptr, Protocol, Srv } from '../ports.ts';

/** The services of RFC 3263 4.1 that we speak. */
const SERVICES: Readonly<Record<string, Protocol>> = {
  'SIP+D2U': 'UDP',
  'SIP+D2T': 'TCP',
  'SIPS+D2T': 'TLS',
};

/** A service that a domain offers, and the name whose SRV records serve it. */
export interface Service {
  readonly protocol: Protocol;
  readonly srvName: string;
}

/**
 * The usable services of a domain, best first (RFC 3263 4.1): those of a transport we have, TLS alone for sips,
 * whose flag says that SRV records follow; by order, then preference.
 */
export function selectServices(
  records: readonly Naptr[],
  supported: readonly Protocol[],
  secure: boolean,
): readonly Service[] {
  const usable = records.filter(({ flags, service, replacement }) => {
    const protocol = SERVICES[service.toUpperCase()];
    if (protocol === undefined || !supported.includes(protocol)) return false;
    return flags.toLowerCase() === 's' && replacement !== '' && (!secure || protocol === 'TLS');
  });
  usable.sort((a, b) => a.order - b.order || a.preference - b.preference);
  return usable.map(({ service, replacement }) => ({
    protocol: SERVICES[service.toUpperCase()] as Protocol,
    srvName: replacement.toLowerCase(),
  }));
}

/** The SRV name of a domain that has no NAPTR (RFC 3263 4.1). */
export function srvName(domain: string, protocol: Protocol): string {
  if (protocol === 'TLS') return `_sips._tcp.${domain}`;
  return `_sip._${protocol.toLowerCase()}.${domain}`;
}

/**
 * The order in which the records are tried (RFC 2782): by priority, and within one priority drawn one after the
 * other with the weights as chances, those of weight 0 last but for a small one.
 *
 * @param draw 0 ≤ n < 1, once for each record drawn
 */
export function orderSrv(records: readonly Srv[], draw: () => number): readonly Srv[] {
  const ordered: Srv[] = [];
  const left = [...records].sort((a, b) => a.priority - b.priority || a.weight - b.weight);
  while (left.length > 0) {
    const { priority } = left[0] as Srv;
    let group = 0;
    let sum = 0;
    for (; group < left.length && left[group]?.priority === priority; group++) {
      sum += (left[group] as Srv).weight;
    }
    // "choose a uniform random number between 0 and the sum computed (inclusive), and select the RR whose running
    // sum value is the first … greater than or equal to the random number selected"
    const chosen = Math.floor(draw() * (sum + 1));
    let running = 0;
    let index = 0;
    for (; index < group - 1; index++) {
      running += (left[index] as Srv).weight;
      if (running >= chosen) break;
    }
    ordered.push(...left.splice(index, 1));
  }
  return ordered;
}
