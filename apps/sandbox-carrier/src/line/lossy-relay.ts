import { createSocket } from 'node:dgram';

/**
 * A line that loses packets: it stands between the caller and a session of ours and carries every other packet,
 * in each direction. It takes the odd port above the session's, which belongs to that session (RFC 3550 11: the
 * port of RTCP, which our sessions do not use).
 */
export interface LossyRelay {
  readonly port: number;
  /** Where the caller says, now, that it listens; the source of its next packet counts for more (RFC 4961). */
  connect(caller: { readonly address: string; readonly port: number }): void;
  close(): void;
}

/**
 * @param host IP address that both sockets are bound to
 * @throws the system's error when the port cannot be had (as a rejection)
 */
export async function createLossyRelay(host: string, sessionPort: number): Promise<LossyRelay> {
  const port = sessionPort + 1;
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  let caller: { address: string; port: number } | undefined;
  let described: { address: string; port: number } | undefined;
  let heard = false;
  let fromCaller = 0;
  let fromSession = 0;
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  // A packet that cannot be sent is one more that is lost.
  const lost = (): void => {};
  socket.on('error', lost);
  socket.on('message', (packet, from) => {
    if (from.port === sessionPort && from.address === host) {
      if (fromSession++ % 2 === 0 && caller) socket.send(packet, caller.port, caller.address, lost);
      return;
    }
    if (!heard) caller = { address: from.address, port: from.port };
    heard = true;
    if (from.port !== caller?.port || from.address !== caller.address) return;
    if (fromCaller++ % 2 === 0) socket.send(packet, sessionPort, host, lost);
  });
  return {
    port,
    connect(next) {
      if (described?.address === next.address && described.port === next.port) return;
      described = { address: next.address, port: next.port };
      caller = described;
      heard = false;
    },
    close: () => void socket.close(),
  };
}
