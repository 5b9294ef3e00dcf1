import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { encodeHep, type TracedMessage } from '@herald/sip';

/** A capture server that takes HEP version 3 over UDP, such as Homer's. */
export interface HomerServer {
  /** IP address literal. */
  readonly address: string;
  readonly port: number;
}

export interface Homer {
  /** Sends a copy. At most once: what is lost on the way, or finds the socket full, is not sent again. */
  copy(message: TracedMessage): void;
  close(): void;
}

/** By which a capture server tells its senders apart; they differ by address, too. */
const CAPTURE_ID = 2001;
/** Copies that the system has not taken yet: over this, they are let go. */
const MAX_QUEUED_BYTES = 1024 * 1024;

export function openHomer({ address, port }: HomerServer): Homer {
  const family = isIP(address);
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // An address is no name: dgram would look it up for each datagram.
    lookup: (name, _options, callback) => callback(null, name, family),
  });
  // A server that is away is no call's trouble.
  socket.on('error', () => {});
  socket.unref();
  return {
    copy(message) {
      if (socket.getSendQueueSize() > MAX_QUEUED_BYTES) return;
      socket.send(encodeHep(message, { captureId: CAPTURE_ID }), port, address, () => {});
    },
    close: () => socket.close(),
  };
}
