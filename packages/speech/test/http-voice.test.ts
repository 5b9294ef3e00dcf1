import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSpeaker, espeakVoice, type HttpVoiceOptions, httpVoice, type Voice } from '../src/index.ts';
import { activeLevelDb } from '../src/sound/level.ts';
import { createManualClock } from './support/manual-clock.ts';
import { peakDb } from './support/signal.ts';
import { openSpeechServer, status } from './support/speech-server.ts';

let behind: Voice;
let server: Awaited<ReturnType<typeof openSpeechServer>>;
let voice: Voice;
beforeAll(() => {
  behind = espeakVoice();
});
afterAll(() => behind.close());
beforeEach(async () => {
  server = await openSpeechServer(behind);
});
afterEach(async () => {
  await voice.close();
  await server.close();
});

function open(options: Partial<HttpVoiceOptions> = {}): Voice {
  voice = httpVoice({
    url: server.url,
    key: 'k-1',
    model: 'tts',
    voices: { zh: 'chinese', en: 'english' },
    ...options,
  });
  return voice;
}

const say = (text = '您好', rate = 1) => voice.render(text, { language: 'zh', rate, sampleRate: 8000 });

describe('POST /v1/audio/speech', () => {
  test('The request has model, voice of the language, text, format, speed when it is not 1, and the key as bearer', async () => {
    open();
    await say();
    await voice.render('hello', { language: 'en', rate: 1.5, sampleRate: 8000 });
    const common = { method: 'POST', path: '/v1/audio/speech', authorization: 'Bearer k-1' };
    const body = { model: 'tts', response_format: 'wav' };
    expect(server.asked).toEqual([
      { ...common, body: { ...body, voice: 'chinese', input: '您好' } },
      { ...common, body: { ...body, voice: 'english', input: 'hello', speed: 1.5 } },
    ]);
  });

  test('Without a key none is sent', async () => {
    voice = httpVoice({ url: server.url, model: 'tts', voices: { zh: 'chinese', en: 'english' } });
    await say();
    expect(server.asked[0]?.authorization).toBeUndefined();
  });

  test.each([
    ['wav', 16_000],
    ['pcm', 24_000],
  ] as const)('The sound is what the service spoke (%s, %i Hz)', async (format, sampleRate) => {
    open({ format });
    const heard = await say();
    const spoken = await behind.render('您好', { language: 'zh', rate: 1, sampleRate: 16_000 });
    expect(heard.sampleRate).toBe(sampleRate);
    expect(heard.pcm.length / sampleRate).toBeCloseTo(spoken.pcm.length / 16_000, 3);
    if (format === 'wav') expect(heard.pcm).toEqual(spoken.pcm);
  });

  test('A speaker with it says a code of single characters, at level, and asks for each once', async () => {
    const speaker = createSpeaker({ voice: open() });
    const pieces = [{ kind: 'code', text: 'A3F93' }] as const;
    const pcm = await speaker.say(pieces, { language: 'zh' });
    expect(activeLevelDb(pcm, 8000)).toBeCloseTo(-20, 0);
    expect(peakDb(pcm)).toBeLessThanOrEqual(-1);
    await speaker.say(pieces, { language: 'zh' });
    expect(server.asked.map(({ body }) => body.input)).toEqual(['A', '三', 'F', '九']);
  });
});

describe('Failures', () => {
  test.each([
    [401, 'check the key'],
    [404, 'check the address'],
    [400, 'check model and voice'],
    [500, 'status 500'],
    [307, 'redirects are not followed'],
  ])('Status %i is told with what to do (%s), and is not tried again', async (code, words) => {
    open();
    server.next.push(status(code, code === 307 ? { location: server.url } : {}));
    await expect(say()).rejects.toMatchObject({
      name: 'SpeechError',
      code: 'voice-failed',
      message: expect.stringContaining(words),
    });
    expect(server.asked).toHaveLength(1);
  });

  test.each([429, 502, 503, 504])('Status %i is passing: one more try', async (code) => {
    const { clock, advance, pending } = createManualClock();
    open({ clock });
    server.next.push(status(code));
    const sound = say();
    await until(() => pending() === 2);
    advance(250);
    expect((await sound).pcm.length).toBeGreaterThan(1000);
    expect(server.asked).toHaveLength(2);
    expect(pending()).toBe(0);
  });

  test('There is no third try', async () => {
    const { clock, advance, pending } = createManualClock();
    open({ clock });
    server.next.push(status(503), status(503));
    const refused = expect(say()).rejects.toThrow('status 503');
    await until(() => pending() === 2);
    advance(250);
    await refused;
    expect(server.asked).toHaveLength(2);
  });

  test('A connection that is cut is tried again; one that cannot be had is an error', async () => {
    const { clock, advance, pending } = createManualClock();
    open({ clock });
    server.next.push((response) => response.socket?.destroy());
    const sound = say();
    await until(() => pending() === 2);
    advance(250);
    expect((await sound).pcm.length).toBeGreaterThan(1000);
    await server.close();
    const refused = expect(say()).rejects.toMatchObject({
      code: 'voice-failed',
      message: expect.stringContaining('no connection'),
    });
    await until(() => pending() === 2);
    advance(250);
    await refused;
  });

  test.each([
    ['before its answer', () => {}],
    ['in the middle of its answer', (response: import('node:http').ServerResponse) => response.write('RIFF')],
  ])('A service that hangs %s is given up in time, both tries together', async (_, behave) => {
    const { clock, advance, pending } = createManualClock();
    open({ clock, timeoutMs: 3000 });
    server.next.push(behave);
    const refused = expect(say()).rejects.toMatchObject({ code: 'timeout' });
    await until(() => server.asked.length === 1);
    advance(3000);
    await refused;
    expect(pending()).toBe(0);
  });

  test('An answer without end is cut off at 32 MiB', async () => {
    open();
    server.next.push((response) => {
      const part = Buffer.alloc(1 << 20);
      const more = () => {
        while (!response.destroyed && response.write(part));
      };
      response.on('drain', more);
      more();
    });
    await expect(say()).rejects.toThrow('more than 33554432 bytes');
  });

  test('What is no sound is an error', async () => {
    open();
    server.next.push((response) => response.end('{"error":"quota"}'));
    await expect(say()).rejects.toMatchObject({ code: 'voice-failed' });
  });

  test('Neither the key nor the text is in an error', async () => {
    open();
    server.next.push(status(401));
    const error = (await say('张三的密码').catch((reason: unknown) => reason)) as Error;
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(/k-1|张三/);
  });
});

describe('Bounds', () => {
  test('So many requests are under way at one time, and no more', async () => {
    open({ concurrency: 2 });
    await Promise.all(Array.from({ length: 8 }, (_, i) => say(`第${'一二三四五六七八'[i]}句`)));
    expect(server.asked).toHaveLength(8);
    expect(server.most()).toBe(2);
  });

  test('256 may wait; the next is refused as busy. Closing rejects all of them', async () => {
    open({ concurrency: 1 });
    server.next.push(() => {});
    const all = Array.from({ length: 257 }, () => say());
    const outcomes = Promise.allSettled(all);
    await expect(say()).rejects.toMatchObject({ code: 'busy' });
    await until(() => server.asked.length === 1);
    await voice.close();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
    }
    await expect(say()).rejects.toMatchObject({ code: 'closed' });
    expect(server.asked).toHaveLength(1);
  });

  test('What sounds different has another id; the key has no part in it', () => {
    const ids = [{}, { model: 'b' }, { voices: { zh: 'x', en: 'english' } }, { url: `${server.url}/2` }].map(
      (options) => open(options).id,
    );
    expect(new Set(ids).size).toBe(4);
    expect(open({ key: 'other' }).id).toBe(ids[0]);
    expect(ids.join()).not.toContain('k-1');
  });
});

/** Lets the event loop turn until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
