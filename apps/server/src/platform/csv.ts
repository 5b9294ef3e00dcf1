/** Spreadsheets take a file for UTF-8 where it begins with this. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** One record of a CSV file. */
export interface CsvRecord {
  /** On which it begins, from 1. */
  line: number;
  cells: string[];
}

/** A record longer than it may be, or a quote that never closes: nothing that follows can be trusted. */
export class CsvBroken extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`the record at line ${line} is too long, or its quote never closes`);
    this.line = line;
  }
}

/**
 * Reads CSV (RFC 4180) as its text arrives, in parts of any size. Empty lines are passed over.
 * @param mostCharacters of one record, quotes included
 * @throws CsvBroken from `push` and `end`
 */
export function createCsvReader(mostCharacters: number): {
  push(text: string): CsvRecord[];
  end(): CsvRecord[];
} {
  let held = '';
  let line = 1;

  function* take(text: string, last: boolean): Generator<CsvRecord, void> {
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      const newline = text.indexOf('\n', at);
      if (quote !== -1 && quote < at) quote = text.indexOf('"', at);
      const plain = quote === -1 || (newline !== -1 && quote > newline);
      const record = plain ? plainRecord(text, at, newline, last) : quotedRecord(text, at, last);
      if (!record) break;
      if (record.end - at > mostCharacters) throw new CsvBroken(line);
      if (record.cells.length > 1 || record.cells[0] !== '') yield { line, cells: record.cells };
      line += record.lines;
      at = record.end;
    }
    held = text.slice(at);
    if (held.length > mostCharacters || (last && held !== '')) throw new CsvBroken(line);
  }

  return {
    push: (text) => [...take(held + text, false)],
    end: () => [...take(held, true)],
  };
}

/** A record that was found: its cells, where the next one begins, and how many lines it took. */
interface Found {
  cells: string[];
  end: number;
  lines: number;
}

/** Nearly every line there is has no quote in it. */
function plainRecord(text: string, at: number, newline: number, last: boolean): Found | undefined {
  if (newline === -1 && !last) return undefined;
  const end = newline === -1 ? text.length : newline;
  const bare = text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end;
  return { cells: text.slice(at, bare).split(','), end: newline === -1 ? end : end + 1, lines: 1 };
}

/** Undefined where the record is not all there yet. */
function quotedRecord(text: string, from: number, last: boolean): Found | undefined {
  const cells: string[] = [];
  let at = from;
  let lines = 1;
  for (;;) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; ; at++) {
        const close = text.indexOf('"', at);
        if (close === -1) return undefined;
        cell += text.slice(at, close);
        at = close + 1;
        // A quote within quotes is written twice; one at the very end may be the first of two.
        if (at === text.length && !last) return undefined;
        if (text[at] !== '"') break;
        cell += '"';
      }
      for (const sign of cell) if (sign === '\n') lines++;
    }
    const rest = /[,\n]/g;
    rest.lastIndex = at;
    const stop = rest.exec(text)?.index ?? -1;
    if (stop === -1 && !last) return undefined;
    const end = stop === -1 ? text.length : stop;
    cell += text.slice(at, end).replace(/\r$/, '');
    cells.push(cell);
    if (stop === -1) return { cells, end, lines };
    at = stop + 1;
    if (text[stop] === '\n') return { cells, end: at, lines };
  }
}

/** One line of a CSV file, with its end. */
export const csvLine = (values: readonly string[]): string => `${values.map(csvCell).join(',')}\r\n`;

/** A text that a spreadsheet would take for a formula is kept from it; a number is none, with a sign or without. */
function csvCell(text: string): string {
  const formula = /^[=+\-@\t\r]/.test(text) && !/^[+-]\d+(?:\.\d+)?$/.test(text);
  const safe = formula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
