import type { Socket } from 'node:dgram';
import type { Reception } from '../packet/reception.ts';
import type { Clock, Random } from '../ports.ts';
import { isUnspecified } from '../sdp/address.ts';
import type { RemoteMedia } from '../sdp/read.ts';
import { type Control, createControl } from './control.ts';
import type { Source } from './gate.ts';
import { Link } from './link.ts';
import type { PacketMemory } from './packet-memory.ts';
import type { Protection } from './protection.ts';
import type { Sender } from './sender.ts';

/**
 * The way of a session's RTCP: on the RTP port where that was agreed on (RFC 5761), else on the odd port above,
 * whose socket is had when it is first needed. A call whose second port cannot be had goes on without RTCP.
 */
export interface ControlChannel {
  connect(remote: RemoteMedia): void;
  /** A datagram that came on the RTP port. */
  receive(data: Uint8Array, from: Source): void;
  close(): void;
  report: Control['report'];
  /** The second port, if it was ever taken, is free. */
  readonly closed: Promise<void>;
}

/** RFC 5761 4: types 192 to 223, where RTP would have a marker and payload types 64 to 95, which nobody uses. */
export function isRtcp(data: Uint8Array): boolean {
  const type = data[1] ?? 0;
  return type >= 192 && type <= 223;
}

export function createControlChannel(o: {
  readonly ssrc: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly reception: Reception;
  readonly sender: Sender;
  readonly protection: Protection;
  /** Of RTP. */
  readonly link: Link;
  readonly memory: PacketMemory;
  bind(): Promise<Socket | undefined>;
}): ControlChannel {
  const done = Promise.withResolvers<void>();
  let remote: RemoteMedia | undefined;
  let control: Control | undefined;
  let own: Link | undefined;
  let binding = false;
  let closed = false;

  const draw = () => o.random.bytes(12);

  function transmit(packet: Uint8Array): boolean {
    // An address of "on hold" is none to send to: the system would take it for its own.
    if (remote === undefined || isUnspecified(remote.address)) return false;
    const wire = o.protection.sender === undefined ? packet : o.protection.sender.protectRtcp(packet);
    return (remote.rtcpMux ? o.link : own)?.send(wire, false) ?? false;
  }

  function make(): Control {
    // RFC 7022 4.2: a name that says nothing of where we are, and lasts as long as the session
    const cname = Array.from(draw(), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return createControl({
      ...{ clock: o.clock, ssrc: o.ssrc, cname, reception: o.reception, sender: o.sender, transmit },
      chance: () => new DataView(Uint8Array.from(o.random.bytes(4)).buffer).getUint32(0) / 2 ** 32,
    });
  }

  function receive(data: Uint8Array, from: Source, link: Link): void {
    if (control === undefined || remote === undefined) return;
    const { receiver } = o.protection;
    const plain = receiver === undefined ? data : receiver.unprotectRtcp(data);
    if (plain === undefined || !isRtcp(plain) || !link.admits(from)) control.drop();
    else control.receive(plain);
  }

  async function bind(): Promise<void> {
    if (binding || own !== undefined) return;
    binding = true;
    const socket = await o.bind().catch(() => undefined);
    binding = false;
    if (socket === undefined) {
      if (closed) done.resolve();
      return;
    }
    // The other side may well have no RTCP: that its port is closed is no fault of the call.
    own = new Link(socket, o.memory, () => {});
    if (closed) {
      own.close(done.resolve);
      return;
    }
    socket.on('message', (data, from) => {
      if (!closed && own !== undefined && !remote?.rtcpMux) receive(data, from, own);
    });
    if (remote !== undefined) own.expect(controlAddressOf(remote));
  }

  return {
    connect(next) {
      remote = next;
      control ??= make();
      control.start();
      if (next.rtcpMux) return;
      own?.expect(controlAddressOf(next));
      void bind();
    },
    receive: (data, from) => receive(data, from, o.link),
    close() {
      if (closed) return;
      control?.close();
      closed = true;
      if (own !== undefined) own.close(done.resolve);
      else if (!binding) done.resolve();
    },
    report: (terms) => control?.report(terms) ?? { mos: {}, rtcp: { sent: 0, received: 0, dropped: 0 } },
    closed: done.promise,
  };
}

/** RFC 3550 11, RFC 3605: the port above, unless another is named. */
function controlAddressOf({ address, port, rtcpPort }: RemoteMedia): Source {
  return { address, port: rtcpPort ?? Math.min(65_535, port + 1) };
}
