import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeWav } from '@herald/media';
import { until } from './service.ts';

/** What the callee of a message heard: 8 kHz, mono. The carrier writes it when the line is closed. */
export async function heard(directory: string, sessionNo: string): Promise<Int16Array> {
  const name = await until(`a recording of ${sessionNo}`, async () =>
    (await readdir(directory).catch(() => [])).find(
      (candidate) => candidate.includes(sessionNo) && candidate.endsWith('.wav'),
    ),
  );
  const { sampleRate, channels, pcm } = decodeWav(await readFile(join(directory, name)));
  if (sampleRate !== 8000 || channels !== 1)
    throw new Error(`${name}: ${sampleRate} Hz, ${channels} channels`);
  return pcm;
}

/**
 * Where `part` is in `sound`, sample by sample, from `from` on; -1 when it is not there. G.711 keeps a sample within
 * a thirty-second of its size (and 16 of nothing), so a match means these words, in this voice, without a gap.
 */
export function find(sound: Int16Array, part: Int16Array, from = 0): number {
  for (let at = from; at + part.length <= sound.length; at++) {
    let index = 0;
    while (index < part.length && alike(sound[at + index] as number, part[index] as number)) index++;
    if (index === part.length) return at;
  }
  return -1;
}

function alike(coded: number, plain: number): boolean {
  return Math.abs(coded - plain) <= Math.abs(plain) / 32 + 16;
}

/** Whether the sound is silence, as telephones have it, between two samples. */
export function silent(sound: Int16Array, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (Math.abs(sound[index] as number) > 16) return false;
  return true;
}
