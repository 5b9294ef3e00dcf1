/**
 * The quadrature mirror filters of ITU-T G.722 (clauses 3.1, 4.4): 16 kHz to two bands of 8 kHz and back. A band
 * is in 15 bits.
 */

/** Half of the 24 coefficients; the other half mirrors them (table 11). */
const COEFFICIENTS = Int16Array.of(3, -11, 12, 32, -210, 951, 3_876, -805, 362, -156, 53, -11);
const TAPS = COEFFICIENTS.length;

const limit = (value: number) => Math.max(-32_768, Math.min(32_767, value));

/** The last `TAPS` values of one phase, written twice so that they can be read without a wrap. */
function createHistory() {
  const values = new Int32Array(TAPS * 2);
  let at = 0;
  return {
    push(value: number): void {
      values[at] = value;
      values[at + TAPS] = value;
      at = (at + 1) % TAPS;
    },
    /** Oldest first against the coefficients, forwards or backwards. */
    forward(): number {
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++) {
        sum += (values[at + tap] as number) * (COEFFICIENTS[tap] as number);
      }
      return sum;
    },
    backward(): number {
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++) {
        sum += (values[at + tap] as number) * (COEFFICIENTS[TAPS - 1 - tap] as number);
      }
      return sum;
    },
  };
}

/** Two samples of 16 kHz to one of each band; the answer is written over by the next call. */
export function createAnalysis(): (first: number, second: number) => { low: number; high: number } {
  const odd = createHistory();
  const even = createHistory();
  const bands = { low: 0, high: 0 };
  return (first, second) => {
    odd.push(first);
    even.push(second);
    const one = odd.forward();
    const other = even.backward();
    bands.low = limit((other + one) >> 14);
    bands.high = limit((other - one) >> 14);
    return bands;
  };
}

/** One sample of each band to two of 16 kHz, put into `out` at `at`. */
export function createSynthesis(): (low: number, high: number, out: Int16Array, at: number) => void {
  const sums = createHistory();
  const differences = createHistory();
  return (low, high, out, at) => {
    sums.push(low + high);
    differences.push(low - high);
    out[at] = limit(differences.backward() >> 11);
    out[at + 1] = limit(sums.forward() >> 11);
  };
}
