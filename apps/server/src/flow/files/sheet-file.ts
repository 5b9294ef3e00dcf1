import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts';
import { XLSX_MIME, xlsxStream } from '../../platform/xlsx-writer.ts';

export type SheetFormat = 'csv' | 'xlsx';

/** A file as it is made, to go out. */
export interface SheetFile {
  name: string;
  mime: string;
  size: undefined;
  content: AsyncIterable<Uint8Array>;
}

/** A table in parts, none of which is long. */
export type Rows = AsyncIterable<readonly (readonly string[])[]>;

/** A table of texts as a file, in parts. */
export function sheetFile(name: string, format: SheetFormat, rows: Rows, at: Date): SheetFile {
  return format === 'csv'
    ? { name: `${name}.csv`, mime: 'text/csv; charset=utf-8', size: undefined, content: csvOf(rows) }
    : { name: `${name}.xlsx`, mime: XLSX_MIME, size: undefined, content: xlsxStream(rows, { at }) };
}

async function* csvOf(rows: Rows): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(BYTE_ORDER_MARK);
  for await (const part of rows) yield Buffer.from(part.map(csvLine).join(''));
}
