import { createHash } from 'node:crypto';
import { TextDecoder } from 'node:util';
import { HeraldError } from '@herald/contract';
import {
  type CdrColumns,
  type HeaderFault,
  type RowFault,
  readHeader,
  readRow,
  type TheirCall,
} from '../../modules/reconciliation/index.ts';
import { CsvBroken, type CsvRecord, createCsvReader } from '../../platform/csv.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import type { Vault } from '../../platform/vault.ts';
import { boundedUpload } from '../files/bounded-upload.ts';

/** A row of the carrier's file, without the number in clear. */
export interface CdrRow extends TheirCall {
  calleeMask: string;
  /** ms */
  answeredAt: number | undefined;
  result: string;
}

export interface CdrFile {
  rows: CdrRow[];
  unreadable: { fileLine: number; reason: RowFault }[];
  sha256: string;
}

const MOST_MIB = 32;
const MOST_ROWS = 200_000;
const MOST_CHARACTERS = 8192;

/**
 * Reads a carrier's call records as they stream by.
 * @param day its first millisecond; rows of another one are unreadable
 * @throws HeraldError FILE_TOO_LARGE, FILE_CUT_OFF, RECONCILIATION_FILE_INVALID
 */
export async function readCdrFile(
  vault: Vault,
  file: {
    content: AsyncIterable<Uint8Array>;
    declaredBytes: number | undefined;
    columns: readonly string[];
    day: number;
    prefix: string;
  },
): Promise<CdrFile> {
  const hash = createHash('sha256');
  const found: CdrFile = { rows: [], unreadable: [], sha256: '' };
  const reader = createCsvReader(MOST_CHARACTERS);
  let columns: CdrColumns | undefined;
  const take = (records: readonly CsvRecord[]) => {
    for (const { line: fileLine, cells } of records) {
      if (!columns) {
        columns = usable(readHeader(cells, file.columns));
        continue;
      }
      if (found.rows.length + found.unreadable.length >= MOST_ROWS)
        throw broken(`超过 ${MOST_ROWS} 行`, `it has more than ${MOST_ROWS} rows`);
      const row = readRow(cells, columns, file);
      if (typeof row === 'string') found.unreadable.push({ fileLine, reason: row });
      else {
        const { callee, ...rest } = row;
        const calleeKey = callee === undefined ? '' : Buffer.from(vault.key(callee)).toString('hex');
        found.rows.push({
          ...rest,
          fileLine,
          calleeKey,
          calleeMask: callee === undefined ? '' : maskNumber(callee),
        });
      }
    }
  };
  const texts = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of boundedUpload(file, MOST_MIB)) {
      hash.update(bytes);
      take(reader.push(decode(texts, bytes)));
    }
    take(reader.push(decode(texts)));
    take(reader.end());
  } catch (error) {
    if (!(error instanceof CsvBroken)) throw error;
    throw broken(
      `第 ${error.line} 行过长，或引号没有闭合`,
      `line ${error.line} is too long, or its quote never closes`,
    );
  }
  if (!columns) throw broken('文件是空的', 'it is empty');
  return { ...found, sha256: hash.digest('hex') };
}

function decode(texts: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes ? texts.decode(bytes, { stream: true }) : texts.decode();
  } catch {
    throw broken('不是 UTF-8 编码', 'it is not in UTF-8');
  }
}

function usable(header: CdrColumns | HeaderFault): CdrColumns {
  if (!('kind' in header)) return header;
  const { kind, name } = header;
  switch (kind) {
    case 'twice':
      throw broken(
        `有多列可作为 ${name}，请用 Columns 指明`,
        `several columns may be ${name}; say in Columns which one is`,
      );
    case 'absent':
      throw broken(`没有 Columns 指明的列（${name}）`, `it has not the column that Columns names (${name})`);
    case 'too-little':
      throw broken(
        `缺少列 ${name}，请用 Columns 指明`,
        `it has no column ${name}; say in Columns which one is`,
      );
  }
}

const broken = (problemZh: string, problemEn: string) =>
  new HeraldError('RECONCILIATION_FILE_INVALID', { problemZh, problemEn });
