import { param } from '../grammar/params.ts';
import type { SipUri } from '../grammar/uri.ts';
import type { Protocol } from '../ports.ts';

/** What a URI says about where its requests go (RFC 3263 4). */
export interface Target {
  /** TARGET: the maddr parameter, else the host. A name, or an IP address without brackets. */
  readonly name: string;
  readonly numeric: boolean;
  readonly port: number | undefined;
  /** Asked for by scheme or transport parameter; undefined leaves the choice to DNS. */
  readonly protocol: Protocol | undefined;
  /** sips: nothing but TLS will do. */
  readonly secure: boolean;
}

/** Reads the target of a URI; undefined when its transport is none of ours (sctp, ws). */
export function readTarget(uri: SipUri): Target | undefined {
  const host = param(uri.params, 'maddr')?.toLowerCase() || uri.host;
  const name = host.startsWith('[') ? host.slice(1, -1) : host;
  const secure = uri.scheme === 'sips';
  const wanted = param(uri.params, 'transport')?.toLowerCase();
  const known = wanted === undefined ? undefined : PROTOCOLS[wanted];
  if (wanted !== undefined && known === undefined) return undefined;
  // RFC 3261 19.1.4: sips over a reliable transport is TLS over it; over UDP it cannot be.
  if (secure && known === 'UDP') return undefined;
  return {
    name,
    numeric: isAddress(name),
    port: uri.port,
    protocol: secure ? 'TLS' : known,
    secure,
  };
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' };

/** RFC 3261 19.1.2, 18.1.1. */
export function defaultPort(protocol: Protocol): number {
  return protocol === 'TLS' ? 5061 : 5060;
}

/** An IP address rather than a name: a colon is in no name, and no top-level domain is a number. */
export function isAddress(name: string): boolean {
  if (name.includes(':')) return true;
  const last = name.charCodeAt(name.length - 1);
  return last > 47 && last < 58 && name.includes('.') && !/[a-z_-]/.test(name);
}
