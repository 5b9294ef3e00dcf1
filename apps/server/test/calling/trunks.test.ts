import { createTcpTransport, createTlsTransport } from '@herald/sip';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CA, CARRIER } from '../../../../packages/sip/test/support/certificates.ts';
import { written } from '../../src/calling/invitation.ts';
import type { CallTrunkTerms, RegistrationChange } from '../../src/calling/types.ts';
import { field, openScriptedCallee } from './support/scripted-callee.ts';
import { bursts } from './support/signal.ts';
import { createWorld, placeCall, planFor } from './support/world.ts';

const onTerms = (port: number, terms: CallTrunkTerms, more = {}) =>
  planFor(port, { trunk: { trunkId: 'test', host: '127.0.0.1', port, ...more, terms } });

describe('how a trunk is spoken to', () => {
  test.each([
    ['e164', '+8613800000200', '+8613800000200'],
    ['digits', '+8613800000200', '8613800000200'],
    ['national', '+8613800000200', '13800000200'],
    ['national', '+862151860000', '02151860000'],
    ['national', '+861052810003', '01052810003'],
    ['national', '+4930123456', '004930123456'],
  ] as const)('voice: as %s, %s is written %s', (format, number, expected) => {
    expect(written(number, format)).toBe(expected);
  });

  test('RFC 3261 18 over TCP: every message of the call, heard as over UDP', async () => {
    const world = createWorld();
    const engine = await world.engine({ transports: ['udp', 'tcp'] });
    const transport = await createTcpTransport({ host: '127.0.0.1', port: 0 });
    const callee = await world.callee((line) => line.answer(), { transport });
    const { outcome } = placeCall(engine, onTerms(callee.port, { transport: 'tcp' }));
    expect(await world.pass(outcome)).toMatchObject({ result: 'answered', playsCompleted: 2 });
    expect(callee.received('INVITE')).toContain('Via: SIP/2.0/TCP ');
    expect(callee.received('BYE')).toContain('Via: SIP/2.0/TCP ');
    expect(bursts(callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0))).toHaveLength(2);
  });

  test('RFC 3711, 5922 over TLS with SRTP required: the sound is protected and is the same', async () => {
    const world = createWorld();
    const engine = await world.engine({ transports: ['udp', 'tls'], tls: { port: 0, ca: CA } });
    const transport = await createTlsTransport({ host: '127.0.0.1', port: 0, certificate: CARRIER });
    const callee = await world.callee((line) => line.answer(), { transport, srtp: 'required' });
    const { outcome } = placeCall(engine, onTerms(callee.port, { transport: 'tls', srtp: 'required' }));
    expect(await world.pass(outcome)).toMatchObject({ result: 'answered', rtp: { sent: 20 } });
    const invite = callee.received('INVITE') ?? '';
    expect(invite).toContain('Via: SIP/2.0/TLS ');
    expect(invite).toMatch(/m=audio \d+ RTP\/SAVP /);
    expect(bursts(callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0))).toHaveLength(2);
  });

  test('RFC 5922 7.2 a trunk whose certificate nobody vouches for is not spoken to', async () => {
    const world = createWorld();
    const engine = await world.engine({ transports: ['udp', 'tls'], tls: { port: 0 } });
    const transport = await createTlsTransport({ host: '127.0.0.1', port: 0, certificate: CARRIER });
    const callee = await world.callee((line) => line.answer(), { transport });
    const { outcome } = placeCall(engine, onTerms(callee.port, { transport: 'tls' }));
    expect((await world.pass(outcome)).cause.kind).toBe('transport-error');
    expect(callee.messages).toEqual([]);
  });

  test('RFC 3711 where SRTP is required, an answer without it ends the call unheard', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee(({ call, session }) =>
      call.answer(
        `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${session.port} RTP/AVP 8\r\n`,
      ),
    );
    const { outcome } = placeCall(engine, onTerms(callee.port, { srtp: 'required' }));
    expect(await world.pass(outcome)).toMatchObject({ cause: { kind: 'bad-media' }, rtp: { sent: 0 } });
  });

  test('RFC 8643 where SRTP is allowed, a callee without it is called all the same', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.answer());
    const { outcome } = placeCall(engine, onTerms(callee.port, { srtp: 'allowed' }));
    expect(await world.pass(outcome)).toMatchObject({ result: 'answered', rtp: { sent: 20 } });
    expect(callee.received('INVITE')).toMatch(/RTP\/AVP [\s\S]*a=crypto:1 /);
  });

  test('RFC 3264 6.1 only the codecs of the trunk are offered, in its order', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.answer(), { codecs: ['G722', 'PCMA'] });
    const { outcome } = placeCall(engine, onTerms(callee.port, { codecs: ['G722', 'PCMU'] }));
    expect(await world.pass(outcome)).toMatchObject({ result: 'answered', rtp: { sent: 20 } });
    expect(callee.received('INVITE')).toMatch(/m=audio \d+ RTP\/AVP 9 0 101/);
    expect(bursts(callee.lines[0]?.heard.pcm(0) ?? new Int16Array(0))).toHaveLength(2);
  });

  test('RFC 3325, 3323, 4028 numbers, identity, privacy and session timer as the trunk wants them', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.call.reject(486));
    const terms: CallTrunkTerms = {
      calleeFormat: 'national',
      calleePrefix: '9#',
      callerFormat: 'digits',
      identity: 'preferred',
      privacy: true,
      sessionTimer: true,
    };
    await world.pass(placeCall(engine, onTerms(callee.port, terms)).outcome);
    const invite = callee.received('INVITE') ?? '';
    expect(invite).toContain(`INVITE sip:9%2313800000200@127.0.0.1:${callee.port} SIP/2.0`);
    expect(field(invite, 'P-Preferred-Identity')).toBe('<sip:8602151860000@127.0.0.1>');
    expect(invite).not.toContain('P-Asserted-Identity');
    expect(field(invite, 'Privacy')).toBe('id');
    expect(field(invite, 'From')).toContain('anonymous@anonymous.invalid');
    expect(field(invite, 'Session-Expires')).toMatch(/^1800/);
  });

  test('RFC 3325 a trunk that wants no identity gets none', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const callee = await world.callee((line) => line.call.reject(486));
    await world.pass(placeCall(engine, onTerms(callee.port, { identity: 'none' })).outcome);
    expect(callee.received('INVITE')).not.toMatch(/^P-(Asserted|Preferred)-Identity/m);
  });

  test('RFC 3261 8.1.2 an outbound proxy gets what is for a host that only it can reach', async () => {
    const world = createWorld();
    const engine = await world.engine();
    const proxy = await openScriptedCallee();
    const plan = planFor(5060, {
      trunk: {
        trunkId: 'test',
        host: '192.0.2.1',
        port: 5060,
        terms: { outboundProxy: `127.0.0.1:${proxy.port}` },
      },
    });
    const { outcome } = placeCall(engine, plan);
    const invite = await world.until(() => proxy.received[0]);
    expect(invite).toContain('INVITE sip:+8613800000200@192.0.2.1:5060 SIP/2.0');
    expect(field(invite, 'Route')).toBe(`<sip:127.0.0.1:${proxy.port};lr>`);
    proxy.respond(invite, '486 Busy Here', { tag: 'x' });
    expect((await world.pass(outcome)).cause).toMatchObject({ kind: 'sip', status: 486 });
  });

  test('RFC 3261 8.1.1.8 behind a 1:1 NAT, carriers are told the address that they reach', async () => {
    const world = createWorld();
    const engine = await world.engine({ advertisedHost: '198.51.100.7' });
    const callee = await world.callee((line) => line.call.reject(486));
    await world.pass(placeCall(engine, planFor(callee.port)).outcome);
    const invite = callee.received('INVITE') ?? '';
    expect(field(invite, 'Via')).toContain('SIP/2.0/UDP 198.51.100.7:');
    expect(field(invite, 'Contact')).toContain('198.51.100.7:');
    expect(invite).toContain('c=IN IP4 198.51.100.7');
    expect(field(invite, 'From')).toContain('@198.51.100.7>');
  });
});

describe('registration', () => {
  async function registering() {
    const world = createWorld();
    const changes: RegistrationChange[] = [];
    const engine = await world.engine({ onRegistration: (change) => changes.push(change) });
    const carrier = await openScriptedCallee();
    const registrar = `127.0.0.1:${carrier.port}`;
    const trunk = {
      trunkId: 'carrier-1',
      host: '127.0.0.1',
      port: carrier.port,
      username: 'herald',
      password: 'secret',
      terms: { registrar },
    };
    /** The nth REGISTER, once it is there; retransmissions are not counted. */
    const register = (nth: number) =>
      world.pass(
        world.until(() => [...new Set(carrier.received.filter((text) => text.startsWith('REGISTER')))][nth]),
      );
    const states = () => changes.map(({ state, detail }) => `${state} ${detail}`.trim());
    const accept = (request: string) =>
      carrier.respond(request, '200 OK', {
        tag: 'r',
        headers: [`Contact: ${field(request, 'Contact')};expires=3600`],
      });
    // What the engine says at its close is answered too: nobody waits.
    onTestFinished(() => {
      for (const text of carrier.received.slice(-1)) carrier.respond(text, '200 OK', { tag: 'r' });
    });
    return { world, engine, carrier, trunk, register, states, accept };
  }

  test('RFC 3261 10.2 with digest, kept by refreshes, and removed when the trunk is no longer wanted', async () => {
    const { world, engine, carrier, trunk, register, states, accept } = await registering();
    engine.register([trunk]);
    const first = await register(0);
    expect(first).toContain(`REGISTER sip:127.0.0.1:${carrier.port} SIP/2.0`);
    expect(field(first, 'To')).toBe(`<sip:herald@127.0.0.1:${carrier.port}>`);
    carrier.respond(first, '401 Unauthorized', {
      tag: 'r',
      headers: ['WWW-Authenticate: Digest realm="carrier", nonce="n", qop="auth", algorithm=MD5'],
    });
    const second = await register(1);
    expect(field(second, 'Authorization')).toContain('username="herald"');
    accept(second);
    await world.until(() => states().includes('registered'));
    engine.register([trunk]);
    const refresh = await register(2);
    expect(field(refresh, 'Call-ID')).toBe(field(first, 'Call-ID'));
    accept(refresh);
    engine.register([]);
    const last = await register(3);
    expect(`${field(last, 'Contact')} ${field(last, 'Expires')}`).toMatch(/expires=0| 0$/);
    carrier.respond(last, '200 OK', { tag: 'r' });
    expect(states()).toEqual(['registered']);
  });

  test('RFC 5626 4.5 one that fails is told, tried again, and told when it holds', async () => {
    const { world, engine, carrier, trunk, register, states, accept } = await registering();
    engine.register([trunk]);
    carrier.respond(await register(0), '403 Forbidden', { tag: 'r' });
    await world.until(() => states().at(-1) === 'failed 403 Forbidden');
    accept(await register(1));
    await world.until(() => states().at(-1) === 'registered');
    engine.register([]);
    carrier.respond(await register(2), '200 OK', { tag: 'r' });
  });

  test('RFC 3261 20.20 where we are registered, we call as one of that domain', async () => {
    const { world, engine, carrier, trunk } = await registering();
    const { outcome } = placeCall(engine, planFor(carrier.port, { trunk }));
    const invite = await world.until(() => carrier.received.find((text) => text.startsWith('INVITE')));
    expect(field(invite, 'From')).toContain(`<sip:+8602151860000@127.0.0.1:${carrier.port}>`);
    carrier.respond(invite, '486 Busy Here', { tag: 'x' });
    await world.pass(outcome);
  });
});

describe('whether a trunk is there', () => {
  test('RFC 3261 11 OPTIONS is asked of each trunk that it is asked for; silence is told, and the first answer again', async () => {
    const world = createWorld();
    const told: string[] = [];
    const engine = await world.engine({ onProbe: ({ trunkId, state }) => told.push(`${trunkId} ${state}`) });
    const callee = await world.callee((line) => line.answer());
    const silent = await openScriptedCallee();
    const probed = (trunkId: string, port: number) => ({
      trunk: { trunkId, host: '127.0.0.1', port },
      everyMs: 10_000,
    });
    engine.probe([probed('there', callee.port), probed('silent', silent.port)]);
    await world.until(() => told.includes('there up'));
    expect(callee.received('OPTIONS')).toContain('OPTIONS sip:127.0.0.1');
    let waited = 0;
    const down = new Promise<void>((resolve) => {
      const look = () => {
        if (told.includes('silent down')) resolve();
        else if (waited++ < 100_000) setImmediate(look);
      };
      look();
    });
    await world.pass(down);
    expect(told).toEqual(['there up', 'silent down']);
    engine.probe([]);
  });
});
