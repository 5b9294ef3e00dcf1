import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createSeededRandom } from '@herald/sip/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CallOutcome } from '../../src/calling/types.ts';
import type { Line } from './support/callee.ts';
import { openScriptedCallee } from './support/scripted-callee.ts';
import { toneVoice } from './support/tone-voice.ts';
import { createWorld, placeCall, planFor, SCRIPT } from './support/world.ts';

describe('who answered', () => {
  const A_LAW_SILENCE = 0xd5;

  /** Sounds like talk for so long, then like nothing. */
  function talk(line: Line, ms: number): void {
    const random = createSeededRandom(7);
    let packets = ms / 20;
    line.session.feed({
      take: (_codec, bytes) =>
        packets-- > 0 ? random.bytes(bytes) : new Uint8Array(bytes).fill(A_LAW_SILENCE),
    });
  }

  test.each([
    ['a word and then silence is a person', 400, 'person'],
    ['who goes on talking is a machine', 4000, 'machine'],
    ['who says nothing may be anybody', 0, 'unsure'],
  ])('voice: %s, told while the message plays, which waited for nothing', async (_what, ms, by) => {
    const world = createWorld();
    const engine = await world.engine({ voice: toneVoice(60_000) });
    const callee = await world.callee((line) => {
      line.answer();
      talk(line, ms);
    });
    const placed = placeCall(engine, planFor(callee.port, { maxTalkMs: 8000 }));
    await world.pass(placed.told(`answered-by ${by}`));
    expect(placed.events).toEqual(['dialling', 'answered', 'playing 1', `answered-by ${by}`]);
    // Sound from the answer on: 8 s of packets, but for those of the answer's own way.
    expect((await world.pass(placed.outcome)).rtp?.sent).toBeGreaterThanOrEqual(399);
    expect(placed.events.filter((event) => event.startsWith('answered-by'))).toHaveLength(1);
  });
});

describe('the ladder of a call', () => {
  const drawn = ({ ladder = [] }: CallOutcome) =>
    ladder.map(({ direction, message, method }) => `${direction === 'out' ? '>' : '<'} ${message} ${method}`);

  test('product: an answered call, from the INVITE to the BYE', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => {
      line.call.ring();
      line.answer();
    });
    const { outcome } = placeCall(engine, planFor(callee.port));
    const over = await world.pass(outcome);
    expect(drawn(over)).toEqual([
      '> INVITE INVITE',
      '< 180 INVITE',
      '< 200 INVITE',
      '> ACK ACK',
      '> BYE BYE',
    ]);
    const times = over.ladder?.map(({ at }) => at) ?? [];
    expect(times[0]).toBeGreaterThanOrEqual(over.startedAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBe(over.endedAt);
  });

  test('product: a call that is refused, with its ACK', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.call.reject(486));
    const { outcome } = placeCall(engine, planFor(callee.port));
    expect(drawn(await world.pass(outcome))).toEqual(['> INVITE INVITE', '< 486 INVITE', '> ACK ACK']);
  });

  test('RFC 3261 17.1.1.2 a trunk that is silent shows as INVITEs without an answer', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const silent = await openScriptedCallee();
    const { outcome } = placeCall(engine, planFor(silent.port));
    expect(drawn(await world.pass(outcome))).toEqual(Array(7).fill('> INVITE INVITE'));
  });

  test('product: a peer that says the same again and again fills 64 steps and no more', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const peer = await openScriptedCallee();
    const { outcome } = placeCall(engine, planFor(peer.port));
    const invite = await world.until(() => peer.received[0]);
    for (let times = 0; times < 100; times++) peer.respond(invite, '180 Ringing', { tag: 'x' });
    peer.respond(invite, '486 Busy Here', { tag: 'x' });
    const steps = drawn(await world.pass(outcome));
    expect(steps).toHaveLength(64);
    expect(steps.at(-1)).toBe('< 180 INVITE');
  });
});

describe('Homer', () => {
  test('HEP3 every message of a call is copied to the capture server, under its Call-ID', async () => {
    const server = createSocket('udp4');
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const packets: Buffer[] = [];
    server.on('message', (packet) => packets.push(packet));
    const world = createWorld();
    const engine = await world.engine({ homer: { address: '127.0.0.1', port: server.address().port } });
    const callee = await world.callee((line) => line.call.reject(486));
    const { plan, outcome } = placeCall(engine, planFor(callee.port));
    await world.pass(outcome);
    await world.until(() => packets.length === 3);
    for (const [index, words] of ['INVITE sip:', 'SIP/2.0 486', 'ACK sip:'].entries()) {
      const packet = packets[index]?.toString('latin1') ?? '';
      expect(packet.startsWith('HEP3')).toBe(true);
      expect(packet).toContain(words);
      expect(packet).toContain(plan.callId);
    }
  });

  test('product: a capture server that is away keeps no call from its way', async () => {
    const world = createWorld();
    const engine = await world.engine({ homer: { address: '127.0.0.1', port: 9 } });
    const callee = await world.callee((line) => line.answer());
    const { outcome } = placeCall(engine, planFor(callee.port, { script: { ...SCRIPT, plays: 1 } }));
    expect((await world.pass(outcome)).result).toBe('answered');
  });
});
