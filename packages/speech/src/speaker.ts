import { createHash } from 'node:crypto';
import { ClipCache, type ClipStats } from './cache/clips.ts';
import { type Clock, systemClock } from './clock.ts';
import { SpeechError } from './error.ts';
import { CODE_CHARACTERS, spellCode } from './normalise/code.ts';
import type { Language } from './normalise/language.ts';
import type { Piece } from './piece.ts';
import { type Part, planSpeech } from './plan.ts';
import { normaliseLevel, trimSilence } from './sound/level.ts';
import { resampleGently } from './sound/resample.ts';
import { carefulVoice } from './voice/careful.ts';
import type { SampleRate, Voice } from './voice/voice.ts';

export interface SpeakerOptions {
  voice: Voice;
  /** Speaks a whole prompt in the place of `voice` when that fails; without it the failure is the caller's. */
  fallback?: Voice;
  /** Told of each prompt that the fallback speaks, and why. */
  onFallback?(reason: SpeechError): void;
  /** Folder for clips of template texts and code characters; without it they live in memory only. */
  cacheDir?: string;
  /** Bound of the clips on disk. Default 1 GiB. */
  diskBytes?: number;
  /** Bound of the clips in memory. Default 64 MiB: about an hour of sound. */
  memoryBytes?: number;
  clock?: Clock;
}

export interface SayOptions {
  language: Language;
  /** Speed, 0.5 to 2. Default 1. */
  rate?: number;
  /** Samples per second of the sound: 8000 (default) for G.711, 16000 for G.722. */
  sampleRate?: SampleRate;
  /** Told, before the sound is there, when the fallback speaks: such a sound is not one to keep. */
  onFallback?(): void;
}

export interface SpeakerStats extends ClipStats {
  /** Prompts that the fallback spoke. */
  fallbacks: number;
}

/** Says pieces. One speaker serves a whole process. */
export interface Speaker {
  /**
   * The pieces as one sound: mono, each clip trimmed of silence and brought to -20 dBFS active speech level, no
   * sample above -1 dBFS. One voice speaks all of it. The array is the caller's own. Rejects with a SpeechError only.
   */
  say(pieces: readonly Piece[], options: SayOptions): Promise<Int16Array>;
  /** Renders the 36 code clips (0–9, A–Z) at rate 1 and keeps them: from then on codes cost no render. */
  warm(language: Language, sampleRate?: SampleRate): Promise<void>;
  stats(): SpeakerStats;
  /** Closes the voices, which reject what waits for them, and lets the disk finish. */
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

/** How one clip is to sound. */
interface Manner {
  readonly language: Language;
  readonly rate: number;
  readonly sampleRate: SampleRate;
}

export function createSpeaker(options: SpeakerOptions): Speaker {
  const { cacheDir, memoryBytes = DEFAULT_MEMORY_BYTES, diskBytes = DEFAULT_DISK_BYTES } = options;
  const { fallback, clock = systemClock } = options;
  // What has another to step in is not asked again and again while it fails.
  const voice = fallback ? carefulVoice(options.voice, clock) : options.voice;
  const cache = new ClipCache({
    memoryBytes,
    ...(cacheDir === undefined ? {} : { disk: { folder: cacheDir, maxBytes: diskBytes } }),
  });
  /** The warmed clips, outside the cache so that no rush of other prompts can push them out. */
  const warmed = new Map<string, Int16Array>();
  let fallbacks = 0;
  let closed = false;

  function clip(speaking: Voice, text: string, manner: Manner, durable: boolean): Promise<Int16Array> {
    const key = clipKey(speaking.id, manner, text);
    const ready = warmed.get(key);
    if (ready !== undefined) return Promise.resolve(ready);
    return cache.get(key, durable, async () => {
      const { sampleRate, pcm } = await render(speaking, text, manner);
      if (pcm.length > MAX_SECONDS * sampleRate) throw tooLong(pcm.length / sampleRate);
      const heard = trimSilence(await resampleGently(pcm, sampleRate, manner.sampleRate), manner.sampleRate);
      if (heard.length === 0)
        throw new SpeechError('voice-failed', `${speaking.id} gave silence for ${text.length} characters`);
      return normaliseLevel(heard, manner.sampleRate);
    });
  }

  function speak(speaking: Voice, parts: readonly Part[], manner: Manner): Promise<Int16Array[]> {
    return Promise.all(
      parts.map((part) =>
        part.kind === 'silence'
          ? new Int16Array(Math.round((part.ms * manner.sampleRate) / 1000))
          : clip(speaking, part.text, manner, part.durable),
      ),
    );
  }

  return {
    async say(pieces, { language, rate = 1, sampleRate = 8000, onFallback }) {
      if (closed) throw closedError();
      if (!(rate >= MIN_RATE && rate <= MAX_RATE)) {
        throw new SpeechError('bad-input', `rate ${rate} is outside ${MIN_RATE} to ${MAX_RATE}`);
      }
      // Two decimals: speeds that no one can tell apart share their clips.
      const manner = { language, rate: Math.round(rate * 100) / 100, sampleRate };
      const parts = planSpeech(pieces, language, manner.rate);
      try {
        return join(await speak(voice, parts, manner), sampleRate);
      } catch (error) {
        if (!fallback || !(error instanceof SpeechError) || !VOICE_FAULTS.has(error.code)) throw error;
        fallbacks++;
        options.onFallback?.(error);
        onFallback?.();
        return join(await speak(fallback, parts, manner), sampleRate);
      }
    },

    async warm(language, sampleRate = 8000) {
      if (closed) throw closedError();
      const manner = { language, rate: 1, sampleRate };
      // One after the other, so that calls being prepared meanwhile wait for one clip and not for 36.
      for (const word of spellCode(CODE_CHARACTERS, language)) {
        warmed.set(clipKey(voice.id, manner, word), await clip(voice, word, manner, true));
      }
    },

    stats: () => ({ ...cache.stats(), fallbacks }),

    async close() {
      closed = true;
      await Promise.all([voice.close(), fallback?.close()]);
      await cache.close();
    },
  };
}

/** What another voice may do better. The rest is wrong for any voice, or the end of all. */
const VOICE_FAULTS = new Set<SpeechError['code']>(['voice-failed', 'timeout', 'busy']);

/** The voice's answer, with whatever it throws made a SpeechError. */
async function render(voice: Voice, text: string, manner: Manner) {
  try {
    return await voice.render(text, manner);
  } catch (error) {
    if (error instanceof SpeechError) throw error;
    throw new SpeechError('voice-failed', `${voice.id} failed`, { cause: error });
  }
}

function clipKey(voice: string, { language, rate, sampleRate }: Manner, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([PROCESSING_VERSION, voice, language, rate, sampleRate, text]))
    .digest('hex');
}

function join(sounds: readonly Int16Array[], sampleRate: SampleRate): Int16Array {
  const length = sounds.reduce((sum, sound) => sum + sound.length, 0);
  if (length > MAX_SECONDS * sampleRate) throw tooLong(length / sampleRate);
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

function closedError(): SpeechError {
  return new SpeechError('closed', 'the speaker is closed');
}
