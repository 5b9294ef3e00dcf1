import { TextDecoder } from 'node:util';
import { type Entry, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { createSharedStrings, dateStyles, firstSheet } from './xlsx-parts.ts';
import { createSheetReader, type SheetRow } from './xlsx-sheet.ts';
import { XmlBroken } from './xml-reader.ts';

export type { SheetRow } from './xlsx-sheet.ts';

const MIB = 1024 * 1024;
/** What a part may come to once it is unpacked, whatever it says of itself: a small file can hold a great deal. */
const MOST_SHEET_BYTES = 256 * MIB;
const MOST_STRINGS_BYTES = 128 * MIB;
const MOST_PART_BYTES = 4 * MIB;
const MOST_ENTRIES = 1000;

/** No workbook, or one that cannot be read: `why` says which. */
export class WorkbookUnreadable extends Error {
  readonly why: 'not-a-workbook' | 'too-large';

  constructor(why: WorkbookUnreadable['why'], cause?: unknown) {
    super(`the workbook is ${why}`, { cause });
    this.why = why;
  }
}

/**
 * The rows of a workbook's first sheet (ECMA-376), in parts as they are unpacked. What is held is the packed file, the
 * texts that its cells share, and the part at hand.
 * @throws WorkbookUnreadable
 */
export async function* readXlsx(packed: Uint8Array): AsyncGenerator<SheetRow[], void> {
  const zip = new ZipReader(new Uint8ArrayReader(packed));
  try {
    const entries = new Map<string, Entry>();
    for await (const entry of zip.getEntriesGenerator()) {
      if (entries.size >= MOST_ENTRIES) throw new WorkbookUnreadable('too-large');
      entries.set(entry.filename, entry);
    }
    const part = (name: string) => textOf(entries.get(name));
    const sheet = firstSheet(await part('xl/workbook.xml'), await part('xl/_rels/workbook.xml.rels'));
    const found = sheet === undefined ? undefined : entries.get(sheet);
    if (!found) throw new WorkbookUnreadable('not-a-workbook');
    const reader = createSheetReader({
      strings: await stringsOf(entries.get('xl/sharedStrings.xml')),
      dates: dateStyles(await part('xl/styles.xml')),
    });
    for await (const text of unpacked(found, MOST_SHEET_BYTES)) {
      const rows = reader.push(text);
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    if (error instanceof WorkbookUnreadable) throw error;
    if (error instanceof XmlBroken || isZipFault(error))
      throw new WorkbookUnreadable('not-a-workbook', error);
    throw error;
  } finally {
    await zip.close();
  }
}

async function stringsOf(entry: Entry | undefined): Promise<string[]> {
  const shared = createSharedStrings(MOST_STRINGS_BYTES);
  if (entry) for await (const text of unpacked(entry, MOST_STRINGS_BYTES)) shared.push(text);
  return shared.strings;
}

async function textOf(entry: Entry | undefined): Promise<string> {
  let whole = '';
  if (entry) for await (const text of unpacked(entry, MOST_PART_BYTES)) whole += text;
  return whole;
}

/** Unpacks one part, as text, up to a bound. */
async function* unpacked(entry: Entry, mostBytes: number): AsyncGenerator<string, void> {
  if (entry.directory || entry.encrypted) throw new WorkbookUnreadable('not-a-workbook');
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const stopped = new AbortController();
  const unpacking = entry.getData(writable, { signal: stopped.signal }).catch((error: unknown) => {
    // Told to the reader, who may be waiting for more.
    writable.abort(error).catch(() => {});
    throw error;
  });
  unpacking.catch(() => {});
  const decoder = new TextDecoder();
  let bytes = 0;
  try {
    for await (const chunk of readable) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new WorkbookUnreadable('too-large');
      yield decoder.decode(chunk, { stream: true });
    }
    await unpacking;
  } finally {
    stopped.abort();
  }
}

/** What zip.js says of a file that is not what it should be. */
const isZipFault = (error: unknown): boolean =>
  error instanceof Error &&
  !('code' in error && typeof error.code === 'string' && error.code.startsWith('E'));
