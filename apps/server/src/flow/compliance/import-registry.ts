import { HeraldError } from '@herald/contract';
import {
  addRegistryNumbers,
  beginRegistryImport,
  endRegistryImport,
  isRegistryHeader,
  type ListedNumber,
  MOST_REGISTRIES,
  type RegistryKey,
  registryKeys,
  registryNumber,
  removeRegistryNumbers,
} from '../../modules/compliance/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { CsvBroken, type CsvRecord, createCsvReader } from '../../platform/csv.ts';
import type { Sql } from '../../platform/db.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import { openRecordSpool, type RecordSpool } from '../../platform/record-spool.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { KEY_BYTES, type Vault } from '../../platform/vault.ts';
import { boundedUpload } from '../files/bounded-upload.ts';

const MOST_MIB = 64;
const MOST_ROWS = 1_000_000;
const MOST_CHARACTERS = 2000;
const MOST_ERRORS = 1000;
const ROWS_AT_ONCE = 5000;

/** A number as it is spooled: its keyed hash, then its mask, which is as long as the number, at most 16. */
const RECORD_BYTES = KEY_BYTES + 16;

export interface RegistryImport {
  rows: number;
  added: number;
  removed: number;
  numbers: number;
  badRows: number;
  /** Lines that hold no number, the first of them. */
  badLines: number[];
}

interface Deps {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  newId(): string;
}

interface RegistryFile extends RegistryKey {
  content: AsyncIterable<Uint8Array>;
  declaredBytes: number | undefined;
}

/**
 * 4.2.8, 4.3.2: makes a registry of what its file holds. The file is read to its end first, so that one which cannot be
 * used changes nothing; then its numbers are listed in parts, each a transaction, and after them what the registry held
 * before and the file does not is taken off. An import that dies on the way leaves both: it refuses too much rather than too
 * little, and the next one puts it right.
 * @throws HeraldError FILE_TOO_LARGE, FILE_CUT_OFF, REGISTRY_FILE_INVALID, REGISTRIES_FULL, REGISTRY_CHANGED
 */
export async function importRegistry(deps: Deps, file: RegistryFile): Promise<RegistryImport> {
  const spool = await openRecordSpool(RECORD_BYTES);
  try {
    const found = await readNumbers(deps.vault, file, spool);
    return { ...found, ...(await listSpooled(deps, file, spool)) };
  } finally {
    await spool.close();
  }
}

/** Only digits are looked at, and they are the same bytes in UTF-8 and GB 18030: neither has to be told apart. */
async function readNumbers(
  vault: Vault,
  file: RegistryFile,
  spool: RecordSpool,
): Promise<Pick<RegistryImport, 'rows' | 'badRows' | 'badLines'>> {
  const reader = createCsvReader(MOST_CHARACTERS);
  const found = { rows: 0, badRows: 0, badLines: [] as number[] };
  const take = async (records: readonly CsvRecord[]) => {
    const good: Buffer[] = [];
    for (const { line, cells } of records) {
      if (line === 1 && isRegistryHeader(cells)) continue;
      if (++found.rows > MOST_ROWS) {
        throw broken(`超过 ${MOST_ROWS} 行`, `it has more than ${MOST_ROWS} rows`);
      }
      const number = registryNumber(line === 1 ? cells.map(withoutMark) : cells);
      if (number !== undefined) good.push(recordOf(vault, number));
      else if (++found.badRows <= MOST_ERRORS) found.badLines.push(line);
    }
    await spool.add(Buffer.concat(good));
  };
  try {
    for await (const bytes of boundedUpload(file, MOST_MIB)) {
      await take(reader.push(Buffer.from(bytes).toString('latin1')));
    }
    await take(reader.end());
  } catch (error) {
    if (!(error instanceof CsvBroken)) throw error;
    throw broken(
      `第 ${error.line} 行过长，或引号没有闭合`,
      `line ${error.line} is too long, or its quote never closes`,
    );
  }
  if (found.rows === found.badRows) throw broken('第一列没有号码', 'its first column holds no numbers');
  return found;
}

/** The mark of UTF-8, read byte by byte. */
const withoutMark = (cell: string) => cell.replace(/^\u00ef\u00bb\u00bf/, '');

function recordOf(vault: Vault, number: string): Buffer {
  const record = Buffer.alloc(RECORD_BYTES);
  vault.key(number).copy(record);
  record.write(maskNumber(number), KEY_BYTES, 'latin1');
  return record;
}

async function listSpooled(
  { sql, clock, newId }: Deps,
  key: RegistryKey,
  spool: RecordSpool,
): Promise<Pick<RegistryImport, 'added' | 'removed' | 'numbers'>> {
  const run = { importId: newId(), at: new Date(clock.now()) };
  const changed = () => new HeraldError('REGISTRY_CHANGED', { registry: key.registry });
  const begun = await inTransaction(sql, (tx) => beginRegistryImport(tx, key, run.importId));
  if (!begun) throw new HeraldError('REGISTRIES_FULL', { limit: MOST_REGISTRIES });

  const held = new BigUint64Array(spool.count);
  let [seen, added, removed, numbers] = [0, 0, 0, 0];
  for await (const records of spool.read(ROWS_AT_ONCE)) {
    const part = numbersIn(records);
    for (const { calleeKey } of part) held[seen++] = rank(calleeKey);
    const fresh = await inTransaction(sql, (tx) => addRegistryNumbers(tx, key, run, part));
    if (fresh === undefined) throw changed();
    added += fresh;
  }
  for await (const { kept, gone } of sift(sql, key, held.sort())) {
    numbers += kept;
    removed += gone.length;
    const mine =
      gone.length === 0 ||
      (await inTransaction(sql, (tx) => removeRegistryNumbers(tx, key, run.importId, gone)));
    if (!mine) throw changed();
  }
  const ended = await inTransaction(sql, (tx) => endRegistryImport(tx, key, { ...run, numbers }));
  if (!ended) throw changed();
  return { added, removed, numbers };
}

/** Half of a key, by which all are in order. That two have it in common is less likely than 1 to 10⁷ in all of a file. */
const rank = (calleeKey: Uint8Array): bigint => Buffer.from(calleeKey).readBigUInt64BE();

/** What a registry holds, in parts: how many the file holds, too, and which it does not. @param held in order */
async function* sift(
  sql: Sql,
  key: RegistryKey,
  held: BigUint64Array,
): AsyncGenerator<{ kept: number; gone: { calleeKey: Buffer }[] }, void> {
  let at = 0;
  let after = Buffer.alloc(0);
  for (;;) {
    const keys = await registryKeys(sql, key, { after, limit: ROWS_AT_ONCE });
    const gone: { calleeKey: Buffer }[] = [];
    for (const calleeKey of keys) {
      const of = rank(calleeKey);
      while ((held[at] ?? of) < of) at++;
      if (held[at] !== of) gone.push({ calleeKey });
    }
    yield { kept: keys.length - gone.length, gone };
    const last = keys.at(-1);
    if (!last || keys.length < ROWS_AT_ONCE) return;
    after = Buffer.from(last);
  }
}

function numbersIn(records: Buffer): ListedNumber[] {
  const numbers: ListedNumber[] = [];
  for (let at = 0; at < records.length; at += RECORD_BYTES) {
    const mask = records.subarray(at + KEY_BYTES, at + RECORD_BYTES).toString('latin1');
    numbers.push({
      calleeKey: records.subarray(at, at + KEY_BYTES),
      calleeMask: mask.replace(/\0+$/, ''),
    });
  }
  return numbers;
}

const broken = (problemZh: string, problemEn: string) =>
  new HeraldError('REGISTRY_FILE_INVALID', { problemZh, problemEn });
