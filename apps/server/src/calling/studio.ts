import { Worker } from 'node:worker_threads';
import { decodeTrack, encodeWav } from '@herald/media';
import { createSpeaker } from '@herald/speech';
import type { Clock } from '../platform/clock.ts';
import type { Conversion } from './convert-recording.ts';
import { createSoundLibrary } from './sound-library.ts';
import { CallEngineError, type CallScript } from './types.ts';
import type { Voices } from './voices.ts';

/** Makes sound for people who want to hear a script before it is called with. */
export interface Studio {
  /**
   * The script said once, as a WAV file of 8 kHz, mono.
   * @throws CallEngineError `busy` when too many are being made, `voice` when it takes too long, `bad-script` (as a
   *   rejection)
   */
  record(script: CallScript): Promise<Uint8Array>;
  /** A-law of 8 kHz as a WAV file. */
  wavOf(alaw: Uint8Array): Uint8Array;
  /**
   * A WAV file, measured and brought to the wire's form.
   * @throws CallEngineError `busy` when too many are in the making, `voice` when it takes too long (as a rejection)
   */
  convert(wav: Uint8Array): Promise<Conversion>;
  close(): Promise<void>;
}

/** Different scripts in the making at one time: the voice speaks them one after the other. */
const MAX_MAKING = 8;
const TIMEOUT_MS = 20_000;
/** Some fifteen minutes of encoded sound, and as much of clips: who changes a word listens again to the rest. */
const SOUND_BYTES = 8 * 1024 ** 2;
const CLIP_BYTES = 16 * 1024 ** 2;

const MAX_CONVERTING = 2;
const CONVERT_WITHIN_MS = 20_000;
const WORKER = new URL('./convert-worker.ts', import.meta.url);

/** A studio in this process; the voice works in a thread or a process of its own, and starts with the first script. */
export function createStudio(clock: Clock, voices: Voices): Studio {
  const speaker = createSpeaker({
    voice: voices.voice,
    ...(voices.fallbackVoice && { fallback: voices.fallbackVoice }),
    onFallback: voices.onVoiceFallback.bind(voices),
    memoryBytes: CLIP_BYTES,
  });
  const sounds = createSoundLibrary({
    speaker,
    clock,
    maxBytes: SOUND_BYTES,
    maxMaking: MAX_MAKING,
    timeoutMs: TIMEOUT_MS,
  });
  let converting = 0;
  let closed = false;
  return {
    async record(script) {
      if (closed) throw new CallEngineError('closed', 'the studio is closed');
      // What a callee hears has been through G.711, and so has this.
      return encodeWav(decodeTrack(await sounds.track(script)));
    },
    wavOf: (alaw) => encodeWav(decodeTrack({ codec: 'PCMA', payload: alaw })),

    async convert(wav) {
      if (converting >= MAX_CONVERTING) {
        throw new CallEngineError('busy', `${MAX_CONVERTING} recordings are being converted`);
      }
      converting++;
      try {
        return await inThread(clock, wav);
      } finally {
        converting--;
      }
    },

    async close() {
      closed = true;
      await speaker.close();
    },
  };
}

/** A thread for each recording: they are rare, and the event loop has sends to answer. */
function inThread(clock: Clock, wav: Uint8Array): Promise<Conversion> {
  const { promise, resolve, reject } = Promise.withResolvers<Conversion>();
  // No flags of this process: they may be a debugger's or a test runner's.
  const worker = new Worker(WORKER, { workerData: wav, execArgv: [], name: 'convert-recording' });
  const failed = (why: string, cause?: unknown) => reject(new CallEngineError('voice', why, { cause }));
  const timer = clock.setTimer(CONVERT_WITHIN_MS, () => {
    failed(`not converted within ${CONVERT_WITHIN_MS} ms`);
    void worker.terminate();
  });
  worker.once('message', resolve);
  worker.once('error', (error) => failed('the recording could not be converted', error));
  worker.once('exit', () => {
    timer.cancel();
    failed('the thread ended without a word');
  });
  return promise;
}
