import { readFile } from 'node:fs/promises';
import PDFDocument from 'pdfkit';

/** Noto Sans SC, without its layout tables: Latin and Simplified Chinese, embedded as far as it is used. */
const FONT = new URL('../../assets/noto-sans-sc.ttf', import.meta.url);
let font: Promise<Buffer> | undefined;

const MARGIN = 42;
const ROW_PADDING = 3;
const SIZES = { title: 18, heading: 12, text: 9 } as const;

export interface TableColumn {
  readonly head: string;
  /** Part of the page's width, all columns together 1. */
  readonly width: number;
  readonly align?: 'right';
}

/** An A4 page that is written from top to bottom. */
export interface PdfWriter {
  title(text: string): void;
  heading(text: string): void;
  text(text: string): void;
  /** The head is repeated on each page that the table goes on to; a text that is too long for its column is cut. */
  table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): void;
}

/**
 * A PDF, made while it is read. `write` runs at once and is bounded by its caller: what it writes is held until it is
 * read.
 */
export async function* pdfDocument(
  about: { title: string; madeAt: Date },
  write: (writer: PdfWriter) => void,
): AsyncGenerator<Uint8Array, void> {
  font ??= readFile(FONT);
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    font: null as unknown as string,
    info: { Title: about.title, CreationDate: about.madeAt, ModDate: about.madeAt },
  });
  document.font(await font);
  write(writerOn(document));
  document.end();
  for await (const chunk of document) yield chunk as Uint8Array;
}

function writerOn(document: PDFKit.PDFDocument): PdfWriter {
  const width = document.page.width - 2 * MARGIN;
  const bottom = document.page.height - MARGIN;
  const paragraph = (size: number, text: string, gap: number) => {
    document.fontSize(size).text(text, MARGIN, document.y, { width });
    document.y += gap;
  };

  function row(columns: readonly TableColumn[], cells: readonly string[], rule: boolean): void {
    const top = document.y;
    let left = MARGIN;
    const height = document.currentLineHeight(true) + 2 * ROW_PADDING;
    for (const [index, column] of columns.entries()) {
      const options = {
        width: column.width * width - 4,
        height: height - ROW_PADDING,
        lineBreak: false,
        ellipsis: '…',
        align: column.align ?? 'left',
      } as const;
      document.text(cells[index] ?? '', left + 2, top + ROW_PADDING, options);
      left += column.width * width;
    }
    document.y = top + height;
    const line = document.moveTo(MARGIN, document.y).lineTo(MARGIN + width, document.y);
    line.lineWidth(rule ? 0.8 : 0.2).stroke('#999999');
  }

  return {
    title: (text) => paragraph(SIZES.title, text, 6),
    heading(text) {
      if (document.y > bottom - 80) document.addPage();
      document.y += 10;
      paragraph(SIZES.heading, text, 3);
    },
    text: (text) => paragraph(SIZES.text, text, 1),
    table(columns, rows) {
      const heads = columns.map(({ head }) => head);
      document.fontSize(SIZES.text);
      row(columns, heads, true);
      for (const cells of rows) {
        if (document.y > bottom - 20) {
          document.addPage();
          row(columns, heads, true);
        }
        row(columns, cells, false);
      }
    },
  };
}
