import { rename, writeFile } from 'node:fs/promises';
import { encodeWav } from '../sound/wav.ts';

/**
 * Writes a 16-bit mono WAV. The file appears whole or not at all: a reader never sees half of it.
 * @param sampleRate hertz, default 8,000
 */
export async function writeWav(path: string, pcm: Int16Array, sampleRate = 8_000): Promise<void> {
  const unfinished = `${path}.part`;
  await writeFile(unfinished, encodeWav(pcm, sampleRate));
  await rename(unfinished, path);
}
