import { afterEach, describe, expect, test } from 'vitest';
import { type Clock, type Voice, workerVoice } from '../src/index.ts';

const worker = new URL('./support/moody-worker.ts', import.meta.url);

let voice: Voice;
afterEach(() => voice.close());

/** Timers that go off when the test says so. */
function manualClock() {
  const timers = new Map<number, () => void>();
  let last = 0;
  const clock: Clock = {
    setTimer(_, fire) {
      const id = ++last;
      timers.set(id, fire);
      return { cancel: () => timers.delete(id) };
    },
  };
  const fireAll = () => {
    for (const [id, fire] of [...timers]) {
      timers.delete(id);
      fire();
    }
  };
  return { clock, timers, fireAll };
}

const say = (text: string) => voice.render(text, { language: 'zh', rate: 1 });

describe('A voice in a worker', () => {
  test('Answers in order, one at a time, and leaves no timer behind', async () => {
    const { clock, timers } = manualClock();
    voice = workerVoice({ id: 'moody', worker, clock });
    const sounds = await Promise.all(['a', 'bb', 'ccc'].map(say));
    expect(sounds.map(({ pcm }) => pcm[0])).toEqual([1, 2, 3]);
    expect(timers.size).toBe(0);
  });

  test('One that does not answer in its time rejects the render, is replaced, and those waiting are served', async () => {
    const { clock, timers, fireAll } = manualClock();
    voice = workerVoice({ id: 'moody', worker, clock });
    const stuck = say('hang');
    const next = say('next');
    expect(timers.size).toBe(1);
    fireAll();
    await expect(stuck).rejects.toMatchObject({ name: 'SpeechError', code: 'timeout' });
    expect((await next).pcm[0]).toBe(4);
  });

  test.each(['throw', 'exit'])(
    'One that ends (%s) rejects the render, is replaced, and those waiting are served',
    async (end) => {
      voice = workerVoice({ id: 'moody', worker, clock: manualClock().clock });
      const lost = say(end);
      const next = say('next');
      await expect(lost).rejects.toMatchObject({ name: 'SpeechError', code: 'voice-failed' });
      expect((await next).pcm[0]).toBe(4);
    },
  );

  test('A render that it refuses is rejected with its reason; the worker stays', async () => {
    voice = workerVoice({ id: 'moody', worker, clock: manualClock().clock });
    await expect(say('refuse')).rejects.toThrow(/no such word/);
    expect((await say('next')).pcm[0]).toBe(4);
  });

  test('A worker that cannot be started rejects, and does not throw elsewhere', async () => {
    voice = workerVoice({
      id: 'missing',
      worker: new URL('./no-such.ts', import.meta.url),
      clock: manualClock().clock,
    });
    await expect(say('a')).rejects.toMatchObject({ code: 'voice-failed' });
  });

  test('The queue is bounded: the next is refused as busy', async () => {
    voice = workerVoice({ id: 'moody', worker, clock: manualClock().clock, maxWaiting: 2 });
    const taken = ['a', 'b', 'c'].map(say);
    await expect(say('d')).rejects.toMatchObject({ code: 'busy' });
    expect(await Promise.all(taken)).toHaveLength(3);
  });

  test('Closing rejects what is under way and what waits, and nothing is taken after', async () => {
    voice = workerVoice({ id: 'moody', worker, clock: manualClock().clock });
    const renders = [say('hang'), say('b')];
    const outcomes = Promise.allSettled(renders);
    await voice.close();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
    await expect(say('c')).rejects.toMatchObject({ code: 'closed' });
  });
});
