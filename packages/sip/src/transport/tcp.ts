import { connect, createServer, isIP } from 'node:net';
import type { Transport } from '../ports.ts';
import { createStreamTransport, type StreamTransportOptions } from './stream.ts';

/** Listens on one TCP port. Rejects with the system's error when the address cannot be had. */
export function createTcpTransport(options: StreamTransportOptions): Promise<Transport> {
  const family = isIP(options.host);
  if (family === 0) throw new TypeError(`host must be an IP address, not ${JSON.stringify(options.host)}`);
  return createStreamTransport(
    {
      protocol: 'TCP',
      family: family === 6 ? 6 : 4,
      server: createServer({ pauseOnConnect: false }),
      accepted: 'connection',
      ready: 'connect',
      connect: ({ address, port }) =>
        connect({ host: address, port, localAddress: localAddress(options.host) }),
    },
    options,
  );
}

/** Calls leave from the address we are known by, where that is one. */
export function localAddress(host: string): string | undefined {
  return host === '0.0.0.0' || host === '::' ? undefined : host;
}
