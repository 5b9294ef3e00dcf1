import { CLOCK_RATE, type SampleRate } from '../codec/codec.ts';
import { createPlacement, type Placement } from './placement.ts';
import { encodeWav } from './wav.ts';

/**
 * Both directions of a call in memory, each on its own channel, placed as `Placement` says; duplicates change
 * nothing. For recordings that may be long there is `recordToFile`.
 */
export interface Recorder extends SoundSink {
  /** All of one channel, to the end of the longer one. */
  pcm(channel: Channel): Int16Array;
  /** Stereo, 16 bits, 8 kHz: received left, sent right. */
  wav(): Uint8Array;
  readonly seconds: number;
  /** Packets that lay outside the recording's bounds. */
  readonly dropped: number;
}

/** What a session records into. */
export interface SoundSink {
  /** Of the samples it takes; default 8,000. */
  readonly sampleRate?: SampleRate;
  /** Instant 0 of the recording, in the clock's milliseconds; only the first call counts. */
  start(atMs: number): void;
  /** Puts one packet's samples in its place. @param timestamp RTP, in units of 1/8,000 s whatever the rate */
  put(channel: Channel, ssrc: number, timestamp: number, samples: Int16Array, atMs: number): void;
}

/** 0: what was received; 1: what was sent. */
export type Channel = 0 | 1;

const MAX_SECONDS = 300;
const FIRST_SECONDS = 10;

interface Side {
  samples: Int16Array;
  readonly placement: Placement;
}

/** @param o.maxSeconds bound of the recording, default 300; later sound is dropped and counted */
export function createRecorder(o: { maxSeconds?: number } = {}): Recorder {
  const limit = Math.floor((o.maxSeconds ?? MAX_SECONDS) * CLOCK_RATE);
  const side = (): Side => ({ samples: new Int16Array(0), placement: createPlacement() });
  const sides: readonly [Side, Side] = [side(), side()];
  let startedAt: number | undefined;
  let length = 0;
  let dropped = 0;

  /** Doubles, so that a long call is not copied for every packet. */
  function reserve(target: Side, end: number): void {
    if (end <= target.samples.length) return;
    const size = Math.max(end, target.samples.length * 2, FIRST_SECONDS * CLOCK_RATE);
    const grown = new Int16Array(Math.min(limit, size));
    grown.set(target.samples);
    target.samples = grown;
  }

  const pcm = (channel: Channel): Int16Array => {
    const out = new Int16Array(length);
    out.set(sides[channel].samples.subarray(0, length));
    return out;
  };

  return {
    start(atMs) {
      startedAt ??= atMs;
    },
    put(channel, ssrc, timestamp, samples, atMs) {
      startedAt ??= atMs;
      const target = sides[channel];
      const place = target.placement.of(ssrc, timestamp, atMs - startedAt);
      const end = Math.min(limit, place + samples.length);
      if (place < 0 || place >= end) {
        if (samples.length > 0) dropped++;
        return;
      }
      reserve(target, end);
      target.samples.set(samples.subarray(0, end - place), place);
      length = Math.max(length, end);
    },
    pcm,
    wav() {
      const both = new Int16Array(length * 2);
      for (const channel of [0, 1] as const) {
        const samples = pcm(channel);
        for (let index = 0; index < length; index++) both[index * 2 + channel] = samples[index] as number;
      }
      return encodeWav(both, CLOCK_RATE, 2);
    },
    get seconds() {
      return length / CLOCK_RATE;
    },
    get dropped() {
      return dropped;
    },
  };
}
