import { CLOCK_RATE, type SampleRate } from '../codec/codec.ts';
import { createPlacement, MAX_DRIFT } from './placement.ts';
import type { Channel, SoundSink } from './recorder.ts';
import { WAV_HEADER_BYTES, wavHeader } from './wav.ts';

/**
 * Both directions of a call as a WAV that is written while it grows, so that an hour costs no more memory than a
 * minute: sound waits in half-second blocks until what may still come late belongs behind them, and is written
 * then, each block at its own place. A block that nothing was heard in is not written: a hole is silence.
 */
export interface WavStream extends SoundSink {
  /** Writes what waits, and the header. Sound that comes after it is dropped. */
  end(): Promise<RecordingReport>;
}

export interface WavStreamOptions {
  /** `stereo`: received left, sent right. `mixed`: both in one channel. */
  readonly layout: 'stereo' | 'mixed';
  /** 16,000 keeps the upper band of G.722; default 8,000. */
  readonly sampleRate?: SampleRate;
  /** Bound of the recording, default 3,600; later sound is dropped and counted. */
  readonly maxSeconds?: number;
  /** Bytes to a place in the file. Places not written are zero. */
  write(position: number, bytes: Uint8Array): Promise<void>;
}

export interface RecordingReport {
  /** To the end of the last sound. */
  readonly seconds: number;
  /** Packets that came too late, or beyond `maxSeconds`. */
  readonly dropped: number;
  /** Blocks of half a second that are silent because the writing could not keep up or failed. */
  readonly lostBlocks: number;
  /** Why, when it failed. */
  readonly error?: unknown;
}

/** Samples at 8 kHz. */
const BLOCK = CLOCK_RATE / 2;
/** What comes later than this after newer sound is too late. */
const PATIENCE = CLOCK_RATE / 2;
/** Blocks that are being written; 64 KiB each at the most. */
const MAX_WRITING = 8;
const MAX_SECONDS = 3_600;

type Block = readonly [Int16Array, Int16Array];

export function createWavStream(o: WavStreamOptions): WavStream {
  const rate = o.sampleRate ?? 8_000;
  const scale = rate / CLOCK_RATE;
  const limit = Math.floor((o.maxSeconds ?? MAX_SECONDS) * CLOCK_RATE);
  const channels = o.layout === 'stereo' ? 2 : 1;
  const placements = [createPlacement(), createPlacement()] as const;
  /** By number; at most those of the patience and of the drift that a peer's clock may have. */
  const blocks = new Map<number, Block>();
  const writing = new Set<Promise<void>>();
  let startedAt: number | undefined;
  /** The first block that is not written yet. */
  let next = 0;
  let length = 0;
  /** End of what was written. */
  let reached = 0;
  let dropped = 0;
  let lostBlocks = 0;
  let error: unknown;
  let ended = false;

  function block(number: number): Block {
    let found = blocks.get(number);
    if (found === undefined) {
      found = [new Int16Array(BLOCK * scale), new Int16Array(BLOCK * scale)];
      blocks.set(number, found);
    }
    return found;
  }

  function bytesOf([received, sent]: Block, samples: number): Uint8Array {
    const bytes = new Uint8Array(samples * channels * 2);
    const view = new DataView(bytes.buffer);
    for (let index = 0; index < samples; index++) {
      const [one, other] = [received[index] as number, sent[index] as number];
      if (channels === 2) {
        view.setInt16(index * 4, one, true);
        view.setInt16(index * 4 + 2, other, true);
      } else view.setInt16(index * 2, Math.max(-32_768, Math.min(32_767, one + other)), true);
    }
    return bytes;
  }

  function write(position: number, bytes: Uint8Array): void {
    reached = Math.max(reached, position + bytes.length);
    const done = o.write(position, bytes).then(
      () => void writing.delete(done),
      (failure: unknown) => {
        writing.delete(done);
        error ??= failure;
        lostBlocks++;
      },
    );
    writing.add(done);
  }

  /** Writes the blocks before `number`. */
  function flushTo(number: number): void {
    for (const [at, samples] of [...blocks].sort(([one], [other]) => one - other)) {
      if (at >= number) break;
      blocks.delete(at);
      if (error !== undefined || writing.size >= MAX_WRITING) {
        lostBlocks++;
        continue;
      }
      const whole = Math.min(BLOCK, length - at * BLOCK);
      write(WAV_HEADER_BYTES + at * BLOCK * scale * channels * 2, bytesOf(samples, whole * scale));
    }
    next = Math.max(next, number);
  }

  /** In units of 1/8,000 s. */
  function set(channel: Channel, place: number, samples: Int16Array, units: number): void {
    for (let at = place; at < place + units; ) {
      const number = Math.floor(at / BLOCK);
      const end = Math.min(place + units, (number + 1) * BLOCK);
      const part = samples.subarray((at - place) * scale, (end - place) * scale);
      block(number)[channel].set(part, (at - number * BLOCK) * scale);
      at = end;
    }
  }

  return {
    sampleRate: rate,
    start(atMs) {
      startedAt ??= atMs;
    },
    put(channel, ssrc, timestamp, samples, atMs) {
      startedAt ??= atMs;
      const place = placements[channel].of(ssrc, timestamp, atMs - startedAt);
      const units = Math.min(Math.floor(samples.length / scale), limit - place, MAX_DRIFT);
      if (ended || place < next * BLOCK || units <= 0) {
        if (samples.length > 0) dropped++;
        return;
      }
      set(channel, place, samples, units);
      length = Math.max(length, place + units);
      const ripe = Math.floor((length - PATIENCE) / BLOCK);
      if (ripe > next) flushTo(ripe);
    },
    async end() {
      if (!ended) {
        ended = true;
        await Promise.all(writing);
        flushTo(Number.POSITIVE_INFINITY);
        await Promise.all(writing);
        const bytes = length * scale * channels * 2;
        // The last block may be one that was lost: the file is as long as its header says.
        if (reached < WAV_HEADER_BYTES + bytes) write(WAV_HEADER_BYTES + bytes - 1, new Uint8Array(1));
        write(0, wavHeader(bytes, rate, channels));
        await Promise.all(writing);
      }
      return {
        ...{ seconds: length / CLOCK_RATE, dropped, lostBlocks },
        ...(error === undefined ? {} : { error }),
      };
    },
  };
}
