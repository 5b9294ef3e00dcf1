import { HeraldError } from '@herald/contract';
import { FILE_TYPES, type FileKey, findFile, type StoredFile } from '../../modules/files/index.ts';
import { isUuid } from '../../platform/ids.ts';
import { openStream } from '../../platform/sealed-stream.ts';
import type { FileDeps } from './store-file.ts';

/** A file in plain, to be read once. */
export interface ReadableFile extends StoredFile {
  /** Of its type, e.g. `image/png`. */
  readonly mime: string;
  /** Fails with SealBroken, before the first wrong byte, where what is kept was altered or cut off. */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * A file of this account. `allow` throws where the caller may not see it, before any of it is read.
 * @throws HeraldError FILE_NOT_FOUND, also for a file of another account
 */
export async function readFile(
  deps: Pick<FileDeps, 'sql' | 'vault' | 'files'>,
  { accountId, fileId }: FileKey,
  allow: (found: StoredFile) => void = () => {},
): Promise<ReadableFile> {
  const key = { accountId, fileId: fileId.toLowerCase() };
  const found = isUuid(fileId) ? await findFile(deps.sql, deps.vault, key) : undefined;
  if (!found) throw new HeraldError('FILE_NOT_FOUND', { fileId });
  const { dataKey, ...file } = found;
  allow(file);
  const sealed = await deps.files.get(file.fileId);
  return { ...file, mime: FILE_TYPES[file.type].mime, content: openStream(dataKey, sealed) };
}
