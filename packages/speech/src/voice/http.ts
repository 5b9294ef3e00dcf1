import { type Clock, systemClock, type Timer } from '../clock.ts';
import { SpeechError } from '../error.ts';
import type { Language } from '../normalise/language.ts';
import { readWav } from '../sound/wav.ts';
import { createQueue } from './queue.ts';
import type { RenderOptions, Voice, VoiceSound } from './voice.ts';

export interface HttpVoiceOptions {
  /** The whole address, as https://speech.example.com/v1/audio/speech. */
  url: string;
  /** Sent as a bearer token; without it the service is asked without one. */
  key?: string;
  model: string;
  /** The service's name of the voice, for each language. */
  voices: Readonly<Record<Language, string>>;
  /** `pcm` is 16 bit mono, little endian, at {@link RAW_RATE}, as the interface defines it. Default `wav`. */
  format?: 'wav' | 'pcm';
  /** Longest a text may take, both tries together, ms. Default 10,000. */
  timeoutMs?: number;
  /** Requests under way at one time. Default 4. */
  concurrency?: number;
  clock?: Clock;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_CONCURRENCY = 4;
/** Texts that wait for their turn; the next is refused with `busy`. */
const MAX_WAITING = 256;
const RAW_RATE = 24_000;
/** Five minutes at 48 kHz. */
const MAX_BYTES = 32 * 1024 ** 2;
/** Answers after which a second try makes sense: too many requests, and gateways whose service is being restarted. */
const PASSING = new Set([429, 502, 503, 504]);
const RETRY_AFTER_MS = 250;

/** Why one try failed, and whether another one may go better. */
class Refusal extends Error {
  readonly passing: boolean;

  constructor(message: string, passing: boolean, options?: { cause?: unknown }) {
    super(message, options);
    this.passing = passing;
  }
}

/**
 * A voice behind HTTP, as OpenAI's `/v1/audio/speech` and the many servers that speak like it:
 * POST {model, voice, input, response_format, speed} → the sound.
 *
 * A try that fails for a passing reason (no connection, 429, 502, 503, 504) is made once more: speaking a text twice
 * does no harm. Redirects are not followed, so that the key goes nowhere else. Time and bytes are bounded. Neither the
 * key nor the text is in an error.
 */
export function httpVoice(options: HttpVoiceOptions): Voice {
  const { url, key, model, voices, format = 'wav', timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const clock = options.clock ?? systemClock;
  const queue = createQueue(options.concurrency ?? DEFAULT_CONCURRENCY, MAX_WAITING);
  const host = new URL(url).host;
  const closing = new AbortController();

  async function speak(text: string, how: RenderOptions, signal: AbortSignal): Promise<VoiceSound> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({
        model,
        voice: voices[how.language],
        input: text,
        response_format: format,
        ...(how.rate === 1 ? {} : { speed: how.rate }),
      }),
      redirect: 'manual',
      signal,
    }).catch((cause: unknown) => {
      throw new Refusal('no connection', true, { cause });
    });
    if (response.status !== 200) {
      void response.body?.cancel().catch(() => {});
      throw new Refusal(`status ${response.status}${advice(response.status)}`, PASSING.has(response.status));
    }
    const bytes = await readBody(response);
    return format === 'wav' ? readWav(bytes) : rawSound(bytes);
  }

  /** Two tries within the time that one text has. */
  async function twice(text: string, how: RenderOptions, signal: AbortSignal): Promise<VoiceSound> {
    try {
      return await speak(text, how, signal);
    } catch (error) {
      if (!(error instanceof Refusal && error.passing) || signal.aborted) throw error;
      await pause(clock, RETRY_AFTER_MS, signal);
      return speak(text, how, signal);
    }
  }

  async function inTime(text: string, how: RenderOptions): Promise<VoiceSound> {
    const late = new AbortController();
    const timer = clock.setTimer(timeoutMs, () => late.abort());
    try {
      return await twice(text, how, AbortSignal.any([late.signal, closing.signal]));
    } catch (error) {
      if (closing.signal.aborted) throw closed(host);
      if (late.signal.aborted)
        throw new SpeechError('timeout', `${host} gave no sound within ${timeoutMs} ms`);
      if (error instanceof SpeechError) throw error;
      const reason = error instanceof Refusal ? error.message : 'the answer broke off';
      throw new SpeechError('voice-failed', `${host} could not speak: ${reason}`, { cause: error });
    } finally {
      timer.cancel();
    }
  }

  return {
    id: `http ${JSON.stringify([url, model, voices.zh, voices.en, format])}`,
    async render(text, how) {
      if (closing.signal.aborted) throw closed(host);
      return queue.run(() => inTime(text, how));
    },
    async close() {
      closing.abort();
      queue.close(closed(host));
      await queue.idle();
    },
  };
}

function advice(status: number): string {
  if (status === 401 || status === 403) return ': check the key';
  if (status === 404 || status === 405)
    return ': check the address, which ends in /v1/audio/speech as a rule';
  if (status === 400 || status === 422) return ': check model and voice';
  if (status >= 300 && status < 400) return ': redirects are not followed; give the address itself';
  return '';
}

async function readBody(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MAX_BYTES) throw new Refusal(`more than ${MAX_BYTES} bytes`, false);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function rawSound(bytes: Uint8Array): VoiceSound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pcm = new Int16Array(bytes.length >> 1);
  for (let i = 0; i < pcm.length; i++) pcm[i] = view.getInt16(i * 2, true);
  return { sampleRate: RAW_RATE, pcm };
}

/** Resolves after the time, or at once when the signal says so. */
function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer: Timer = clock.setTimer(ms, resolve);
    signal.addEventListener('abort', () => {
      timer.cancel();
      resolve();
    });
  });
}

function closed(host: string): SpeechError {
  return new SpeechError('closed', `the voice at ${host} was closed`);
}
