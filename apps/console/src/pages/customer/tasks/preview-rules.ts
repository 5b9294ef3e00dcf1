/** Rows of a list that are shown before it is imported. */
export const PREVIEW_ROWS = 6;
/** Bytes of a file that are read for it; a row is at most a few hundred. */
export const PREVIEW_BYTES = 32_768;

/**
 * The text of whole lines of a file's beginning: UTF-8, else GB18030, which a Chinese Windows saves. What follows the
 * last line feed may be cut off in the middle of a character; a line feed is part of none, in either of the two.
 */
export function textOf(bytes: Uint8Array, whole: boolean): string {
  const lines = whole ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(lines);
  } catch {
    return new TextDecoder('gb18030').decode(lines);
  }
}

/** The first records of a CSV text (RFC 4180), empty ones left out; `whole` says that the text is not cut off. */
export function firstRecords(text: string, whole: boolean): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRecord = () => {
    record.push(cell);
    if (record.some((value) => value !== '')) records.push(record);
    record = [];
    cell = '';
  };
  for (let at = 0; at < text.length && records.length < PREVIEW_ROWS; at++) {
    const sign = text[at] as string;
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else isQuoted = false;
    } else if (sign === '"' && cell === '') isQuoted = true;
    else if (sign === ',') {
      record.push(cell);
      cell = '';
    } else if (sign === '\n') endRecord();
    else if (sign !== '\r') cell += sign;
  }
  if (whole && records.length < PREVIEW_ROWS && (cell !== '' || record.length > 0)) endRecord();
  return records;
}
