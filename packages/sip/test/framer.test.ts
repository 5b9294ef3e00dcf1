import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Frame, Framer } from '../src/grammar/framer.ts';
import { MAX_MESSAGE_BYTES } from '../src/grammar/parse.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const message = (body: string, length = `Content-Length: ${encoder.encode(body).length}`): string =>
  `OPTIONS sip:a@b SIP/2.0\r\nCall-ID: x\r\n${length}\r\n\r\n${body}`;

/** What a frame is, in a line. */
const show = (frame: Frame): string => {
  if (frame.kind === 'message') return decoder.decode(frame.data);
  return frame.kind === 'ping' ? 'ping' : `broken: ${frame.error.code}`;
};
/** The frames of a stream that arrives in these pieces. */
function cut(...pieces: (string | Uint8Array)[]): string[] {
  const framer = new Framer();
  return pieces
    .flatMap((piece) => framer.push(typeof piece === 'string' ? encoder.encode(piece) : piece))
    .map(show);
}

describe('a stream cut into messages', () => {
  test('RFC 3261 18.3 Content-Length says where a message ends, in its long and compact form and any spelling', () => {
    const two = [message('one'), message('two!', 'l:4'), message('', 'CONTENT-length : 0')];
    expect(cut(two.join(''))).toEqual(two);
    expect(cut(message('大停電'))).toEqual([message('大停電')]);
  });

  test('RFC 5626 4.4.1 CRLF CRLF between messages is a ping, one CRLF is a pong, however they are cut', () => {
    expect(cut(`\r\n\r\n${message('a')}\r\n${message('b')}\r\n\r\n`)).toEqual([
      'ping',
      message('a'),
      message('b'),
      'ping',
    ]);
    expect(cut('\r', '\n', '\r', '\n')).toEqual(['ping']);
    expect(cut('\r\n', '\r\n\r', `\n${message('a')}`)).toEqual(['ping', message('a')]);
  });

  test('RFC 3261 20.14 a head without a Content-Length that can be read comes up alone, and is the last', () => {
    for (const length of ['Content-Length: -1', 'Content-Length: 99999999999', 'X: y']) {
      const framer = new Framer();
      const [frame, ...more] = framer.push(encoder.encode(message('body', length) + message('next')));
      expect(frame).toMatchObject({ kind: 'broken', error: { code: 'content-length' } });
      expect(frame?.kind === 'broken' && decoder.decode(frame.data)).toBe(message('', length));
      expect(more).toEqual([]);
      expect(framer.push(encoder.encode(message('later')))).toEqual([]);
    }
  });

  test('rule: a message of 64 KiB is the longest; one byte more breaks the stream, whichever part is too long', () => {
    const frame = message('', `Content-Length: ${MAX_MESSAGE_BYTES - 62}`);
    expect(frame).toHaveLength(62);
    expect(cut(frame, 'x'.repeat(MAX_MESSAGE_BYTES - 62))[0]).toHaveLength(MAX_MESSAGE_BYTES);
    expect(cut(message('', `Content-Length: ${MAX_MESSAGE_BYTES - 61}`))).toEqual(['broken: too-long']);
    expect(cut(`A: ${'x'.repeat(MAX_MESSAGE_BYTES)}`)).toEqual(['broken: too-long']);
  });

  test('rule: messages and pings are the same however the stream is cut', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 60 }).map((body) => message(body)),
      fc.constant('\r\n\r\n'),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.array(fc.nat(600), { maxLength: 30 }),
        (pieces, cuts) => {
          const stream = encoder.encode(pieces.join(''));
          const edges = [
            0,
            ...cuts.map((at) => at % (stream.length + 1)).sort((a, b) => a - b),
            stream.length,
          ];
          const parts = edges.slice(1).map((end, index) => stream.subarray(edges[index], end));
          expect(cut(...parts)).toEqual(pieces.map((each) => (each === '\r\n\r\n' ? 'ping' : each)));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('rule: whatever arrives, nothing is thrown and no more than one message is kept', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (chunks) => {
        const framer = new Framer();
        for (const chunk of chunks) framer.push(chunk);
      }),
      { numRuns: 500 },
    );
  });
});
