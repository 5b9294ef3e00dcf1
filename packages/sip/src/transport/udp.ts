import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import type { Destination, Transport } from '../ports.ts';

export interface UdpTransportOptions {
  /** Address to bind, IPv4 or IPv6. */
  host: string;
  /** 0 = any free port. */
  port: number;
  /** Host for Via and Contact where it is not `host`: needed when binding to 0.0.0.0 or behind 1:1 NAT. */
  advertise?: string;
}

/** Asked of the system for each direction: a burst of some thousand SIP messages waits here, not on the floor. */
const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

interface Unsent {
  readonly data: Uint8Array;
  readonly to: Destination;
  readonly failed: (message: string) => void;
}

/** Binds one UDP socket. Rejects with the system's error when the address cannot be had. */
export async function createUdpTransport(options: UdpTransportOptions): Promise<Transport> {
  const family = isIP(options.host);
  if (family === 0) throw new TypeError(`host must be an IP address, not ${JSON.stringify(options.host)}`);
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    recvBufferSize: SOCKET_BUFFER_BYTES,
    sendBufferSize: SOCKET_BUFFER_BYTES,
    // dgram looks every destination up, literals too, and waits for the next turn of the loop to send.
    lookup: (address, _options, callback) => callback(null, address, family),
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: options.host, port: options.port, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  const bound = socket.address();
  let open = true;
  let unsent: Unsent[] = [];
  /**
   * What one turn of the loop has to say leaves together: a datagram that finds its receiver asleep has to wake it,
   * which costs more than to send it, and of those that follow at once none has to.
   */
  const flush = (): void => {
    const leaving = unsent;
    unsent = [];
    for (const { data, to, failed } of leaving) {
      try {
        socket.send(data, to.port, to.address, (error) => {
          if (error) failed(error.message);
        });
      } catch (error) {
        // Port 0, which dgram refuses by throwing, is for the peer to write into its Via or Contact.
        failed((error as Error).message);
      }
    }
  };
  const transport: Transport = {
    protocol: 'UDP',
    reliable: false,
    family: family === 6 ? 6 : 4,
    address: { host: options.advertise ?? bound.address, port: bound.port },
    send(data: Uint8Array, to: Destination, failed) {
      if (!open) return failed('the socket is closed');
      if (unsent.length === 0) setImmediate(flush);
      unsent.push({ data, to, failed });
    },
    close() {
      if (!open) return Promise.resolve();
      open = false;
      flush();
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
  // A failed send reports to its own callback; what arrives here is about the socket and ends no call.
  socket.on('error', () => {});
  socket.on('message', (data, from) => transport.onPacket?.(data, from));
  return transport;
}
