import { describe, expect, test } from 'vitest';
import { type RegisterOptions, type RegistrationStatus, trustAddresses } from '../src/index.ts';
import {
  type RegistrationEffect,
  type RegistrationInput,
  type RegistrationState,
  startRegistration,
  stepRegistration,
} from '../src/registration/machine.ts';
import { field } from './pair.ts';
import { createWorld } from './world.ts';

const TERMS = { expires: 3_600, baseMs: 30_000, maxMs: 1_800_000 };
const SECOND = 1_000;

describe('the machine', () => {
  const step = (state: RegistrationState, input: RegistrationInput) => stepRegistration(state, input, TERMS);
  const refused = (status: number, more: Partial<Extract<RegistrationInput, { type: 'refused' }>> = {}) =>
    ({ type: 'refused', status, minExpires: undefined, retryAfterMs: undefined, draw: 0, ...more }) as const;
  const waits = (effects: readonly RegistrationEffect[]) =>
    effects.flatMap((effect) =>
      effect.do === 'start' && effect.timer === 'again' ? [effect.afterMs / SECOND] : [],
    );

  test('RFC 3261 10.2.4 it is refreshed a minute before it expires, or at half time when that is later', () => {
    for (const [granted, after] of [
      [3_600, 3_540],
      [120, 60],
      [60, 30],
      [1, 0.5],
    ] as const) {
      expect(waits(step(startRegistration(TERMS).state, { type: 'granted', granted }).effects)).toEqual([
        after,
      ]);
    }
  });

  test('RFC 3261 10.2.8 a 423 is followed at once by its Min-Expires, unless that is no more, or more than a day', () => {
    const { state } = startRegistration(TERMS);
    expect(step(state, refused(423, { minExpires: 7_200 }))).toEqual({
      state: { ...state, expires: 7_200 },
      effects: [{ do: 'register', expires: 7_200 }],
    });
    for (const minExpires of [undefined, 3_600, 1, 100_000]) {
      expect(step(state, refused(423, { minExpires })).state.name).toBe('Failed');
    }
  });

  test('RFC 5626 4.5 each failure doubles the wait up to half an hour, half of it by chance; Retry-After rules', () => {
    let { state } = startRegistration(TERMS);
    const seen: number[] = [];
    for (let failure = 0; failure < 8; failure++) {
      const failed = step(state, refused(503, { draw: failure % 2 }));
      seen.push(...waits(failed.effects));
      ({ state } = step(failed.state, { type: 'timer', timer: 'again' }));
    }
    expect(seen).toEqual([30, 120, 120, 480, 480, 1_800, 900, 1_800]);
    expect(waits(step(state, refused(503, { retryAfterMs: 7_000 })).effects)).toEqual([7]);
  });

  test('RFC 3261 10.2.2 stop removes the binding, also one that may just be made; what has failed has none', () => {
    const leave = { do: 'register', expires: 0 };
    const begun = startRegistration(TERMS).state;
    const registered = step(begun, { type: 'granted', granted: 60 }).state;
    for (const state of [begun, registered]) {
      const leaving = step(state, { type: 'stop' });
      expect(leaving.effects).toContainEqual(leave);
      expect(step(leaving.state, refused(408)).effects).toEqual([{ do: 'tell', state: 'stopped' }]);
      expect(step(leaving.state, { type: 'timer', timer: 'again' }).effects).toEqual([]);
    }
    const failed = step(begun, refused(403)).state;
    expect(step(failed, { type: 'stop' }).effects).toContainEqual({ do: 'tell', state: 'stopped' });
    expect(step({ name: 'Stopped' }, { type: 'stop' }).effects).toEqual([]);
  });

  test('rule: a refresh that fails is no news while the binding of before holds', () => {
    const { state } = step(startRegistration(TERMS).state, { type: 'granted', granted: 3_600 });
    const refreshing = step(state, { type: 'timer', timer: 'again' });
    const failed = step(refreshing.state, refused(503));
    expect(failed.effects.some((effect) => effect.do === 'tell')).toBe(false);
    const gone = step(failed.state, { type: 'timer', timer: 'expired' });
    expect(gone.effects).toEqual([{ do: 'tell', state: 'failed' }]);
    expect(step(gone.state, { type: 'timer', timer: 'again' }).effects).toEqual([
      { do: 'register', expires: 3_600 },
    ]);
  });
});

/** Our user agent registering with a scripted registrar. */
function createRegistering(options: Partial<RegisterOptions> = {}) {
  const world = createWorld();
  const agent = world.agent('192.0.2.1');
  const registrar = world.peer('192.0.2.2');
  const told: RegistrationStatus[] = [];
  const registration = agent.register({
    registrar: 'sip:192.0.2.2',
    aor: 'sip:0215186@carrier.example',
    onChange: (status) => told.push(status),
    ...options,
  });
  world.settle();
  const latest = () => registrar.latest('REGISTER');
  const answer = (status: string, ...headers: string[]) => {
    registrar.respond(latest(), status, { tag: 'r', headers });
    world.settle();
  };
  /** Those sent again by timer E are one. */
  const count = () => new Set(registrar.received.map((text) => field(text, 'CSeq'))).size;
  return { world, agent, registrar, registration, told, latest, answer, count };
}

describe('REGISTER', () => {
  test('RFC 3261 10.2 what it says: the domain as Request-URI, the address of record in To and From, our Contact', () => {
    const { latest } = createRegistering();
    const text = latest();
    expect(text.split('\r\n')[0]).toBe('REGISTER sip:192.0.2.2 SIP/2.0');
    expect(field(text, 'To')).toBe('<sip:0215186@carrier.example>');
    expect(field(text, 'From')).toMatch(/^<sip:0215186@carrier.example>;tag=/);
    expect(field(text, 'Contact')).toBe('<sip:0215186@192.0.2.1:5060>');
    expect(field(text, 'Expires')).toBe('3600');
  });

  test('RFC 3261 10.2.4 refreshed under one Call-ID with the next CSeq, by the expires of our own binding', () => {
    const { answer, told, latest, world, count } = createRegistering();
    const first = latest();
    answer(
      '200 OK',
      'Contact: <sip:other@192.0.2.9>;expires=10, <sip:0215186@192.0.2.1>;expires=300',
      'Expires: 20',
    );
    expect(told).toEqual([{ state: 'registered', expires: 300 }]);
    world.clock.advance(239 * SECOND);
    expect(count()).toBe(1);
    world.clock.advance(SECOND);
    expect(count()).toBe(2);
    expect(field(latest(), 'Call-ID')).toBe(field(first, 'Call-ID'));
    expect(field(latest(), 'CSeq')).toBe('2 REGISTER');
  });

  test('RFC 3261 10.2, 22.2 a challenge is answered, its nonce used again, and a nonce that ran out replaced each time', () => {
    const { answer, told, latest, world } = createRegistering({
      credentials: { username: 'u', password: 'p' },
    });
    const challenge = (nonce: string) =>
      answer('401 Unauthorized', `WWW-Authenticate: Digest realm="r", nonce="${nonce}", qop="auth"`);
    challenge('one');
    expect(field(latest(), 'Authorization')).toMatch(/nonce="one".*nc=00000001/);
    answer('200 OK', 'Expires: 100');
    for (const [round, nonce] of ['two', 'three', 'four'].entries()) {
      world.clock.advance(50 * SECOND);
      expect(field(latest(), 'Authorization')).toMatch(/nc=00000002/);
      challenge(nonce);
      expect(field(latest(), 'Authorization')).toMatch(new RegExp(`nonce="${nonce}".*nc=00000001`));
      answer('200 OK', 'Expires: 100');
      expect(told).toHaveLength(round + 2);
    }
    expect(told.every(({ state }) => state === 'registered')).toBe(true);
  });

  test('rule: credentials that are refused fail, and are tried again later with a fresh challenge', () => {
    const { answer, told, world, count, latest } = createRegistering({
      credentials: { username: 'u', password: 'x' },
    });
    for (const nonce of ['a', 'b'])
      answer('401 Unauthorized', `WWW-Authenticate: Digest realm="r", nonce="${nonce}"`);
    expect(told).toEqual([{ state: 'failed', status: 401, reason: 'Unauthorized' }]);
    expect(count()).toBe(2);
    world.clock.advance(60 * SECOND);
    expect(count()).toBe(3);
    expect(field(latest(), 'Authorization')).toBeUndefined();
  });

  test('RFC 3261 10.2.8 a 423 raises what is asked for', () => {
    const { answer, latest } = createRegistering({ expires: 60 });
    answer('423 Interval Too Brief', 'Min-Expires: 600');
    expect(field(latest(), 'Expires')).toBe('600');
  });

  test('rule: whatever a registrar answers, it is not asked without a pause: 0 s granted, Retry-After 0', () => {
    const { world, answer, latest, count: asked } = createRegistering();
    answer('200 OK', 'Expires: 0');
    expect(asked()).toBe(1);
    world.clock.advance(29_000);
    expect(asked()).toBe(1);
    world.clock.advance(31_000);
    expect(asked()).toBe(2);
    answer('503 Service Unavailable', 'Retry-After: 0');
    world.clock.advance(900);
    expect(asked()).toBe(2);
    world.clock.advance(200);
    expect(asked()).toBe(3);
    expect(field(latest(), 'CSeq')).toBe('3 REGISTER');
  });

  test('RFC 3261 10.2.2 stop() removes the binding and resolves at its answer; close() does the same', async () => {
    const { answer, registration, latest, told, world } = createRegistering();
    answer('200 OK');
    const stopped = registration.stop();
    world.settle();
    expect(field(latest(), 'Expires')).toBe('0');
    answer('200 OK');
    await stopped;
    expect(told.at(-1)).toEqual({ state: 'stopped' });
    expect(world.clock.runOut()).toBeLessThan(10 * SECOND);
    const closing = createRegistering();
    closing.answer('200 OK');
    const closed = closing.agent.close();
    closing.world.settle();
    expect(field(closing.latest(), 'Expires')).toBe('0');
    closing.world.clock.advance(4 * SECOND);
    await closed;
    expect(closing.told.at(-1)).toEqual({ state: 'stopped' });
    expect(closing.world.clock.pending).toBe(0);
  });

  test('RFC 3261 8.1.2 through an outbound proxy: pre-loaded Route, loose and strict', () => {
    const world = createWorld();
    const agent = world.agent('192.0.2.1');
    const proxy = world.peer('192.0.2.50');
    agent.register({
      registrar: 'sip:carrier.example',
      aor: 'sip:a@carrier.example',
      route: ['<sip:192.0.2.50;lr>'],
    });
    world.call(agent, 'sip:b@carrier.example', { route: ['<sip:192.0.2.50;lr>', '<sip:next.example;lr>'] });
    world.call(agent, 'sip:c@carrier.example', { route: ['<sip:192.0.2.50>', '<sip:next.example>'] });
    world.settle();
    expect(proxy.firstLines()).toEqual([
      'REGISTER sip:carrier.example SIP/2.0',
      'INVITE sip:b@carrier.example SIP/2.0',
      'INVITE sip:192.0.2.50 SIP/2.0',
    ]);
    expect(proxy.received[1]).toContain('Route: <sip:192.0.2.50;lr>\r\nRoute: <sip:next.example;lr>\r\n');
    expect(proxy.received[2]).toContain('Route: <sip:next.example>\r\nRoute: <sip:c@carrier.example>\r\n');
  });

  test('rule: URIs that cannot be read are refused at once', () => {
    const { agent } = createRegistering();
    for (const wrong of [
      { registrar: 'carrier' },
      { aor: 'x y' },
      { contactUser: 'a b' },
      { route: ['<sip:>'] },
    ]) {
      expect(() => agent.register({ registrar: 'sip:a', aor: 'sip:b@a', ...wrong })).toThrow(TypeError);
    }
  });
});

describe('who is heard', () => {
  test('rule: addresses and networks of both IP versions; anything else is refused', () => {
    const trusted = trustAddresses(['192.0.2.7', '198.51.100.0/24', '2001:db8::/32']);
    const known = (address: string) => trusted({ address, port: 1 });
    expect(['192.0.2.7', '198.51.100.255', '2001:db8:1::1'].map(known)).toEqual([true, true, true]);
    expect(['192.0.2.8', '198.51.101.1', '2001:db9::1', 'x'].map(known)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    for (const wrong of ['host', '1.2.3.4/33', '1.2.3.4/', '1.2.3.4/8/8', '::1/129', '']) {
      expect(() => trustAddresses([wrong])).toThrow(TypeError);
    }
  });

  test('rule: what begins anything and comes from a stranger gets no answer; what belongs to a call is heard', () => {
    const world = createWorld();
    const rung: string[] = [];
    const agent = world.agent('192.0.2.1', {
      isTrusted: trustAddresses(['192.0.2.2']),
      onInvite: (call) => void rung.push(call.peer.address),
    });
    const stranger = world.peer('192.0.2.9');
    const friend = world.peer('192.0.2.2');
    const ask = (peer: typeof friend, method: string, more = '') =>
      peer.send(
        `${method} sip:us@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.2;rport;branch=z9hG4bK${method}\nFrom: <sip:a@b>;tag=1\nTo: <sip:us@192.0.2.1>\nCall-ID: c\nCSeq: 1 ${method}\nContact: <sip:a@192.0.2.2>${more}`,
        { address: '192.0.2.1', port: 5060 },
      );
    for (const method of ['OPTIONS', 'INVITE', 'CANCEL', 'BYE', 'FLY']) ask(stranger, method);
    ask(stranger, 'OPTIONS', '\nMax-Forwards: x');
    world.settle();
    expect(stranger.received).toEqual([]);
    expect(agent.stats()).toMatchObject({ dropped: 6, transactions: 0 });
    ask(friend, 'INVITE');
    world.settle();
    expect(rung).toEqual(['192.0.2.2']);
    const { call } = world.call(agent, 'sip:x@192.0.2.9');
    world.settle();
    stranger.respond(stranger.latest('INVITE'), '200 OK', {
      tag: 's',
      headers: ['Contact: <sip:s@192.0.2.9>'],
    });
    world.settle();
    const invite = stranger.latest('INVITE');
    stranger.send(
      `OPTIONS sip:us@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKin\nFrom: ${field(invite, 'To')};tag=s\nTo: ${field(invite, 'From')}\nCall-ID: ${field(invite, 'Call-ID')}\nCSeq: 1 OPTIONS`,
      { address: '192.0.2.1', port: 5060 },
    );
    world.settle();
    expect(stranger.firstLines().at(-1)).toBe('SIP/2.0 200 OK');
    call.hangup();
  });
});

describe('the probe', () => {
  test('RFC 3261 11 a peer that stops answering is down after three questions, and up at its first answer', async () => {
    const world = createWorld();
    const agent = world.agent('192.0.2.1');
    const peer = world.agent('192.0.2.2');
    const changes: string[] = [];
    const probe = agent.probe({
      target: 'sip:192.0.2.2',
      everyMs: 60_000,
      onChange: ({ state, status }) =>
        changes.push(`${state} ${status} at ${(world.clock.now() - start) / SECOND}`),
    });
    const start = world.clock.now();
    const run = async (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        world.clock.advance(SECOND);
        await Promise.resolve();
        await Promise.resolve();
      }
    };
    expect(probe.state).toBe('unknown');
    await run(70);
    let silent = true;
    world.network.pass = (_text, from) => !(silent && from.address === '192.0.2.2');
    await run(210);
    silent = false;
    await run(100);
    expect(changes).toEqual(['up 200 at 1', 'down 408 at 272', 'up 200 at 300']);
    expect(probe.state).toBe('up');
    probe.stop();
    await run(100);
    expect([agent.stats().transactions, peer.stats().transactions]).toEqual([0, 0]);
    expect(world.clock.pending).toBe(0);
  });
});
