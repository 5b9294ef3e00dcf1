import { createXmlReader, XmlBroken, xmlAttribute } from './xml-reader.ts';

/** One row that holds anything. */
export interface SheetRow {
  /** As the sheet counts, from 1. */
  line: number;
  /** As they would be typed; what a cell was left out of is ''. */
  cells: string[];
  /** Cells that are no text, by their place from 0: a date (its text depends on who reads it), or a formula's error. */
  odd?: { column: number; why: 'date' | 'error' }[];
}

/** More columns than any list has, and as many rows as a sheet can have, empty ones among them. */
const MOST_COLUMNS = 1000;
const MOST_ROWS = 1_048_576;

interface Cell {
  column: number;
  type: string;
  style: number;
  text: string;
}

/**
 * Reads a worksheet part (ECMA-376 Part 1, 18.3) as its text arrives.
 * @param book texts that cells share, and which styles show dates
 * @throws XmlBroken
 */
export function createSheetReader(book: { strings: readonly string[]; dates: readonly boolean[] }): {
  /** Rows that are whole with this part. */
  push(text: string): SheetRow[];
} {
  let rows: SheetRow[] = [];
  let row: SheetRow | undefined;
  let line = 0;
  let count = 0;
  let cell: Cell | undefined;
  let spoken = 0;
  let within = false;

  const reader = createXmlReader({
    open(name, attributes) {
      if (name === 'row') {
        if (++count > MOST_ROWS) throw new XmlBroken('too many rows');
        line = Number(xmlAttribute(attributes, 'r') ?? line + 1);
        row = { line, cells: [] };
      } else if (name === 'c' && row) {
        const place = xmlAttribute(attributes, 'r');
        cell = {
          column: place === undefined ? row.cells.length : columnOf(place),
          type: xmlAttribute(attributes, 't') ?? 'n',
          style: Number(xmlAttribute(attributes, 's') ?? 0),
          text: '',
        };
        if (!(cell.column >= 0 && cell.column < MOST_COLUMNS)) throw new XmlBroken('too many columns');
      } else if (name === 'rPh') spoken++;
      else if (name === 'v' || name === 't') within = spoken === 0 && cell !== undefined;
    },
    text(part) {
      if (within && cell) cell.text += part;
    },
    close(name) {
      if (name === 'v' || name === 't') within = false;
      else if (name === 'rPh') spoken--;
      else if (name === 'c' && row && cell) {
        put(row, cell);
        cell = undefined;
      } else if (name === 'row' && row) {
        if (row.cells.length > 0) rows.push(row);
        row = undefined;
      }
    },
  });

  function put(to: SheetRow, { column, type, style, text }: Cell): void {
    if (text === '') return;
    while (to.cells.length < column) to.cells.push('');
    to.cells[column] = type === 's' ? (book.strings[Number(text)] ?? '') : type === 'n' ? plain(text) : text;
    const why = type === 'e' ? 'error' : type === 'd' ? 'date' : undefined;
    const odd = why ?? (type === 'n' && book.dates[style] ? 'date' : undefined);
    if (odd) to.odd = [...(to.odd ?? []), { column, why: odd }];
  }

  return {
    push(text) {
      rows = [];
      reader.push(text);
      return rows;
    },
  };
}

/** `BC12` → 54, from 0. */
function columnOf(place: string): number {
  let column = 0;
  for (let at = 0; at < place.length; at++) {
    const letter = place.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

/** A number as it is shown: 1.38E10 is a telephone number, and of 0.1 + 0.2 the digits that a spreadsheet keeps. */
function plain(text: string): string {
  if (/^-?\d{1,15}$/.test(text)) return text;
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : String(Number(value.toPrecision(15)));
}
