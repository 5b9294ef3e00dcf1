import { CLOCK_RATE } from '../codec/codec.ts';
import { COLUMN_HZ, digitOfTones, ROW_HZ } from './digits.ts';
import type { DigitPress } from './receiver.ts';

/**
 * Keys heard as tones (ITU-T Q.23, Q.24), for peers that send no telephone events.
 *
 * A window of 102 samples moves on by half its length. It shows a key when one row and one column tone stand out
 * of their groups, have nearly all of the window's energy, differ no more in level than Q.24 allows, and have no
 * harmonic: voices have their energy elsewhere too. Four windows in a row make a press, five without it end it:
 *
 *   quiet ──4 × the same key──▶ down ──5 × not this key, or 4 × another──▶ told
 *
 * so that 40 ms are a press and 23 ms are none, 10 ms of interruption split no press, and 40 ms of pause do
 * (Q.24 2.4, 2.5). A tone 1.5 % off its frequency is heard, one 3.5 % off is not (2.2).
 */
export interface ToneDetector {
  /** The next samples, 8 kHz, however many; answers the presses that end in them. */
  samples(pcm: Int16Array): DigitPress[];
  /** The sound is interrupted or over: ends the press that is under way. */
  flush(): DigitPress[];
  /** A key is down. */
  readonly down: boolean;
}

const WINDOW = 102;
const HOP = WINDOW / 2;
const HITS = 4;
const MISSES = 5;

/** −34 dBm0 for both tones together: mean square of a sample. Softer ones need not be heard (Q.24 2.3). */
const QUIETEST = 350 ** 2;
/** Of the window's energy, the two tones' least share: a window that a key fills to less than that has none. */
const PURITY = 0.75;
/** Power over the strongest other tone of its group. */
const STANDS_OUT = 6.3;
/** Row over column, and column over row, in power: 10 and 6 dB (Q.24: 8 and 4). */
const MAX_ROW_OVER_COLUMN = 10;
const MAX_COLUMN_OVER_ROW = 4;
/** Power of the column's second harmonic against the column: −10 dB. */
const MAX_HARMONIC = 0.1;

const coefficientOf = (hz: number) => 2 * Math.cos((2 * Math.PI * hz) / CLOCK_RATE);
const ROWS = ROW_HZ.map(coefficientOf);
const COLUMNS = COLUMN_HZ.map(coefficientOf);
const COLUMN_HARMONICS = COLUMN_HZ.map((hz) => coefficientOf(hz * 2));

/** Goertzel's sum: |X|² of one frequency. */
function powerOf(window: Float64Array, coefficient: number): number {
  let before = 0;
  let last = 0;
  for (const sample of window) {
    const now = sample + coefficient * last - before;
    before = last;
    last = now;
  }
  return last * last + before * before - coefficient * last * before;
}

/** The strongest of a group; undefined unless it stands out. */
function strongest(
  window: Float64Array,
  group: readonly number[],
): { at: number; power: number } | undefined {
  let at = 0;
  let power = 0;
  let second = 0;
  for (let nth = 0; nth < group.length; nth++) {
    const found = powerOf(window, group[nth] as number);
    if (found > power) {
      second = power;
      power = found;
      at = nth;
    } else if (found > second) second = found;
  }
  return power > second * STANDS_OUT ? { at, power } : undefined;
}

/** The key that a window shows. */
function keyIn(window: Float64Array): string | undefined {
  let energy = 0;
  for (const sample of window) energy += sample * sample;
  if (energy < QUIETEST * WINDOW) return undefined;
  const row = strongest(window, ROWS);
  if (row === undefined) return undefined;
  const column = strongest(window, COLUMNS);
  if (column === undefined) return undefined;
  // A sine of amplitude A has |X|² = (A·N/2)² and energy A²·N/2.
  if ((row.power + column.power) * 2 < PURITY * WINDOW * energy) return undefined;
  if (row.power > column.power * MAX_ROW_OVER_COLUMN) return undefined;
  if (column.power > row.power * MAX_COLUMN_OVER_ROW) return undefined;
  const harmonic = powerOf(window, COLUMN_HARMONICS[column.at] as number);
  if (harmonic > column.power * MAX_HARMONIC) return undefined;
  return digitOfTones(row.at, column.at);
}

export function createToneDetector(): ToneDetector {
  const window = new Float64Array(WINDOW);
  let filled = 0;
  /** The key of the last windows, and in how many of them in a row it was. */
  let candidate: string | undefined;
  let hits = 0;
  /** The key that is down: windows since its first, the last that had it, and how many have not since. */
  let down: { readonly digit: string; windows: number; last: number; misses: number } | undefined;

  function release(): DigitPress[] {
    if (down === undefined) return [];
    const press = { digit: down.digit, duration: down.last * HOP + HOP };
    down = undefined;
    return [press];
  }

  function look(): DigitPress[] {
    const key = keyIn(window);
    hits = key === candidate ? hits + 1 : 1;
    candidate = key;
    const told: DigitPress[] = [];
    if (down !== undefined) {
      down.windows++;
      if (key === down.digit) {
        down.last = down.windows;
        down.misses = 0;
      } else down.misses++;
      const another = key !== undefined && key !== down.digit && hits >= HITS;
      if (another || down.misses >= MISSES) told.push(...release());
    }
    if (down === undefined && key !== undefined && hits >= HITS) {
      down = { digit: key, windows: HITS, last: HITS, misses: 0 };
    }
    return told;
  }

  return {
    samples(pcm) {
      const told: DigitPress[] = [];
      for (const sample of pcm) {
        window[filled++] = sample;
        if (filled < WINDOW) continue;
        told.push(...look());
        window.copyWithin(0, HOP);
        filled = HOP;
      }
      return told;
    },
    flush() {
      filled = 0;
      candidate = undefined;
      hits = 0;
      return release();
    },
    get down() {
      return down !== undefined;
    },
  };
}
