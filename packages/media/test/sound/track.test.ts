import { expect, test } from 'vitest';
import { decode } from '../../src/codec/codec.ts';
import { encodeTrack, trackDurationMs, transcodeTrack } from '../../src/sound/track.ts';
import { amplitudeAt, sine } from '../support/tone.ts';

test('RFC 3551 4.5.14: one byte a sample, filled up with silence to whole packets of 20 ms', () => {
  const track = encodeTrack(sine(1_000, 0.05), 'PCMA');
  expect(track.payload.length).toBe(480);
  expect(track.payload.subarray(400)).toEqual(new Uint8Array(80).fill(0xd5));
  expect(trackDurationMs(track)).toBe(60);
});

test('RFC 3551 4.5.14: no sound is no packet', () => {
  expect(encodeTrack(new Int16Array(0), 'PCMU').payload.length).toBe(0);
});

test('G.711 3.2: a track sounds the same under the other law', () => {
  const track = encodeTrack(sine(1_000, 1), 'PCMA');
  const other = transcodeTrack(track, 'PCMU');
  expect(other.payload.length).toBe(track.payload.length);
  expect(amplitudeAt(decode('PCMU', other.payload), 1_000)).toBeCloseTo(10_000, -2);
  expect(transcodeTrack(track, 'PCMA')).toBe(track);
});
