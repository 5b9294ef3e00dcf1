import { createSocket, type Socket } from 'node:dgram';
import { parseRtp, type RtpPacket, writeRtpHeader } from '../../src/packet/rtp.ts';
import { writeTelephoneEvent } from '../../src/packet/telephone-event.ts';
import type { RemoteMedia } from '../../src/sdp/read.ts';

export interface Received extends RtpPacket {
  readonly from: number;
}

/** The other side of a call: a real UDP socket on loopback that says what it is told to. */
export interface Peer {
  readonly port: number;
  /** As a session is told of it. */
  readonly media: RemoteMedia;
  /** The next packet; waits for it. */
  next(): Promise<Received>;
  send(port: number, packet: Uint8Array): Promise<void>;
  /** One packet of sound. */
  say(port: number, sequence: number, timestamp: number, payload: Uint8Array, type?: number): Promise<void>;
  /** One telephone-event packet. */
  press(port: number, sequence: number, timestamp: number, event: number, end: boolean): Promise<void>;
  close(): Promise<void>;
}

const SSRC = 0xabcdef01;

export async function createPeer(): Promise<Peer> {
  const socket: Socket = createSocket('udp4');
  const heard: Received[] = [];
  const waiting: ((packet: Received) => void)[] = [];
  socket.on('message', (data, from) => {
    const packet = parseRtp(Uint8Array.from(data));
    if (packet === undefined) throw new Error('a session sent no RTP packet');
    const received = { ...packet, from: from.port };
    const waiter = waiting.shift();
    if (waiter === undefined) heard.push(received);
    else waiter(received);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  const send = (to: number, packet: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      socket.send(packet, to, '127.0.0.1', (error) => (error === null ? resolve() : reject(error)));
    });
  return {
    port,
    media: {
      address: '127.0.0.1',
      port,
      codec: { name: 'PCMA', payloadType: 8 },
      dtmfPayloadType: 101,
      ptimeMs: 20,
      direction: 'sendrecv',
    },
    next() {
      const packet = heard.shift();
      return packet === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(packet);
    },
    send,
    say(to, sequence, timestamp, payload, type = 8) {
      const packet = new Uint8Array(12 + payload.length);
      writeRtpHeader(packet, false, type, sequence, timestamp, SSRC);
      packet.set(payload, 12);
      return send(to, packet);
    },
    press(to, sequence, timestamp, event, end) {
      const packet = new Uint8Array(16);
      writeRtpHeader(packet, false, 101, sequence, timestamp, SSRC);
      writeTelephoneEvent(packet, 12, { event, end, volume: 10, duration: 800 });
      return send(to, packet);
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
