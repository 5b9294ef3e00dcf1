import { describe, expect, test } from 'vitest';
import { encodeHep, type TracedMessage } from '../src/index.ts';
import { createWorld } from './world.ts';

const encoder = new TextEncoder();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const AT = 1_767_225_600_123;

const message = (more: Partial<TracedMessage> = {}) => ({
  direction: 'out' as const,
  protocol: 'UDP' as const,
  local: { address: '192.0.2.1', port: 5060 },
  remote: { address: '198.51.100.7', port: 5080 },
  bytes: encoder.encode('OPTIONS sip:a SIP/2.0\r\n\r\n'),
  at: AT,
  callId: 'c@x',
  ...more,
});

/** type → value of each chunk, as hex. */
function chunks(packet: Uint8Array): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 6; at < packet.length; ) {
    const view = new DataView(packet.buffer, packet.byteOffset + at);
    const length = view.getUint16(4);
    found[view.getUint16(2)] = hex(packet.subarray(at + 6, at + length));
    at += length;
  }
  return found;
}

describe('HEP3', () => {
  test('HEP3 byte by byte: an OPTIONS sent over UDP and IPv4', () => {
    const expected = [
      ['48455033', 'HEP3'],
      ['008f', 'total length, 143'],
      ['0000 0001 0007 02', 'IP family: AF_INET'],
      ['0000 0002 0007 11', 'IP protocol: UDP'],
      ['0000 0003 000a c0000201', 'source 192.0.2.1'],
      ['0000 0004 000a c6336407', 'destination 198.51.100.7'],
      ['0000 0007 0008 13c4', 'source port 5060'],
      ['0000 0008 0008 13d8', 'destination port 5080'],
      ['0000 0009 000a 6955b900', 'seconds of 2026-01-01T00:00:00Z'],
      ['0000 000a 000a 0001e078', '123,000 microseconds'],
      ['0000 000b 0007 01', 'payload: SIP'],
      ['0000 000c 000a 000007d1', 'capture agent 2001'],
      ['0000 000e 000a 73656372', 'key "secr"'],
      ['0000 0011 0009 634078', 'correlation id c@x'],
      [`0000 000f 001f ${hex(message().bytes)}`, 'the message'],
    ];
    const packet = encodeHep(message(), { captureId: 2_001, authKey: 'secr' });
    expect(hex(packet)).toBe(expected.map(([bytes]) => bytes?.replaceAll(' ', '')).join(''));
  });

  test('HEP3 what came in has the peer as its source; TCP and TLS are IP protocol 6', () => {
    for (const protocol of ['TCP', 'TLS'] as const) {
      const found = chunks(encodeHep(message({ direction: 'in', protocol }), { captureId: 1 }));
      expect([found[2], found[3], found[4], found[7]]).toEqual(['06', 'c6336407', 'c0000201', '13d8']);
      expect(found[14]).toBeUndefined();
    }
  });

  test.each([
    ['2001:db8::1', '20010db8000000000000000000000001'],
    ['::', '00000000000000000000000000000000'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
  ])('HEP3 IPv6 %s', (address, bytes) => {
    const found = chunks(
      encodeHep(message({ local: { address, port: 1 }, remote: { address: '::1', port: 2 } }), {
        captureId: 1,
      }),
    );
    expect([found[1], found[5], found[6]]).toEqual(['0a', bytes, '00000000000000000000000000000001']);
    expect(found[3]).toBeUndefined();
  });

  test('rule: IPv4 beside IPv6 is mapped, and what is no address is zeros', () => {
    const mixed = chunks(encodeHep(message({ remote: { address: '::1', port: 2 } }), { captureId: 1 }));
    expect(mixed[5]).toBe('00000000000000000000ffffc0000201');
    for (const address of ['edge.example', '1.2.3', '1.2.3.256', '']) {
      expect(chunks(encodeHep(message({ local: { address, port: 1 } }), { captureId: 1 }))[3]).toBe(
        '00000000',
      );
    }
    for (const address of [':::', '1::2::3', '1:2', 'g::', '1:2:3:4:5:6:7::8']) {
      const found = chunks(
        encodeHep(message({ remote: { address: '::1', port: 2 }, local: { address, port: 1 } }), {
          captureId: 1,
        }),
      );
      expect(found[5]).toBe('0'.repeat(32));
    }
  });

  test('rule: a packet is never over 65,535 bytes, the message is cut and nothing else', () => {
    const packet = encodeHep(message({ bytes: new Uint8Array(65_535), callId: 'x'.repeat(5_000) }), {
      captureId: 0xffffffff,
    });
    expect(packet).toHaveLength(65_535);
    const found = chunks(packet);
    expect(found[12]).toBe('ffffffff');
    expect(found[17]).toHaveLength(2 * 1_024);
  });

  test('rule: what a user agent traces is what it encodes', () => {
    const world = createWorld();
    const packets: Record<string, string>[] = [];
    const agent = world.agent('192.0.2.1', {
      trace: (traced) => packets.push(chunks(encodeHep(traced, { captureId: 7 }))),
    });
    world.agent('192.0.2.2');
    void agent.options('sip:192.0.2.2');
    world.settle();
    expect(packets.map((each) => [each[3], each[4]])).toEqual([
      ['c0000201', 'c0000202'],
      ['c0000202', 'c0000201'],
    ]);
    expect(Buffer.from(packets[1]?.[15] ?? '', 'hex').toString()).toMatch(/^SIP\/2.0 200 OK\r\n/);
  });
});
