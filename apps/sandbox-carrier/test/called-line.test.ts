import type { MediaEngine, MediaSession } from '@herald/media';
import type { IncomingCall } from '@herald/sip';
import { createManualClock } from '@herald/sip/testkit';
import { expect, test } from 'vitest';
import { createEar } from '../src/heard/ear.ts';
import { ringLine } from '../src/line/called-line.ts';
import { answer } from '../src/plan/steps.ts';
import { createSounds } from '../src/sound/sounds.ts';
import { turn } from './support/lab.ts';

test('rule: a port that is opened when its call is over already is closed again', async () => {
  const opening = Promise.withResolvers<MediaSession>();
  const done: string[] = [];
  const call = {
    callId: 'gone',
    requestUri: 'sip:0200@127.0.0.1',
    from: 'sip:x@127.0.0.1',
    to: 'sip:0200@127.0.0.1',
    body: '',
    headers: [],
    peer: { protocol: 'UDP', address: '127.0.0.1', port: 9 },
    handlers: {},
    ring: () => done.push('ring'),
    progress: () => done.push('progress'),
    answer: () => done.push('answer'),
    reject: () => done.push('reject'),
    hangup: () => done.push('hangup'),
  } as Partial<IncomingCall> as IncomingCall;
  const engine = { open: () => opening.promise } as MediaEngine;
  ringLine({
    call,
    steps: [answer],
    answersCancel: false,
    quality: 'all',
    engine,
    clock: createManualClock(),
    sounds: createSounds(),
    host: '127.0.0.1',
    sessionId: '1',
    maxCallMs: 1_000,
    onStep: () => done.push('step'),
    onAnswer: () => createEar(1, { seconds: 1 }),
    onEnd: () => done.push('end'),
    log: (line) => done.push(line),
  });
  call.handlers.onEnd?.({ kind: 'cancelled' });
  opening.resolve({ port: 28_000, close: () => done.push('port closed') } as unknown as MediaSession);
  await turn();
  expect(done).toEqual(['end', 'port closed']);
});
