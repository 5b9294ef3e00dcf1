import { CLOCK_RATE, CODECS, type Codec, type CodecName } from '../codec/codec.ts';
import { digitOfEvent } from '../dtmf/digits.ts';
import { RTP_HEADER_BYTES, writeRtpHeader } from '../packet/rtp.ts';
import { TELEPHONE_EVENT_BYTES, writeTelephoneEvent } from '../packet/telephone-event.ts';
import { toneTrack } from '../sound/tone-track.ts';
import type { Track } from '../sound/track.ts';
import type { Stream } from './playout-clock.ts';
import type { SoundSource } from './types.ts';

/**
 * The sending half of a session: keys before sounds, sounds one after the other, sounds before the live source,
 * one packet every packet time, and nothing while there is nothing to say.
 *
 *   idle ──play/digit──▶ sending ──nothing left──▶ idle
 *                          │  ▲
 *                        hold  connect
 *                          ▼  │
 *                         held            (sounds wait; nobody would hear them)
 *
 * Time stamps follow the clock through the pauses, so each starts a talk spurt with the marker bit and a
 * receiver knows how long the silence was (RFC 3550 5.1, RFC 3551 4.1).
 */

/** Behind by more than this, the rest is sent later and not in a burst: a jitter buffer would drop it. */
const MAX_CATCH_UP_MS = 100;
/** End packets of one key (RFC 4733 2.5.1.4). */
const END_PACKETS = 3;
/** Between two keys: over the 40 ms that receivers of tones need (ITU-T Q.24). */
const KEY_GAP_MS = 80;
/** −10 dBm0, the level most phones send keys with. */
const KEY_VOLUME = 10;
/** Packets under way in the system at most; the buffers are used in turn. */
const BUFFERS = 4;

export interface SoundItem {
  /** The sound under the codec that the call agreed on. */
  track(codec: CodecName): Track;
  readonly onEnd: (() => void) | undefined;
}

interface KeyItem {
  readonly event: number;
  /** Time stamp units. */
  readonly total: number;
  timestamp: number | undefined;
  /** Time stamp units told or sounded so far. */
  sent: number;
  ends: number;
  /** The key as a tone, when the other side takes no events. */
  tone: Uint8Array | undefined;
}

/** What was agreed about the other side's receiving. */
export interface SendTerms {
  readonly codec: Codec;
  readonly ptimeMs: number;
  /** Absent: keys are sent as tones in the sound. */
  readonly dtmfPayloadType: number | undefined;
}

export interface SenderOptions {
  readonly ssrc: number;
  readonly firstSequence: number;
  readonly firstTimestamp: number;
  /** `first`: begins a talk spurt. The packet may be written over after four more. */
  transmit(packet: Uint8Array, first: boolean): void;
  /** Each packet of sound after it was sent, for a recording. */
  onSound(packet: Uint8Array, timestamp: number, instant: number): void;
}

export interface Sender extends Stream {
  /** The agreement of the call; undefined puts the call on hold. */
  agree(terms: SendTerms | undefined): void;
  queue(item: SoundItem): void;
  /** Takes a sound out, whether it plays or waits; nothing when it is over. */
  remove(item: SoundItem): void;
  /** @param event RFC 4733 code */
  key(event: number, durationMs: number): void;
  feed(source: SoundSource | undefined): void;
  clear(): void;
  /** The RTP time stamp of an instant (RFC 3550 6.4.1). */
  timestampAt(instant: number): number;
  readonly sounds: number;
  readonly keys: number;
  readonly sent: number;
  /** Of payload. */
  readonly octets: number;
  readonly ready: boolean;
}

export function createSender(o: SenderOptions): Sender {
  let terms: SendTerms | undefined;
  let buffers: Uint8Array[] = [];
  let eventBuffers: Uint8Array[] = [];
  const sounds: SoundItem[] = [];
  const keys: KeyItem[] = [];
  let source: SoundSource | undefined;
  /** The first sound's payload under the agreed law, once it has begun, and how much of it is said. */
  let speech: Uint8Array | undefined;
  let offset = 0;
  let sequence = o.firstSequence;
  let sent = 0;
  let octets = 0;
  /** Where time stamps are counted from: the instant of the first packet. */
  let origin: number | undefined;
  let due: number | undefined;
  let quietUntil = Number.NEGATIVE_INFINITY;
  let inSpurt = false;

  function rewind(): void {
    speech = undefined;
    offset = 0;
  }

  function timestampAt(instant: number): number {
    origin ??= instant;
    return (o.firstTimestamp + Math.round(((instant - origin) * CLOCK_RATE) / 1_000)) >>> 0;
  }

  /** One packet of `sound` from byte `from`, filled up with silence; where the next one begins. */
  function sendSound(
    sound: Uint8Array,
    from: number,
    { codec, ptimeMs }: SendTerms,
    instant: number,
  ): number {
    const size = (ptimeMs * CLOCK_RATE) / 1_000;
    const packet = buffers[sent % BUFFERS] as Uint8Array;
    const timestamp = timestampAt(instant);
    const marker = !inSpurt;
    inSpurt = true;
    writeRtpHeader(packet, marker, codec.payloadType, sequence++, timestamp, o.ssrc);
    const end = Math.min(from + size, sound.length);
    if (end - from < size) packet.fill(CODECS[codec.name].silence, RTP_HEADER_BYTES);
    packet.set(sound.subarray(from, end), RTP_HEADER_BYTES);
    sent++;
    octets += size;
    o.transmit(packet, marker);
    o.onSound(packet, timestamp, instant);
    return end;
  }

  /** One telephone-event packet of a key; true when it was the last. */
  function sendEvent(key: KeyItem, payloadType: number, ptimeMs: number, instant: number): boolean {
    const packet = eventBuffers[sent % BUFFERS] as Uint8Array;
    const marker = key.timestamp === undefined;
    key.timestamp ??= timestampAt(instant);
    key.sent = Math.min(key.total, key.sent + (ptimeMs * CLOCK_RATE) / 1_000);
    const end = key.sent === key.total;
    if (end) key.ends++;
    writeRtpHeader(packet, marker, payloadType, sequence++, key.timestamp, o.ssrc);
    const event = { event: key.event, end, volume: KEY_VOLUME, duration: key.sent };
    writeTelephoneEvent(packet, RTP_HEADER_BYTES, event);
    sent++;
    octets += TELEPHONE_EVENT_BYTES;
    inSpurt = false;
    o.transmit(packet, marker);
    return key.ends === END_PACKETS;
  }

  /** The same key as sound; true when it was the last packet. */
  function sendTone(key: KeyItem, agreed: SendTerms, instant: number): boolean {
    const digit = digitOfEvent(key.event) ?? '';
    const durationMs = (key.total * 1_000) / CLOCK_RATE;
    key.tone ??= toneTrack(digit, durationMs, agreed.codec.name).payload;
    key.sent = sendSound(key.tone, key.sent, agreed, instant);
    return key.sent >= key.tone.length;
  }

  /** What belongs to one instant. False: nothing left to send. */
  function step(instant: number): boolean {
    if (terms === undefined) return false;
    const key = keys[0];
    if (key !== undefined) {
      if (instant < quietUntil) {
        inSpurt = false;
        return true;
      }
      const { dtmfPayloadType, ptimeMs } = terms;
      const over =
        dtmfPayloadType === undefined
          ? sendTone(key, terms, instant)
          : sendEvent(key, dtmfPayloadType, ptimeMs, instant);
      if (over) {
        keys.shift();
        quietUntil = instant + KEY_GAP_MS;
      }
      return true;
    }
    for (let current = sounds[0]; current !== undefined; current = sounds[0]) {
      speech ??= current.track(terms.codec.name).payload;
      if (offset < speech.length) {
        offset = sendSound(speech, offset, terms, instant);
        return true;
      }
      sounds.shift();
      rewind();
      current.onEnd?.();
      // The listener may have ended the call, or put it on hold.
      if (terms === undefined) return false;
    }
    return source !== undefined && sendLive(source, terms, instant);
  }

  /** Goes on as long as there is a source, also through its silence. */
  function sendLive(from: SoundSource, agreed: SendTerms, instant: number): boolean {
    const live = from.take(agreed.codec.name, (agreed.ptimeMs * CLOCK_RATE) / 1_000);
    if (live === undefined) inSpurt = false;
    else sendSound(live, 0, agreed, instant);
    return true;
  }

  return {
    beat(instant) {
      due ??= instant;
      if (instant - due > MAX_CATCH_UP_MS) {
        due = instant;
        inSpurt = false;
      }
      while (due <= instant) {
        if (!step(due)) {
          due = undefined;
          inSpurt = false;
          return undefined;
        }
        due += terms?.ptimeMs ?? 0;
      }
      return due;
    },
    agree(next) {
      if (next !== undefined && next.ptimeMs !== terms?.ptimeMs) {
        buffers = packetBuffers(RTP_HEADER_BYTES + (next.ptimeMs * CLOCK_RATE) / 1_000);
      }
      if (eventBuffers.length === 0) {
        eventBuffers = packetBuffers(RTP_HEADER_BYTES + TELEPHONE_EVENT_BYTES);
      }
      // A sound under way goes on under the new codec: a byte is a time stamp unit in every one.
      if (next?.codec.name !== terms?.codec.name) speech = undefined;
      terms = next;
    },
    queue: (item) => void sounds.push(item),
    remove(item) {
      const index = sounds.indexOf(item);
      if (index < 0) return;
      sounds.splice(index, 1);
      if (index === 0) rewind();
    },
    key(event, durationMs) {
      const total = Math.min(0xffff, Math.round((durationMs * CLOCK_RATE) / 1_000));
      keys.push({ event, total, timestamp: undefined, sent: 0, ends: 0, tone: undefined });
    },
    feed(next) {
      source = next;
    },
    timestampAt,
    clear() {
      sounds.length = 0;
      keys.length = 0;
      rewind();
      terms = undefined;
    },
    get sounds() {
      return sounds.length;
    },
    get keys() {
      return keys.length;
    },
    get sent() {
      return sent;
    },
    get octets() {
      return octets;
    },
    get ready() {
      return terms !== undefined && (sounds.length + keys.length > 0 || source !== undefined);
    },
  };
}

/** Cut from one piece of memory: with a thousand calls, each piece of its own is a miss in the cache. */
function packetBuffers(bytes: number): Uint8Array[] {
  const whole = Buffer.alloc(BUFFERS * bytes);
  return Array.from({ length: BUFFERS }, (_, nth) => whole.subarray(nth * bytes, (nth + 1) * bytes));
}
