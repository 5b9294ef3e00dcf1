import { describe, expect, onTestFinished, test } from 'vitest';
import { type CallEngineOptions, createCallEngine } from '../../src/calling/index.ts';
import { type Line, openCallee } from './support/callee.ts';
import { bursts } from './support/signal.ts';
import { toneVoice } from './support/tone-voice.ts';
import { placeCall, planFor, TONE_MS } from './support/world.ts';

/** The threads have the real clock: these calls take as long as they say. */
async function openEngine(options: Partial<CallEngineOptions> = {}) {
  const engine = await createCallEngine({
    host: '127.0.0.1',
    sipPort: 0,
    rtpPortMin: 31_000,
    rtpPortMax: 31_039,
    capacity: 20,
    voice: toneVoice(TONE_MS),
    warm: [],
    mediaThreads: 2,
    ...options,
  });
  onTestFinished(() => engine.close());
  return engine;
}

async function openPeer(behave: (line: Line) => void) {
  const callee = await openCallee({ behave, rtpPortMin: 46_000 });
  onTestFinished(() => callee.close());
  return callee;
}

describe('an engine whose sound is carried by threads', () => {
  test('voice: the message is heard, keys arrive, and the report is that of the call', async () => {
    const engine = await openEngine();
    const callee = await openPeer((line) => {
      line.answer();
      void line.acknowledged.then(() => line.session.sendDigit('7'));
    });
    const calls = Array.from({ length: 4 }, () => placeCall(engine, planFor(callee.port)));
    for (const { outcome, events } of calls) {
      expect(await outcome).toMatchObject({
        ...{ result: 'answered', playsCompleted: 2, digits: '7', endedBy: 'us' },
        rtp: { sent: 20, lost: 0 },
      });
      expect(events.filter((event) => !event.startsWith('answered-by'))).toEqual(
        expect.arrayContaining([
          'dialling',
          'answered',
          'playing 1',
          'played 1',
          'playing 2',
          'played 2',
          'digit 7',
        ]),
      );
    }
    for (const { heard } of callee.lines) {
      const said = bursts(heard.pcm(0)).reduce((sum, { from, to }) => sum + to - from, 0);
      // On a machine without time for it, a sound comes in pieces, and all of them.
      expect(said).toBeGreaterThan(1.8 * TONE_MS);
    }
  });

  test('voice: its ports are free again, and none is left when it is closed', async () => {
    const engine = await openEngine({ rtpPortMin: 31_100, rtpPortMax: 31_103 });
    expect(engine.load().capacity).toBe(2);
    const callee = await openPeer((line) => line.answer());
    for (let round = 0; round < 3; round++) {
      const calls = [0, 1].map(() => placeCall(engine, planFor(callee.port, { maxTalkMs: 50 })).outcome);
      for (const outcome of await Promise.all(calls)) expect(outcome.result).toBe('answered');
    }
    await engine.close();
    const again = await openEngine({ rtpPortMin: 31_100, rtpPortMax: 31_103, mediaThreads: 0 });
    const last = placeCall(again, planFor(callee.port, { maxTalkMs: 50 }));
    expect((await last.outcome).result).toBe('answered');
  });
});

describe('ANSWER_DETECTION off', () => {
  test('voice: nobody listens for who answered', async () => {
    const speaking = async (answerDetection: boolean) => {
      const engine = await openEngine({
        answerDetection,
        mediaThreads: 0,
        rtpPortMin: 31_200,
        rtpPortMax: 31_239,
      });
      const callee = await openPeer((line) => line.answer());
      // Longer than the silence after which the verdict is `unsure`.
      const { outcome, events } = placeCall(
        engine,
        planFor(callee.port, {
          script: { language: 'zh', pieces: [{ kind: 'text', text: '您好' }], plays: 2, pauseMs: 5000 },
        }),
      );
      await outcome;
      await engine.close();
      return events.filter((event) => event.startsWith('answered-by'));
    };
    expect(await speaking(true)).toHaveLength(1);
    expect(await speaking(false)).toEqual([]);
  });
});
