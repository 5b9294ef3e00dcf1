import { describe, expect, test } from 'vitest';
import { createTypeReader, type FileKind, fileName } from '../../src/modules/files/index.ts';
import { jpeg, pdf, png, wav } from '../support/sample-files.ts';

function typeOf(
  bytes: Uint8Array,
  pieces = bytes.length || 1,
  kind: FileKind = 'material',
): string | undefined {
  const reader = createTypeReader(kind);
  for (let at = 0; at < bytes.length; at += pieces) reader.add(bytes.subarray(at, at + pieces));
  return reader.end();
}

const SAMPLES = { png: png(500), jpeg: jpeg(), pdf: pdf(), wav: wav() } as const;
const samples = Object.entries(SAMPLES);

describe('rules: what a file is by its content', () => {
  test.each(samples)('rules: a %s is told, however it is cut on the way', (type, bytes) => {
    for (const pieces of [1, 2, 3, 7, 64, bytes.length]) expect(typeOf(bytes, pieces)).toBe(type);
  });

  test.each(samples)('rules: a %s that was cut off is none, wherever it was cut', (_type, bytes) => {
    for (let end = 0; end < bytes.length - 5; end++) {
      expect(typeOf(bytes.subarray(0, end)), `cut at ${end}`).toBeUndefined();
    }
  });

  test('rules: nothing may hang behind a png or a wav', () => {
    const script = Buffer.from('<script>alert(1)</script>');
    expect(typeOf(Buffer.concat([SAMPLES.png, script]))).toBeUndefined();
    expect(typeOf(Buffer.concat([SAMPLES.wav, Buffer.from('x')]))).toBeUndefined();
  });

  test('rules: a head alone makes no file', () => {
    expect(typeOf(Buffer.from('\x89PNG\r\n\x1a\n<html>', 'latin1'))).toBeUndefined();
    expect(typeOf(Buffer.concat([SAMPLES.png.subarray(0, 33), SAMPLES.png.subarray(-12)]))).toBeUndefined();
    expect(typeOf(Buffer.from('ffd8ffd9', 'hex'))).toBeUndefined();
    expect(typeOf(Buffer.from('%PDF-1.7\nhello'))).toBeUndefined();
    expect(typeOf(Buffer.from('RIFF\x10\x00\x00\x00WAVE', 'latin1'))).toBeUndefined();
  });

  test.each([
    ['text', Buffer.from('hello')],
    ['html', Buffer.from('<!doctype html>')],
    ['gif', Buffer.from('GIF89a\x01\x00\x01\x00')],
    ['svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['zip', Buffer.from('PK\x03\x04')],
    ['an executable', Buffer.from('MZ\x90\x00')],
    ['nothing', Buffer.alloc(0)],
  ])('rules: %s is no file of ours', (_what, bytes) => {
    expect(typeOf(bytes)).toBeUndefined();
  });

  test('rules: a wav without sound, or with its sound before its format, is none', () => {
    expect(typeOf(wav(0))).toBeUndefined();
    const { wav: whole } = SAMPLES;
    const swapped = Buffer.concat([whole.subarray(0, 12), whole.subarray(36), whole.subarray(12, 36)]);
    expect(typeOf(swapped)).toBeUndefined();
  });

  test('rules: a png of no size is none', () => {
    const flat = Buffer.from(SAMPLES.png);
    flat.writeUInt32BE(0, 16);
    expect(typeOf(flat)).toBeUndefined();
  });
});

describe('rules: names of files', () => {
  test.each([
    ['营业执照.PDF', 'png', '营业执照.png'],
    ['../../etc/passwd', 'pdf', 'passwd.pdf'],
    ['C:\\Users\\li\\scan 1.jpeg', 'jpeg', 'scan 1.jpg'],
    ['a"b<c>|?*\u0000\r\n.png', 'png', 'abc.png'],
    ['photo\u202egnp.exe', 'png', 'photognp.png'],
    ['', 'wav', 'file.wav'],
    ['...', 'wav', 'file.wav'],
    ['字'.repeat(200), 'pdf', `${'字'.repeat(80)}.pdf`],
  ] as const)('rules: %j of type %s is kept as %j', (given, type, kept) => {
    expect(fileName(given, type)).toBe(kept);
  });
});
