import { createTcpTransport, createTlsTransport, createUdpTransport, type Transport } from '@herald/sip';
import { type Clock, sleep, systemClock } from '../platform/clock.ts';

export interface TlsSettings {
  /** 0 = any free port. Without a certificate nothing listens there: we call out only. */
  readonly port: number;
  /** Our certificate chain and its key, PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Certificates that a carrier's may be signed by, PEM. Default: those of Node. */
  readonly ca?: string;
}

interface TransportOptions {
  readonly host: string;
  readonly sipPort: number;
  readonly transports?: readonly ('udp' | 'tcp' | 'tls')[];
  readonly tls?: TlsSettings;
  readonly advertisedHost?: string;
  readonly bindPatienceMs?: number;
  readonly clock?: Clock;
}

const BIND_RETRY_MS = 100;

/** The SIP sockets of an engine: all of them, or none and the system's error. */
export async function openTransports(options: TransportOptions): Promise<Transport[]> {
  const { host, sipPort, advertisedHost, tls, transports = ['udp'], clock } = options;
  const own = {
    host,
    port: sipPort,
    ...(advertisedHost === undefined ? {} : { advertise: advertisedHost }),
    ...(clock && { clock }),
  };
  const opening = {
    udp: () => createUdpTransport(own),
    tcp: () => createTcpTransport(own),
    tls: () => createTlsTransport({ ...own, ...tls }),
  };
  const open: Transport[] = [];
  try {
    for (const name of transports) open.push(await bind(opening[name], options));
    return open;
  } catch (error) {
    for (const transport of open) await transport.close();
    throw error;
  }
}

async function bind(opening: () => Promise<Transport>, options: TransportOptions): Promise<Transport> {
  const { bindPatienceMs = 0, clock = systemClock } = options;
  const giveUpAt = clock.now() + bindPatienceMs;
  for (;;) {
    try {
      return await opening();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || clock.now() >= giveUpAt) throw error;
      await sleep(clock, BIND_RETRY_MS);
    }
  }
}
