import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeTrack, encodeTrack } from '@herald/media';
import { createSpeaker, espeakVoice, type Piece } from '@herald/speech';
import { expect, onTestFinished, test } from 'vitest';
import { sine } from '../support/tones.ts';
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

test('4.3.8 what the callee hears of recorded sound is, byte for byte, what was approved', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'herald-sounds-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { payload } = encodeTrack(sine({ seconds: 1.5, amplitude: 0.3 }), 'PCMA');
  const sound = createHash('sha256').update(payload).digest('hex');
  await writeFile(join(folder, sound), payload);
  const world = createWorld();
  const engine = await world.engine({ soundDir: folder });
  const callee = await world.callee((line) => line.answer());
  const script = { language: 'zh', pieces: [{ kind: 'sound', sound }], plays: 1, pauseMs: 0 } as const;
  await engine.prepare(script);
  const result = await world.pass(placeCall(engine, planFor(callee.port, { script })).outcome);
  expect(result).toMatchObject({ result: 'answered', playsCompleted: 1 });
  const approved = decodeTrack({ codec: 'PCMA', payload });
  const heard = callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0);
  const start = heard.findIndex((sample) => Math.abs(sample) > 100);
  const offset = approved.findIndex((sample) => Math.abs(sample) > 100);
  expect(heard.subarray(start - offset, start - offset + approved.length)).toEqual(approved);
});
