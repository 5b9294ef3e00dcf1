import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeTrack } from '@herald/media';

const NAME = /^[0-9a-f]{64}$/;

/**
 * Recorded sounds from a folder: files of A-law at 8 kHz, each under the SHA-256 of its content, which is looked at: what
 * is played is what was approved. Whoever places a call puts its sound there first.
 * @throws Error when there is none, or another one under its name (as a rejection)
 */
export function recordedSounds(folder: string): (sound: string) => Promise<Int16Array> {
  return async (sound) => {
    if (!NAME.test(sound)) throw new Error('a recorded sound is named by a SHA-256');
    const payload = await readFile(join(folder, sound));
    if (createHash('sha256').update(payload).digest('hex') !== sound) {
      throw new Error(`the recorded sound ${sound} is not what its name says`);
    }
    return decodeTrack({ codec: 'PCMA', payload });
  };
}
