import { encodeTrack } from '@herald/media';
import { createSpeaker, espeakVoice, type Piece } from '@herald/speech';
import { expect, onTestFinished, test } from 'vitest';
import { find, likeness } from './support/signal.ts';
import { createWorld, placeCall, planFor } from './support/world.ts';

const pieces = (code: string): Piece[] => [
  { kind: 'text', text: '您的验证码是' },
  { kind: 'code', text: code },
];
const SAMPLES_PER_MS = 8;

test('voice: what the callee hears is the code, spoken twice, with the pause between', async () => {
  const world = createWorld();
  const engine = await world.engine({ voice: espeakVoice() });
  const callee = await world.callee((line) => line.answer());
  const speaker = createSpeaker({ voice: espeakVoice() });
  onTestFinished(() => speaker.close());
  const said = await speaker.say(pieces('3079'), { language: 'zh' });
  const other = await speaker.say(pieces('3019'), { language: 'zh' });
  const script = { language: 'zh', pieces: pieces('3079'), plays: 2, pauseMs: 1000 } as const;
  await engine.prepare(script);
  const result = await world.pass(placeCall(engine, planFor(callee.port, { script })).outcome);
  expect(result).toMatchObject({ result: 'answered', playsCompleted: 2 });

  const heard = callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0);
  const first = find(said, heard);
  const second = find(said, heard, first.at + said.length);
  // A-law leaves a signal-to-noise ratio of some 38 dB.
  expect(first.likeness).toBeGreaterThan(0.999);
  expect(second.likeness).toBeGreaterThan(0.999);
  const packets = encodeTrack(said, 'PCMA').payload.length;
  const pause = (second.at - first.at - packets) / SAMPLES_PER_MS;
  expect(Math.abs(pause - script.pauseMs)).toBeLessThanOrEqual(20);
  const between = heard.subarray(first.at + packets, second.at);
  expect(between.every((sample) => Math.abs(sample) < 16)).toBe(true);
  // Another code does not pass for this one.
  expect(likeness(other, heard.subarray(first.at, first.at + other.length))).toBeLessThan(0.9);
});
