import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvBroken, createCsvReader, csvLine } from '../../src/platform/csv.ts';

const MOST = 1000;

/** All records of a text that arrives in these parts. */
function read(...parts: string[]) {
  const reader = createCsvReader(MOST);
  return [...parts.flatMap((part) => reader.push(part)), ...reader.end()];
}

describe('RFC 4180', () => {
  test('RFC 4180 2 lines end in CRLF or LF, the last one with or without', () => {
    const cells = [
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['c', ''] },
    ];
    expect(read('a,b\r\nc,\r\n')).toEqual(cells);
    expect(read('a,b\nc,')).toEqual(cells);
  });

  test('RFC 4180 2.5–2.7 quotes hold commas, line breaks and quotes, and lines are counted through them', () => {
    expect(read('"a,1","b ""x"""\n"two\nlines",c\nd,e\n')).toEqual([
      { line: 1, cells: ['a,1', 'b "x"'] },
      { line: 2, cells: ['two\nlines', 'c'] },
      { line: 4, cells: ['d', 'e'] },
    ]);
  });

  test('rules: empty lines are passed over and counted', () => {
    expect(read('a\n\r\n\nb\n')).toEqual([
      { line: 1, cells: ['a'] },
      { line: 4, cells: ['b'] },
    ]);
  });

  test('rules: whatever is written is read as it was, in parts of any size', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '中', '"', ',', '\n', ' '), maxLength: 6 });
    const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(records, fc.array(fc.nat(9)), (rows, cuts) => {
        const text = rows.map(csvLine).join('');
        const parts: string[] = [];
        let at = 0;
        for (const cut of cuts) {
          parts.push(text.slice(at, at + cut));
          at += cut;
        }
        parts.push(text.slice(at));
        expect(read(...parts).map((record) => record.cells)).toEqual(rows);
      }),
    );
  });
});

test('rules: a record beyond the bound, and a quote that never closes, are told with their line', () => {
  const lineOf = (...parts: string[]) => {
    try {
      read(...parts);
      return undefined;
    } catch (error) {
      return error instanceof CsvBroken ? error.line : error;
    }
  };
  expect(lineOf('a,b\n', 'x'.repeat(MOST + 1))).toBe(2);
  expect(lineOf(`a,b\n${'x'.repeat(MOST + 1)}\nc\n`)).toBe(2);
  expect(lineOf('a,b\n"never closed\nc,d\n')).toBe(2);
  expect(lineOf(`a,b\n${'x'.repeat(MOST)}`)).toBeUndefined();
});

test('6 a spreadsheet takes no cell for a formula, and a number stays one', () => {
  expect(csvLine(['+8613800000200', '-1.5'])).toBe('+8613800000200,-1.5\r\n');
  for (const start of ['=', '+', '-', '@', '\t']) expect(csvLine([`${start}1+1`])).toBe(`'${start}1+1\r\n`);
});
