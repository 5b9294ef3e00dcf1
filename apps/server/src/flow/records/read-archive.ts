import { HeraldError } from '@herald/contract';
import { findArchive } from '../../modules/records/index.ts';
import { openStream } from '../../platform/sealed-stream.ts';
import { type ArchiveDeps, archiveContext } from './archive-months.ts';

/** The csv.gz of an archive, opened while it is read. @throws HeraldError ARCHIVE_UNKNOWN */
export async function readArchive(
  { sql, vault, files }: Pick<ArchiveDeps, 'sql' | 'vault' | 'files'>,
  { month, source }: { month: string; source: string },
): Promise<{ name: string; mime: string; size: undefined; content: AsyncIterable<Uint8Array> }> {
  const found = await findArchive(sql, month, source);
  if (!found) throw new HeraldError('ARCHIVE_UNKNOWN', { month, source });
  const key = Buffer.from(vault.open(found.keySealed, archiveContext(found.fileId)), 'hex');
  const content = openStream(key, await files.get(found.fileId));
  return { name: `${source}_${month}.csv.gz`, mime: 'application/gzip', size: undefined, content };
}
