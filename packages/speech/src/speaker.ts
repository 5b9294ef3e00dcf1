import { createHash } from 'node:crypto';
import { ClipCache, type ClipStats } from './cache/clips.ts';
import { SpeechError } from './error.ts';
import { CODE_CHARACTERS, spellCode } from './normalise/code.ts';
import type { Language } from './normalise/language.ts';
import type { Piece } from './piece.ts';
import { planSpeech } from './plan.ts';
import { normaliseLevel, TELEPHONE_RATE, trimSilence } from './sound/level.ts';
import { resample } from './sound/resample.ts';
import type { Voice } from './voice/voice.ts';

export interface SpeakerOptions {
  voice: Voice;
  /** Folder for clips of template texts and code characters; without it they live in memory only. */
  cacheDir?: string;
  /** Bound of the clips on disk. Default 1 GiB. */
  diskBytes?: number;
  /** Bound of the clips in memory. Default 64 MiB: about an hour of sound. */
  memoryBytes?: number;
}

/** Says pieces. One speaker serves a whole process. */
export interface Speaker {
  /**
   * The pieces as one sound: 8 kHz mono, each clip trimmed of silence and brought to -20 dBFS active speech
   * level, no sample above -1 dBFS. `rate` is the speed, 0.5 to 2, default 1. The array is the caller's own.
   * Rejects with a SpeechError only.
   */
  say(pieces: readonly Piece[], options: { language: Language; rate?: number }): Promise<Int16Array>;
  /** Renders the 36 code clips (0–9, A–Z) at rate 1 and keeps them: from then on codes cost no render. */
  warm(language: Language): Promise<void>;
  stats(): ClipStats;
  /** Closes the voice, which rejects what waits for it, and lets the disk finish. */
  close(): Promise<void>;
}

/** Part of each clip's key: to be raised when the sound made from the same text changes. */
const PROCESSING_VERSION = 1;

const MIN_RATE = 0.5;
const MAX_RATE = 2;

/** Longest sound taken from a voice or given out. */
const MAX_SECONDS = 300;

const DEFAULT_MEMORY_BYTES = 64 * 1024 ** 2;
const DEFAULT_DISK_BYTES = 1024 ** 3;

export function createSpeaker(options: SpeakerOptions): Speaker {
  const { voice, cacheDir, memoryBytes = DEFAULT_MEMORY_BYTES, diskBytes = DEFAULT_DISK_BYTES } = options;
  const cache = new ClipCache({
    memoryBytes,
    ...(cacheDir === undefined ? {} : { disk: { folder: cacheDir, maxBytes: diskBytes } }),
  });
  /** The warmed clips, outside the cache so that no rush of other prompts can push them out. */
  const warmed = new Map<string, Int16Array>();
  let closed = false;

  function clip(text: string, language: Language, rate: number, durable: boolean): Promise<Int16Array> {
    const key = clipKey(voice.id, language, rate, text);
    const ready = warmed.get(key);
    if (ready !== undefined) return Promise.resolve(ready);
    return cache.get(key, durable, async () => {
      const { sampleRate, pcm } = await render(voice, text, language, rate);
      if (pcm.length > MAX_SECONDS * sampleRate) throw tooLong(pcm.length / sampleRate);
      const heard = trimSilence(resample(pcm, sampleRate, TELEPHONE_RATE));
      if (heard.length === 0)
        throw new SpeechError('voice-failed', `${voice.id} gave silence for ${text.length} characters`);
      return normaliseLevel(heard);
    });
  }

  return {
    async say(pieces, { language, rate = 1 }) {
      if (closed) throw new SpeechError('closed', 'the speaker is closed');
      if (!(rate >= MIN_RATE && rate <= MAX_RATE)) {
        throw new SpeechError('bad-input', `rate ${rate} is outside ${MIN_RATE} to ${MAX_RATE}`);
      }
      // Two decimals: speeds that no one can tell apart share their clips.
      const speed = Math.round(rate * 100) / 100;
      const sounds = planSpeech(pieces, language, speed).map((part) =>
        part.kind === 'silence'
          ? new Int16Array(Math.round((part.ms * TELEPHONE_RATE) / 1000))
          : clip(part.text, language, speed, part.durable),
      );
      return join(await Promise.all(sounds));
    },

    async warm(language) {
      if (closed) throw new SpeechError('closed', 'the speaker is closed');
      // One after the other, so that calls being prepared meanwhile wait for one clip and not for 36.
      for (const word of spellCode(CODE_CHARACTERS, language)) {
        warmed.set(clipKey(voice.id, language, 1, word), await clip(word, language, 1, true));
      }
    },

    stats: () => cache.stats(),

    async close() {
      closed = true;
      await voice.close();
      await cache.close();
    },
  };
}

/** The voice's answer, with whatever it throws made a SpeechError. */
async function render(voice: Voice, text: string, language: Language, rate: number) {
  try {
    return await voice.render(text, { language, rate });
  } catch (error) {
    if (error instanceof SpeechError) throw error;
    throw new SpeechError('voice-failed', `${voice.id} failed`, { cause: error });
  }
}

function clipKey(voice: string, language: Language, rate: number, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([PROCESSING_VERSION, voice, language, rate, text]))
    .digest('hex');
}

function join(sounds: readonly Int16Array[]): Int16Array {
  const length = sounds.reduce((sum, sound) => sum + sound.length, 0);
  if (length > MAX_SECONDS * TELEPHONE_RATE) throw tooLong(length / TELEPHONE_RATE);
  const joined = new Int16Array(length);
  let at = 0;
  for (const sound of sounds) {
    joined.set(sound, at);
    at += sound.length;
  }
  return joined;
}

function tooLong(seconds: number): SpeechError {
  return new SpeechError('too-long', `${Math.round(seconds)} s of sound; at most ${MAX_SECONDS}`);
}
