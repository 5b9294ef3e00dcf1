import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/codec/codec.ts';
import { parseRtp } from '../../src/packet/rtp.ts';
import { parseTelephoneEvent } from '../../src/packet/telephone-event.ts';
import { PacketMemory } from '../../src/session/packet-memory.ts';
import { createPlayoutClock } from '../../src/session/playout-clock.ts';
import { Sender, type SendTerms } from '../../src/session/sender.ts';
import { encodeTrack, type Track, transcodeTrack } from '../../src/sound/track.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { amplitudeAt, sine } from '../support/tone.ts';

const TERMS: SendTerms = { codec: { name: 'PCMA', payloadType: 8 }, ptimeMs: 20, dtmfPayloadType: 101 };

interface Sent {
  readonly at: number;
  readonly marker: boolean;
  readonly type: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

function start(firstSequence = 100, firstTimestamp = 10_000) {
  const clock = createManualClock();
  const began = clock.now();
  const playout = createPlayoutClock(clock);
  const sent: Sent[] = [];
  const sender = new Sender({
    ssrc: 7,
    firstSequence,
    firstTimestamp,
    memory: new PacketMemory(),
    totals: { sent: 0 },
    link: {
      send(packet) {
        const read = parseRtp(Uint8Array.from(packet));
        if (read === undefined) throw new Error('no RTP packet');
        const { marker, payloadType: type, sequence, timestamp, payload } = read;
        sent.push({ at: clock.now() - began, marker, type, sequence, timestamp, payload });
        return true;
      },
    },
  });
  const go = () => sender.ready && playout.add(sender);
  return {
    clock,
    sent,
    sender,
    playout,
    agree(terms: SendTerms | undefined) {
      sender.agree(terms);
      go();
    },
    play(track: Track, onEnd?: () => void) {
      const item = { track: (codec: 'PCMA' | 'PCMU') => transcodeTrack(track, codec), onEnd };
      sender.queue(item);
      go();
      return item;
    },
    key(event: number, ms: number) {
      sender.key(event, ms);
      go();
    },
  };
}

/** `frames` packets of 20 ms, each of one byte. */
const track = (frames: number): Track => ({
  codec: 'PCMA',
  payload: Uint8Array.from({ length: frames * 160 }, (_, index) => Math.floor(index / 160) + 1),
});

describe('RFC 3550 5.1, RFC 3551 4.1 talk spurts', () => {
  test('RFC 3551 4.2: a packet every 20 ms, numbers one up, time stamps 160 up, the marker on the first', () => {
    const { agree, play, clock, sent } = start();
    agree(TERMS);
    play(track(3));
    clock.advance(200);
    expect(sent.map(({ payload: [byte], ...packet }) => ({ ...packet, byte }))).toEqual([
      { at: 5, marker: true, type: 8, sequence: 100, timestamp: 10_000, byte: 1 },
      { at: 25, marker: false, type: 8, sequence: 101, timestamp: 10_160, byte: 2 },
      { at: 45, marker: false, type: 8, sequence: 102, timestamp: 10_320, byte: 3 },
    ]);
  });

  test('RFC 3551 4.1: silence is not sent; after it the marker is set and the time stamp has gone on', () => {
    const { agree, play, clock, sent } = start();
    agree(TERMS);
    play(track(1));
    clock.advance(1_000);
    play(track(1));
    clock.advance(1_000);
    expect(sent.map(({ at, marker, sequence }) => [at, marker, sequence])).toEqual([
      [5, true, 100],
      [1_005, true, 101],
    ]);
    expect((sent[1] as Sent).timestamp - (sent[0] as Sent).timestamp).toBe(8_000);
  });

  test('RFC 3550 5.1: sounds queued follow each other without a gap, in one talk spurt', () => {
    const { agree, play, clock, sent } = start();
    agree(TERMS);
    play(track(2));
    play(track(2));
    clock.advance(200);
    expect(sent.map(({ at, marker }) => [at, marker])).toEqual([
      [5, true],
      [25, false],
      [45, false],
      [65, false],
    ]);
  });

  test('RFC 3550 5.1: sequence number and time stamp wrap', () => {
    const { agree, play, clock, sent } = start(0xffff, 0xffff_ffff);
    agree(TERMS);
    play(track(2));
    clock.advance(100);
    expect(sent.map(({ sequence, timestamp }) => [sequence, timestamp])).toEqual([
      [0xffff, 0xffff_ffff],
      [0, 159],
    ]);
  });

  test.each([10, 30, 60])('RFC 4566 6: packets of %i ms, when the other side likes them', (ptimeMs) => {
    const { agree, play, clock, sent } = start();
    agree({ ...TERMS, ptimeMs });
    play(track(6));
    clock.advance(300);
    expect(sent.map(({ at }) => at)).toEqual(
      Array.from({ length: 120 / ptimeMs }, (_, index) => 5 + index * ptimeMs),
    );
    expect(sent.every(({ payload }) => payload.length === ptimeMs * 8)).toBe(true);
  });

  test('RFC 3551 4.2: a last packet that is not full is filled up with silence', () => {
    const { agree, play, clock, sent } = start();
    agree({ ...TERMS, ptimeMs: 30 });
    play(track(2));
    clock.advance(300);
    expect(sent[1]?.payload).toEqual(Uint8Array.from([...Array(80).fill(2), ...Array(160).fill(0xd5)]));
  });

  test('RFC 3264 6.1: a track of the other law is sent under the agreed one', () => {
    const { agree, play, clock, sent } = start();
    agree({ ...TERMS, codec: { name: 'PCMU', payloadType: 0 } });
    play(encodeTrack(sine(1_000, 0.2), 'PCMA'));
    clock.advance(300);
    const heard = Int16Array.from(sent.flatMap(({ payload }) => [...decode('PCMU', payload)]));
    expect(sent[0]?.type).toBe(0);
    expect(amplitudeAt(heard, 1_000)).toBeGreaterThan(9_900);
  });
});

describe('the end of a sound', () => {
  test('it is told when the last packet’s time is over, and what the listener plays then follows at once', () => {
    const { agree, play, clock, sent } = start();
    const ends: number[] = [];
    const began = clock.now();
    agree(TERMS);
    play(track(2), () => {
      ends.push(clock.now() - began);
      play(track(1), () => ends.push(clock.now() - began));
    });
    clock.advance(200);
    expect(ends).toEqual([45, 65]);
    expect(sent.map(({ at, marker }) => [at, marker])).toEqual([
      [5, true],
      [25, false],
      [45, false],
    ]);
  });

  test('a sound stopped is not told; the next one begins from its start', () => {
    const { agree, play, clock, sent, sender } = start();
    let told = 0;
    agree(TERMS);
    const first = play(track(9), () => told++);
    play(track(1), () => told++);
    clock.advance(26);
    sender.remove(first);
    sender.remove(first);
    clock.advance(200);
    expect(sent.map(({ payload }) => payload[0])).toEqual([1, 2, 1]);
    expect(told).toBe(1);
  });

  test('a sound of no length ends at once', () => {
    const { agree, play, clock, sent } = start();
    let told = 0;
    agree(TERMS);
    play(track(0), () => told++);
    clock.advance(5);
    expect({ told, sent: sent.length }).toEqual({ told: 1, sent: 0 });
  });

  test('stopped and played anew within one packet’s time, sound does not overlap', () => {
    const { agree, play, clock, sent, sender } = start();
    agree(TERMS);
    const first = play(track(5));
    clock.advance(6);
    sender.remove(first);
    clock.advance(1);
    play(track(1));
    clock.advance(100);
    expect((sent[1] as Sent).timestamp - (sent[0] as Sent).timestamp).toBeGreaterThanOrEqual(160);
  });
});

describe('RFC 3264 8.4 hold', () => {
  test('RFC 3264 8.4: while the other side does not listen sounds wait, then go on where they were', () => {
    const { agree, play, clock, sent } = start();
    play(track(4));
    clock.advance(100);
    expect(sent).toEqual([]);
    agree(TERMS);
    clock.advance(26);
    agree(undefined);
    clock.advance(1_000);
    agree(TERMS);
    clock.advance(100);
    expect(sent.map(({ payload }) => payload[0])).toEqual([1, 2, 3, 4]);
    expect(sent.map(({ marker }) => marker)).toEqual([true, false, true, false]);
    expect((sent[2] as Sent).timestamp - (sent[1] as Sent).timestamp).toBeGreaterThan(7_900);
  });
});

test('RFC 3264 8.4: a call that the end of one sound puts on hold keeps the next one waiting', () => {
  const { agree, play, clock, sent } = start();
  agree(TERMS);
  play(track(1), () => agree(undefined));
  play(track(1));
  clock.advance(500);
  expect(sent.length).toBe(1);
  agree(TERMS);
  clock.advance(100);
  expect(sent.map(({ marker }) => marker)).toEqual([true, true]);
});

describe('lateness', () => {
  test('after a short stall the missed packets are sent at once, with their own time stamps', () => {
    const { agree, play, clock, sent } = start();
    agree(TERMS);
    play(track(5));
    clock.advance(6);
    clock.stall(60);
    clock.advance(100);
    expect(sent.map(({ timestamp }) => timestamp - 10_000)).toEqual([0, 160, 320, 480, 640]);
    expect(sent.every(({ marker }, index) => marker === (index === 0))).toBe(true);
  });

  test('after a long stall nothing is sent in a burst: the sound goes on later, as a new talk spurt', () => {
    const { agree, play, clock, sent } = start();
    agree(TERMS);
    play(track(4));
    clock.advance(6);
    clock.stall(2_000);
    expect(sent.length).toBe(2);
    clock.advance(100);
    expect(sent.map(({ payload }) => payload[0])).toEqual([1, 2, 3, 4]);
    expect(sent.map(({ marker }) => marker)).toEqual([true, true, false, false]);
    expect((sent[1] as Sent).timestamp - (sent[0] as Sent).timestamp).toBeGreaterThan(15_000);
  });

  test('RFC 3550 5.1: numbers go up by one and sound never overlaps, whatever stalls, stops and holds', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('advance' as const), ms: fc.nat(90) }),
      fc.record({ do: fc.constant('stall' as const), ms: fc.nat(300) }),
      fc.record({ do: fc.constantFrom('play', 'stop', 'hold', 'resume', 'key' as const), ms: fc.nat(5) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { agree, play, key, clock, sent, sender } = start(0xfff0, 0xffff_f000);
        const items: ReturnType<typeof play>[] = [];
        agree(TERMS);
        for (const { do: what, ms } of steps) {
          if (what === 'advance') clock.advance(ms);
          else if (what === 'stall') clock.stall(ms);
          else if (what === 'play') items.push(play(track(ms)));
          else if (what === 'key') key(ms, 60);
          else if (what === 'hold') agree(undefined);
          else if (what === 'resume') agree(TERMS);
          else {
            const item = items.shift();
            if (item !== undefined) sender.remove(item);
          }
        }
        for (const [index, packet] of sent.entries()) {
          const before = sent[index - 1];
          if (before === undefined) continue;
          expect(packet.sequence).toBe((before.sequence + 1) & 0xffff);
          const forward = (packet.timestamp - before.timestamp) | 0;
          if (before.type === 8 && packet.type === 8) expect(forward).toBeGreaterThanOrEqual(160);
          else expect(forward).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('RFC 4733 2.5.1 keys', () => {
  test('RFC 4733 2.5.1: one time stamp, growing duration, the end three times, the marker on the first', () => {
    const { agree, key, clock, sent } = start();
    agree(TERMS);
    key(5, 60);
    clock.advance(300);
    const told = sent.map(({ at, marker, timestamp, payload }) => {
      const event = parseTelephoneEvent(payload);
      return [at, marker, timestamp, event?.event, event?.end, event?.duration];
    });
    expect(told).toEqual([
      [5, true, 10_000, 5, false, 160],
      [25, false, 10_000, 5, false, 320],
      [45, false, 10_000, 5, true, 480],
      [65, false, 10_000, 5, true, 480],
      [85, false, 10_000, 5, true, 480],
    ]);
  });

  test.each([
    ['events', 101],
    ['tones', undefined],
  ])('ITU-T Q.24: two keys sent as %s are 60 ms apart, more than the 40 ms that are needed', (_, type) => {
    const { agree, key, clock, sent } = start();
    agree({ ...TERMS, dtmfPayloadType: type });
    key(1, 60);
    key(1, 60);
    clock.advance(500);
    const starts = sent.filter(({ marker }) => marker);
    expect(starts.length).toBe(2);
    const before = sent[sent.indexOf(starts[1] as Sent) - 1] as Sent;
    expect((starts[1] as Sent).at - (before.at + 20)).toBe(60);
  });

  test('RFC 4733 2.5.1.1: a key takes the place of the sound, which goes on after it', () => {
    const { agree, play, key, clock, sent } = start();
    agree(TERMS);
    play(track(3));
    clock.advance(6);
    key(5, 40);
    clock.advance(400);
    expect(sent.map(({ type }) => type)).toEqual([8, 101, 101, 101, 101, 8, 8]);
    expect(sent[5]?.marker).toBe(true);
    expect(sent[5]?.payload[0]).toBe(2);
  });

  test('ITU-T Q.23: a side that takes no events hears the key as a tone', () => {
    const { agree, key, clock, sent } = start();
    agree({ ...TERMS, dtmfPayloadType: undefined });
    key(5, 100);
    clock.advance(500);
    expect(sent.map(({ type }) => type)).toEqual([8, 8, 8, 8, 8]);
    const heard = Int16Array.from(sent.flatMap(({ payload }) => [...decode('PCMA', payload)]));
    expect(amplitudeAt(heard, 770)).toBeGreaterThan(6_000);
    expect(amplitudeAt(heard, 1_336)).toBeGreaterThan(6_000);
  });

  test('RFC 3264 8.3.2: a key that is a tone goes on under another codec as any sound does', () => {
    const { agree, key, clock, sent } = start();
    agree({ ...TERMS, dtmfPayloadType: undefined });
    key(5, 200);
    clock.advance(100);
    agree({ ...TERMS, codec: { name: 'PCMU', payloadType: 0 }, dtmfPayloadType: undefined });
    clock.advance(500);
    const after = sent.filter(({ type }) => type === 0);
    expect(sent).toHaveLength(10);
    const heard = Int16Array.from(after.flatMap(({ payload }) => [...decode('PCMU', payload)]));
    const [low, high] = [amplitudeAt(heard, 770), amplitudeAt(heard, 1_336)];
    // One law read as the other is another level, and harmonics.
    expect(low).toBeGreaterThan(6_000);
    expect(low).toBeLessThan(12_000);
    expect(high).toBeGreaterThan(6_000);
    expect(Math.max(...[2_106, 1_902, 3_442].map((hz) => amplitudeAt(heard, hz)))).toBeLessThan(300);
  });
});
