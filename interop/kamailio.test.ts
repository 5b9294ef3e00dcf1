import { createSandboxCarrier, type SandboxCarrier, type SeenCall } from '@herald/sandbox-carrier';
import type { CallTrunk, RegistrationChange } from '@herald/server/calling/index.ts';
import {
  type CallEnd,
  createUdpTransport,
  createUserAgent,
  type IncomingCall,
  type TracedMessage,
} from '@herald/sip';
import { describe, expect, onTestFinished, test } from 'vitest';
import { placeCall, planFor } from '../apps/server/test/calling/support/world.ts';
import { capture, mayCapture } from './support/capture.ts';
import { ENGINE_RTP, OTHER_RTP, startEngine } from './support/engine.ts';
import { hasKamailio, REALM, startKamailio } from './support/kamailio.ts';
import { needing } from './support/programs.ts';
import { expectContinuous, expectWellFormed, streamsOf } from './support/streams.ts';

const absent = !hasKamailio();
const SDP =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n';
const CREDENTIALS = { username: 'herald', password: 'a secret' };

interface Carrier extends SandboxCarrier {
  /** The first call that is over: its BYE takes its way after our outcome is told. */
  readonly ended: Promise<SeenCall>;
}

async function openCarrier(): Promise<Carrier> {
  const ended = Promise.withResolvers<SeenCall>();
  const carrier = await createSandboxCarrier({
    port: 0,
    rtpPorts: { min: OTHER_RTP[0], max: OTHER_RTP[1] },
    onEvent: ({ type, call }) => type === 'ended' && ended.resolve(call),
  });
  onTestFinished(() => carrier.close());
  return { ...carrier, ended: ended.promise };
}

/** A trunk of the sandbox carrier behind the proxy. */
function trunkBehind(proxyPort: number, carrierPort: number, transport: 'udp' | 'tcp'): CallTrunk {
  return {
    trunkId: 'behind',
    host: '127.0.0.1',
    port: carrierPort,
    terms: { transport, outboundProxy: `127.0.0.1:${proxyPort}` },
  };
}

describe('Kamailio is our outbound proxy', () => {
  for (const transport of ['udp', 'tcp'] as const) {
    test.skipIf(absent)(
      needing(
        `RFC 3261 16.12 over ${transport.toUpperCase()} every request of a call goes by the proxy that recorded its route`,
        'kamailio',
      ),
      async () => {
        const carrier = await openCarrier();
        const messages: TracedMessage[] = [];
        const { engine } = await startEngine({
          // Long enough for all five keys.
          toneMs: 2500,
          transports: [transport],
          trace: (message) => messages.push(message),
        });
        const proxy = await startKamailio({ carrierPort: carrier.port });
        const trunk = trunkBehind(proxy.port, carrier.port, transport);
        const { outcome } = placeCall(engine, planFor(0, { trunk, callee: '+8613800004733' }));
        expect(await outcome).toMatchObject({ result: 'answered', digits: '1234#' });
        const sent = messages.filter(({ direction }) => direction === 'out');
        expect(sent.map(({ text }) => text.split(' ', 1)[0])).toEqual(['INVITE', 'ACK', 'BYE']);
        for (const { remote } of sent) expect(remote.port).toBe(proxy.port);
        expect(sent[2]?.text).toContain(`Route: <sip:127.0.0.1`);
        expect(await carrier.ended).toMatchObject({
          line: 'keys-in-sequence',
          answered: true,
          end: { kind: 'hung-up', by: 'peer' },
        });
      },
    );
  }

  test.skipIf(absent)(
    needing('RFC 3261 9.1 nobody answers: the CANCEL reaches the carrier by the proxy', 'kamailio'),
    async () => {
      const carrier = await openCarrier();
      const { engine } = await startEngine();
      const proxy = await startKamailio({ carrierPort: carrier.port });
      const trunk = trunkBehind(proxy.port, carrier.port, 'udp');
      const plan = planFor(0, { trunk, callee: '+8613800000180', ringTimeoutMs: 1500 });
      expect((await placeCall(engine, plan).outcome).cause).toEqual({ kind: 'no-answer' });
      expect(await carrier.ended).toMatchObject({ answered: false, end: { kind: 'cancelled' } });
    },
  );

  test.skipIf(absent)(
    needing('RFC 3326 a refusal comes back through the proxy with its Q.850 cause', 'kamailio'),
    async () => {
      const carrier = await openCarrier();
      const { engine } = await startEngine();
      const proxy = await startKamailio({ carrierPort: carrier.port });
      const trunk = trunkBehind(proxy.port, carrier.port, 'udp');
      const { outcome } = placeCall(engine, planFor(0, { trunk, callee: '+8613800000486' }));
      expect((await outcome).cause).toMatchObject({ kind: 'sip', status: 486, q850: 17 });
    },
  );

  test.skipIf(absent)(
    needing(
      'RFC 3261 22.3 the proxy challenges with 407: our credentials are taken, wrong ones are not',
      'kamailio',
    ),
    async () => {
      const carrier = await openCarrier();
      const { engine } = await startEngine();
      const proxy = await startKamailio({ carrierPort: carrier.port, credentials: CREDENTIALS });
      const trunk = trunkBehind(proxy.port, carrier.port, 'udp');
      const callee = '+8613800000201';
      const right = placeCall(engine, planFor(0, { trunk: { ...trunk, ...CREDENTIALS }, callee }));
      expect(await right.outcome).toMatchObject({ result: 'answered', endedBy: 'callee' });
      const wrong = placeCall(
        engine,
        planFor(0, { trunk: { ...trunk, ...CREDENTIALS, password: 'no' }, callee }),
      );
      expect((await wrong.outcome).cause).toMatchObject({ kind: 'sip', status: 407 });
    },
  );

  test.skipIf(absent || !mayCapture())(
    needing(
      'RFC 3261 7 tshark: ten calls by the proxy, nothing malformed, sound without a gap',
      'kamailio',
      'tshark',
    ),
    async () => {
      const carrier = await openCarrier();
      const { engine, sipPort } = await startEngine({ toneMs: 2000 });
      const proxy = await startKamailio({ carrierPort: carrier.port });
      const trunk = trunkBehind(proxy.port, carrier.port, 'udp');
      const { packets } = await capture({
        sip: [sipPort, carrier.port, proxy.port],
        rtp: [ENGINE_RTP, OTHER_RTP],
      });
      await Promise.all(
        Array.from(
          { length: 10 },
          () => placeCall(engine, planFor(0, { trunk, callee: '+8613800000200' })).outcome,
        ),
      );
      const seen = await packets();
      expectWellFormed(seen);
      const ours = streamsOf(seen).filter(({ from }) => from >= ENGINE_RTP[0] && from <= ENGINE_RTP[1]);
      expect(ours).toHaveLength(10);
      for (const stream of ours) expectContinuous(stream);
      expect(seen.filter(({ sip }) => sip?.method === 'INVITE')).toHaveLength(20);
    },
  );
});

describe('Kamailio is our registrar', () => {
  test.skipIf(absent)(
    needing(
      'RFC 3261 10.2, 22.2 the engine registers with its password, and is told when that is wrong',
      'kamailio',
    ),
    async () => {
      const changes = [
        Promise.withResolvers<RegistrationChange>(),
        Promise.withResolvers<RegistrationChange>(),
      ];
      let seen = 0;
      const { engine } = await startEngine({
        onRegistration(change) {
          if (change.state !== 'registering') changes[seen++]?.resolve(change);
        },
      });
      const proxy = await startKamailio({ carrierPort: 9, credentials: CREDENTIALS });
      const at = (password: string): CallTrunk => ({
        ...{
          trunkId: 'there',
          host: '127.0.0.1',
          port: proxy.port,
          username: CREDENTIALS.username,
          password,
        },
        terms: { registrar: REALM, outboundProxy: `127.0.0.1:${proxy.port}` },
      });
      engine.register([at(CREDENTIALS.password)]);
      expect(await changes[0]?.promise).toMatchObject({ trunkId: 'there', state: 'registered' });
      engine.register([]);
      engine.register([at('wrong')]);
      expect(await changes[1]?.promise).toMatchObject({ trunkId: 'there', state: 'failed' });
    },
  );

  test.skipIf(absent)(
    needing(
      'RFC 3261 10.2.1 a call for who has registered finds its way to us, and its BYE back',
      'kamailio',
    ),
    async () => {
      const open = async (onInvite: (call: IncomingCall) => void = (call) => call.reject(486)) => {
        const agent = createUserAgent({
          transport: await createUdpTransport({ host: '127.0.0.1', port: 0 }),
          onInvite,
        });
        onTestFinished(() => agent.close());
        return agent;
      };
      const ended = Promise.withResolvers<CallEnd>();
      const called = await open((call) => {
        call.handlers = { onAck: () => call.hangup(), onEnd: ended.resolve };
        call.answer(SDP);
      });
      const proxy = await startKamailio({ carrierPort: 9, credentials: CREDENTIALS });
      const route = [`<sip:127.0.0.1:${proxy.port};lr>`];
      const registered = Promise.withResolvers<void>();
      called.register({
        registrar: `sip:${REALM}`,
        aor: `sip:registered@${REALM}`,
        credentials: CREDENTIALS,
        route,
        onChange: ({ state }) => state === 'registered' && registered.resolve(),
      });
      await registered.promise;
      const caller = await open();
      const over = Promise.withResolvers<CallEnd>();
      caller.invite({
        target: `sip:registered@${REALM}`,
        from: `sip:caller@${REALM}`,
        credentials: CREDENTIALS,
        route,
        body: SDP,
        handlers: { onEnd: over.resolve },
      });
      expect(await over.promise).toMatchObject({ kind: 'hung-up', by: 'peer' });
      expect(await ended.promise).toMatchObject({ kind: 'hung-up', by: 'us' });
    },
  );
});
