import { encodeTrack, type Track } from '@herald/media';
import { type Piece, type Speaker, SpeechError, type SpeechErrorCode } from '@herald/speech';
import type { Clock } from '../platform/clock.ts';
import { CallEngineError, type CallEngineErrorCode, type CallScript } from './types.ts';

/** What is said, and in which language. */
type Said = Pick<CallScript, 'language' | 'pieces'>;

export interface SoundLibraryOptions {
  readonly speaker: Speaker;
  /** What was recorded under this name, 8 kHz; without it no script has recorded sound. Rejects when it is not there. */
  readonly recorded?: (sound: string) => Promise<Int16Array>;
  readonly clock: Clock;
  /** Bound of the encoded sounds kept, bytes; the one that was longest not asked for goes first. */
  readonly maxBytes: number;
  /** Different sounds in the making at one time; the next is refused with `busy`. */
  readonly maxMaking: number;
  /** Longest wait for one sound. */
  readonly timeoutMs: number;
}

/** What scripts sound like, made once and shared by all calls that say the same. */
export interface SoundLibrary {
  /**
   * The script said once, ready for the wire.
   * @throws CallEngineError (as a rejection)
   */
  track(script: CallScript): Promise<Track>;
}

export const MAX_PLAYS = 20;
export const MAX_PAUSE_MS = 30_000;
/** Kept for an entry beside its samples. */
const ENTRY_BYTES = 256;

export function createSoundLibrary(options: SoundLibraryOptions): SoundLibrary {
  const { speaker, recorded, clock, maxBytes, maxMaking, timeoutMs } = options;
  /** In order of use, oldest first. */
  const kept = new Map<string, Track>();
  const making = new Map<string, Promise<Track>>();
  let bytes = 0;

  function keep(key: string, track: Track): void {
    if (cost(key, track) > maxBytes) return;
    kept.set(key, track);
    bytes += cost(key, track);
    for (const [oldest, sound] of kept) {
      if (bytes <= maxBytes) break;
      kept.delete(oldest);
      bytes -= cost(oldest, sound);
    }
  }

  async function make(key: string, { pieces, language }: Said): Promise<Track> {
    try {
      let isFallback = false;
      const onFallback = () => {
        isFallback = true;
      };
      const sounds = runsOf(pieces).map((run) => {
        if ('spoken' in run) return speaker.say(run.spoken, { language, onFallback });
        return recorded?.(run.sound) ?? Promise.reject(new Error('there is no recorded sound here'));
      });
      const track = encodeTrack(join(await Promise.all(sounds)), 'PCMA');
      // The next call is to have the right voice, as soon as that speaks again.
      if (!isFallback) keep(key, track);
      return track;
    } catch (error) {
      throw engineError(error);
    } finally {
      making.delete(key);
    }
  }

  /** A voice that hangs must not hang who waits; what it says later is kept all the same. */
  function inTime(sound: Promise<Track>): Promise<Track> {
    return new Promise((resolve, reject) => {
      const timer = clock.setTimer(timeoutMs, () =>
        reject(new CallEngineError('voice', `no sound within ${timeoutMs} ms`)),
      );
      sound.finally(() => timer.cancel()).then(resolve, reject);
    });
  }

  return {
    async track(script) {
      checkRepeats(script);
      const key = JSON.stringify([script.language, script.pieces]);
      const ready = kept.get(key);
      if (ready !== undefined) {
        kept.delete(key);
        kept.set(key, ready);
        return ready;
      }
      let sound = making.get(key);
      if (sound === undefined) {
        if (making.size >= maxMaking) {
          throw new CallEngineError('busy', `${maxMaking} sounds are in the making already`);
        }
        sound = make(key, script);
        making.set(key, sound);
      }
      return inTime(sound);
    },
  };
}

type Run = { readonly spoken: Piece[] } | { readonly sound: string };

/** Pieces that are spoken together, and each recorded sound by itself. */
function runsOf(pieces: CallScript['pieces']): Run[] {
  const runs: Run[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (piece.kind === 'sound') runs.push({ sound: piece.sound });
    else if (last && 'spoken' in last) last.spoken.push(piece);
    else runs.push({ spoken: [piece] });
  }
  // The speaker says what is wrong with nothing at all.
  return runs.length === 0 ? [{ spoken: [] }] : runs;
}

function join(sounds: readonly Int16Array[]): Int16Array {
  const [first] = sounds;
  if (first && sounds.length === 1) return first;
  const joined = new Int16Array(sounds.reduce((sum, sound) => sum + sound.length, 0));
  let at = 0;
  for (const sound of sounds) {
    joined.set(sound, at);
    at += sound.length;
  }
  return joined;
}

function checkRepeats({ plays, pauseMs }: CallScript): void {
  if (!Number.isInteger(plays) || plays < 1 || plays > MAX_PLAYS) {
    throw new CallEngineError('bad-script', `plays is ${plays}: 1 to ${MAX_PLAYS} are expected`);
  }
  if (!(pauseMs >= 0 && pauseMs <= MAX_PAUSE_MS)) {
    throw new CallEngineError('bad-script', `pauseMs is ${pauseMs}: 0 to ${MAX_PAUSE_MS} are expected`);
  }
}

const cost = (key: string, track: Track): number => track.payload.length + 2 * key.length + ENTRY_BYTES;

const CODES: Readonly<Record<SpeechErrorCode, CallEngineErrorCode>> = {
  'bad-input': 'bad-script',
  'too-long': 'bad-script',
  busy: 'busy',
  timeout: 'voice',
  'voice-failed': 'voice',
  closed: 'closed',
};

function engineError(cause: unknown): CallEngineError {
  if (cause instanceof SpeechError) return new CallEngineError(CODES[cause.code], cause.message, { cause });
  return new CallEngineError('voice', 'the sound could not be made', { cause });
}
