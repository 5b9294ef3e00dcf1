import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Voice } from '@herald/speech';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCallEngine } from '../../src/calling/index.ts';
import { openScriptedCallee } from './support/scripted-callee.ts';
import { toneVoice } from './support/tone-voice.ts';
import { createWorld, placeCall, planFor, SCRIPT, TONE_MS } from './support/world.ts';

/** A voice that says nothing until it is let go. */
function heldVoice(): Voice & { release(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const tones = toneVoice(TONE_MS);
  return {
    ...tones,
    async render(...how) {
      await promise;
      return tones.render(...how);
    },
    release: resolve,
  };
}

describe('room', () => {
  test('rule: a call over the capacity is engine-busy: not dialled, nothing told, and room again afterwards', async () => {
    const world = createWorld();
    const engine = await world.engine({ capacity: 2 });
    const callee = await world.callee((line) => line.answer());
    expect(engine.load()).toEqual({ calls: 0, capacity: 2 });
    const two = [placeCall(engine, planFor(callee.port)), placeCall(engine, planFor(callee.port))];
    expect(engine.load()).toEqual({ calls: 2, capacity: 2 });
    const third = placeCall(engine, planFor(callee.port));
    expect(await third.outcome).toMatchObject({ result: 'failed', cause: { kind: 'engine-busy' } });
    expect(third.events).toEqual([]);
    for (const { outcome } of two) expect(await world.pass(outcome)).toMatchObject({ result: 'answered' });
    expect(engine.load()).toEqual({ calls: 0, capacity: 2 });
    expect(await world.pass(placeCall(engine, third.plan).outcome)).toMatchObject({ result: 'answered' });
    expect(callee.messages.filter((text) => text.startsWith('< INVITE'))).toHaveLength(3);
  });

  test('rule: there is never more capacity than RTP ports', async () => {
    const world = createWorld();
    const engine = await world.engine({ rtpPortMin: 30_001, rtpPortMax: 30_009, capacity: 100 });
    expect(engine.load().capacity).toBe(4);
  });

  test('RFC 3261 8.1.1.4 a Call-ID that is on is not dialled again; once it is over it may be', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.answer());
    const first = placeCall(engine, planFor(callee.port));
    const twin = placeCall(engine, first.plan);
    expect((await twin.outcome).cause).toEqual({ kind: 'engine-busy' });
    expect((await world.pass(first.outcome)).result).toBe('answered');
    expect(callee.messages.filter((text) => text.startsWith('< INVITE'))).toHaveLength(1);
    expect((await world.pass(placeCall(engine, first.plan).outcome)).result).toBe('answered');
  });

  test('rule: however a call ends, its RTP port is free again', async () => {
    const world = createWorld();
    // Eight ports, and ten calls of each kind: a kind that keeps its port uses them up.
    const engine = await world.engine({ rtpPortMin: 31_000, rtpPortMax: 31_015 });
    const failing: Voice = { ...toneVoice(TONE_MS), render: () => Promise.reject(new Error('hoarse')) };
    const mute = await world.engine({ rtpPortMin: 31_000, rtpPortMax: 31_015, voice: failing });
    const silent = await openScriptedCallee();
    let behave: 'busy' | 'ring' | 'unusable' | 'leave' | 'answer' = 'busy';
    const callee = await world.callee((line) => {
      if (behave === 'busy') line.call.reject(486);
      if (behave === 'ring') line.call.ring();
      if (behave === 'unusable') line.call.answer('');
      if (behave === 'answer' || behave === 'leave') line.answer();
      if (behave === 'leave') line.call.hangup();
    });
    const brief = { ringTimeoutMs: 1000 };
    for (let round = 0; round < 10; round++) {
      for (behave of ['busy', 'ring', 'unusable', 'leave', 'answer'] as const) {
        const { outcome } = placeCall(engine, planFor(callee.port, brief));
        const { cause } = await world.pass(outcome);
        expect({ round, behave, cause: cause.kind }).not.toMatchObject({ cause: 'engine-busy' });
      }
      const unheard = placeCall(engine, planFor(silent.port));
      expect((await world.pass(unheard.outcome)).cause.kind).toBe('timeout');
      const odd = placeCall(engine, planFor(silent.port, { callee: 'no number' }));
      expect((await world.pass(odd.outcome)).cause.kind).toBe('transport-error');
      // Hung up ever later: while the sound is looked up, while the port is opened, when the INVITE has left.
      const ended = placeCall(engine, planFor(callee.port));
      for (let step = 0; step < round; step++) await Promise.resolve();
      engine.hangup(ended.plan.callId);
      expect((await world.pass(ended.outcome)).cause.kind).toBe('cancelled');
      const left = callee.messages.some((text) => text.includes(`Call-ID: ${ended.plan.callId}\r\n`));
      expect({ round, left }).toEqual({ round, left: ended.events.includes('dialling') });
      expect((await world.pass(placeCall(mute, planFor(callee.port)).outcome)).cause.kind).toBe(
        'engine-busy',
      );
    }
  });
});

describe('sound', () => {
  test('rule: the sound is there before the INVITE leaves', async () => {
    const world = createWorld();
    const voice = heldVoice();
    const engine = await world.engine({ voice });
    const callee = await world.callee((line) => line.answer());
    const { outcome, events } = placeCall(engine, planFor(callee.port));
    const other = await world.callee((line) => line.call.reject(486));
    // A call that needs no new sound goes all its way meanwhile.
    const otherEngine = await world.engine();
    await world.pass(placeCall(otherEngine, planFor(other.port)).outcome);
    expect(callee.messages).toEqual([]);
    expect(events).toEqual([]);
    voice.release();
    expect(await world.pass(outcome)).toMatchObject({ result: 'answered', playsCompleted: 2 });
  });

  test('rule: a task of equal calls renders and encodes its sound once', async () => {
    const world = createWorld();
    const voice = toneVoice(TONE_MS);
    const engine = await world.engine({ voice });
    const callee = await world.callee((line) => line.answer());
    await engine.prepare(SCRIPT);
    const calls = Array.from({ length: 20 }, () => placeCall(engine, planFor(callee.port)));
    await Promise.all(Array.from({ length: 100 }, () => engine.prepare(SCRIPT)));
    for (const { outcome } of calls) expect(await world.pass(outcome)).toMatchObject({ playsCompleted: 2 });
    expect(voice.asked).toHaveLength(1);
  });

  test.each([
    ['nothing to say', { pieces: [] }],
    ['a text that is too long', { pieces: [{ kind: 'text', text: '长'.repeat(501) } as const] }],
    ['no play at all', { plays: 0 }],
    ['too many plays', { plays: 21 }],
    ['half a play', { plays: 1.5 }],
    ['a pause that is too long', { pauseMs: 30_001 }],
    ['a pause that is no number', { pauseMs: Number.NaN }],
  ])('rule: %s is a bad script, and bad-media when it is dialled all the same', async (_what, more) => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.answer());
    const script = { ...SCRIPT, ...more };
    await expect(engine.prepare(script)).rejects.toMatchObject({ code: 'bad-script' });
    const { outcome, events } = placeCall(engine, planFor(callee.port, { script }));
    expect(await world.pass(outcome)).toMatchObject({ result: 'failed', cause: { kind: 'bad-media' } });
    expect(events).toEqual([expect.stringMatching(/^ended bad-media/)]);
    expect(callee.messages).toEqual([]);
  });

  test('rule: a voice that fails is told as voice, and the call as engine-busy: it may go next time', async () => {
    const world = createWorld();
    const tones = toneVoice(TONE_MS);
    let hoarse = true;
    const voice: Voice = {
      ...tones,
      render: (...how) => (hoarse ? Promise.reject(new Error('hoarse')) : tones.render(...how)),
    };
    const engine = await world.engine({ voice });
    const callee = await world.callee((line) => line.answer());
    await expect(engine.prepare(SCRIPT)).rejects.toMatchObject({ name: 'CallEngineError', code: 'voice' });
    expect((await placeCall(engine, planFor(callee.port)).outcome).cause).toEqual({ kind: 'engine-busy' });
    expect(callee.messages).toEqual([]);
    hoarse = false;
    expect((await world.pass(placeCall(engine, planFor(callee.port)).outcome)).result).toBe('answered');
  });

  test('rule: the clips of codes are made at start, and no call waits for all of them', async () => {
    const world = createWorld();
    const voice = heldVoice();
    const asked: string[] = [];
    const counting: Voice = {
      ...voice,
      render: (text, how) => {
        asked.push(`${how.language} ${text}`);
        return voice.render(text, how);
      },
    };
    const engine = await world.engine({ voice: counting, warm: ['zh', 'en'] });
    expect(engine.load().capacity).toBe(100);
    expect(asked).toHaveLength(1);
    voice.release();
    await world.until(() => asked.length === 72);
    expect(asked.slice(0, 36).every((each) => each.startsWith('zh '))).toBe(true);
    await engine.prepare({ ...SCRIPT, pieces: [{ kind: 'code', text: '3A90F1' }] });
    expect(asked).toHaveLength(72);
  });
});

describe('hanging up', () => {
  test('RFC 3261 9.1 before the answer it is a CANCEL, and the call ends as cancelled', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee(({ call }) => call.ring());
    const { plan, outcome, told, events } = placeCall(engine, planFor(callee.port));
    await world.pass(told('ringing'));
    engine.hangup(plan.callId);
    engine.hangup(plan.callId);
    expect(await world.pass(outcome)).toMatchObject({ result: 'failed', cause: { kind: 'cancelled' } });
    expect(events).toEqual(['dialling', 'ringing', 'ended cancelled']);
    expect(callee.messages.filter((text) => text.startsWith('< CANCEL'))).toHaveLength(1);
    engine.hangup(plan.callId);
    engine.hangup('nobody');
  });

  test('RFC 3261 15.1.1 after the answer it is a BYE, and the call was answered', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.answer());
    const { plan, outcome, told } = placeCall(engine, planFor(callee.port));
    await world.pass(told('played 1'));
    engine.hangup(plan.callId);
    expect(await world.pass(outcome)).toMatchObject({
      result: 'answered',
      endedBy: 'us',
      playsCompleted: 1,
    });
    expect(await callee.lines[0]?.ended).toMatchObject({ kind: 'hung-up', by: 'peer', q850: 16 });
  });

  test('rule: before the INVITE has left, none leaves any more', async () => {
    const world = createWorld();
    const voice = heldVoice();
    const engine = await world.engine({ voice });
    const callee = await world.callee((line) => line.answer());
    const { plan, outcome, events } = placeCall(engine, planFor(callee.port));
    engine.hangup(plan.callId);
    expect((await outcome).cause).toEqual({ kind: 'cancelled' });
    voice.release();
    expect((await world.pass(placeCall(engine, planFor(callee.port)).outcome)).result).toBe('answered');
    expect(events).toEqual(['ended cancelled']);
    expect(callee.messages.filter((text) => text.startsWith('< INVITE'))).toHaveLength(1);
  });

  test('rule: close hangs up every call, tells every outcome, and lets go of the ports', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const voice = heldVoice();
    const slow = await world.engine({ voice });
    const talking = await world.callee((line) => line.answer());
    const ringing = await world.callee(({ call }) => call.ring());
    const silent = await openScriptedCallee();
    const calls = [talking, ringing, silent].map(({ port }) => placeCall(engine, planFor(port)));
    const [talk, ring, silence] = calls;
    const waiting = placeCall(slow, planFor(talking.port));
    await world.pass(
      Promise.all([talk?.told('playing 1'), ring?.told('ringing'), silence?.told('dialling')]),
    );
    await world.pass(Promise.all([engine.close(), slow.close(), engine.close()]));
    expect(await talk?.outcome).toMatchObject({ result: 'answered', endedBy: 'us' });
    expect((await ring?.outcome)?.cause).toEqual({ kind: 'cancelled' });
    expect((await silence?.outcome)?.cause).toEqual({ kind: 'cancelled' });
    expect((await waiting.outcome).cause).toEqual({ kind: 'cancelled' });
    expect(await talking.lines[0]?.ended).toMatchObject({ kind: 'hung-up', by: 'peer' });
    expect(await ringing.lines[0]?.ended).toEqual({ kind: 'cancelled' });

    expect(engine.load()).toEqual({ calls: 0, capacity: 0 });
    expect((await placeCall(engine, planFor(talking.port)).outcome).cause).toEqual({ kind: 'engine-busy' });
    await expect(engine.prepare(SCRIPT)).rejects.toMatchObject({ code: 'closed' });
    for (const { events } of calls) expect(events.at(-1)).toMatch(/^ended /);
  });
});

describe('what cannot be had', () => {
  test('rule: a SIP port that is held for a moment is waited for, one that stays taken is an error', async () => {
    const world = createWorld();
    const holder = createSocket('udp4');
    holder.bind(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address();
    await expect(world.engine({ sipPort: port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const impatient = world.engine({ sipPort: port, bindPatienceMs: 3000 });
    await expect(world.pass(impatient)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const patient = world.engine({ sipPort: port, bindPatienceMs: 3_600_000 });
    const before = world.clock.now();
    await world.pass(world.until(() => world.clock.now() - before > 5000));
    await new Promise<void>((resolve) => holder.close(resolve));
    expect((await world.pass(patient)).load().capacity).toBe(100);
  });

  test.each([
    ['0.0.0.0', 30_000, 30_999],
    ['::', 30_000, 30_999],
    ['example.org', 30_000, 30_999],
    ['127.0.0.1', 30_001, 30_001],
  ])('rule: %s with RTP ports %i to %i is refused', async (host, rtpPortMin, rtpPortMax) => {
    const refused = createCallEngine({ host, sipPort: 0, rtpPortMin, rtpPortMax, capacity: 1, warm: [] });
    await expect(refused).rejects.toThrow(RangeError);
  });

  test('RFC 3261 19.1.1 an engine and a trunk on IPv6', async () => {
    const world = createWorld();
    const engine = await world.engine({ host: '::1' });
    const target = createSocket('udp6');
    onTestFinished(() => void target.close());
    target.bind(0, '::1');
    await once(target, 'listening');
    const heard = once(target, 'message');
    const { port } = target.address();
    const trunk = { trunkId: 'test', host: '::1', port };
    const { outcome, plan } = placeCall(engine, planFor(port, { trunk }));
    const [invite] = (await heard) as [Buffer];
    expect(invite.toString()).toMatch(
      new RegExp(`^INVITE sip:\\+8613800000200@\\[::1\\]:${port} SIP/2.0\r\n`),
    );
    expect(invite.toString()).toContain('c=IN IP6 ::1');
    engine.hangup(plan.callId);
    expect((await world.pass(outcome)).cause).toEqual({ kind: 'cancelled' });
  });
});
