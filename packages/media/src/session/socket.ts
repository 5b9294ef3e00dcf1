import { createSocket, type Socket } from 'node:dgram';
import { MediaError } from './errors.ts';

/** Addresses are literals already: no look-up, not even the one that Node makes to find that out. */
function literalLookup(
  address: string,
  family: unknown,
  done: (error: Error | null, address: string, family: number) => void,
): void {
  done(null, address, family === 6 ? 6 : 4);
}

/** A bound UDP socket; undefined when the port is taken. @throws MediaError socket */
export function bindSocket(address: string, port: number): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({
      type: address.includes(':') ? 'udp6' : 'udp4',
      lookup: literalLookup as never,
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(new MediaError('socket', `UDP ${address}:${port}: ${error.message}`));
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
