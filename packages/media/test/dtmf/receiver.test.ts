import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DIGITS, digitOfEvent, eventOfDigit } from '../../src/dtmf/digits.ts';
import { createDigitReceiver, type DigitPress } from '../../src/dtmf/receiver.ts';

interface Told {
  readonly timestamp: number;
  readonly event: number;
  readonly end: boolean;
  readonly duration: number;
}

/** The packets of a key held for `ms`: one every 20 ms, then the end three times. */
function press(event: number, timestamp: number, ms: number): Told[] {
  const packets: Told[] = [];
  for (let at = 20; at < ms; at += 20) packets.push({ timestamp, event, end: false, duration: at * 8 });
  for (let end = 0; end < 3; end++) packets.push({ timestamp, event, end: true, duration: ms * 8 });
  return packets;
}

function hear(packets: readonly Told[]): DigitPress[] {
  const receiver = createDigitReceiver();
  const heard = packets.flatMap(({ timestamp, ...event }, index) =>
    receiver.event(1, timestamp >>> 0, { ...event, volume: 10 }, index * 20),
  );
  return [...heard, ...receiver.flush()];
}

test('RFC 4733 3.2: sixteen digits have the events 0 to 15, other events have none', () => {
  expect([...DIGITS].map(eventOfDigit)).toEqual(Array.from({ length: 16 }, (_, event) => event));
  expect(eventOfDigit('d')).toBe(15);
  expect([eventOfDigit('x'), eventOfDigit(''), eventOfDigit('12')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(digitOfEvent(16)).toBeUndefined();
});

describe('RFC 4733 2.5.2 one digit for each press', () => {
  test('RFC 4733 2.5.1.4: three end packets are one press, with the whole duration', () => {
    expect(hear(press(5, 1_000, 100))).toEqual([{ digit: '5', duration: 800 }]);
  });

  test('RFC 4733 2.5.2.2: a press whose end packets are all lost is told when the next key is pressed', () => {
    const lost = press(5, 1_000, 100).filter((packet) => !packet.end);
    expect(hear([...lost, ...press(5, 4_000, 60)])).toEqual([
      { digit: '5', duration: 640 },
      { digit: '5', duration: 480 },
    ]);
  });

  test('RFC 4733 2.5.2.2: … or when nothing more comes', () => {
    const receiver = createDigitReceiver();
    receiver.event(1, 1_000, { event: 9, end: false, volume: 10, duration: 160 }, 500);
    expect(receiver.openSince).toBe(500);
    expect(receiver.flush()).toEqual([{ digit: '9', duration: 160 }]);
    expect(receiver.openSince).toBeUndefined();
  });

  test('RFC 4733 2.5.2: one end packet alone is a press', () => {
    expect(hear(press(11, 1_000, 100).slice(-1))).toEqual([{ digit: '#', duration: 800 }]);
  });

  test('RFC 4733 2.5.2: the same key twice is two presses', () => {
    const twice = [...press(1, 1_000, 80), ...press(1, 2_600, 80)];
    expect(hear(twice).map((heard) => heard.digit)).toEqual(['1', '1']);
  });

  test('RFC 4733 2.5.1.3: a key held longer than 65,535 units goes on in segments and is one press', () => {
    const first = { timestamp: 100, event: 3, end: false, duration: 0xffff };
    const second = { timestamp: 100 + 0xffff, event: 3, end: false, duration: 800 };
    expect(hear([first, second, { ...second, end: true, duration: 1_600 }])).toEqual([
      { digit: '3', duration: 0xffff + 1_600 },
    ]);
  });

  test('RFC 4733 2.5.2: late packets of a press that was told are not a press', () => {
    const [early] = press(7, 1_000, 100);
    const packets = [...press(7, 1_000, 100), ...press(8, 3_000, 100), early as Told];
    expect(hear(packets).map((heard) => heard.digit)).toEqual(['7', '8']);
  });

  test('RFC 4733 3.2: events that are no keys (flash, tones) are no digits', () => {
    expect(hear(press(16, 1_000, 100))).toEqual([]);
  });

  test('RFC 4733 2.5.2: presses are told once and in order, whatever is lost, doubled or swapped nearby', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ event: fc.nat(15), ms: fc.integer({ min: 40, max: 400 }) }), { maxLength: 8 }),
        fc.nat(0xffff_ffff),
        fc.infiniteStream(fc.constantFrom('keep', 'keep', 'double', 'lose')),
        (keys, start, fates) => {
          let timestamp = start;
          const packets: Told[] = [];
          for (const { event, ms } of keys) {
            const all = press(event, timestamp, ms);
            const [first, ...others] = all;
            // at least one packet of each press arrives
            packets.push(first as Told);
            for (const packet of others) {
              const fate = fates.next().value;
              if (fate !== 'lose') packets.push(packet);
              if (fate === 'double') packets.push(packet);
            }
            timestamp += ms * 8 + 640;
          }
          const wanted = keys.map(({ event }) => DIGITS[event]);
          expect(hear(packets).map((heard) => heard.digit)).toEqual(wanted);
        },
      ),
    );
  });
});
