const PER_MS = 8;
const QUIET = 500;

/** Stretches of 8 kHz sound with at least 40 ms of silence between them, in milliseconds from the first one's start. */
export function bursts(pcm: Int16Array): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let quiet = Number.POSITIVE_INFINITY;
  for (const [at, sample] of pcm.entries()) {
    if (Math.abs(sample) < QUIET) {
      quiet++;
      continue;
    }
    const last = found.at(-1);
    if (last === undefined || quiet > 40 * PER_MS) found.push({ from: at / PER_MS, to: at / PER_MS });
    else last.to = at / PER_MS;
    quiet = 0;
  }
  const first = found[0]?.from ?? 0;
  return found.map(({ from, to }) => ({ from: Math.round(from - first), to: Math.round(to - first) }));
}

/** Likeness of two sounds of one length: 1 for the same, about 0 for unrelated ones. */
export function likeness(a: Int16Array, b: Int16Array): number {
  let cross = 0;
  let energyA = 0;
  let energyB = 0;
  for (const [i, sample] of a.entries()) {
    const other = b[i] ?? 0;
    cross += sample * other;
    energyA += sample * sample;
    energyB += other * other;
  }
  return cross / Math.sqrt(energyA * energyB || 1);
}

/** Where in `pcm`, from sample `from` on, the sound `clip` is found best, and how like it is there. */
export function find(clip: Int16Array, pcm: Int16Array, from = 0): { at: number; likeness: number } {
  const probe = clip.subarray(0, 2000);
  let best = { at: -1, likeness: -1 };
  for (let at = from; at + clip.length <= pcm.length; at++) {
    // Coarse first: most places differ already in a few samples.
    const some = likeness(probe.subarray(0, 200), pcm.subarray(at, at + 200));
    if (some < 0.8) continue;
    const found = likeness(clip, pcm.subarray(at, at + clip.length));
    if (found > best.likeness) best = { at, likeness: found };
  }
  return best;
}
