/** Chance that is the same in every run (mulberry32): from 0 up to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** White noise with a normal distribution. @param rms of a sample */
export function noise(samples: number, rms: number, random: () => number): Int16Array {
  return Int16Array.from({ length: samples }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return Math.round(rms * radius * Math.cos(2 * Math.PI * random()));
  });
}

export function mixed(...sounds: readonly Int16Array[]): Int16Array {
  const length = Math.max(...sounds.map((sound) => sound.length));
  return Int16Array.from({ length }, (_, index) => {
    const sum = sounds.reduce((total, sound) => total + (sound[index] ?? 0), 0);
    return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  });
}

export function joined(...sounds: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(sounds.reduce((total, sound) => total + sound.length, 0));
  let at = 0;
  for (const sound of sounds) {
    whole.set(sound, at);
    at += sound.length;
  }
  return whole;
}

/**
 * What has the make of speech: a voiced source (pulses at a gliding pitch) through three wandering formants, in
 * syllables of 80 to 250 ms with pauses between, now and then a fricative. 8 kHz.
 * @param peak of the loudest syllable
 */
export function speechLike(seconds: number, peak: number, random: () => number): Int16Array {
  const out = new Float64Array(Math.round(seconds * 8_000));
  let at = 0;
  while (at < out.length) {
    const length = Math.round(8 * (80 + random() * 170));
    const pitch = 90 + random() * 160;
    const glide = (random() - 0.5) * 60;
    const loud = 0.4 + random() * 0.6;
    const fricative = random() < 0.15;
    const formants = [300 + random() * 600, 900 + random() * 1_300, 2_200 + random() * 900];
    const bends = formants.map(() => (random() - 0.5) * 400);
    const states = formants.map(() => [0, 0] as [number, number]);
    let phase = 0;
    for (let index = 0; index < length && at + index < out.length; index++) {
      const part = index / length;
      phase += (pitch + glide * part) / 8_000;
      const pulse = phase >= 1 ? 1 : 0;
      if (pulse) phase -= 1;
      const source = fricative ? random() - 0.5 : pulse + (random() - 0.5) * 0.02;
      let voice = 0;
      for (const [nth, formant] of formants.entries()) {
        const hz = formant + (bends[nth] as number) * part;
        const state = states[nth] as [number, number];
        const radius = Math.exp((-Math.PI * (60 + 40 * nth)) / 8_000);
        const now =
          source + 2 * radius * Math.cos((2 * Math.PI * hz) / 8_000) * state[0] - radius ** 2 * state[1];
        state[1] = state[0];
        state[0] = now;
        voice += now / (nth + 1);
      }
      out[at + index] = voice * loud * Math.sin(Math.PI * part);
    }
    at += length + Math.round(8 * (random() < 0.25 ? 100 + random() * 250 : random() * 60));
  }
  const loudest = out.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9);
  return Int16Array.from(out, (sample) => Math.round((sample / loudest) * peak));
}
