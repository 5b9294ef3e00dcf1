import { FRAME_MS, type Frame } from './frame.ts';

/**
 * Who answered (answering machine detection): a person says a word and waits, a machine goes on talking, and
 * then beeps. Time is counted in frames of 20 ms from the answer.
 *
 *   waiting ──voice──▶ greeting ──silence that lasts──▶ person: short-greeting
 *      │                  │ ──too long, too many words──▶ voicemail: long-greeting, many-words ──▶ beep awaited
 *      │ ──nobody speaks──▶ unsure: silence
 *      any ──a steady tone──▶ voicemail: beep            any ──out of time──▶ unsure: time
 *
 * A verdict is given once. After `voicemail` the beep is still told, once, so that a message can be left.
 */
export type AnswerVerdict =
  | { readonly by: 'person'; readonly reason: 'short-greeting' }
  | { readonly by: 'voicemail'; readonly reason: 'long-greeting' | 'many-words' | 'beep' }
  | { readonly by: 'unsure'; readonly reason: 'silence' | 'time' };

export type AnswerEvent =
  /** `voiceMs`: from the first word's beginning to the last one's end. */
  | {
      readonly kind: 'verdict';
      readonly verdict: AnswerVerdict;
      readonly atMs: number;
      readonly voiceMs: number;
    }
  /** The beep is over: who speaks now is recorded. */
  | { readonly kind: 'beep'; readonly atMs: number };

/** All in milliseconds, but `maxWords`. */
export interface AnswerTerms {
  /** Silence from the answer on that makes `unsure`: default 2,500. */
  readonly initialSilenceMs?: number;
  /** A greeting longer than this is a machine's: default 1,800. */
  readonly greetingMs?: number;
  /** Silence after a greeting that makes it a person's: default 800. */
  readonly afterGreetingMs?: number;
  /** More words than this are a machine's: default 5. */
  readonly maxWords?: number;
  /** A pause that parts two words: default 100. */
  readonly wordGapMs?: number;
  /** A shorter sound is a click and no word: default 60. */
  readonly minWordMs?: number;
  /** Bound of the verdict: default 5,000. */
  readonly verdictMs?: number;
  /** Bound of the wait for the beep: default 45,000. */
  readonly beepMs?: number;
}

export interface AnswerMachine {
  /** The next 20 ms. */
  frame(frame: Frame): AnswerEvent[];
  /** Nothing more will be told. */
  readonly over: boolean;
}

const DEFAULTS: Required<AnswerTerms> = {
  initialSilenceMs: 2_500,
  greetingMs: 1_800,
  afterGreetingMs: 800,
  maxWords: 5,
  wordGapMs: 100,
  minWordMs: 60,
  verdictMs: 5_000,
  beepMs: 45_000,
};

/** Voice is louder than this, and by so much louder than the noise of the line: dB. */
const SOFTEST_VOICE_DB = -42;
const OVER_NOISE_DB = 10;
/** The line's noise is the least level heard, forgotten by 6 dB a second; never taken as louder than this. */
const NOISE_START_DB = -45;
const NOISE_RISE_DB = (6 * FRAME_MS) / 1_000;
const LOUDEST_NOISE_DB = -25;
/**
 * A beep keeps its frequency within 1.5 % and its level within 3 dB for 120 ms and more, which vowels do not;
 * beyond 2 s it is a tone of the network.
 */
const BEEP_DRIFT = 0.015;
const BEEP_SWELL_DB = 3;
const MIN_BEEP_MS = 120;
const MAX_BEEP_MS = 2_000;

export function createAnswerMachine(o: AnswerTerms = {}): AnswerMachine {
  const terms = { ...DEFAULTS, ...o };
  let at = 0;
  let noiseDb = NOISE_START_DB;
  let verdict: AnswerVerdict | undefined;
  let beeped = false;
  let over = false;
  /** First and last instant of voice; words counted; the sound under way since, undefined in a gap. */
  let firstVoice: number | undefined;
  let lastVoice = 0;
  let words = 0;
  let soundSince: number | undefined;
  let soundEnd = 0;
  let counted = false;
  let tone: { readonly hz: number; readonly levelDb: number; ms: number } | undefined;

  function isVoice({ levelDb, toneHz }: Frame): boolean {
    noiseDb = Math.min(levelDb, noiseDb + NOISE_RISE_DB, LOUDEST_NOISE_DB);
    return toneHz === undefined && levelDb > Math.max(SOFTEST_VOICE_DB, noiseDb + OVER_NOISE_DB);
  }

  function hear(voice: boolean): void {
    if (!voice) {
      if (soundSince !== undefined && at - soundEnd >= terms.wordGapMs) soundSince = undefined;
      return;
    }
    if (soundSince === undefined) {
      soundSince = at - FRAME_MS;
      counted = false;
    }
    soundEnd = at;
    if (at - soundSince < terms.minWordMs) return;
    if (!counted) {
      counted = true;
      words++;
      firstVoice ??= soundSince;
    }
    lastVoice = at;
  }

  /** True when a beep has just ended. */
  function followTone({ toneHz: hz, levelDb }: Frame): boolean {
    if (hz !== undefined && tone !== undefined) {
      const steady = Math.abs(hz - tone.hz) <= tone.hz * BEEP_DRIFT;
      if (steady && Math.abs(levelDb - tone.levelDb) <= BEEP_SWELL_DB) {
        tone.ms += FRAME_MS;
        return false;
      }
    }
    const ended = tone !== undefined && tone.ms >= MIN_BEEP_MS && tone.ms <= MAX_BEEP_MS;
    tone = hz === undefined ? undefined : { hz, levelDb, ms: FRAME_MS };
    return ended;
  }

  function judge(): AnswerVerdict | undefined {
    if (firstVoice === undefined) {
      if (at >= terms.initialSilenceMs && tone === undefined) return { by: 'unsure', reason: 'silence' };
    } else {
      if (words > terms.maxWords) return { by: 'voicemail', reason: 'many-words' };
      if (lastVoice - firstVoice > terms.greetingMs) return { by: 'voicemail', reason: 'long-greeting' };
      const quiet = soundSince === undefined && tone === undefined;
      if (quiet && at - lastVoice >= terms.afterGreetingMs) return { by: 'person', reason: 'short-greeting' };
    }
    return at >= terms.verdictMs ? { by: 'unsure', reason: 'time' } : undefined;
  }

  function tell(found: AnswerVerdict): AnswerEvent {
    verdict = found;
    over = found.by !== 'voicemail' || beeped;
    const voiceMs = firstVoice === undefined ? 0 : lastVoice - firstVoice;
    return { kind: 'verdict', verdict: found, atMs: at, voiceMs };
  }

  return {
    frame(frame) {
      if (over) return [];
      at += FRAME_MS;
      const events: AnswerEvent[] = [];
      hear(isVoice(frame));
      if (followTone(frame)) {
        beeped = true;
        if (verdict === undefined) events.push(tell({ by: 'voicemail', reason: 'beep' }));
        events.push({ kind: 'beep', atMs: at });
        over = true;
        return events;
      }
      if (verdict === undefined) {
        const found = judge();
        if (found !== undefined) events.push(tell(found));
      }
      if (at >= terms.beepMs) over = true;
      return events;
    },
    get over() {
      return over;
    },
  };
}
