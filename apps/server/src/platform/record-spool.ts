import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Records of one length, written once and read back from the first; on the disk, so that there may be many. */
export interface RecordSpool {
  /** How many it holds. */
  readonly count: number;
  add(records: Buffer): Promise<void>;
  /** Up to `count` records at a time, behind one another. */
  read(count: number): AsyncGenerator<Buffer, void>;
  close(): Promise<void>;
}

/** The file has no name from the start: whatever becomes of this process, nothing of it stays. */
export async function openRecordSpool(recordBytes: number): Promise<RecordSpool> {
  const path = join(tmpdir(), `herald-spool-${randomUUID()}`);
  const file: FileHandle = await open(path, 'wx+', 0o600);
  await unlink(path);
  let bytes = 0;
  return {
    get count() {
      return bytes / recordBytes;
    },
    async add(records) {
      for (let at = 0; at < records.length; ) {
        const { bytesWritten } = await file.write(records, at, records.length - at, bytes);
        at += bytesWritten;
        bytes += bytesWritten;
      }
    },
    async *read(count) {
      for (let from = 0; from < bytes; ) {
        const part = Buffer.alloc(Math.min(count * recordBytes, bytes - from));
        for (let at = 0; at < part.length; ) {
          const { bytesRead } = await file.read(part, at, part.length - at, from + at);
          if (bytesRead === 0) throw new Error('the spool is shorter than what was written');
          at += bytesRead;
        }
        from += part.length;
        yield part;
      }
    },
    close: () => file.close(),
  };
}
