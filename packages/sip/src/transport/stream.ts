import type { Server, Socket } from 'node:net';
import { defaultPort } from '../location/target.ts';
import type { Clock, Destination, Transport } from '../ports.ts';
import { systemClock } from '../system.ts';
import { Connection, type ConnectionLimits } from './connection.ts';

/** Bounds of a stream transport. */
export interface StreamLimits extends ConnectionLimits {
  /** Connections at one time, both directions. Over it, new ones of peers are closed and sending fails. Default 1,024. */
  connections: number;
  /** Of these, those of peers whom the user agent does not trust: they take nobody's place. Default 128. */
  strangers: number;
}

export interface StreamTransportOptions {
  /** Address to bind, IPv4 or IPv6. */
  host: string;
  /** 0 = any free port. */
  port: number;
  /** Host for Via and Contact where it is not `host`. */
  advertise?: string;
  limits?: Partial<StreamLimits>;
  /** Default: the system's. */
  clock?: Clock;
}

const DEFAULT_LIMITS: StreamLimits = {
  idleMs: 600_000,
  messageMs: 10_000,
  connectMs: 4_000,
  queuedBytes: 1024 * 1024,
  connections: 1_024,
  strangers: 128,
};

/** The parts in which TCP and TLS differ. */
export interface StreamKind {
  readonly protocol: 'TCP' | 'TLS';
  readonly family: 4 | 6;
  /** undefined: this side only calls out. */
  readonly server: Server | undefined;
  readonly accepted: 'connection' | 'secureConnection';
  readonly ready: 'connect' | 'secureConnect';
  connect(to: Destination): Socket;
}

/**
 * A transport of connections. One is made when there is none to the destination, kept until it is idle, and used by
 * both sides for whatever they send (RFC 3261 18, RFC 5923 for responses and for peers that call from the port they
 * listen on).
 */
export async function createStreamTransport(
  kind: StreamKind,
  options: StreamTransportOptions,
): Promise<Transport> {
  const limits: StreamLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const clock = options.clock ?? systemClock;
  const connections = new Map<string, Connection>();
  /** Those of peers, in a handshake still as well. */
  const sockets = new Set<Socket>();
  let strangers = 0;
  let open = true;

  function add(
    key: string,
    socket: Socket,
    ready: StreamKind['ready'] | undefined,
    address: string,
    port: number,
  ): Connection {
    const from = { address, port };
    const user = {
      onMessage: (data: Uint8Array) => transport.onPacket?.(data, from),
      onClose: () => {
        if (connections.get(key) === connection) connections.delete(key);
      },
    };
    const connection = new Connection(socket, ready, { clock, limits, user });
    connections.set(key, connection);
    return connection;
  }

  function accept(socket: Socket): void {
    const { remoteAddress, remotePort } = socket;
    if (
      !open ||
      socket.destroyed ||
      connections.size >= limits.connections ||
      remoteAddress === undefined ||
      remotePort === undefined
    ) {
      socket.destroy();
      return;
    }
    add(inboundKey(remoteAddress, remotePort), socket, undefined, remoteAddress, remotePort);
  }

  function connect(to: Destination, port: number, failed: (message: string) => void): Connection | undefined {
    const key = outboundKey(to, port);
    const known = connections.get(key);
    if (known !== undefined) return known;
    if (connections.size >= limits.connections) {
      failed('too many connections');
      return undefined;
    }
    let socket: Socket;
    try {
      socket = kind.connect({ ...to, port });
    } catch (error) {
      // A port or address that the system refuses to look at.
      failed((error as Error).message);
      return undefined;
    }
    return add(key, socket, kind.ready, to.address, port);
  }

  const { server } = kind;
  if (server !== undefined) {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: options.host, port: options.port, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    server.maxConnections = limits.connections;
    server.on('connection', (socket) => {
      // Before any handshake of TLS: who is not trusted may only try so many.
      const { remoteAddress: address = '', remotePort = 0 } = socket;
      const isStranger = transport.isTrusted?.({ address, port: remotePort }) === false;
      if (isStranger && strangers >= limits.strangers) {
        socket.destroy();
        return;
      }
      if (isStranger) strangers++;
      sockets.add(socket);
      socket.once('close', () => {
        sockets.delete(socket);
        if (isStranger) strangers--;
      });
    });
    server.on(kind.accepted, accept);
    // A handshake that fails, or an accept for which there is no file handle, ends no call.
    server.on('error', () => {});
    server.on('tlsClientError', () => {});
  }
  const bound = server?.address();
  // Without a server Contact names the port of the protocol: peers answer by the connection that is there.
  const usual = options.port === 0 ? defaultPort(kind.protocol) : options.port;
  const port = bound !== null && typeof bound === 'object' ? bound.port : usual;
  const transport: Transport = {
    protocol: kind.protocol,
    reliable: true,
    family: kind.family,
    address: { host: options.advertise ?? options.host, port },
    send(data, to, failed) {
      if (!open) {
        failed('the transport is closed');
        return;
      }
      const inbound = connections.get(inboundKey(to.address, to.port));
      const connection = inbound ?? connect(to, to.elsePort ?? to.port, failed);
      // A response, which alone has another port to go to, is not answered.
      connection?.send(data, to.elsePort === undefined, failed);
    },
    async close() {
      if (!open) return;
      open = false;
      for (const connection of [...connections.values()]) connection.close('the transport is closed');
      for (const socket of sockets) socket.destroy();
      if (server !== undefined) await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return transport;
}

const inboundKey = (address: string, port: number): string => `${address} ${port}`;
/** The name belongs to it: a connection proved to be of one peer is no proof for another at the same address. */
const outboundKey = (to: Destination, port: number): string =>
  `${to.address} ${port} ${to.serverName ?? to.address}`;
