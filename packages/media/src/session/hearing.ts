import type { AnswerEvent, AnswerTerms } from '../amd/answer-machine.ts';
import {
  CLOCK_RATE,
  CODEC_NAMES,
  CODECS,
  type CodecName,
  type Decoder,
  type SampleRate,
} from '../codec/codec.ts';
import { createToneDetector, type ToneDetector } from '../dtmf/detector.ts';
import { createDigitReceiver, type DigitPress } from '../dtmf/receiver.ts';
import { type RtpPacket, timestampDistance } from '../packet/rtp.ts';
import { parseTelephoneEvent } from '../packet/telephone-event.ts';
import type { Clock, Timer } from '../ports.ts';
import { DTMF_PAYLOAD_TYPE } from '../sdp/offer-answer.ts';
import type { RemoteMedia } from '../sdp/read.ts';
import type { SoundSink } from '../sound/recorder.ts';
import { type AnswerWatch, createAnswerWatch } from './answer-watch.ts';
import type { SessionListener, Stop } from './types.ts';

/**
 * The hearing half of a session: what a packet that belongs to the call is, and who wants to know. Sound is
 * decoded only for who listens to it, and kept by nobody but a recorder.
 */
export interface Hearing {
  /** The call's terms: which payload type is what, and whether keys come as tones. */
  agree(remote: RemoteMedia): void;
  /** Undefined: of no payload type that is known. */
  kindOf(payloadType: number): Kind | undefined;
  /** False: it cannot be read. */
  packet(kind: Kind, packet: RtpPacket, now: number): boolean;
  record(sink: SoundSink | undefined): void;
  detectAnswer(tell: (event: AnswerEvent) => void, terms: AnswerTerms | undefined): Stop;
  listen(listener: SessionListener): Stop;
  close(): void;
}

export type Kind = { kind: 'event' } | { kind: 'sound'; codec: CodecName } | { kind: 'quiet' };

/** A key whose end was lost is taken as released after so long a silence: seven packets and more. */
const KEY_SILENCE_MS = 160;
/** Comfort noise (RFC 3389): a packet that says how silent it is. Silence is what it is taken as. */
const CN_PAYLOAD_TYPE = 13;
/** Time stamp units: over a gap of up to three packets a tone is taken as one. */
const TONE_GAP = (60 * CLOCK_RATE) / 1_000;

/** @param tell a key, once */
export function createHearing(clock: Clock, tell: (digit: string, durationMs: number) => void): Hearing {
  const digits = createDigitReceiver();
  const listeners = new Set<SessionListener>();
  /** One for each codec and rate, made when it is first needed: they have a memory. */
  const decoders = new Map<string, Decoder>();
  let remote: RemoteMedia | undefined;
  let sink: SoundSink | undefined;
  let tones: ToneDetector | undefined;
  let toneAt = 0;
  let watch: AnswerWatch | undefined;
  let keyTimer: Timer | undefined;
  let closed = false;
  /** Where the next packet of sound should begin. */
  let next: number | undefined;

  function report(presses: readonly DigitPress[], heardAs: 'event' | 'tone'): void {
    for (const { digit, duration } of presses) {
      const ms = Math.round((duration * 1_000) / CLOCK_RATE);
      tell(digit, ms);
      for (const listener of listeners) listener.digit?.(digit, ms, heardAs);
    }
  }

  /** When the key that is down, if any, was last heard. */
  const openSince = () => digits.openSince ?? (tones?.down ? toneAt : undefined);

  /** Looks again when the silence would be long enough, however often the key was heard meanwhile. */
  function watchKey(): void {
    const since = openSince();
    if (since === undefined || keyTimer !== undefined || closed) return;
    keyTimer = clock.setTimer(Math.max(1, since + KEY_SILENCE_MS - clock.now()), () => {
      keyTimer = undefined;
      const still = openSince();
      if (still === undefined) return;
      if (clock.now() - still < KEY_SILENCE_MS) watchKey();
      else flushKeys();
    });
  }

  function flushKeys(): void {
    report(digits.flush(), 'event');
    if (tones !== undefined) report(tones.flush(), 'tone');
  }

  function decode(codec: CodecName, rate: SampleRate, payload: Uint8Array): Int16Array {
    const key = `${codec}/${rate}`;
    let decoder = decoders.get(key);
    if (decoder === undefined) {
      decoder = CODECS[codec].decoder(rate);
      decoders.set(key, decoder);
    }
    return decoder(payload);
  }

  function hearTones(detector: ToneDetector, timestamp: number, pcm: Int16Array): void {
    const gap = next === undefined ? 0 : timestampDistance(timestamp, next);
    if (gap < 0) return;
    if (gap > TONE_GAP) report(detector.flush(), 'tone');
    report(detector.samples(pcm), 'tone');
    toneAt = clock.now();
    watchKey();
  }

  function hear(codec: CodecName, { ssrc, timestamp, payload }: RtpPacket, now: number): void {
    if (watch?.over) watch = undefined;
    for (const listener of listeners) listener.sound?.(codec, timestamp, payload);
    // Once a packet and rate: a decoder has to hear each packet, and no packet twice.
    let narrow: Int16Array | undefined;
    const pcm = () => (narrow ??= decode(codec, 8_000, payload));
    if (sink !== undefined) {
      const rate = sink.sampleRate ?? 8_000;
      sink.put(0, ssrc, timestamp, rate === 8_000 ? pcm() : decode(codec, rate, payload), now);
    }
    watch?.samples(pcm());
    if (tones !== undefined) hearTones(tones, timestamp, pcm());
    next = (timestamp + payload.length) >>> 0;
  }

  return {
    agree(terms) {
      remote = terms;
      // What was offered may still be used: events are heard either way, tones only where none were agreed on.
      if (terms.dtmfPayloadType === undefined) tones ??= createToneDetector();
      else tones = undefined;
    },
    /**
     * An offer names its codecs under their static types, and the other side may send any of them (RFC 3264
     * 6.1); events may come under the number we asked for or under its own.
     */
    kindOf(payloadType) {
      if (remote === undefined) return undefined;
      if (payloadType === remote.codec.payloadType) return { kind: 'sound', codec: remote.codec.name };
      if (payloadType === remote.dtmfPayloadType || payloadType === DTMF_PAYLOAD_TYPE)
        return { kind: 'event' };
      const codec = CODEC_NAMES.find((name) => CODECS[name].staticPayloadType === payloadType);
      if (codec !== undefined) return { kind: 'sound', codec };
      return payloadType === CN_PAYLOAD_TYPE ? { kind: 'quiet' } : undefined;
    },
    packet(kind, packet, now) {
      if (kind.kind === 'sound') hear(kind.codec, packet, now);
      if (kind.kind !== 'event') return true;
      const event = parseTelephoneEvent(packet.payload);
      // Who sends events, though it did not say so, need not be listened to for tones: a key would be told twice.
      tones = undefined;
      if (event !== undefined) report(digits.event(packet.ssrc, packet.timestamp, event, now), 'event');
      watchKey();
      return event !== undefined;
    },
    record(recorder) {
      sink = recorder;
    },
    detectAnswer(heard, terms) {
      watch?.stop();
      const mine = createAnswerWatch(clock, heard, terms);
      watch = mine;
      return {
        stop() {
          mine.stop();
          if (watch === mine) watch = undefined;
        },
      };
    },
    listen(listener) {
      listeners.add(listener);
      return { stop: () => void listeners.delete(listener) };
    },
    close() {
      if (closed) return;
      closed = true;
      keyTimer?.cancel();
      watch?.stop();
      flushKeys();
      for (const listener of listeners) listener.closed?.();
    },
  };
}
