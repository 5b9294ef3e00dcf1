import { resolve } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Language } from '../normalise/language.ts';
import type { Voice } from './voice.ts';
import { workerVoice } from './worker-voice.ts';

/** A model's folder, and which of its speakers: 0 is the first. */
export interface SherpaVoice {
  readonly model: string;
  readonly speaker: number;
}

export interface SherpaSettings {
  /** A model that speaks both languages is named twice, and loaded once. */
  readonly voices: Readonly<Record<Language, SherpaVoice>>;
  /** Threads that compute at one time. */
  readonly threads: number;
}

export interface SherpaOptions extends SherpaSettings {
  /** Longest a text may take, the loading of the model included, ms. Default 20,000. */
  timeoutMs?: number;
  clock?: Clock;
}

const DEFAULT_TIMEOUT_MS = 20_000;

/**
 * Neural voices by sherpa-onnx (VITS, Matcha or Kokoro models) in a process of its own. The npm package
 * `sherpa-onnx-node` is loaded with the first text, and only by this voice; the model is the operator's to fetch.
 * Renders reject with `voice-failed`, and a message that says what to do, when the package, the folder or one of its
 * files is missing.
 */
export function sherpaVoice({ voices, threads, ...options }: SherpaOptions): Voice {
  const absolute = (voice: SherpaVoice): SherpaVoice => ({ ...voice, model: resolve(voice.model) });
  const settings: SherpaSettings = { voices: { zh: absolute(voices.zh), en: absolute(voices.en) }, threads };
  const { zh, en } = settings.voices;
  return workerVoice({
    id: `sherpa-onnx-1.13.8 ${JSON.stringify([zh.model, zh.speaker, en.model, en.speaker])}`,
    worker: new URL('./sherpa-worker.ts', import.meta.url),
    isolation: 'process',
    data: settings,
    advice: 'its model may be damaged or of another kind, or may not know the characters of the text',
    timeoutMs: DEFAULT_TIMEOUT_MS,
    ...options,
  });
}
