import { afterEach, describe, expect, test } from 'vitest';
import { type Voice, workerVoice } from '../src/index.ts';
import { createManualClock } from './support/manual-clock.ts';

const worker = new URL('./support/moody-worker.ts', import.meta.url);

let voice: Voice;
afterEach(() => voice.close());

const say = (text: string) => voice.render(text, { language: 'zh', rate: 1, sampleRate: 8000 });

describe.each(['thread', 'process'] as const)('A voice in a worker (%s)', (isolation) => {
  test('Answers in order, one at a time, and leaves no timer behind', async () => {
    const { clock, pending } = createManualClock();
    voice = workerVoice({ id: 'moody', worker, isolation, clock });
    const sounds = await Promise.all(['a', 'bb', 'ccc'].map(say));
    expect(sounds.map(({ pcm }) => pcm[0])).toEqual([1, 2, 3]);
    expect(pending()).toBe(0);
  });

  test('One that does not answer in its time rejects the render, is replaced, and those waiting are served', async () => {
    const { clock, pending, advance } = createManualClock();
    voice = workerVoice({ id: 'moody', worker, isolation, clock });
    const stuck = say('hang');
    const next = say('next');
    expect(pending()).toBe(1);
    advance(10_000);
    await expect(stuck).rejects.toMatchObject({ name: 'SpeechError', code: 'timeout' });
    expect((await next).pcm[0]).toBe(4);
  });

  test.each(['throw', 'exit'])(
    'One that ends (%s) rejects the render, is replaced, and those waiting are served',
    async (end) => {
      voice = workerVoice({ id: 'moody', worker, isolation, clock: createManualClock().clock });
      const lost = say(end);
      const next = say('next');
      await expect(lost).rejects.toMatchObject({ name: 'SpeechError', code: 'voice-failed' });
      expect((await next).pcm[0]).toBe(4);
    },
  );

  test('A render that it refuses is rejected with its reason; the worker stays', async () => {
    voice = workerVoice({ id: 'moody', worker, isolation, clock: createManualClock().clock });
    await expect(say('refuse')).rejects.toThrow(/no such word/);
    expect((await say('next')).pcm[0]).toBe(4);
  });

  test('A worker that cannot be started rejects, and does not throw elsewhere', async () => {
    voice = workerVoice({
      id: 'missing',
      isolation,
      worker: new URL('./no-such.ts', import.meta.url),
      clock: createManualClock().clock,
    });
    await expect(say('a')).rejects.toMatchObject({ code: 'voice-failed' });
  });

  test('The queue is bounded: the next is refused as busy', async () => {
    voice = workerVoice({ id: 'moody', worker, isolation, clock: createManualClock().clock, maxWaiting: 2 });
    const taken = ['a', 'b', 'c'].map(say);
    await expect(say('d')).rejects.toMatchObject({ code: 'busy' });
    expect(await Promise.all(taken)).toHaveLength(3);
  });

  test('Closing rejects what is under way and what waits, and nothing is taken after', async () => {
    voice = workerVoice({ id: 'moody', worker, isolation, clock: createManualClock().clock });
    const renders = [say('hang'), say('b')];
    const outcomes = Promise.allSettled(renders);
    await voice.close();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
    await expect(say('c')).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('A process', () => {
  test('One that crashes takes nothing with it: the render is rejected, with what to look at, and the next is served', async () => {
    voice = workerVoice({ id: 'moody', worker, isolation: 'process', advice: 'look at the model' });
    const lost = say('crash');
    const next = say('next');
    await expect(lost).rejects.toThrow('moody stopped: SIGSEGV: look at the model');
    expect((await next).pcm[0]).toBe(4);
  });

  test('It is given its data, and none of the service’s settings or secrets', async () => {
    process.env.VOICE_HTTP_KEY = 'secret';
    try {
      voice = workerVoice({ id: 'moody', worker, isolation: 'process', data: { model: '/m' } });
      const told = await say('environment').catch((error: Error) => error.message);
      expect(told).toContain('{"model":"/m"}');
      expect(told).toContain('PATH');
      expect(told).not.toContain('VOICE');
    } finally {
      delete process.env.VOICE_HTTP_KEY;
    }
  });
});
