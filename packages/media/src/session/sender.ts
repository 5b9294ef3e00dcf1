import { CLOCK_RATE, CODECS, type Codec, type CodecName } from '../codec/codec.ts';
import { digitOfEvent } from '../dtmf/digits.ts';
import { RTP_HEADER_BYTES, writeRtpHeader } from '../packet/rtp.ts';
import { TELEPHONE_EVENT_BYTES, writeTelephoneEvent } from '../packet/telephone-event.ts';
import { toneTrack } from '../sound/tone-track.ts';
import type { Track } from '../sound/track.ts';
import type { SrtpSender } from '../srtp/srtp.ts';
import type { PacketMemory } from './packet-memory.ts';
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
  /** Absent: in the clear. */
  readonly srtp?: SrtpSender | undefined;
}

/** Each packet of sound after it was sent, for a recording; valid until it returns. */
export type SoundTap = (packet: Uint8Array, timestamp: number, instant: number) => void;

export interface SenderOptions {
  readonly ssrc: number;
  readonly firstSequence: number;
  readonly firstTimestamp: number;
  readonly memory: PacketMemory;
  /** `first`: begins a talk spurt. The packet may be written over as soon as it returns. False: nobody to send to. */
  readonly link: { send(packet: Uint8Array, first: boolean): boolean };
  /** The engine's sums. */
  readonly totals: { sent: number };
}

/**
 * With a thousand calls what a packet costs is, beside the system call, what it finds no longer in the cache, so what
 * it passes through is few objects. A class, and not closures under accessors: V8 keeps an object literal with
 * accessors of its own as a dictionary. NaN, and not undefined, is no instant: a field that always holds a double is
 * changed in place, any other is given a new object with each packet.
 */
export class Sender implements Stream {
  readonly #link: SenderOptions['link'];
  readonly #memory: PacketMemory;
  readonly #totals: { sent: number };
  readonly #ssrc: number;
  readonly #firstTimestamp: number;
  #terms: SendTerms | undefined;
  #tap: SoundTap | undefined;
  readonly #sounds: SoundItem[] = [];
  readonly #keys: KeyItem[] = [];
  #source: SoundSource | undefined;
  /** The first sound's payload under the agreed law, once it has begun, and how much of it is said. */
  #speech: Uint8Array | undefined;
  #offset = 0;
  #sequence: number;
  #sent = 0;
  #octets = 0;
  /** Where time stamps are counted from: the instant of the first packet. */
  #origin = Number.NaN;
  #due = Number.NaN;
  #quietUntil = Number.NEGATIVE_INFINITY;
  #inSpurt = false;

  constructor(o: SenderOptions) {
    this.#link = o.link;
    this.#memory = o.memory;
    this.#totals = o.totals;
    // 32 bits with a sign are a small integer to V8, which it need not go and look for.
    this.#ssrc = o.ssrc | 0;
    this.#firstTimestamp = o.firstTimestamp;
    this.#sequence = o.firstSequence;
  }

  beat(instant: number): number | undefined {
    let due = Number.isNaN(this.#due) ? instant : this.#due;
    if (instant - due > MAX_CATCH_UP_MS) {
      due = instant;
      this.#inSpurt = false;
    }
    while (due <= instant) {
      if (!this.#step(due)) {
        this.#due = Number.NaN;
        this.#inSpurt = false;
        return undefined;
      }
      due += this.#terms?.ptimeMs ?? 0;
    }
    this.#due = due;
    return due;
  }

  /** The agreement of the call; undefined puts the call on hold. */
  agree(next: SendTerms | undefined): void {
    // A sound under way goes on under the new codec: a byte is a time stamp unit in every one.
    if (next?.codec.name !== this.#terms?.codec.name) {
      this.#speech = undefined;
      for (const key of this.#keys) key.tone = undefined;
    }
    this.#terms = next;
  }

  queue(item: SoundItem): void {
    this.#sounds.push(item);
  }

  /** Takes a sound out, whether it plays or waits; nothing when it is over. */
  remove(item: SoundItem): void {
    const index = this.#sounds.indexOf(item);
    if (index < 0) return;
    this.#sounds.splice(index, 1);
    if (index === 0) this.#rewind();
  }

  /** @param event RFC 4733 code */
  key(event: number, durationMs: number): void {
    const total = Math.min(0xffff, Math.round((durationMs * CLOCK_RATE) / 1_000));
    this.#keys.push({ event, total, timestamp: undefined, sent: 0, ends: 0, tone: undefined });
  }

  feed(next: SoundSource | undefined): void {
    this.#source = next;
  }

  tap(next: SoundTap | undefined): void {
    this.#tap = next;
  }

  /** The RTP time stamp of an instant (RFC 3550 6.4.1). */
  timestampAt(instant: number): number {
    if (Number.isNaN(this.#origin)) this.#origin = instant;
    const units = Math.round(((instant - this.#origin) * CLOCK_RATE) / 1_000);
    return (this.#firstTimestamp + units) >>> 0;
  }

  clear(): void {
    this.#sounds.length = 0;
    this.#keys.length = 0;
    this.#rewind();
    this.#terms = undefined;
  }

  get sounds(): number {
    return this.#sounds.length;
  }

  get keys(): number {
    return this.#keys.length;
  }

  get sent(): number {
    return this.#sent;
  }

  /** Of payload. */
  get octets(): number {
    return this.#octets;
  }

  get ready(): boolean {
    const waiting = this.#sounds.length + this.#keys.length > 0 || this.#source !== undefined;
    return this.#terms !== undefined && waiting;
  }

  #rewind(): void {
    this.#speech = undefined;
    this.#offset = 0;
  }

  #transmit(packet: Uint8Array, first: boolean, octets: number, { srtp }: SendTerms): void {
    this.#sent++;
    this.#octets += octets;
    if (this.#link.send(srtp === undefined ? packet : srtp.protect(packet), first)) this.#totals.sent++;
  }

  /** One packet of `sound` from byte `from`, filled up with silence; where the next one begins. */
  #sendSound(sound: Uint8Array, from: number, terms: SendTerms, instant: number): number {
    const { codec, ptimeMs } = terms;
    const size = (ptimeMs * CLOCK_RATE) / 1_000;
    const packet = this.#memory.piece(RTP_HEADER_BYTES + size);
    const timestamp = this.timestampAt(instant);
    const marker = !this.#inSpurt;
    this.#inSpurt = true;
    writeRtpHeader(packet, marker, codec.payloadType, this.#sequence++, timestamp, this.#ssrc);
    const end = Math.min(from + size, sound.length);
    if (end - from < size) packet.fill(CODECS[codec.name].silence, RTP_HEADER_BYTES);
    packet.set(sound.subarray(from, end), RTP_HEADER_BYTES);
    // Before the link: what it has sent may be written over, and SRTP has its own.
    this.#tap?.(packet, timestamp, instant);
    this.#transmit(packet, marker, size, terms);
    return end;
  }

  /** One telephone-event packet of a key; true when it was the last. */
  #sendEvent(key: KeyItem, payloadType: number, terms: SendTerms, instant: number): boolean {
    const packet = this.#memory.piece(RTP_HEADER_BYTES + TELEPHONE_EVENT_BYTES);
    const marker = key.timestamp === undefined;
    key.timestamp ??= this.timestampAt(instant);
    key.sent = Math.min(key.total, key.sent + (terms.ptimeMs * CLOCK_RATE) / 1_000);
    const end = key.sent === key.total;
    if (end) key.ends++;
    writeRtpHeader(packet, marker, payloadType, this.#sequence++, key.timestamp, this.#ssrc);
    const event = { event: key.event, end, volume: KEY_VOLUME, duration: key.sent };
    writeTelephoneEvent(packet, RTP_HEADER_BYTES, event);
    this.#inSpurt = false;
    this.#transmit(packet, marker, TELEPHONE_EVENT_BYTES, terms);
    return key.ends === END_PACKETS;
  }

  /** The same key as sound; true when it was the last packet. */
  #sendTone(key: KeyItem, agreed: SendTerms, instant: number): boolean {
    const digit = digitOfEvent(key.event) ?? '';
    const durationMs = (key.total * 1_000) / CLOCK_RATE;
    key.tone ??= toneTrack(digit, durationMs, agreed.codec.name).payload;
    key.sent = this.#sendSound(key.tone, key.sent, agreed, instant);
    return key.sent >= key.tone.length;
  }

  /** What belongs to one instant. False: nothing left to send. */
  #step(instant: number): boolean {
    if (this.#terms === undefined) return false;
    const key = this.#keys[0];
    if (key !== undefined) {
      this.#sendKey(key, this.#terms, instant);
      return true;
    }
    for (let current = this.#sounds[0]; current !== undefined; current = this.#sounds[0]) {
      this.#speech ??= current.track(this.#terms.codec.name).payload;
      if (this.#offset < this.#speech.length) {
        this.#offset = this.#sendSound(this.#speech, this.#offset, this.#terms, instant);
        return true;
      }
      this.#sounds.shift();
      this.#rewind();
      current.onEnd?.();
      // The listener may have ended the call, or put it on hold.
      if (this.#terms === undefined) return false;
    }
    return this.#source !== undefined && this.#sendLive(this.#source, this.#terms, instant);
  }

  #sendKey(key: KeyItem, terms: SendTerms, instant: number): void {
    if (instant < this.#quietUntil) {
      this.#inSpurt = false;
      return;
    }
    const { dtmfPayloadType } = terms;
    const over =
      dtmfPayloadType === undefined
        ? this.#sendTone(key, terms, instant)
        : this.#sendEvent(key, dtmfPayloadType, terms, instant);
    if (!over) return;
    this.#keys.shift();
    this.#quietUntil = instant + KEY_GAP_MS;
  }

  /** Goes on as long as there is a source, also through its silence. */
  #sendLive(from: SoundSource, agreed: SendTerms, instant: number): boolean {
    const live = from.take(agreed.codec.name, (agreed.ptimeMs * CLOCK_RATE) / 1_000);
    if (live === undefined) this.#inSpurt = false;
    else this.#sendSound(live, 0, agreed, instant);
    return true;
  }
}
