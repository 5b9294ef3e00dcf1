import type { Socket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Link, type LinkSocket, MAX_WAITING_PACKETS } from '../../src/session/link.ts';
import { PacketMemory } from '../../src/session/packet-memory.ts';
import { bindSocket } from '../../src/session/socket.ts';

const PEER = { address: '127.0.0.1', port: 4000 };

/** A socket of a system that takes a packet at once, or not at all: what it does not take stays where it is. */
function busySocket() {
  const waiting: Uint8Array[] = [];
  let taken = 0;
  let busy = true;
  const socket = Object.assign(new EventEmitter(), {
    send(packet: Uint8Array) {
      if (busy) waiting.push(packet);
      else taken++;
    },
    getSendQueueCount: () => waiting.length,
    connect() {},
    remoteAddress: () => PEER,
    disconnect() {},
    close() {},
  });
  return {
    socket: socket as unknown as LinkSocket,
    waiting,
    taken: () => taken,
    drain() {
      busy = false;
      waiting.length = 0;
    },
  };
}

function start() {
  const memory = new PacketMemory();
  const system = busySocket();
  let failed = 0;
  const link = new Link(system.socket, memory, () => failed++);
  link.expect(PEER);
  return {
    ...system,
    failed: () => failed,
    memory,
    say(byte: number) {
      const packet = memory.piece(4);
      packet.fill(byte);
      return link.send(packet, false);
    },
  };
}

test('product: what the system has not taken yet is not written over by the next packet, of whichever call', () => {
  const { say, waiting } = start();
  for (const byte of [1, 2, 3]) say(byte);
  expect(waiting.map(([byte]) => byte)).toEqual([1, 2, 3]);
});

test('product: packets are written to the same memory as long as the system takes them', () => {
  const { say, drain, memory, taken } = start();
  drain();
  const piece = memory.piece(4);
  for (const byte of [1, 2]) say(byte);
  expect(memory.piece(4)).toBe(piece);
  expect([...piece]).toEqual([2, 2, 2, 2]);
  expect(taken()).toBe(2);
});

test('product: of a socket that takes nothing no more than a second of packets waits; the rest counts as not sent', () => {
  const { say, waiting, failed, drain, taken } = start();
  for (let nth = 0; nth < MAX_WAITING_PACKETS + 3; nth++) say(nth);
  expect(waiting).toHaveLength(MAX_WAITING_PACKETS);
  expect(failed()).toBe(3);
  drain();
  say(0);
  expect(taken()).toBe(1);
  expect(failed()).toBe(3);
});

test('RFC 4961 a system that knows no way to who was heard is not asked to send there as if it were connected', async () => {
  const socket = (await bindSocket('127.0.0.1', 0)) as Socket;
  let failed = 0;
  const link = new Link(socket, new PacketMemory(), () => failed++);
  // From loopback there is no way to the outside, yet a forged packet may pretend to come from there.
  const outside = { address: '192.0.2.1', port: 4000 };
  link.expect(outside);
  expect(link.admits(outside)).toBe(true);
  expect(() => link.send(new Uint8Array(4), true)).not.toThrow();
  link.expect(PEER);
  expect(() => link.send(new Uint8Array(4), true)).not.toThrow();
  await new Promise<void>((resolve) => link.close(resolve));
  expect(failed).toBeGreaterThan(0);
});

test('RFC 4961 nothing is sent before it is known whereto', () => {
  const { socket, waiting } = busySocket();
  expect(new Link(socket, new PacketMemory(), () => {}).send(new Uint8Array(4), false)).toBe(false);
  expect(waiting).toHaveLength(0);
});
