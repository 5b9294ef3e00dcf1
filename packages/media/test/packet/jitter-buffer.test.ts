import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJitterBuffer } from '../../src/packet/jitter-buffer.ts';

/** A packet of `units` in which each byte tells its place. */
const packet = (at: number, units = 160) =>
  Uint8Array.from({ length: units }, (_, nth) => ((at + nth) / 160) & 0xff);

function filled(...places: number[]) {
  const buffer = createJitterBuffer();
  for (const place of places) buffer.put('PCMA', place * 160, packet(place * 160));
  return buffer;
}

const taken = (buffer: ReturnType<typeof createJitterBuffer>, units = 160) => buffer.take(units)?.payload[0];

describe('the jitter buffer', () => {
  test('nothing is given before 40 ms wait; then packets in their order, however they came', () => {
    const buffer = filled(1);
    expect(taken(buffer)).toBeUndefined();
    buffer.put('PCMA', 3 * 160, packet(480));
    buffer.put('PCMA', 2 * 160, packet(320));
    expect([taken(buffer), taken(buffer), taken(buffer)]).toEqual([1, 2, 3]);
  });

  test('packets of 30 ms come out as packets of 20', () => {
    const buffer = createJitterBuffer();
    for (const nth of [0, 1, 2]) buffer.put('PCMA', nth * 240, packet(nth * 240, 240));
    const out = Array.from({ length: 4 }, () => [...(buffer.take(160)?.payload ?? [])]).flat();
    expect(Uint8Array.from(out)).toEqual(packet(0, 640));
  });

  test('a packet lost is a gap of its length; one too late is dropped', () => {
    const buffer = filled(1, 2, 4, 5);
    expect([taken(buffer), taken(buffer), taken(buffer), taken(buffer)]).toEqual([1, 2, undefined, 4]);
    buffer.put('PCMA', 3 * 160, packet(480));
    expect(taken(buffer)).toBe(5);
    expect(buffer.dropped).toBe(1);
  });

  test('a double is dropped', () => {
    const buffer = filled(1, 2, 2, 3);
    expect([taken(buffer), taken(buffer), taken(buffer), taken(buffer)]).toEqual([1, 2, 3, undefined]);
    expect(buffer.dropped).toBe(1);
  });

  test('of more than 200 ms the oldest are dropped and the delay is 40 ms again', () => {
    const buffer = filled(...Array.from({ length: 11 }, (_, nth) => nth));
    expect(buffer.waiting).toBe(320);
    expect(taken(buffer)).toBe(9);
    expect(buffer.dropped).toBe(9);
  });

  test('after 100 ms without sound it fills anew, wherever the time stamps are then', () => {
    const buffer = filled(1, 2);
    for (let nth = 0; nth < 7; nth++) taken(buffer);
    buffer.put('PCMA', 20 * 160, packet(3_200));
    expect(taken(buffer)).toBeUndefined();
    buffer.put('PCMA', 21 * 160, packet(3_360));
    expect(taken(buffer)).toBe(20);
  });

  test('RFC 3550 5.1: time stamps wrap', () => {
    const buffer = createJitterBuffer();
    buffer.put('PCMU', 0xffff_ff60, packet(160));
    buffer.put('PCMU', 0, packet(320));
    expect([buffer.take(160)?.codec, taken(buffer)]).toEqual(['PCMU', 2]);
  });

  test('rule: more than 200 ms before it plays are cut within a packet, too', () => {
    const buffer = createJitterBuffer();
    buffer.put('PCMA', 1521, packet(0, 80));
    buffer.put('PCMA', 0, packet(0, 1282));
    expect(buffer.waiting).toBe(320);
  });

  test('whatever comes, no more than 200 ms wait and what is taken is as long as asked', () => {
    const step = fc.oneof(
      fc.record({ at: fc.integer({ min: 0, max: 0xffff_ffff }), units: fc.integer({ min: 0, max: 2_000 }) }),
      fc.record({ at: fc.integer({ min: 0, max: 4_000 }), units: fc.constantFrom(80, 160, 240) }),
      fc.record({ take: fc.constantFrom(80, 160, 240, 480) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const buffer = createJitterBuffer();
        for (const each of steps) {
          if ('take' in each) {
            const sound = buffer.take(each.take);
            if (sound !== undefined) expect(sound.payload.length).toBe(each.take);
          } else buffer.put('PCMA', each.at, new Uint8Array(each.units));
          expect(buffer.waiting).toBeLessThanOrEqual(1_600);
        }
      }),
    );
  });
});
