import { createHash } from 'node:crypto';
import { TextDecoder } from 'node:util';
import { HeraldError } from '@herald/contract';
import {
  FILE_ROW_FAULTS,
  type FileComplaint,
  type FileRowFault,
  isFileHeader,
  readFileRow,
  takeFileLines,
} from '../../modules/complaints/index.ts';
import { CsvBroken, type CsvRecord, createCsvReader } from '../../platform/csv.ts';
import type { Sql } from '../../platform/db.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { boundedUpload } from '../files/bounded-upload.ts';
import { type ComplaintDeps, openComplaint } from './open-complaint.ts';

const MOST_MIB = 8;
const MOST_ROWS = 20_000;
const MOST_CHARACTERS = 2000;
const MOST_ERRORS = 200;
const ROWS_AT_ONCE = 100;

/** A row, without its number in clear. */
type Row = Pick<FileComplaint, 'at' | 'kind'> & { line: number; calleeKey: Buffer; calleeMask: string };

export interface ImportedComplaints {
  fileSha256: string;
  opened: number;
  known: number;
  matched: number;
  badRows: number;
  errors: { line: number; zh: string; en: string }[];
}

/**
 * 4.3.6: takes a regulator's file as it streams by, and opens a complaint for each of its rows. A row is known by the
 * file's hash and its line: a file that comes again, or whose import died on the way, adds only what is missing.
 * @throws HeraldError FILE_TOO_LARGE, FILE_CUT_OFF, COMPLAINT_FILE_INVALID
 */
export async function importComplaints(
  deps: ComplaintDeps & { sql: Sql },
  file: { content: AsyncIterable<Uint8Array>; declaredBytes: number | undefined; operatorId: string },
): Promise<ImportedComplaints> {
  const { rows, faults, sha256 } = await readFile(deps, file);
  const done: ImportedComplaints = {
    ...{ fileSha256: sha256.toString('hex'), opened: 0, known: 0, matched: 0, badRows: faults.length },
    errors: faults.slice(0, MOST_ERRORS).map(({ line, fault }) => ({ line, ...FILE_ROW_FAULTS[fault] })),
  };
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const part = rows.slice(from, from + ROWS_AT_ONCE).map((row) => ({ ...row, complaintId: deps.newId() }));
    const counted = await inTransaction(deps.sql, async (tx) => {
      const counts = { opened: 0, known: 0, matched: 0 };
      const fresh = await takeFileLines(tx, sha256, part);
      for (const { line, ...row } of part) {
        if (!fresh.has(line)) {
          counts.known++;
          continue;
        }
        const from12321 = { channel: 'regulator', openedBy: file.operatorId } as const;
        const { opened, accountId } = await openComplaint(tx, deps, { ...row, ...from12321 });
        counts[opened ? 'opened' : 'known']++;
        if (opened && accountId !== '') counts.matched++;
      }
      return counts;
    });
    done.opened += counted.opened;
    done.known += counted.known;
    done.matched += counted.matched;
  }
  return done;
}

async function readFile(
  { vault, clock }: ComplaintDeps,
  file: { content: AsyncIterable<Uint8Array>; declaredBytes: number | undefined },
): Promise<{ rows: Row[]; faults: { line: number; fault: FileRowFault }[]; sha256: Buffer }> {
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = createCsvReader(MOST_CHARACTERS);
  const rows: Row[] = [];
  const faults: { line: number; fault: FileRowFault }[] = [];
  const take = (records: readonly CsvRecord[]) => {
    for (const { line, cells } of records) {
      if (line === 1 && isFileHeader(cells)) continue;
      if (rows.length + faults.length >= MOST_ROWS) {
        throw broken(`超过 ${MOST_ROWS} 行`, `it has more than ${MOST_ROWS} rows`);
      }
      const row = readFileRow(cells, clock.now());
      if (typeof row === 'string') faults.push({ line, fault: row });
      else {
        const { number, ...rest } = row;
        rows.push({ ...rest, line, calleeKey: vault.key(number), calleeMask: maskNumber(number) });
      }
    }
  };
  try {
    for await (const bytes of boundedUpload(file, MOST_MIB)) {
      hash.update(bytes);
      take(reader.push(decoder.decode(bytes, { stream: true })));
    }
    take(reader.push(decoder.decode()));
    take(reader.end());
  } catch (error) {
    if (error instanceof CsvBroken) {
      throw broken(
        `第 ${error.line} 行过长，或引号没有闭合`,
        `line ${error.line} is too long, or its quote never closes`,
      );
    }
    throw error instanceof TypeError ? broken('不是 UTF-8 编码', 'it is not in UTF-8') : error;
  }
  if (rows.length + faults.length === 0) throw broken('文件没有内容', 'it is empty');
  return { rows, faults, sha256: hash.digest() };
}

const broken = (problemZh: string, problemEn: string) =>
  new HeraldError('COMPLAINT_FILE_INVALID', { problemZh, problemEn });
