import { describe, expect, test } from 'vitest';
import { bursts } from './support/signal.ts';
import { toneVoice } from './support/tone-voice.ts';
import { createWorld, placeCall, planFor, SCRIPT, TONE_MS } from './support/world.ts';

describe('a call that is answered', () => {
  test('voice: the message is said as often as asked, with the pause between, then BYE with Q.850 16', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => {
      line.call.ring();
      line.answer();
    });
    const startedAt = world.clock.now();
    const { plan, events, outcome } = placeCall(engine, planFor(callee.port));
    const result = await world.pass(outcome);

    expect(events).toEqual([
      'dialling',
      'ringing',
      'answered',
      'playing 1',
      'played 1',
      'playing 2',
      'played 2',
      'ended answered',
    ]);
    expect(result).toMatchObject({
      result: 'answered',
      cause: { kind: 'answered' },
      endedBy: 'us',
      playsCompleted: 2,
      digits: '',
      rtp: { sent: 20, received: 0, lost: 0 },
    });
    const { answeredAt = 0, ringingAt = 0, endedAt } = result;
    expect(result.startedAt).toBe(startedAt);
    expect(ringingAt).toBeGreaterThanOrEqual(startedAt);
    expect(answeredAt).toBeGreaterThanOrEqual(ringingAt);
    expect(result.talkMs).toBe(endedAt - answeredAt);

    const [line] = callee.lines;
    expect(await line?.ended).toMatchObject({ kind: 'hung-up', by: 'peer', q850: 16 });
    const [first, second, ...more] = bursts(line?.heard.pcm(0) ?? new Int16Array(0));
    expect(more).toEqual([]);
    // Each is as long as the voice made it, and what lies between is the pause, to the packet.
    expect(first?.to).toBeGreaterThan(TONE_MS - 5);
    expect(Math.abs((second?.from ?? 0) - TONE_MS - SCRIPT.pauseMs)).toBeLessThanOrEqual(20);

    const invite = callee.received('INVITE') ?? '';
    expect(invite).toContain(`INVITE sip:+8613800000200@127.0.0.1:${callee.port} SIP/2.0`);
    expect(invite).toMatch(/From: <sip:\+8602151860000@127\.0\.0\.1>;tag=/);
    expect(invite).toContain('P-Asserted-Identity: <sip:+8602151860000@127.0.0.1>');
    expect(invite).toContain(`Call-ID: ${plan.callId}\r\n`);
    expect(await world.until(() => callee.received('BYE'))).toContain('Reason: Q.850;cause=16');
    expect(callee.summary()).toEqual(['< INVITE', '> 180', '> 200', '< ACK', '< BYE']);
  });

  test('voice: the end of the last word is out of the jitter buffer before the BYE', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.answer());
    const placed = placeCall(engine, planFor(callee.port, { script: { ...SCRIPT, plays: 1 } }));
    await world.pass(placed.told('played 1'));
    const playedAt = world.clock.now();
    const { endedAt } = await world.pass(placed.outcome);
    expect(endedAt - playedAt).toBeGreaterThanOrEqual(180);
  });

  test('voice: without a pause the plays follow each other at once', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.answer());
    const script = { ...SCRIPT, plays: 3, pauseMs: 0 };
    const { outcome } = placeCall(engine, planFor(callee.port, { script }));
    expect(await world.pass(outcome)).toMatchObject({ playsCompleted: 3, rtp: { sent: 30 } });
    expect(bursts(callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0))).toHaveLength(1);
  });

  test('RFC 3261 15.1.2 the callee hangs up while it plays: answered, as far as it came', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.answer());
    const placed = placeCall(engine, planFor(callee.port));
    await world.pass(placed.told('playing 2'));
    callee.lines[0]?.call.hangup({ text: 'enough', q850: 16 });
    expect(await world.pass(placed.outcome)).toMatchObject({
      result: 'answered',
      cause: { kind: 'answered' },
      endedBy: 'callee',
      playsCompleted: 1,
    });
    expect(placed.events.at(-1)).toBe('ended answered');
    expect(callee.received('BYE')).toBeUndefined();
  });

  test('voice: maxTalkMs ends a call whatever plays', async () => {
    const world = createWorld();
    const engine = await world.engine({ voice: toneVoice(60_000) });
    const callee = await world.callee((line) => line.answer());
    const { outcome } = placeCall(engine, planFor(callee.port, { maxTalkMs: 3000 }));
    const result = await world.pass(outcome);
    expect(result).toMatchObject({ result: 'answered', endedBy: 'us', playsCompleted: 0, talkMs: 3000 });
    expect(await world.until(() => callee.received('BYE'))).toContain('Reason: Q.850;cause=16');
  });

  test('RFC 3264 8.4 a callee that answers on hold hears nothing, and maxTalkMs still ends the call', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee(({ call, session }) =>
      call.answer(
        `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${session.port} RTP/AVP 8\r\na=sendonly\r\n`,
      ),
    );
    const { outcome } = placeCall(engine, planFor(callee.port, { maxTalkMs: 2000 }));
    expect(await world.pass(outcome)).toMatchObject({
      result: 'answered',
      playsCompleted: 0,
      talkMs: 2000,
      rtp: { sent: 0 },
    });
  });

  test('RFC 4733 keys are collected in their order, told one by one, and bounded', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const keys = '0123456789*#ABCD'.repeat(5);
    const callee = await world.callee((line) => {
      line.answer();
      for (const key of keys.slice(0, 60)) line.session.sendDigit(key, 40);
    });
    const script = { ...SCRIPT, plays: 2, pauseMs: 30_000 };
    const { events, outcome } = placeCall(engine, planFor(callee.port, { script }));
    const pressed = () => events.filter((event) => event.startsWith('digit'));
    await world.pass(world.until(() => pressed().length === 60));
    for (const key of keys.slice(60)) callee.lines[0]?.session.sendDigit(key, 40);
    const result = await world.pass(outcome);
    expect(result.digits).toBe(keys.slice(0, 64));
    // All 80 have come: three packets at least for each.
    expect(result.rtp?.received).toBeGreaterThanOrEqual(80 * 3);
    expect(pressed()).toEqual([...keys.slice(0, 64)].map((key) => `digit ${key}`));
  });

  test.each([
    ['by INFO alone', false],
    ['by INFO and in the sound', true],
  ])('RFC 2976 keys that come %s are pressed, each once', async (_how, both) => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => {
      line.answer();
      void line.acknowledged.then(async () => {
        for (const key of '42') {
          await line.call.sendDigit(key);
          if (both) line.session.sendDigit(key, 40);
        }
      });
    });
    const script = { ...SCRIPT, plays: 2, pauseMs: 2000 };
    const { events, outcome } = placeCall(engine, planFor(callee.port, { script }));
    expect((await world.pass(outcome)).digits).toBe('42');
    expect(events.filter((event) => event.startsWith('digit'))).toEqual(['digit 4', 'digit 2']);
  });

  test('RFC 4733 2.5.1.2 a key that is still down when the callee hangs up belongs to the call', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => {
      line.answer();
      line.session.sendDigit('7', 8000);
    });
    const { outcome, told } = placeCall(engine, planFor(callee.port));
    await world.pass(told('playing 2'));
    callee.lines[0]?.call.hangup();
    expect((await world.pass(outcome)).digits).toBe('7');
  });

  test('RFC 3551 4.5.14 a callee that takes µ-law only hears the same sound', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee(({ call, session }) => {
      session.connect({
        address: '127.0.0.1',
        port: Number(/m=audio (\d+)/.exec(call.body)?.[1]),
        codec: { name: 'PCMU', payloadType: 0 },
        ptimeMs: 20,
        direction: 'sendrecv',
      });
      call.answer(
        `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${session.port} RTP/AVP 0\r\n`,
      );
    });
    const { outcome } = placeCall(engine, planFor(callee.port));
    expect(await world.pass(outcome)).toMatchObject({ playsCompleted: 2, rtp: { sent: 20 } });
    const heard = callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0);
    expect(bursts(heard)).toHaveLength(2);
    // The wrong law would make noise at full scale of it.
    const peak = heard.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak).toBeLessThan(30_000);
  });
});
