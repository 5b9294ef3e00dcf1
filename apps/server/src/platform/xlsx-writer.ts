import { textContent, zipStream } from './zip.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SHEETS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export const XLSX_MIME = `${KIND}.sheet`;

/** The parts that are the same in every workbook. */
const FIXED: readonly [name: string, text: string][] = [
  [
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KIND}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/workbook.xml',
    `<workbook xmlns="${SHEETS}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  ],
  // Style 1 is "text" (49): what people type into such cells stays as they typed it.
  [
    'xl/styles.xml',
    `<styleSheet xmlns="${SHEETS}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  ],
];

/**
 * A workbook of one sheet as it is made; every cell is text, so that numbers keep their zeros and nothing is a formula.
 * @param rows in parts, so that no more than one is in memory
 */
export function xlsxStream(
  rows: AsyncIterable<readonly (readonly string[])[]> | Iterable<readonly (readonly string[])[]>,
  options: { readonly at: Date },
): AsyncIterable<Uint8Array> {
  return zipStream(
    [
      ...FIXED.map(([name, text]) => ({ name, content: textContent(HEAD + text) })),
      { name: 'xl/worksheets/sheet1.xml', content: sheetOf(rows) },
    ],
    options,
  );
}

async function* sheetOf(rows: Parameters<typeof xlsxStream>[0]): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(
    `${HEAD}<worksheet xmlns="${SHEETS}"><cols><col min="1" max="50" width="18" style="1"/></cols><sheetData>`,
  );
  for await (const part of rows) yield Buffer.from(part.map(rowOf).join(''));
  yield Buffer.from('</sheetData></worksheet>');
}

const rowOf = (cells: readonly string[]): string =>
  `<row>${cells.map((text) => `<c s="1" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`).join('')}</row>`;

const MARKS: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** Signs that XML has no place for are left out. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[<>&]/g, (mark) => MARKS[mark] ?? mark);
