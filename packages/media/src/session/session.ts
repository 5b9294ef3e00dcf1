import type { Socket } from 'node:dgram';
import { CLOCK_RATE, CODECS, type CodecName, type Decoder } from '../codec/codec.ts';
import { eventOfDigit } from '../dtmf/digits.ts';
import { createReception } from '../packet/reception.ts';
import { parseRtp, RTP_HEADER_BYTES, type RtpPacket } from '../packet/rtp.ts';
import type { Clock, Random } from '../ports.ts';
import { ipVersion } from '../sdp/address.ts';
import type { RemoteMedia } from '../sdp/read.ts';
import type { SoundSink } from '../sound/recorder.ts';
import type { Track } from '../sound/track.ts';
import { createControlChannel, isRtcp } from './control-channel.ts';
import { MediaError } from './errors.ts';
import { createHearing, type Kind } from './hearing.ts';
import { Link } from './link.ts';
import type { PacketMemory } from './packet-memory.ts';
import type { PlayoutClock } from './playout-clock.ts';
import { createProtection } from './protection.ts';
import { Sender, type SoundItem, type SoundTap } from './sender.ts';
import type { MediaSession, RtpReport } from './types.ts';

export const MAX_QUEUED_SOUNDS = 64;
const MAX_QUEUED_KEYS = 64;
const DEFAULT_KEY_MS = 120;
const MIN_KEY_MS = 40;
const MAX_KEY_MS = 8_000;

export interface SessionParts {
  readonly socket: Socket;
  readonly port: number;
  readonly ipVersion: 4 | 6;
  readonly clock: Clock;
  readonly random: Random;
  readonly playout: PlayoutClock;
  readonly memory: PacketMemory;
  /** A socket on the port above, for RTCP; undefined when it cannot be had. */
  bindControl(): Promise<Socket | undefined>;
  /** The same sound under the codec that the call agreed on. */
  transcode(track: Track, codec: CodecName): Track;
  /** Adds to the engine's sums. */
  readonly totals: { sent: number; received: number; dropped: number; sendErrors: number };
  onClose(): void;
}

export function createSession(parts: SessionParts): MediaSession {
  const { socket, clock, playout, totals } = parts;
  const seed = new DataView(Uint8Array.from(parts.random.bytes(10)).buffer);
  const ssrc = seed.getUint32(0);
  const link = new Link(socket, parts.memory, () => {
    sendErrors++;
    totals.sendErrors++;
  });
  const reception = createReception(CLOCK_RATE);
  const protection = createProtection(parts.random);
  const hearing = createHearing(clock, (digit, ms) => session.onDigit?.(digit, ms));
  let remote: RemoteMedia | undefined;
  let firstReceivedAt: number | undefined;
  let lastReceivedAt: number | undefined;
  let dropped = 0;
  let unauthentic = 0;
  let sendErrors = 0;
  let report: RtpReport | undefined;

  const sender = new Sender({
    ssrc,
    // Below 2¹⁵, so that SRTP agrees on the roll-over counter though the first packets be lost (RFC 3711 3.3.1).
    firstSequence: seed.getUint16(4) & 0x7fff,
    firstTimestamp: seed.getUint32(6),
    ...{ link, totals, memory: parts.memory },
  });

  const control = createControlChannel({
    ...{ ssrc, clock, reception, sender, protection, link, memory: parts.memory },
    random: parts.random,
    bind: parts.bindControl,
  });

  function drop(): void {
    dropped++;
    totals.dropped++;
  }

  function open(): void {
    if (report !== undefined) throw new MediaError('closed', 'the session is closed');
  }

  function accept(packet: RtpPacket, kind: Kind): void {
    const now = clock.now();
    const timed = kind.kind === 'event' ? undefined : packet.timestamp;
    if (!reception.packet(packet.ssrc, packet.sequence, timed, now)) {
      drop();
      return;
    }
    firstReceivedAt ??= now;
    lastReceivedAt = now;
    totals.received++;
    if (!hearing.packet(kind, packet, now)) drop();
  }

  /** What is sent has a decoder of its own, since that has a memory: a new one with each codec. */
  function tapOf(sink: SoundSink): SoundTap {
    let voice: { readonly codec: CodecName; readonly decode: Decoder } | undefined;
    return (packet, timestamp, instant) => {
      if (remote === undefined) return;
      const codec = remote.codec.name;
      if (voice?.codec !== codec) {
        voice = { codec, decode: CODECS[codec].decoder(sink.sampleRate ?? 8_000) };
      }
      sink.put(1, ssrc, timestamp, voice.decode(packet.subarray(RTP_HEADER_BYTES)), instant);
    };
  }

  /** Authentic, where SRTP is agreed on: before that nothing is believed of a packet. */
  function unprotected(data: Uint8Array): Uint8Array | undefined {
    if (protection.receiver === undefined) return data;
    const plain = protection.receiver.unprotect(data);
    if (plain === undefined) unauthentic++;
    return plain;
  }

  socket.on('message', (data, from) => {
    if (report !== undefined) return;
    if (remote?.rtcpMux && isRtcp(data)) {
      control.receive(data, from);
      return;
    }
    const plain = remote === undefined ? undefined : unprotected(data);
    const packet = plain === undefined ? undefined : parseRtp(plain);
    const kind = packet && hearing.kindOf(packet.payloadType);
    if (packet === undefined || kind === undefined || !link.admits(from)) drop();
    else accept(packet, kind);
  });

  const session: MediaSession = {
    port: parts.port,
    get srtpKeys() {
      return protection.keys;
    },
    connect(next) {
      open();
      const version = ipVersion(next.address);
      if (version !== parts.ipVersion) {
        throw new MediaError('address-family', `${next.address} is no IPv${parts.ipVersion} address`);
      }
      remote = next;
      protection.agree(next.srtp);
      hearing.agree(next);
      link.expect(next);
      control.connect(next);
      const listens = next.direction === 'sendrecv' || next.direction === 'recvonly';
      const { codec, ptimeMs, dtmfPayloadType } = next;
      const srtp = protection.sender;
      sender.agree(listens ? { codec, ptimeMs, dtmfPayloadType, srtp } : undefined);
      if (sender.ready) playout.add(sender);
    },
    play(track, options = {}) {
      open();
      if (sender.sounds >= MAX_QUEUED_SOUNDS) {
        throw new MediaError('queue-full', `${MAX_QUEUED_SOUNDS} sounds wait already`);
      }
      const item: SoundItem = { onEnd: options.onEnd, track: (codec) => parts.transcode(track, codec) };
      sender.queue(item);
      if (sender.ready) playout.add(sender);
      return { stop: () => sender.remove(item) };
    },
    feed(source) {
      open();
      sender.feed(source);
      if (sender.ready) playout.add(sender);
    },
    listen: hearing.listen,
    record(next) {
      sender.tap(next && tapOf(next));
      hearing.record(next);
      next?.start(clock.now());
    },
    detectAnswer(tell, terms) {
      open();
      return hearing.detectAnswer(tell, terms);
    },
    sendDigit(digit, durationMs = DEFAULT_KEY_MS) {
      open();
      const event = eventOfDigit(digit);
      if (event === undefined) throw new RangeError(`"${digit}" is no key of a telephone`);
      if (sender.keys >= MAX_QUEUED_KEYS) {
        throw new MediaError('queue-full', `${MAX_QUEUED_KEYS} keys wait already`);
      }
      sender.key(event, Math.min(MAX_KEY_MS, Math.max(MIN_KEY_MS, durationMs)));
      if (sender.ready) playout.add(sender);
    },
    close() {
      if (report !== undefined) return report;
      hearing.close();
      // Whoever heard of the last key may have closed it meanwhile.
      if (report !== undefined) return report;
      control.close();
      sender.clear();
      report = {
        ...reception.report(),
        sent: sender.sent,
        ...{ dropped, unauthentic, sendErrors },
        ...(firstReceivedAt === undefined ? {} : { firstReceivedAt }),
        ...(lastReceivedAt === undefined ? {} : { lastReceivedAt }),
        ...control.report(remote && { codec: remote.codec.name, ptimeMs: remote.ptimeMs }),
      };
      link.close(() => control.closed.then(parts.onClose));
      return report;
    },
  };
  return session;
}
