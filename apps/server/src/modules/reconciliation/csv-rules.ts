/** One record of a CSV file. */
export interface CsvRecord {
  /** On which it begins, from 1. */
  line: number;
  /** Undefined where it is no record: too long, too many cells, or a quote that never closes. Nothing follows. */
  cells: string[] | undefined;
}

const MOST_SIGNS = 8192;
const MOST_CELLS = 200;

/** Reads CSV (RFC 4180) as its text arrives, in parts of any size. Empty lines are passed over. */
export function createCsvReader(): {
  push(text: string): Generator<CsvRecord, void>;
  end(): Generator<CsvRecord, void>;
} {
  let state: 'plain' | 'quoted' | 'quote' = 'plain';
  let cells: string[] = [];
  let cell = '';
  let signs = 0;
  let line = 1;
  let begun = 1;
  let broken = false;

  function* finish(): Generator<CsvRecord, void> {
    cells.push(cell);
    if (signs > 0) yield { line: begun, cells };
    cells = [];
    cell = '';
    signs = 0;
    begun = line;
  }

  return {
    *push(text) {
      for (const sign of text) {
        if (broken) return;
        if (sign === '\n') line++;
        if (sign === '\n' && state !== 'quoted') {
          state = 'plain';
          yield* finish();
          continue;
        }
        if (sign === '\r' && state !== 'quoted') continue;
        if (++signs > MOST_SIGNS || cells.length >= MOST_CELLS) {
          broken = true;
          yield { line: begun, cells: undefined };
          return;
        }
        if (state === 'quoted') {
          if (sign === '"') state = 'quote';
          else cell += sign;
        } else if (sign === '"' && (state === 'quote' || cell === '')) {
          if (state === 'quote') cell += sign;
          state = 'quoted';
        } else if (sign === ',') {
          cells.push(cell);
          cell = '';
          state = 'plain';
        } else {
          cell += sign;
        }
      }
    },
    *end() {
      if (broken) return;
      if (state === 'quoted') yield { line: begun, cells: undefined };
      else yield* finish();
    },
  };
}
