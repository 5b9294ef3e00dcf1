import { describe, expect, test } from 'vitest';
import { readXlsx, type SheetRow, WorkbookUnreadable } from '../../src/platform/xlsx-reader.ts';
import { xlsxStream } from '../../src/platform/xlsx-writer.ts';
import { textContent, zipStream } from '../../src/platform/zip.ts';

const AT = new Date(Date.UTC(2026, 2, 10));

async function bytesOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}

async function rowsOf(packed: Uint8Array): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const part of readXlsx(packed)) rows.push(...part);
  return rows;
}

const RELATIONS = '<Relationships><Relationship Id="rId7" Target="worksheets/first.xml"/></Relationships>';
const BOOK =
  '<x:workbook xmlns:x="m" xmlns:rel="r"><x:sheets><x:sheet name="甲" rel:id="rId7"/></x:sheets></x:workbook>';
const STYLES =
  '<styleSheet><numFmts><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="4"/></cellXfs></styleSheet>';

/** A workbook as other programs write them, with this sheet. */
function workbook(sheet: string, parts: Record<string, string> = {}): Promise<Buffer> {
  const all: Record<string, string> = {
    'xl/workbook.xml': BOOK,
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/styles.xml': STYLES,
    'xl/worksheets/first.xml': sheet,
    ...parts,
  };
  return bytesOf(
    zipStream(
      Object.entries(all).map(([name, text]) => ({ name, content: textContent(text) })),
      { at: AT },
    ),
  );
}

describe('ECMA-376: a workbook is read', () => {
  test('ECMA-376 18.3 what is written is read as it was', async () => {
    const rows = [
      ['号码', '{1}'],
      ['013800000200', '张三 & <李四> "x"'],
      ['=1+1', ' two\nlines '],
    ];
    const packed = await bytesOf(xlsxStream([rows.slice(0, 1), rows.slice(1)], { at: AT }));
    expect(await rowsOf(packed)).toEqual(rows.map((cells, index) => ({ line: index + 1, cells })));
  });

  test('ECMA-376 18.3.1.4 shared, rich, inline and computed texts, and cells that are left out', async () => {
    const strings =
      '<sst><si><t>王</t><rPh sb="0"><t>wáng</t></rPh></si><si><r><t>富</t></r><r><t xml:space="preserve"> 文本</t></r></si></sst>';
    const sheet = `<worksheet><!-- <row> --><sheetData>
      <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>
      <row r="5"><c r="B5" t="inlineStr"><is><t>a&amp;b&#x4E2D;</t></is></c><c r="C5" t="str"><f>A1&amp;"&gt;"</f><v>公式</v></c></row>
      <row r="6"><c r="A6"/></row>
    </sheetData></worksheet>`;
    expect(await rowsOf(await workbook(sheet, { 'xl/sharedStrings.xml': strings }))).toEqual([
      { line: 2, cells: ['王', '', '富 文本'] },
      { line: 5, cells: ['', 'a&b中', '公式'] },
    ]);
  });

  test('rules: a telephone number that was typed as a number keeps its digits', async () => {
    const sheet =
      '<worksheet><sheetData><row><c><v>1.3800000200E10</v></c><c><v>0.30000000000000004</v></c><c s="3"><v>12</v></c></row></sheetData></worksheet>';
    expect(await rowsOf(await workbook(sheet))).toEqual([{ line: 1, cells: ['13800000200', '0.3', '12'] }]);
  });

  test('rules: dates and errors of formulas are pointed out, since nobody knows how they are to be read', async () => {
    const sheet =
      '<worksheet><sheetData><row><c s="1"><v>45000</v></c><c s="2"><v>45000</v></c><c t="e"><v>#N/A</v></c><c s="3"><v>1</v></c></row></sheetData></worksheet>';
    const [row] = await rowsOf(await workbook(sheet));
    expect(row?.odd).toEqual([
      { column: 0, why: 'date' },
      { column: 1, why: 'date' },
      { column: 2, why: 'error' },
    ]);
  });
});

describe('rules: what is no workbook, or wants too much, is refused', () => {
  const refusal = (packed: Uint8Array) =>
    rowsOf(packed).then(
      () => undefined,
      (error: unknown) => (error instanceof WorkbookUnreadable ? error.why : error),
    );
  const cases: [string, () => Promise<Buffer>][] = [
    ['no zip', async () => Buffer.from('number,name\n1,2\n')],
    ['cut off', async () => (await workbook('<worksheet/>')).subarray(0, 300)],
    [
      'a zip of something else',
      () => bytesOf(zipStream([{ name: 'a', content: textContent('a') }], { at: AT })),
    ],
    ['a document type', () => workbook('<!DOCTYPE a [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>')],
    ['more rows than a sheet has', () => workbook(`<worksheet>${'<row/>'.repeat(1_050_000)}</worksheet>`)],
    ['a cell far to the right', () => workbook('<worksheet><row><c r="ZZZ1"><v>1</v></c></row></worksheet>')],
  ];
  test.each(cases)('rules: %s', async (_what, make) => {
    expect(await refusal(await make())).toBe('not-a-workbook');
  });

  test('rules: a small file that unpacks to hundreds of megabytes', async () => {
    const packed = await bytesOf(
      zipStream(
        [
          { name: 'xl/workbook.xml', content: textContent(BOOK) },
          { name: 'xl/_rels/workbook.xml.rels', content: textContent(RELATIONS) },
          { name: 'xl/worksheets/first.xml', content: spaces(260) },
        ],
        { at: AT },
      ),
    );
    expect(packed.length).toBeLessThan(1024 * 1024);
    expect(await refusal(packed)).toBe('too-large');
  }, 60_000);
});

async function* spaces(mebibytes: number): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from('<worksheet>');
  const some = Buffer.from(`<!--${' '.repeat(1017)}-->`.repeat(1024));
  for (let nth = 0; nth < mebibytes; nth++) yield some;
}
