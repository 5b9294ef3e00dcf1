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

/** Samples of a packet, and of the beat of the clock that packets leave by. */
const PACKET = 160;
const BEAT = 40;
/** The longest that a machine is taken to stand still: 4 s. */
const LONGEST_STALL = 4 * 8000;

/** From the first sample of a part to the one after its last. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * Where `part` is in `sound`, sample by sample, from `from` on; undefined when it is not there. G.711 keeps a sample
 * within a thirty-second of its size (and 16 of nothing), so a match means these words, in this voice, all of them.
 * A machine that stands still for longer than 100 ms says the rest later, and not in a burst: between two packets there
 * may be silence. That there is none on a machine that runs is for tests on a clock by hand.
 */
export function find(sound: Int16Array, part: Int16Array, from = 0): Place | undefined {
  for (let at = from; at + part.length <= sound.length; at++) {
    const to = endOf(sound, part, at);
    if (to !== undefined) return { from: at, to };
  }
  return undefined;
}

function endOf(sound: Int16Array, part: Int16Array, at: number): number | undefined {
  let place = at;
  for (let packet = 0; packet < part.length; packet += PACKET) {
    const size = Math.min(PACKET, part.length - packet);
    for (let stall = 0; !matches(sound, place, part, packet, size); stall += BEAT) {
      if (packet === 0 || stall >= LONGEST_STALL || !silent(sound, place, place + BEAT)) return undefined;
      place += BEAT;
    }
    place += size;
  }
  return place;
}

function matches(sound: Int16Array, at: number, part: Int16Array, from: number, size: number): boolean {
  if (at + size > sound.length) return false;
  for (let index = 0; index < size; index++) {
    if (!alike(sound[at + index] as number, part[from + index] as number)) return false;
  }
  return true;
}

function alike(coded: number, plain: number): boolean {
  return Math.abs(coded - plain) <= Math.abs(plain) / 32 + 16;
}

/** Whether the sound is silence, as telephones have it, between two samples. */
export function silent(sound: Int16Array, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (Math.abs(sound[index] as number) > 16) return false;
  return true;
}
