const MIB = 1024 * 1024;

/** What a file can be, by its content. */
export const FILE_TYPES = {
  png: { mime: 'image/png', extension: 'png' },
  jpeg: { mime: 'image/jpeg', extension: 'jpg' },
  pdf: { mime: 'application/pdf', extension: 'pdf' },
  wav: { mime: 'audio/wav', extension: 'wav' },
  csv: { mime: 'text/csv', extension: 'csv' },
  xlsx: { mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx' },
} as const;
export type FileType = keyof typeof FILE_TYPES;

/** What files are uploaded for, and what each may be (business rules: qualification, templates). */
export const FILE_KINDS = {
  material: { types: ['png', 'jpeg', 'pdf'], mostBytes: 8 * MIB },
  audio: { types: ['wav'], mostBytes: 2 * MIB },
  list: { types: ['csv', 'xlsx'], mostBytes: 16 * MIB },
  /** Of calls, after consent (4.3.9): not uploaded. */
  recording: { types: ['wav'], mostBytes: 8 * MIB },
} as const satisfies Record<string, { types: readonly FileType[]; mostBytes: number }>;
export type FileKind = keyof typeof FILE_KINDS;

const LONGEST_NAME = 80;

/** A name that is safe to show and to save under: no path, no control or direction characters, the true extension. */
export function fileName(given: string, type: FileType): string {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const stem = base
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}"<>:|?*%]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  return `${[...stem].slice(0, LONGEST_NAME).join('') || 'file'}.${FILE_TYPES[type].extension}`;
}

/** Tells what a file is while it streams by; the name it came under says nothing. */
export interface TypeReader {
  add(chunk: Uint8Array): void;
  /** At the end of the file: its type, or undefined for what is none of ours, cut off or put together wrongly. */
  end(): FileType | undefined;
}

/** @param kind what the file is for: any text can be a list, and nothing else is a text */
export function createTypeReader(kind: FileKind): TypeReader {
  const shape = kind === 'list' ? listShape() : fileShape();
  let step = shape.next();
  let held = new Uint8Array(0);
  let skipped = 0;
  let trailing = false;

  const go = (bytes: Uint8Array) => {
    held = new Uint8Array(0);
    skipped = 0;
    step = shape.next(bytes);
  };
  const join = (more: Uint8Array) => {
    const joined = new Uint8Array(held.length + more.length);
    joined.set(held);
    joined.set(more, held.length);
    return joined;
  };

  return {
    add(chunk) {
      let rest = chunk;
      while (rest.length > 0) {
        if (step.done) {
          trailing = true;
          return;
        }
        const need = step.value;
        if ('tail' in need) {
          held = join(rest.subarray(-need.tail)).slice(-need.tail);
          return;
        }
        const wanted = 'take' in need ? need.take - held.length : need.skip - skipped;
        const part = rest.subarray(0, wanted);
        rest = rest.subarray(part.length);
        if ('take' in need) held = join(part);
        else skipped += part.length;
        if (part.length === wanted) go(held);
      }
    },
    end() {
      if (!step.done) go(held);
      return step.done && !trailing ? step.value : undefined;
    },
  };
}

/** What a shape asks for: the next bytes, fewer where the file ends; to go past some; or what stands last in the file. */
type Need = { take: number } | { skip: number } | { tail: number };
type Shape<Result> = Generator<Need, Result, Uint8Array>;

const TAIL = 1024;

function* fileShape(): Shape<FileType | undefined> {
  switch (ascii(yield { take: 2 })) {
    case '\x89P':
      return (yield* pngShape()) ? 'png' : undefined;
    case '\xff\xd8':
      return (yield* jpegShape()) ? 'jpeg' : undefined;
    case '%P':
      return (yield* pdfShape()) ? 'pdf' : undefined;
    case 'RI':
      return (yield* wavShape()) ? 'wav' : undefined;
    default:
      return undefined;
  }
}

const TEXT_PART = 4096;
/** What no text holds: control characters that are no tab and no line end. */
const isControl = (byte: number) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13;

/** A packed workbook, by its first and last record (PKWARE's APPNOTE 4.3), or text from end to end. */
function* listShape(): Shape<FileType | undefined> {
  const begin = 4;
  let part = yield { take: begin };
  if (ascii(part) === 'PK\x03\x04') {
    const tail = yield { tail: TAIL };
    return ascii(tail).includes('PK\x05\x06') ? 'xlsx' : undefined;
  }
  for (let whole = begin; part.length > 0; whole = TEXT_PART) {
    if (part.some(isControl)) return undefined;
    if (part.length < whole) break;
    part = yield { take: TEXT_PART };
  }
  return 'csv';
}

const PNG_DEPTHS = [1, 2, 4, 8, 16];
const PNG_COLOURS = [0, 2, 3, 4, 6];

/** PNG (ISO/IEC 15948): IHDR, chunks with at least one IDAT among them, IEND, and nothing after it. */
function* pngShape(): Shape<boolean> {
  if (ascii(yield { take: 6 }) !== 'NG\r\n\x1a\n') return false;
  const header = yield { take: 25 };
  if (header.length < 25 || u32(header, 0) !== 13 || ascii(header.subarray(4, 8)) !== 'IHDR') return false;
  if (u32(header, 8) === 0 || u32(header, 12) === 0) return false;
  if (!PNG_DEPTHS.includes(at(header, 16)) || !PNG_COLOURS.includes(at(header, 17))) return false;
  for (let pixels = false; ; ) {
    const chunk = yield { take: 8 };
    if (chunk.length < 8) return false;
    const length = u32(chunk, 0);
    const type = ascii(chunk.subarray(4));
    if (length > 0x7fffffff || !/^[A-Za-z]{4}$/.test(type)) return false;
    if (type === 'IEND') return length === 0 && (yield { take: 4 }).length === 4 && pixels;
    pixels ||= type === 'IDAT' && length > 0;
    yield { skip: length + 4 };
  }
}

const FRAME_HEADERS = /^[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]$/;

/** JPEG (ITU-T T.81): segments with a frame header among them up to the scan, and the end of image near the end. */
function* jpegShape(): Shape<boolean> {
  for (let frame = false; ; ) {
    let marker = yield { take: 2 };
    // Any number of 0xFF may stand before a marker (B.1.1.2).
    while (at(marker, 0) === 0xff && at(marker, 1) === 0xff) {
      marker = Uint8Array.of(0xff, at(yield { take: 1 }, 0));
    }
    if (at(marker, 0) !== 0xff || at(marker, 1) < 0xc0) return false;
    const size = yield { take: 2 };
    const length = size.length < 2 ? 0 : at(size, 0) * 256 + at(size, 1);
    if (length < 2) return false;
    if (at(marker, 1) === 0xda) return frame && ascii(yield { tail: TAIL }).includes('\xff\xd9');
    if (!FRAME_HEADERS.test(String.fromCharCode(at(marker, 1)))) {
      if (length > 2) yield { skip: length - 2 };
      continue;
    }
    const header = yield { take: 6 };
    if (length < 11 || (at(header, 3) | at(header, 4)) === 0) return false;
    frame = true;
    yield { skip: length - 8 };
  }
}

/** PDF (ISO 32000): its version, and a cross-reference and an end near the end. */
function* pdfShape(): Shape<boolean> {
  if (!/^DF-[12]\.\d$/.test(ascii(yield { take: 6 }))) return false;
  return /startxref\s+\d+\s+%%EOF/.test(ascii(yield { tail: TAIL }));
}

/** WAV: RIFF chunks, the format before the data, each of them as long as it says. */
function* wavShape(): Shape<boolean> {
  const head = yield { take: 10 };
  if (head.length < 10 || ascii(head.subarray(0, 2)) !== 'FF' || ascii(head.subarray(6)) !== 'WAVE')
    return false;
  for (let format = false, data = false; ; ) {
    const chunk = yield { take: 8 };
    if (chunk.length === 0) return data;
    if (chunk.length < 8) return false;
    const length = u32(Uint8Array.of(at(chunk, 7), at(chunk, 6), at(chunk, 5), at(chunk, 4)), 0);
    const type = ascii(chunk.subarray(0, 4));
    if (type === 'data' && (!format || length === 0)) return false;
    if (type === 'fmt ' && length < 16) return false;
    format ||= type === 'fmt ';
    // The last byte says whether the chunk is all there; chunks are padded to even lengths, the last one not always.
    if (length > 1) yield { skip: length - 1 };
    if (length > 0 && (yield { take: 1 }).length === 0) return false;
    data ||= type === 'data';
    if (length % 2 === 1) yield { take: 1 };
  }
}

const at = (bytes: Uint8Array, index: number) => bytes[index] ?? 0;
const u32 = (bytes: Uint8Array, index: number) =>
  at(bytes, index) * 0x1000000 +
  (at(bytes, index + 1) << 16) +
  (at(bytes, index + 2) << 8) +
  at(bytes, index + 3);
const ascii = (bytes: Uint8Array) => String.fromCharCode(...bytes);
