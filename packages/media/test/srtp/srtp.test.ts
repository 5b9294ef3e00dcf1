import { describe, expect, test } from 'vitest';
import { writeRtpHeader } from '../../src/packet/rtp.ts';
import { createReplayWindow, estimateIndex } from '../../src/packet/srtp-index.ts';
import { createAes, keyDerivation, keystream, LABELS } from '../../src/srtp/keys.ts';
import { createSrtpReceiver, createSrtpSender } from '../../src/srtp/srtp.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex').toUpperCase();

/** RFC 3711 B.3. */
const MASTER = bytes('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');
const OTHER = bytes('00112233445566778899AABBCCDDEEFF 0102030405060708090A0B0C0D0E');
const SUITES = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const;
const [SUITE] = SUITES;

function rtp(sequence: number, ssrc = 0xcafebabe, payload = new Uint8Array(160).fill(7)): Uint8Array {
  const packet = new Uint8Array(12 + payload.length);
  writeRtpHeader(packet, false, 8, sequence & 0xffff, sequence * 160, ssrc);
  packet.set(payload, 12);
  return packet;
}

describe('RFC 3711 appendix B', () => {
  test('RFC 3711 B.2: the keystream of AES in counter mode', () => {
    const iv = bytes('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000');
    const stream = keystream(createAes(bytes('2B7E151628AED2A6ABF7158809CF4F3C')), iv, 0xff02 * 16);
    expect(hex(stream.subarray(0, 48))).toBe(
      'E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0',
    );
    expect(hex(stream.subarray(0xfeff * 16, 0xff02 * 16))).toBe(
      'EC8CDF7398607CB0F2D21675EA9EA1E4362B7C3C6773516318A077D7FC5073AE6A2CC3787889374FBEB4C81B17BA6C44',
    );
  });

  test('RFC 3711 B.3: cipher key, salt and authentication key are derived from the master key', () => {
    const derive = keyDerivation(MASTER);
    expect(hex(derive(LABELS.srtpCipher, 16))).toBe('C61E7A93744F39EE10734AFE3FF7A087');
    expect(hex(derive(LABELS.srtpSalt, 14))).toBe('30CBBC08863D8C85D49DB34A9AE1');
    expect(hex(derive(LABELS.srtpAuth, 94))).toBe(
      'CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF72270986371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2',
    );
  });
});

test('RFC 3711 3.1: a packet as other implementations protect it under the same key', () => {
  const plain = bytes('800f1234decafbadcafebabeabababababababababababababababab');
  const cipher = bytes('800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb');
  expect(hex(createSrtpSender(SUITE, MASTER).protect(plain))).toBe(hex(cipher));
  expect(createSrtpReceiver(SUITE, MASTER).unprotect(cipher)).toEqual(plain);
});

describe.each(SUITES)('RFC 3711 4.2 %s', (suite) => {
  test('RFC 3711 3.3: what one side protects the other reads, over the wrap of the sequence number', () => {
    const sender = createSrtpSender(suite, MASTER);
    const receiver = createSrtpReceiver(suite, MASTER);
    for (let sequence = 0xfff0; sequence < 0x2_0010; sequence += sequence < 0x1_0010 ? 1 : 20) {
      const packet = rtp(sequence);
      const wire = sender.protect(packet);
      expect(wire.length).toBe(packet.length + (suite.endsWith('_80') ? 10 : 4));
      expect(wire.subarray(12, packet.length)).not.toEqual(packet.subarray(12));
      expect(receiver.unprotect(wire)).toEqual(packet);
    }
  });

  test('RFC 3711 4.2: a bit changed anywhere, or another key, is not authentic', () => {
    const wire = createSrtpSender(suite, MASTER).protect(rtp(1));
    const receiver = createSrtpReceiver(suite, MASTER);
    for (let at = 0; at < wire.length; at++) {
      const forged = wire.slice();
      forged[at] = (forged[at] as number) ^ 1;
      expect(receiver.unprotect(forged)).toBeUndefined();
    }
    expect(createSrtpReceiver(suite, OTHER).unprotect(wire)).toBeUndefined();
    expect(receiver.unprotect(wire)).toEqual(rtp(1));
  });

  test('RFC 3711 3.4: RTCP is encrypted behind its first eight bytes, with an index and ten bytes of tag', () => {
    const packet = bytes('80c80006cafebabe00112233445566778899aabbccddeeff01020304');
    const sender = createSrtpSender(suite, MASTER);
    const receiver = createSrtpReceiver(suite, MASTER);
    const wire = sender.protectRtcp(packet);
    expect(hex(wire.subarray(0, 8))).toBe(hex(packet.subarray(0, 8)));
    expect(hex(wire.subarray(packet.length, packet.length + 4))).toBe('80000001');
    expect(wire.length).toBe(packet.length + 14);
    expect(wire.subarray(8, packet.length)).not.toEqual(packet.subarray(8));
    expect(receiver.unprotectRtcp(wire)).toEqual(packet);
    expect(receiver.unprotectRtcp(wire)).toBeUndefined();
    expect(createSrtpReceiver(suite, OTHER).unprotectRtcp(sender.protectRtcp(packet))).toBeUndefined();
  });
});

describe('RFC 3711 3.3.2 replay', () => {
  test('RFC 3711 3.3.2: each packet once, in whatever order within the window', () => {
    const sender = createSrtpSender(SUITE, MASTER);
    const receiver = createSrtpReceiver(SUITE, MASTER);
    const wires = Array.from({ length: 200 }, (_, nth) => sender.protect(rtp(nth)));
    expect(receiver.unprotect(wires[199] as Uint8Array)).toBeDefined();
    for (const nth of [150, 100, 198, 72]) {
      expect(receiver.unprotect(wires[nth] as Uint8Array)).toEqual(rtp(nth));
      expect(receiver.unprotect(wires[nth] as Uint8Array)).toBeUndefined();
    }
    expect(receiver.unprotect(wires[71] as Uint8Array)).toBeUndefined();
    expect(receiver.unprotect(wires[199] as Uint8Array)).toBeUndefined();
  });

  test('RFC 3711 3.3.2: a forged packet far ahead does not move the window', () => {
    const sender = createSrtpSender(SUITE, MASTER);
    const receiver = createSrtpReceiver(SUITE, MASTER);
    expect(receiver.unprotect(sender.protect(rtp(10)))).toBeDefined();
    expect(receiver.unprotect(createSrtpSender(SUITE, OTHER).protect(rtp(9_000)))).toBeUndefined();
    expect(receiver.unprotect(sender.protect(rtp(11)))).toBeDefined();
  });

  test('RFC 3711 3.2.3: sources have windows of their own, and the oldest of five is forgotten', () => {
    const receiver = createSrtpReceiver(SUITE, MASTER);
    const wires = [1, 2, 3, 4, 5].map((ssrc) => createSrtpSender(SUITE, MASTER).protect(rtp(1, ssrc)));
    for (const wire of wires) expect(receiver.unprotect(wire)).toBeDefined();
    for (const wire of wires.slice(1)) expect(receiver.unprotect(wire)).toBeUndefined();
  });

  test.each([
    [0xffff, undefined, 0xffff],
    [0, 0xffff, 0x1_0000],
    [0xffff, 0x1_0000, 0xffff],
    [0xffff, 0x0_0000, -1],
    [5, 0x2_0001, 0x2_0005],
    [0x8001, 0x2_0001, 0x2_8001],
    [0x8002, 0x2_0001, 0x1_8002],
    [0x0fff, 0x2_9000, 0x3_0fff],
  ])('RFC 3711 A: number %i after index %i has index %i', (sequence, highest, index) => {
    expect(estimateIndex(sequence, highest)).toBe(index);
  });

  test('RFC 3711 3.3.2: an index below zero or beyond 48 bits is never new', () => {
    const window = createReplayWindow();
    expect([window.isNew(-1), window.isNew(2 ** 48), window.isNew(0)]).toEqual([false, false, true]);
  });
});
