import { describe, expect, test } from 'vitest';
import { createReception } from '../../src/packet/reception.ts';

const RATE = 8_000;

/** Packets of 20 ms, by sequence number, each arriving when `arrival` says. */
function receive(sequences: readonly number[], arrival = (index: number) => index * 20) {
  const reception = createReception(RATE);
  const first = sequences[0] as number;
  const accepted = sequences.map((sequence, index) =>
    reception.packet(1, sequence & 0xffff, (sequence - first) * 160, arrival(index)),
  );
  return { ...reception.report(), accepted };
}

test('RFC 3550 A.3: nothing is lost of a whole stream', () => {
  expect(receive([10, 11, 12, 13])).toMatchObject({ received: 4, lost: 0 });
});

test('RFC 3550 A.3: what is missing between the first and the highest is lost', () => {
  expect(receive([10, 11, 14, 15])).toMatchObject({ received: 4, lost: 2 });
});

test('RFC 3550 A.3: a late packet is not lost', () => {
  expect(receive([10, 12, 11, 13])).toMatchObject({ received: 4, lost: 0 });
});

test('RFC 3550 A.3: the sequence number wraps', () => {
  expect(receive([65_534, 65_535, 65_536, 65_538])).toMatchObject({ received: 4, lost: 1 });
});

test('RFC 3550 A.3: a duplicate counts as received, and the loss is never below zero', () => {
  expect(receive([10, 11, 11, 12])).toMatchObject({ received: 4, lost: 0 });
});

test('RFC 3550 A.1: a single jump is not believed, two packets in a row are: the source was restarted', () => {
  const { accepted, lost, received } = receive([10, 11, 30_000, 12, 40_000, 40_001, 40_002]);
  expect(accepted).toEqual([true, true, false, true, false, true, true]);
  expect({ received, lost }).toEqual({ received: 5, lost: 0 });
});

test('RFC 3550 8.2: a new source is counted anew, and the loss of the one before stays', () => {
  const reception = createReception(RATE);
  for (const sequence of [1, 2, 5]) reception.packet(1, sequence, sequence * 160, sequence * 20);
  for (const sequence of [900, 901]) reception.packet(2, sequence, sequence * 160, sequence * 20);
  expect(reception.report()).toMatchObject({ received: 5, lost: 2 });
});

test('RFC 3550 A.8: packets at an even pace have no jitter', () => {
  expect(receive([1, 2, 3, 4, 5]).jitterMs).toBe(0);
});

test('RFC 3550 A.8: the jitter is the mean change of transit time, a sixteenth at a time', () => {
  // the third packet comes 8 ms late, the fourth is on time again: |D| = 64 units twice
  const late = (index: number) => index * 20 + (index === 2 ? 8 : 0);
  const first = 64 / 16;
  const second = first + (64 - first) / 16;
  expect(receive([1, 2, 3, 4], late).jitterMs).toBeCloseTo(second / 8, 3);
});

test('RFC 3550 A.8: neither the wrap of the time stamp nor a large epoch shows as jitter', () => {
  const reception = createReception(RATE);
  for (let index = 0; index < 5; index++) {
    const timestamp = (0xffff_ff00 + index * 160) >>> 0;
    reception.packet(1, index, timestamp, 1_790_000_000_000 + index * 20);
  }
  expect(reception.report().jitterMs).toBe(0);
});

test('RFC 4733 2.5.1.2: the standing time stamp of a key is no jitter', () => {
  const reception = createReception(RATE);
  reception.packet(1, 1, 160, 20);
  for (let index = 2; index < 20; index++) reception.packet(1, index, undefined, index * 20);
  reception.packet(1, 20, 20 * 160, 20 * 20);
  expect(reception.report()).toEqual({ received: 20, lost: 0, jitterMs: 0 });
});

describe('RFC 3550 6.4.1 the report block', () => {
  test('RFC 3550 A.3: the fraction lost counts from the report before, the number lost from the start', () => {
    const reception = createReception(8_000);
    expect(reception.takeState()).toBeUndefined();
    for (const sequence of [1, 2, 4]) reception.packet(9, sequence, sequence * 160, sequence * 20);
    expect(reception.takeState()).toMatchObject({
      ssrc: 9,
      fractionLost: 64,
      cumulativeLost: 1,
      highestSequence: 4,
    });
    for (const sequence of [5, 6]) reception.packet(9, sequence, sequence * 160, sequence * 20);
    expect(reception.takeState()).toMatchObject({ fractionLost: 0, cumulativeLost: 1, highestSequence: 6 });
    expect(reception.takeState()).toMatchObject({ fractionLost: 0 });
  });

  test('RFC 3550 A.1: the highest number has its cycles; doubles make the number lost negative', () => {
    const reception = createReception(8_000);
    for (const sequence of [0xffff, 0, 0, 0]) reception.packet(9, sequence, 0, 0);
    expect(reception.takeState()).toMatchObject({
      highestSequence: 0x1_0000,
      cumulativeLost: -2,
      fractionLost: 0,
    });
  });
});
