import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRtp, timestampDistance, writeRtpHeader } from '../../src/packet/rtp.ts';
import { parseTelephoneEvent, writeTelephoneEvent } from '../../src/packet/telephone-event.ts';

const PLAIN = [0x80, 0x88, 0x12, 0x34, 1, 2, 3, 4, 0xde, 0xad, 0xbe, 0xef];

describe('RFC 3550 5.1 the fixed header', () => {
  test('RFC 3550 5.1: its fields are where the diagram has them', () => {
    expect(parseRtp(Uint8Array.of(...PLAIN, 7, 8, 9))).toEqual({
      marker: true,
      payloadType: 8,
      sequence: 0x1234,
      timestamp: 0x01020304,
      ssrc: 0xdeadbeef,
      payload: Uint8Array.of(7, 8, 9),
    });
  });

  test('RFC 3550 5.1: what is written is read again, whatever the numbers, cut to their widths', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.nat(127),
        fc.nat(0x1ffff),
        fc.nat(0xffff_ffff),
        fc.nat(0xffff_ffff),
        (marker, payloadType, sequence, timestamp, ssrc) => {
          const packet = new Uint8Array(14).fill(0xaa);
          writeRtpHeader(packet, marker, payloadType, sequence, timestamp, ssrc);
          const payload = Uint8Array.of(0xaa, 0xaa);
          const read = { marker, payloadType, sequence: sequence & 0xffff, timestamp, ssrc, payload };
          expect(parseRtp(packet)).toEqual(read);
        },
      ),
    );
  });

  test('RFC 3550 5.1: contributing sources are passed over', () => {
    const packet = Uint8Array.of(0x82, ...PLAIN.slice(1), 0, 0, 0, 1, 0, 0, 0, 2, 42);
    expect(parseRtp(packet)?.payload).toEqual(Uint8Array.of(42));
  });

  test('RFC 3550 5.3.1: a header extension is passed over', () => {
    const packet = Uint8Array.of(0x90, ...PLAIN.slice(1), 0xbe, 0xde, 0, 1, 9, 9, 9, 9, 42);
    expect(parseRtp(packet)?.payload).toEqual(Uint8Array.of(42));
  });

  test('RFC 3550 5.1: padding is taken off the payload', () => {
    const packet = Uint8Array.of(0xa0, ...PLAIN.slice(1), 42, 0, 0, 3);
    expect(parseRtp(packet)?.payload).toEqual(Uint8Array.of(42));
  });

  test.each([
    ['another version', [0x40, ...PLAIN.slice(1)]],
    ['a header cut off', PLAIN.slice(0, 11)],
    ['contributing sources that are not there', [0x83, ...PLAIN.slice(1), 0, 0, 0, 1]],
    ['an extension without its length', [0x90, ...PLAIN.slice(1), 0xbe, 0xde, 0]],
    ['an extension longer than the packet', [0x90, ...PLAIN.slice(1), 0xbe, 0xde, 0, 9]],
    ['padding longer than the payload', [0xa0, ...PLAIN.slice(1), 0, 9]],
    ['padding of no bytes', [0xa0, ...PLAIN.slice(1), 0, 0]],
  ])('RFC 3550 A.1: %s is no RTP packet', (_, bytes) => {
    expect(parseRtp(Uint8Array.from(bytes))).toBeUndefined();
  });

  test('RFC 3550 A.1: no datagram makes the parser throw, or read past its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        if (bytes.length > 0) bytes[0] = 0x80 | ((bytes[0] as number) & 0x3f);
        const packet = parseRtp(bytes);
        expect(packet === undefined || packet.payload.length <= bytes.length - 12).toBe(true);
        parseTelephoneEvent(bytes);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('RFC 1982 3.2: time stamps are compared on their circle', () => {
  expect(timestampDistance(5, 0xffff_fffb)).toBe(10);
  expect(timestampDistance(0xffff_fffb, 5)).toBe(-10);
});

test('RFC 4733 2.3: an event is written as it is read', () => {
  const bytes = new Uint8Array(4);
  const event = { event: 11, end: true, volume: 10, duration: 0x0320 };
  writeTelephoneEvent(bytes, 0, event);
  expect(bytes).toEqual(Uint8Array.of(11, 0x8a, 0x03, 0x20));
  expect(parseTelephoneEvent(bytes)).toEqual(event);
  expect(parseTelephoneEvent(bytes.subarray(1))).toBeUndefined();
});
