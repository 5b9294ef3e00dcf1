import type { Socket } from 'node:dgram';
import { CLOCK_RATE, type CodecName, decode, STATIC_PAYLOAD_TYPE } from '../codec/codec.ts';
import { eventOfDigit } from '../dtmf/digits.ts';
import { createDigitReceiver, type DigitPress } from '../dtmf/receiver.ts';
import { createReception } from '../packet/reception.ts';
import { parseRtp, RTP_HEADER_BYTES, type RtpPacket } from '../packet/rtp.ts';
import { parseTelephoneEvent } from '../packet/telephone-event.ts';
import type { Clock, Random, Timer } from '../ports.ts';
import { ipVersion } from '../sdp/address.ts';
import { DTMF_PAYLOAD_TYPE } from '../sdp/offer-answer.ts';
import type { RemoteMedia } from '../sdp/read.ts';
import type { Recorder } from '../sound/recorder.ts';
import type { Track } from '../sound/track.ts';
import { MediaError } from './errors.ts';
import { createLink } from './link.ts';
import type { PlayoutClock } from './playout-clock.ts';
import { createSender, type SoundItem } from './sender.ts';
import type { MediaSession, RtpReport } from './types.ts';

const MAX_QUEUED_SOUNDS = 64;
const MAX_QUEUED_KEYS = 64;
const DEFAULT_KEY_MS = 120;
const MIN_KEY_MS = 40;
const MAX_KEY_MS = 8_000;
/** A key whose end was lost is taken as released after so long a silence: seven packets and more. */
const KEY_SILENCE_MS = 160;
/** Comfort noise (RFC 3389): a packet of silence. */
const CN_PAYLOAD_TYPE = 13;

export interface SessionParts {
  readonly socket: Socket;
  readonly port: number;
  readonly ipVersion: 4 | 6;
  readonly clock: Clock;
  readonly random: Random;
  readonly playout: PlayoutClock;
  /** The same sound under the other law, when the call agreed on that. */
  transcode(track: Track, codec: CodecName): Track;
  /** Adds to the engine's sums. */
  readonly totals: { sent: number; received: number; dropped: number; sendErrors: number };
  onClose(): void;
}

export function createSession(parts: SessionParts): MediaSession {
  const { socket, clock, playout, totals } = parts;
  const seed = new DataView(Uint8Array.from(parts.random.bytes(10)).buffer);
  const link = createLink(socket, () => {
    sendErrors++;
    totals.sendErrors++;
  });
  const reception = createReception(CLOCK_RATE);
  const digits = createDigitReceiver();
  let remote: RemoteMedia | undefined;
  let recorder: Recorder | undefined;
  let firstReceivedAt: number | undefined;
  let lastReceivedAt: number | undefined;
  let dropped = 0;
  let sendErrors = 0;
  let keyTimer: Timer | undefined;
  let report: RtpReport | undefined;

  const sender = createSender({
    ssrc: seed.getUint32(0),
    firstSequence: seed.getUint16(4),
    firstTimestamp: seed.getUint32(6),
    transmit(packet, first) {
      if (link.send(packet, first)) totals.sent++;
    },
    onSound(packet, timestamp, instant) {
      if (recorder === undefined || remote === undefined) return;
      const samples = decode(remote.codec.name, packet.subarray(RTP_HEADER_BYTES));
      recorder.put(1, seed.getUint32(0), timestamp, samples, instant);
    },
  });

  function drop(): void {
    dropped++;
    totals.dropped++;
  }

  function tell(presses: readonly DigitPress[]): void {
    for (const { digit, duration } of presses) {
      session.onDigit?.(digit, Math.round((duration * 1_000) / CLOCK_RATE));
    }
  }

  /** Looks again when the silence would be long enough, however often the key was heard meanwhile. */
  function watchKey(): void {
    if (digits.openSince === undefined || keyTimer !== undefined || report !== undefined) return;
    const wait = Math.max(1, digits.openSince + KEY_SILENCE_MS - clock.now());
    keyTimer = clock.setTimer(wait, () => {
      keyTimer = undefined;
      if (digits.openSince === undefined) return;
      if (clock.now() - digits.openSince >= KEY_SILENCE_MS) tell(digits.flush());
      else watchKey();
    });
  }

  type Kind = { kind: 'event' } | { kind: 'sound'; codec: CodecName } | { kind: 'quiet' };

  /**
   * What a payload type stands for. An offer names both laws under their static types, and the other side
   * may send either (RFC 3264 6.1); events may come under the number we asked for or under its own.
   */
  function kindOf(payloadType: number, terms: RemoteMedia): Kind | undefined {
    if (payloadType === terms.codec.payloadType) return { kind: 'sound', codec: terms.codec.name };
    if (payloadType === (terms.dtmfPayloadType ?? DTMF_PAYLOAD_TYPE)) return { kind: 'event' };
    if (payloadType === DTMF_PAYLOAD_TYPE) return { kind: 'event' };
    if (payloadType === STATIC_PAYLOAD_TYPE.PCMA) return { kind: 'sound', codec: 'PCMA' };
    if (payloadType === STATIC_PAYLOAD_TYPE.PCMU) return { kind: 'sound', codec: 'PCMU' };
    return payloadType === CN_PAYLOAD_TYPE ? { kind: 'quiet' } : undefined;
  }

  function accept(packet: RtpPacket, kind: Kind): void {
    const now = clock.now();
    const { ssrc, timestamp } = packet;
    const timed = kind.kind === 'event' ? undefined : timestamp;
    if (!reception.packet(ssrc, packet.sequence, timed, now)) {
      drop();
      return;
    }
    firstReceivedAt ??= now;
    lastReceivedAt = now;
    totals.received++;
    if (kind.kind === 'sound') {
      recorder?.put(0, ssrc, timestamp, decode(kind.codec, packet.payload), now);
    } else if (kind.kind === 'event') {
      const event = parseTelephoneEvent(packet.payload);
      if (event === undefined) drop();
      else tell(digits.event(ssrc, timestamp, event, now));
      watchKey();
    }
  }

  socket.on('message', (data, from) => {
    if (report !== undefined) return;
    const packet = remote === undefined ? undefined : parseRtp(data);
    const kind = remote && packet && kindOf(packet.payloadType, remote);
    if (packet === undefined || kind === undefined || !link.admits(from)) drop();
    else accept(packet, kind);
  });
  const session: MediaSession = {
    port: parts.port,
    connect(next) {
      if (report !== undefined) throw new MediaError('closed', 'the session is closed');
      const version = ipVersion(next.address);
      if (version !== parts.ipVersion) {
        throw new MediaError('address-family', `${next.address} is no IPv${parts.ipVersion} address`);
      }
      remote = next;
      link.expect(next);
      const listens = next.direction === 'sendrecv' || next.direction === 'recvonly';
      const { codec, ptimeMs, dtmfPayloadType } = next;
      sender.agree(listens ? { codec, ptimeMs, dtmfPayloadType } : undefined);
      if (sender.ready) playout.add(sender);
    },
    play(track, options = {}) {
      if (report !== undefined) throw new MediaError('closed', 'the session is closed');
      if (sender.sounds >= MAX_QUEUED_SOUNDS) {
        throw new MediaError('queue-full', `${MAX_QUEUED_SOUNDS} sounds wait already`);
      }
      const item: SoundItem = { onEnd: options.onEnd, track: (codec) => parts.transcode(track, codec) };
      sender.queue(item);
      if (sender.ready) playout.add(sender);
      return { stop: () => sender.remove(item) };
    },
    record(next) {
      recorder = next;
      next.start(clock.now());
    },
    sendDigit(digit, durationMs = DEFAULT_KEY_MS) {
      if (report !== undefined) throw new MediaError('closed', 'the session is closed');
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
      tell(digits.flush());
      keyTimer?.cancel();
      sender.clear();
      report = {
        ...reception.report(),
        sent: sender.sent,
        dropped,
        sendErrors,
        ...(firstReceivedAt === undefined ? {} : { firstReceivedAt }),
        ...(lastReceivedAt === undefined ? {} : { lastReceivedAt }),
      };
      link.close(parts.onClose);
      return report;
    },
  };
  return session;
}
