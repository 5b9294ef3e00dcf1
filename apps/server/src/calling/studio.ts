import { decodeTrack, encodeWav } from '@herald/media';
import { createSpeaker } from '@herald/speech';
import type { Clock } from '../platform/clock.ts';
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
  close(): Promise<void>;
}

/** Different scripts in the making at one time: the voice speaks them one after the other. */
const MAX_MAKING = 8;
const TIMEOUT_MS = 20_000;
/** Some fifteen minutes of encoded sound, and as much of clips: who changes a word listens again to the rest. */
const SOUND_BYTES = 8 * 1024 ** 2;
const CLIP_BYTES = 16 * 1024 ** 2;

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
  let closed = false;
  return {
    async record(script) {
      if (closed) throw new CallEngineError('closed', 'the studio is closed');
      // What a callee hears has been through G.711, and so has this.
      return encodeWav(decodeTrack(await sounds.track(script)));
    },
    async close() {
      closed = true;
      await speaker.close();
    },
  };
}
