import { TextDecoder } from 'node:util';
import type { TaskListProblem } from '@herald/contract';
import { CsvBroken, createCsvReader } from '../../platform/csv.ts';
import { readXlsx, type SheetRow, WorkbookUnreadable } from '../../platform/xlsx-reader.ts';

/** A whole list that cannot be used. */
export class ListUnusable extends Error {
  readonly problem: TaskListProblem;

  constructor(problem: TaskListProblem) {
    super(`the list cannot be used: ${problem}`);
    this.problem = problem;
  }
}

/** Longest record of a CSV list: a number and what may be spoken of, with room for quotes. */
const MOST_CHARACTERS = 16_384;

/**
 * The rows of a list, in parts as they are read, without what is empty at their ends. CSV is in UTF-8, with or without
 * its mark, or else in GB18030; of a workbook it is the first sheet.
 * @param open gives the file from its beginning, as often as asked
 * @throws ListUnusable
 */
export async function* readList(
  type: 'csv' | 'xlsx',
  open: () => Promise<AsyncIterable<Uint8Array>>,
): AsyncGenerator<SheetRow[], void> {
  for await (const rows of type === 'csv' ? readCsv(open) : readWorkbook(open)) {
    const full = rows.filter(withoutEmptyEnd);
    if (full.length > 0) yield full;
  }
}

/** Spreadsheets write commas for columns that were once used. */
function withoutEmptyEnd({ cells }: SheetRow): boolean {
  while (cells.length > 0 && cells.at(-1)?.trim() === '') cells.pop();
  return cells.length > 0;
}

async function* readCsv(open: () => Promise<AsyncIterable<Uint8Array>>): AsyncGenerator<SheetRow[], void> {
  const decoder = new TextDecoder(await encodingOf(await open()), { fatal: true });
  const reader = createCsvReader(MOST_CHARACTERS);
  try {
    for await (const bytes of await open()) yield reader.push(decoder.decode(bytes, { stream: true }));
    yield reader.push(decoder.decode());
    yield reader.end();
  } catch (error) {
    if (error instanceof CsvBroken) throw new ListUnusable('broken-record');
    throw error instanceof TypeError ? new ListUnusable('encoding') : error;
  }
}

/** What is UTF-8 from end to end is hardly ever anything else. */
async function encodingOf(content: AsyncIterable<Uint8Array>): Promise<'utf-8' | 'gb18030'> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of content) decoder.decode(bytes, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'gb18030';
    throw error;
  }
}

/** Its directory is at its end, so the packed file is held; no list is larger than its kind of file may be. */
async function* readWorkbook(
  open: () => Promise<AsyncIterable<Uint8Array>>,
): AsyncGenerator<SheetRow[], void> {
  const parts: Uint8Array[] = [];
  for await (const part of await open()) parts.push(part);
  try {
    yield* readXlsx(Buffer.concat(parts));
  } catch (error) {
    throw error instanceof WorkbookUnreadable ? new ListUnusable(error.why) : error;
  }
}
