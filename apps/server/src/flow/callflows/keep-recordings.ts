import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { FlowOutcome } from '../../calling/index.ts';
import { useFile } from '../../modules/files/index.ts';
import { type Clock, sleep } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type FileDeps, storeFile } from '../files/store-file.ts';

const TRIES = 3;
const RETRY_MS = 1000;

/** Takes recordings from the engine's folder into the account's files, sealed (4.3.1). */
export interface RecordingKeeper {
  /**
   * @param use whose they are, e.g. `message:<SessionNo>`
   * @returns file ids by the engine's names; one that cannot be kept is not there, and is gone
   */
  keep(
    accountId: string,
    use: string,
    recordings: FlowOutcome['recordings'],
  ): Promise<ReadonlyMap<string, string>>;
}

/**
 * Empties the engine's folder first: what is in it is of calls whose end nobody heard, and has no receipt to stand in.
 */
export async function createRecordingKeeper(
  deps: FileDeps & { log: Log; clock: Clock; folder: string },
): Promise<RecordingKeeper> {
  const { sql, log, clock, folder } = deps;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });

  async function keepOne(
    accountId: string,
    use: string,
    file: string,
    name: string,
  ): Promise<string | undefined> {
    for (let tried = 1; tried <= TRIES; tried++) {
      try {
        const content = createReadStream(file);
        const { fileId } = await storeFile(deps, { accountId, kind: 'recording', name, content });
        await inTransaction(sql, (tx) => useFile(tx, { accountId, fileId, kind: 'recording', use }));
        return fileId;
      } catch (error) {
        log.error('a recording is not kept', { use, tried, error });
        if (tried < TRIES) await sleep(clock, RETRY_MS);
      }
    }
    return undefined;
  }

  return {
    async keep(accountId, use, recordings) {
      const kept = new Map<string, string>();
      for (const { node, file } of recordings) {
        const fileId = await keepOne(accountId, use, file, `${node}.wav`);
        if (fileId !== undefined) kept.set(file, fileId);
        await rm(file, { force: true }).catch(() => {});
      }
      return kept;
    },
  };
}
