/** A tone of 400 Hz. @param o.amplitude of full scale, 0 to 1; `rate` in hertz, default 8,000 */
export function sine(o: { seconds: number; amplitude: number; rate?: number }): Int16Array {
  const { seconds, amplitude, rate = 8000 } = o;
  return Int16Array.from({ length: Math.round(seconds * rate) }, (_, at) =>
    Math.round(amplitude * 32_767 * Math.sin((2 * Math.PI * 400 * at) / rate)),
  );
}
