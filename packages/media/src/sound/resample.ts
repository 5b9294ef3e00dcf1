/**
 * Change of sample rate by a windowed-sinc low-pass (Kaiser), one filter phase for each step of the
 * reduced ratio, so that 22,050 → 8,000 Hz (441 : 160) costs one dot product an output sample.
 *
 * With β = 8 the stop band is about 80 dB down, below the quantisation noise of G.711; the cut-off is put
 * at 0.92 of the lower Nyquist rate, which leaves telephone speech (to 3.4 kHz) flat.
 */

const KAISER_BETA = 8;
const CUT_OFF = 0.92;
/** Zero crossings of the sinc on each side, counted at the lower rate: the filter's sharpness. */
const ZERO_CROSSINGS = 32;
/** Rates are audio rates; anything else is a caller's mistake. */
const MIN_RATE = 1_000;
const MAX_RATE = 384_000;
/** Bound on a filter's memory (8 MiB); every pair of usual audio rates needs a twentieth of it. */
const MAX_TAPS = 1_000_000;

/** Modified Bessel function of the first kind, order 0, by its series (converges quickly for x ≤ 10). */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

interface Filter {
  /** Output samples for `down` input samples. */
  readonly up: number;
  readonly down: number;
  /** Input samples on each side of the centre. */
  readonly reach: number;
  /** `up` phases of 2 × reach taps. */
  readonly phases: readonly Float64Array[];
}

function designFilter(from: number, to: number): Filter {
  const divisor = greatestCommonDivisor(from, to);
  const up = to / divisor;
  const down = from / divisor;
  // In cycles per input sample, doubled: 1 is the input's Nyquist rate.
  const cutOff = CUT_OFF * Math.min(1, to / from);
  const reach = Math.ceil(ZERO_CROSSINGS / Math.min(1, to / from));
  if (up * reach * 2 > MAX_TAPS) {
    throw new RangeError(`${from} to ${to} Hz has too odd a ratio (${up} : ${down}) to resample`);
  }
  const window = bessel0(KAISER_BETA);
  const phases = Array.from({ length: up }, (_, phase) => {
    const taps = Float64Array.from({ length: reach * 2 }, (_, tap) => {
      const distance = tap - reach + 1 - phase / up;
      const edge = distance / reach;
      if (Math.abs(edge) >= 1) return 0;
      const x = Math.PI * cutOff * distance;
      const sinc = x === 0 ? 1 : Math.sin(x) / x;
      return cutOff * sinc * (bessel0(KAISER_BETA * Math.sqrt(1 - edge * edge)) / window);
    });
    // Each phase passes a constant unchanged, so that no tone of the step rate is heard.
    const gain = taps.reduce((sum, tap) => sum + tap, 0);
    return taps.map((tap) => tap / gain);
  });
  return { up, down, reach, phases };
}

/** Filters of the last rates used; a program has a handful. */
const MAX_FILTERS = 8;
const filters = new Map<string, Filter>();

function filterFor(from: number, to: number): Filter {
  const key = `${from}:${to}`;
  const known = filters.get(key);
  if (known !== undefined) return known;
  if (filters.size >= MAX_FILTERS) filters.clear();
  const filter = designFilter(from, to);
  filters.set(key, filter);
  return filter;
}

/**
 * @param pcm mono
 * @param from rate of `pcm` in hertz
 * @param to wanted rate in hertz
 * @returns as long in time, clipped to 16 bits; the filter's delay is taken out
 * @throws RangeError for a rate that is no whole number from 1,000 to 384,000, or a ratio such as 44,101 : 8,000
 */
export function resample(pcm: Int16Array, from: number, to: number): Int16Array {
  for (const rate of [from, to]) {
    if (!Number.isInteger(rate) || rate < MIN_RATE || rate > MAX_RATE) {
      throw new RangeError(`${rate} Hz is no sample rate; ${MIN_RATE} to ${MAX_RATE} are`);
    }
  }
  if (from === to) return pcm.slice();
  const { up, down, reach, phases } = filterFor(from, to);
  const out = new Int16Array(Math.floor((pcm.length * up) / down));
  for (let index = 0; index < out.length; index++) {
    const position = index * down;
    const first = Math.floor(position / up) - reach + 1;
    const taps = phases[position % up] as Float64Array;
    const start = Math.max(0, -first);
    const end = Math.min(taps.length, pcm.length - first);
    let sum = 0;
    for (let tap = start; tap < end; tap++) sum += (taps[tap] as number) * (pcm[first + tap] as number);
    out[index] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return out;
}
