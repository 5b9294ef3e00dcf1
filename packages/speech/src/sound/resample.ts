/**
 * Zero crossings of the sinc on each side. 24 makes the filter's slope about 0.4 kHz wide when the output is
 * 8 kHz: level to 3.4 kHz, where the telephone band ends (ITU-T G.712), and 60 dB down before 4.3 kHz.
 */
const ZERO_CROSSINGS = 24;

/** Kaiser window shape: 8 gives about 80 dB of stop band. */
const KAISER_BETA = 8;

/** The low-pass filter's edge as a part of the lower of both Nyquist frequencies. */
const CUTOFF = 0.94;

/**
 * Changes the sample rate by windowed-sinc interpolation with a low-pass below the lower Nyquist frequency
 * (J. O. Smith, "Digital Audio Resampling"), so that what lies above 4 kHz does not fold into a telephone's
 * band. Both rates are whole numbers of Hz; output has `round(length × to / from)` samples, saturated.
 */
export function resample(pcm: Int16Array, from: number, to: number): Int16Array {
  if (from === to) return pcm;
  const output = new Int16Array(Math.round((pcm.length * to) / from));
  createConverter(pcm, from, to)(output, 0, output.length);
  return output;
}

/** Samples made before others have their turn: a millisecond's work. */
const SLICE = 4000;

/** The same samples as {@link resample} gives, made a slice at a time, so that the event loop goes on meanwhile. */
export async function resampleGently(pcm: Int16Array, from: number, to: number): Promise<Int16Array> {
  if (from === to) return pcm;
  const output = new Int16Array(Math.round((pcm.length * to) / from));
  const convert = createConverter(pcm, from, to);
  for (let start = 0; start < output.length; start += SLICE) {
    convert(output, start, Math.min(output.length, start + SLICE));
    await new Promise(setImmediate);
  }
  return output;
}

/** Fills a stretch of the output, from sample `start` to before `end`. */
type Converter = (output: Int16Array, start: number, end: number) => void;

function createConverter(pcm: Int16Array, from: number, to: number): Converter {
  const divisor = greatestCommonDivisor(from, to);
  // Output sample n lies at input position n × step / phases, so its fraction takes `phases` values only.
  const phases = to / divisor;
  const step = from / divisor;
  const filter = filterFor(phases, from, to);
  const taps = filter.length / phases;
  return (output, start, stop) => {
    for (let n = start; n < stop; n++) {
      const position = n * step;
      const phase = position % phases;
      const first = (position - phase) / phases - taps / 2 + 1;
      const skip = Math.max(0, -first);
      const end = Math.min(taps, pcm.length - first);
      const coefficients = phase * taps;
      let sum = 0;
      for (let tap = skip; tap < end; tap++) {
        sum += (pcm[first + tap] as number) * (filter[coefficients + tap] as number);
      }
      output[n] = Math.max(-32768, Math.min(32767, Math.round(sum)));
    }
  };
}

/** Designing one takes some 3 ms for 22,050 Hz, a fifth of the rendering of a syllable; a voice has one rate. */
const MAX_FILTERS = 8;
const filters = new Map<string, Float64Array>();

function filterFor(phases: number, from: number, to: number): Float64Array {
  const key = `${from} ${to}`;
  const known = filters.get(key);
  if (known !== undefined) return known;
  const filter = designFilter(phases, from, to);
  if (filters.size >= MAX_FILTERS) filters.clear();
  filters.set(key, filter);
  return filter;
}

/** One row of coefficients for each fractional position, each with unity gain at 0 Hz. */
function designFilter(phases: number, from: number, to: number): Float64Array {
  // Cycles per input sample: the filter's edge, and the stretch of the sinc when the rate goes down.
  const bandwidth = CUTOFF * Math.min(1, to / from);
  const reach = Math.ceil(ZERO_CROSSINGS / bandwidth);
  const taps = reach * 2;
  const filter = new Float64Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    const row = filter.subarray(phase * taps, (phase + 1) * taps);
    let gain = 0;
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - reach + 1 - phase / phases;
      const value = sinc(distance * bandwidth) * kaiser(distance / reach);
      row[tap] = value;
      gain += value;
    }
    for (let tap = 0; tap < taps; tap++) row[tap] = (row[tap] as number) / gain;
  }
  return filter;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser window, x from -1 to 1. */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
