import { findSound, type SoundKey } from '../../modules/templates/index.ts';
import type { BlobFolder } from '../../platform/blob-folder.ts';
import type { Sql } from '../../platform/db.ts';

/** Brings recorded sounds to where the engine, which has no database, finds them. */
export interface SoundSupply {
  /** Resolves when the engine can play it. @throws Error when there is no such sound (as a rejection) */
  ready(key: SoundKey): Promise<void>;
}

export function createSoundSupply({ sql, folder }: { sql: Sql; folder: BlobFolder }): SoundSupply {
  return {
    async ready(key) {
      if (await folder.has(key.soundId)) return;
      const alaw = await findSound(sql, key);
      if (!alaw) throw new Error(`there is no recorded sound ${key.soundId}`);
      await folder.put(key.soundId, alaw);
    },
  };
}
