import { forgetFile, giveUpIdleFiles } from '../../modules/files/index.ts';
import type { FileDeps } from './store-file.ts';

const UPLOAD_LIVES_MS = 3_600_000;
const IDLE_LIVES_MS = 86_400_000;
const MOST_AT_ONCE = 100;

/**
 * Takes away uploads that died and files that nothing has referred to for a day. Dying in the middle leaves them given
 * up, and the next sweep finds them again. Answers how many went.
 */
export async function sweepFiles(deps: Pick<FileDeps, 'sql' | 'clock' | 'files'>): Promise<number> {
  const now = deps.clock.now();
  const gone = await giveUpIdleFiles(deps.sql, {
    uploadingBefore: new Date(now - UPLOAD_LIVES_MS),
    idleBefore: new Date(now - IDLE_LIVES_MS),
    limit: MOST_AT_ONCE,
  });
  const failed: unknown[] = [];
  for (const key of gone) {
    // One that cannot be taken away does not keep the others.
    await deps.files.delete(key.fileId).then(
      () => forgetFile(deps.sql, key),
      (error: unknown) => failed.push(error),
    );
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} files cannot be taken away`);
  return gone.length;
}
