import { describe, expect, test } from 'vitest';
import { toneVoice } from './support/tone-voice.ts';
import { createWorld, placeCall, planFor, SCRIPT } from './support/world.ts';

describe('the report of a call', () => {
  test('RFC 3550 6.4 a call of some length knows how the callee heard it: loss, jitter, way, MOS', async () => {
    const world = createWorld();
    const engine = await world.engine({ voice: toneVoice(12_000) });
    const callee = await world.callee((line) => {
      line.answer();
      line.session.feed({ take: (_codec, bytes) => new Uint8Array(bytes).fill(0xd5) });
    });
    const { outcome } = placeCall(engine, planFor(callee.port, { script: { ...SCRIPT, plays: 1 } }));
    const { rtp } = await world.pass(outcome);
    expect(rtp).toMatchObject({ sent: 600, lost: 0, remote: { lost: 0 } });
    expect(rtp?.roundTripMs).toBeGreaterThanOrEqual(0);
    for (const mos of [rtp?.mos?.heard, rtp?.mos?.sent]) {
      expect(mos).toBeGreaterThan(4);
      expect(mos).toBeLessThanOrEqual(4.5);
    }
  });

  test('RFC 3550 6.4 a callee without a word of sound or RTCP leaves nothing to judge by', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.answer());
    const { outcome } = placeCall(engine, planFor(callee.port));
    const { rtp } = await world.pass(outcome);
    expect(rtp).toEqual({ sent: 20, received: 0, lost: 0, jitterMs: 0 });
  });
});

describe('keys', () => {
  test('voice: of a callee that agreed on no telephone-event, the tones in its sound are the keys', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee(({ call, session }) => {
      session.connect({
        address: '127.0.0.1',
        port: Number(/m=audio (\d+)/.exec(call.body)?.[1]),
        codec: { name: 'PCMA', payloadType: 8 },
        ptimeMs: 20,
        direction: 'sendrecv',
      });
      call.answer(
        `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${session.port} RTP/AVP 8\r\n`,
      );
      for (const key of '2580') session.sendDigit(key, 100);
    });
    const { events, outcome } = placeCall(engine, planFor(callee.port));
    expect((await world.pass(outcome)).digits).toBe('2580');
    expect(events.filter((event) => event.startsWith('digit'))).toEqual(
      [...'2580'].map((key) => `digit ${key}`),
    );
  });
});
