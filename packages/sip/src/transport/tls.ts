import { isIP } from 'node:net';
import {
  type ConnectionOptions,
  checkServerIdentity,
  connect,
  createServer,
  type PeerCertificate,
} from 'node:tls';
import type { Transport } from '../ports.ts';
import { createStreamTransport, type StreamTransportOptions } from './stream.ts';
import { localAddress } from './tcp.ts';

export interface TlsTransportOptions extends StreamTransportOptions {
  /** Our certificate chain and its key, PEM. Without them this side only calls out, and `port` is what Contact says. */
  certificate?: { cert: string; key: string };
  /** Certificates trusted, PEM. Default: those of Node. */
  ca?: string | readonly string[];
  /** Peers that call us have to show a certificate of `ca`. Default false. */
  verifyClients?: boolean;
  /** false takes any certificate of those we call: encryption without knowing with whom. Default true. */
  verifyServers?: boolean;
}

/**
 * SIP over TLS (RFC 3261 26.3). A peer that we call must show a certificate for the domain of the URI, not for the
 * host that DNS named for it (RFC 5922 7.2).
 */
export function createTlsTransport(options: TlsTransportOptions): Promise<Transport> {
  const family = isIP(options.host);
  if (family === 0) throw new TypeError(`host must be an IP address, not ${JSON.stringify(options.host)}`);
  const { certificate, verifyClients = false, verifyServers = true } = options;
  const ca = options.ca === undefined ? {} : { ca: [options.ca].flat() };
  const shared = { ...ca, ...certificate, minVersion: 'TLSv1.2' } as const;
  return createStreamTransport(
    {
      protocol: 'TLS',
      family: family === 6 ? 6 : 4,
      server:
        certificate &&
        createServer({
          ...shared,
          requestCert: verifyClients,
          rejectUnauthorized: verifyClients,
          handshakeTimeout: options.limits?.connectMs ?? 4_000,
        }),
      accepted: 'secureConnection',
      ready: 'secureConnect',
      connect({ address, port, serverName = address }) {
        // Node hands what net.connect knows on to it; the types do not say so.
        const to: ConnectionOptions & { localAddress: string | undefined } = {
          ...shared,
          host: address,
          port,
          localAddress: localAddress(options.host),
          // RFC 6066 3: a literal address is no server name.
          servername: isIP(serverName) === 0 ? serverName : '',
          rejectUnauthorized: verifyServers,
          checkServerIdentity: (_host, peer) => checkSipIdentity(serverName, peer),
        };
        return connect(to);
      },
    },
    options,
  );
}

/** RFC 5922 7.1: a `sip:domain` URI in subjectAltName is the SIP domain; else the names of DNS and IP decide. */
function checkSipIdentity(name: string, peer: PeerCertificate): Error | undefined {
  const names = (peer.subjectaltname ?? '').split(', ').map((each) => each.toLowerCase());
  const domains = names.filter((each) => each.startsWith('uri:sip:'));
  if (domains.length === 0) return checkServerIdentity(name, peer);
  if (domains.includes(`uri:sip:${name.toLowerCase()}`)) return undefined;
  return new Error(
    `the certificate is for ${domains.map((each) => each.slice(8)).join(', ')}, not for ${name}`,
  );
}
