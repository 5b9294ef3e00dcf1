/** Rows of one part: what is sealed, written and unfolded in one go. */
export const PART_ROWS = 500;

/** A row that nothing has happened to since it was imported. */
export interface FoldedRow {
  /** Of the file, from 1. */
  line: number;
  /** It waits, or is skipped. */
  state: 'waiting' | 'skipped';
  reason: string;
  /** The number in E.164, then the values of the template's variables: as many in every row. */
  cells: readonly string[];
}

/** As it is written: column by column, since that is quickest, and only what is not as in most rows. */
interface Written {
  /** Only the first one where each row is on the line behind the one before. */
  lines: number[];
  count: number;
  /** Of a row. */
  width: number;
  cells: string[];
  /** Places of rows that are skipped. */
  skipped: number[];
  /** Rows that have a reason: their places, and the reasons. */
  told: number[];
  reasons: string[];
}

/** Rows as one text, to be sealed. */
export function foldRows(rows: readonly FoldedRow[]): string {
  const width = rows[0]?.cells.length ?? 0;
  const written: Written = {
    lines: [],
    count: rows.length,
    width,
    cells: [],
    skipped: [],
    told: [],
    reasons: [],
  };
  let place = -1;
  for (const { line, state, reason, cells } of rows) {
    place++;
    if (cells.length !== width) throw new Error('rows of a part have equally many cells');
    written.lines.push(line);
    for (const cell of cells) written.cells.push(cell);
    if (state === 'skipped') written.skipped.push(place);
    if (reason === '') continue;
    written.told.push(place);
    written.reasons.push(reason);
  }
  const first = written.lines[0] ?? 0;
  if (written.lines.at(-1) === first + rows.length - 1) written.lines.length = Math.min(1, rows.length);
  return JSON.stringify(written);
}

/** The rows of a text that `foldRows` made. */
export function unfoldRows(text: string): FoldedRow[] {
  const { lines, count, width, cells, skipped, told, reasons } = JSON.parse(text) as Written;
  const isSkipped = new Set(skipped);
  const reasonAt = new Map(told.map((place, nth) => [place, reasons[nth] ?? '']));
  const [first = 0] = lines;
  return Array.from({ length: count }, (_, place) => ({
    line: lines[place] ?? first + place,
    state: isSkipped.has(place) ? 'skipped' : 'waiting',
    reason: reasonAt.get(place) ?? '',
    cells: cells.slice(place * width, (place + 1) * width),
  }));
}
