import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { middleNtp, parseRtcp, type ReportBlock, writeRtcp } from '../../src/packet/rtcp.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

const BLOCK: ReportBlock = {
  ssrc: 0x01020304,
  fractionLost: 64,
  cumulativeLost: -3,
  highestSequence: 0x0001_ffff,
  jitter: 40,
  lastSr: 0xb705_2000,
  delaySinceLastSr: 0x0005_4000,
};

describe('RFC 3550 6.4 reports', () => {
  test('RFC 3550 6.4.1: a sender report, field by field', () => {
    const [report] =
      parseRtcp(
        bytes(
          '81c8000c 11223344 83aa7e80 80000000 000000a0 00000005 00000320' +
            '01020304 40fffffd 0001ffff 00000028 b7052000 00054000',
        ),
      ) ?? [];
    expect(report).toEqual({
      kind: 'report',
      ssrc: 0x11223344,
      // 0x83aa7e80 is 1970 (RFC 868, NTP's 1900), and a half second.
      sender: { atMs: 500, rtpTimestamp: 160, packets: 5, octets: 800 },
      blocks: [BLOCK],
    });
  });

  test('RFC 3550 6.4.2: a receiver report has no sender’s words; RFC 3550 6.5, 6.6: CNAME and BYE', () => {
    const packets = parseRtcp(
      bytes('80c90001 11223344 81ca0003 11223344 0102 6162 00000000 81cb0001 11223344'),
    );
    expect(packets).toEqual([
      { kind: 'report', ssrc: 0x11223344, blocks: [] },
      { kind: 'description', ssrc: 0x11223344, cname: 'ab' },
      { kind: 'bye', ssrcs: [0x11223344] },
    ]);
  });

  test.each(['', 'a', 'ab', 'abc', 'abcd', '0123456789abcdef01234567'])(
    'RFC 3550 6.1: what is written is read again, whole words and all, with CNAME “%s”',
    (cname) => {
      const sender = { atMs: 1_700_000_000_250, rtpTimestamp: 0xffff_fff0, packets: 7, octets: 1_120 };
      const data = writeRtcp({ ssrc: 0xfedcba98, cname, sender, blocks: [BLOCK], bye: true });
      expect(data.length % 4).toBe(0);
      expect(parseRtcp(data)).toEqual([
        { kind: 'report', ssrc: 0xfedcba98, sender, blocks: [BLOCK] },
        { kind: 'description', ssrc: 0xfedcba98, cname },
        { kind: 'bye', ssrcs: [0xfedcba98] },
      ]);
    },
  );

  test('RFC 3550 6.4.1: the example of the round trip: 0xb710:8000 less 0x0005:4000 less 0xb705:2000 is 6.125 s', () => {
    expect(0xb710_8000 - BLOCK.delaySinceLastSr - BLOCK.lastSr).toBe(6.125 * 65_536);
    expect(middleNtp(500)).toBe(0x7e80_8000);
  });
});

describe('RFC 3550 A.2 what is no compound packet', () => {
  test.each([
    ['cut off', '80c90001 112233'],
    ['version 1', '40c90001 11223344'],
    ['a description first', '81ca0003 11223344 0102 6162 00000000'],
    ['a length beyond the datagram', '80c90002 11223344'],
    ['bytes beyond the length', '80c90001 11223344 00'],
    [
      'more blocks than there is room for',
      '82c90007 11223344 01020304 40fffffd 0001ffff 00000028 b7052000 00054000',
    ],
    ['a sender’s words missing', '80c80001 11223344'],
    ['padding in the first of two', 'a0c90002 11223344 00000004 80c90001 11223344'],
    ['padding of no whole word', 'a0c90002 11223344 00000003'],
    ['padding longer than the packet', 'a0c90002 11223344 0000000c'],
    ['an item beyond its packet', '80c90001 11223344 81ca0002 11223344 01ff6162'],
    ['items that do not end', '80c90001 11223344 81ca0002 11223344 01026162'],
    ['more SSRCs in a BYE than there are', '80c90001 11223344 82cb0001 11223344'],
    ['RTP', '80080001 00000000 11223344'],
  ])('RFC 3550 A.2: %s is none', (_, hex) => {
    expect(parseRtcp(bytes(hex))).toBeUndefined();
  });

  test('RFC 3550 6.7: types that are not known are passed over; padding at the end is taken off', () => {
    const data = bytes('80c90001 11223344 80cc0002 11223344 6e616d65 a0ce0003 11223344 00000000 00000004');
    expect(parseRtcp(data)).toEqual([{ kind: 'report', ssrc: 0x11223344, blocks: [] }]);
  });

  test('RFC 3550 A.2: no datagram makes the reader throw', () => {
    const word = fc.uint8Array({ minLength: 4, maxLength: 4 });
    const head = fc
      .record({
        first: fc.nat(255),
        type: fc.integer({ min: 198, max: 208 }),
        length: fc.nat(12),
        body: fc.array(word, { maxLength: 12 }),
      })
      .map(({ first, type, length, body }) =>
        Uint8Array.of(first, type, 0, length, ...body.flatMap((each) => [...each])),
      );
    fc.assert(
      fc.property(fc.array(head, { maxLength: 5 }), fc.uint8Array({ maxLength: 8 }), (packets, rest) => {
        parseRtcp(Uint8Array.from([...packets.flatMap((each) => [...each]), ...rest]));
        parseRtcp(rest);
      }),
      { numRuns: 3_000 },
    );
  });
});
