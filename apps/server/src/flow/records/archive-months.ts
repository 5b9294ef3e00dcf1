import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import {
  ARCHIVED,
  type Archived,
  anyUnderWay,
  beginArchive,
  dropMonth,
  finishArchive,
  partitionedMonths,
  readPartition,
} from '../../modules/records/index.ts';
import { alone } from '../../platform/advisory-lock.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Reserved, type Sql, sqlState } from '../../platform/db.ts';
import type { FileStore } from '../../platform/file-store.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Random } from '../../platform/random.ts';
import { DATA_KEY_BYTES, sealStream } from '../../platform/sealed-stream.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';

export interface ArchiveDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  readonly files: FileStore;
  newId(): string;
}

const LOCK_NOT_AVAILABLE = '55P03';

/** What a file of an archive is sealed by is bound to it. */
export const archiveContext = (fileId: string) => `archives.key:${fileId}`;

/**
 * Archives months that nobody can ask for any more: each table's rows as a sealed csv.gz in the file store, without
 * called numbers and spoken texts, and then the partitions are dropped. Ledger, bills and statistics stay. One process
 * at a time. The row of an archive comes before its file and is finished after it, so what a crash leaves behind is
 * begun again; nothing is dropped whose rows are not all in a finished file.
 * @param before months that ended before then: 250 days ago or longer, since what can be asked for reaches back half a year,
 *   and a message may take two months
 * @returns the months that were dropped
 */
export async function archiveMonths(deps: ArchiveDeps, before: Date): Promise<string[]> {
  const { sql, clock } = deps;
  return alone(sql, 'archive', async (connection) => {
    // Partitions are read whole: no index is of use. The lock's own connection reads, in no transaction.
    await connection`SET enable_seqscan = on`;
    const dropped: string[] = [];
    for (const month of await partitionedMonths(sql)) {
      const [from, until] = boundsOf(month);
      if (until > before.getTime()) break;
      if (await anyUnderWay(sql, uuidFloor(from), uuidFloor(until))) continue;
      for (const source of ARCHIVED) await archive(deps, connection, source, month);
      const gone = await inTransaction(sql, (tx) => dropMonth(tx, month, new Date(clock.now()))).catch(
        (error: unknown) => {
          // The tables are busy: the next round tries again.
          if (sqlState(error) === LOCK_NOT_AVAILABLE) return false;
          throw error;
        },
      );
      if (gone) dropped.push(month);
    }
    await connection`RESET enable_seqscan`;
    return dropped;
  });
}

/** `2026_03` → its first and its last moment but one, UTC, as partitions are cut. */
function boundsOf(month: string): [from: number, until: number] {
  const [year, nth] = month.split('_').map(Number) as [number, number];
  return [Date.UTC(year, nth - 1, 1), Date.UTC(year, nth, 1)];
}

async function archive(
  deps: ArchiveDeps,
  connection: Reserved,
  source: Archived,
  month: string,
): Promise<void> {
  const { sql, vault, files } = deps;
  const fileId = deps.newId();
  const key = Buffer.from(deps.random.bytes(DATA_KEY_BYTES));
  const keySealed = vault.seal(key.toString('hex'), archiveContext(fileId));
  const begun = await inTransaction(sql, (tx) => beginArchive(tx, { month, source, fileId, keySealed }));
  if (begun.done) return;
  if (begun.stale !== undefined) await files.delete(begun.stale);
  const seen = { rows: -1n, bytes: 0n, sha256: createHash('sha256') };
  const csv = counted(await readPartition(connection, source, month), seen);
  await pipeline(csv, createGzip(), (packed: AsyncIterable<Uint8Array>) =>
    files.put(fileId, sealStream(key, measured(packed, seen))),
  );
  const { rows, bytes } = seen;
  const at = new Date(deps.clock.now());
  await finishArchive(sql, { month, source, rows, bytes, sha256: seen.sha256.digest('hex'), at });
}

/** Counts records: line ends outside of quotes, the head's left out. */
async function* counted(csv: AsyncIterable<Uint8Array>, seen: { rows: bigint }): AsyncGenerator<Uint8Array> {
  let quoted = false;
  for await (const chunk of csv) {
    let lines = 0;
    for (const byte of chunk) {
      if (byte === 34) quoted = !quoted;
      else if (byte === 10 && !quoted) lines++;
    }
    seen.rows += BigInt(lines);
    yield chunk;
  }
}

async function* measured(
  packed: AsyncIterable<Uint8Array>,
  seen: { bytes: bigint; sha256: ReturnType<typeof createHash> },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of packed) {
    seen.bytes += BigInt(chunk.length);
    seen.sha256.update(chunk);
    yield chunk;
  }
}
