import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createManualClock } from '@herald/sip/testkit';
import { SpeechError } from '@herald/speech';
import { expect, onTestFinished, test } from 'vitest';
import { checkVoice, forkEngine, openVoices } from '../../src/calling/index.ts';
import { ConfigError, readConfig, voiceEnvironment } from '../../src/platform/config.ts';
import { memoryLog } from '../support/memory-log.ts';
import { createWorld, placeCall, planFor } from './support/world.ts';

const ENGINE = fileURLToPath(new URL('../../src/processes/engine.ts', import.meta.url));

const settings = (set: Record<string, string>) => readConfig(set).voice;

test('voice: each setting opens its voice; eSpeak NG steps in for any other', async () => {
  const log = memoryLog();
  const opened = [
    { VOICE: 'espeak' },
    { VOICE: 'sherpa', VOICE_MODEL_DIR: '/nowhere' },
    { VOICE: 'http', VOICE_URL: 'http://127.0.0.1:1/v1/audio/speech' },
  ].map((set) => openVoices(settings(set), log, createManualClock()));
  expect(opened.map(({ voice, fallbackVoice }) => [voice.id.split(' ')[0], fallbackVoice?.id])).toEqual([
    ['espeak-ng-1.0.2', undefined],
    ['sherpa-onnx-1.13.8', 'espeak-ng-1.0.2'],
    ['http', 'espeak-ng-1.0.2'],
  ]);
  for (const { voice, fallbackVoice } of opened) {
    await voice.close();
    await fallbackVoice?.close();
  }
});

test('voice: a call is spoken although the service of the voice is down; told once in 10 s, with how many', async () => {
  const log = memoryLog();
  const service = createServer((_, response) => response.writeHead(401).end());
  await once(service.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void service.close());
  const { port } = service.address() as AddressInfo;
  const world = createWorld();
  const url = `http://127.0.0.1:${port}/v1/audio/speech`;
  const voices = openVoices(settings({ VOICE: 'http', VOICE_URL: url, VOICE_KEY: 'k-1' }), log, world.clock);
  const engine = await world.engine({ ...voices });
  const callee = await world.callee((line) => line.answer());
  const script = { language: 'zh', pieces: [{ kind: 'text', text: '您好' }], plays: 1, pauseMs: 0 } as const;
  await engine.prepare(script);
  const result = await world.pass(placeCall(engine, planFor(callee.port, { script })).outcome);
  expect(result).toMatchObject({ result: 'answered', playsCompleted: 1 });
  expect(callee.lines[0]?.heard.seconds).toBeGreaterThan(0.3);
  const told = () => log.lines.filter(({ level }) => level === 'warn').map(({ facts }) => facts);
  expect(told()).toHaveLength(1);
  expect(told()[0]).toMatchObject({ code: 'voice-failed', reason: expect.stringContaining('check the key') });
  expect(JSON.stringify(log.lines)).not.toMatch(/k-1|您好/);
  world.clock.advance(10_000);
  voices.onVoiceFallback(new SpeechError('timeout', 'slow'));
  expect(told().at(-1)?.prompts).toBeGreaterThan(1);
});

test('voice: a folder without a model is told at the start, with the name of its setting', async () => {
  const voice = settings({ VOICE: 'sherpa', VOICE_MODEL_DIR: '/nowhere' });
  await expect(checkVoice(voice)).rejects.toThrow(ConfigError);
  await expect(checkVoice(voice)).rejects.toThrow(/^VOICE_MODEL_DIR: .*\/nowhere cannot be read: unpack/);
  await expect(checkVoice(settings({}))).resolves.toBeUndefined();
});

test('voice: the engine process asks the voice that its environment names, with its key', async () => {
  const keys = new Set<string | undefined>();
  const service = createServer(({ headers }, response) => {
    keys.add(headers.authorization);
    response.writeHead(401).end();
  });
  await once(service.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void service.close());
  const { port } = service.address() as AddressInfo;
  const engine = await forkEngine(ENGINE, {
    SIP_HOST: '127.0.0.1',
    SIP_PORT: '0',
    RTP_PORTS: '32800-32999',
    LOG_LEVEL: 'error',
    ...voiceEnvironment({
      VOICE: 'http',
      VOICE_URL: `http://127.0.0.1:${port}/v1/audio/speech`,
      VOICE_KEY: 'k-2',
    }),
  });
  onTestFinished(() => engine.close());
  await engine.prepare({
    language: 'zh',
    pieces: [{ kind: 'text', text: '您好' }],
    plays: 1,
    pauseMs: 0,
  });
  expect([...keys]).toEqual(['Bearer k-2']);
});
