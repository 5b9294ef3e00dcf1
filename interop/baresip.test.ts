import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeTrack } from '@herald/media';
import { createTcpTransport, createTlsTransport, createUdpTransport, type Transport } from '@herald/sip';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Callee, type Line, openCallee } from '../apps/server/test/calling/support/callee.ts';
import { bursts } from '../apps/server/test/calling/support/signal.ts';
import { placeCall, planFor, SCRIPT } from '../apps/server/test/calling/support/world.ts';
import { CA, CARRIER, CLIENT } from '../packages/sip/test/support/certificates.ts';
import { type BaresipOptions, hasBaresip, startBaresip } from './support/baresip.ts';
import { capture, mayCapture } from './support/capture.ts';
import { ENGINE_RTP, OTHER_RTP, startEngine } from './support/engine.ts';
import { needing, temporaryFolder } from './support/programs.ts';
import { expectContinuous, expectWellFormed, streamsOf } from './support/streams.ts';

const absent = !hasBaresip();
const TONE_MS = 1500;
/** What a jitter buffer of others may cut off at either end of a sound. */
const SLACK_MS = 100;

type Carriage = 'udp' | 'tcp' | 'tls';

/** What baresip needs to speak TLS to somebody whose certificate this test's authority has signed. */
function tlsOfBaresip(): BaresipOptions['tls'] {
  const folder = temporaryFolder();
  const ca = join(folder, 'ca.pem');
  const certificate = join(folder, 'baresip.pem');
  writeFileSync(ca, CA);
  writeFileSync(certificate, CARRIER.cert + CARRIER.key);
  return { ca, certificate };
}

const baresipOver = (transport: Carriage, account = '') => {
  const tls = transport === 'tls' ? tlsOfBaresip() : undefined;
  return startBaresip({ transport, account, ...(tls && { tls }) });
};

describe('baresip is called', () => {
  for (const transport of ['udp', 'tcp', 'tls'] as const) {
    const srtp = transport === 'tls';
    test.skipIf(absent)(
      needing(
        `RFC 3261 13, RFC 4733 it answers over ${transport.toUpperCase()}${srtp ? ' with SRTP (RFC 4568)' : ''}, hears both plays, and its keys arrive`,
        'baresip',
      ),
      async () => {
        const { engine } = await startEngine({
          toneMs: TONE_MS,
          transports: [transport],
          ...(srtp && { tls: { port: 0, ca: CA, certificate: CLIENT } }),
        });
        const baresip = await baresipOver(transport, srtp ? ';mediaenc=srtp-mand' : '');
        const plan = planFor(baresip.sipPort);
        const terms = { transport, ...(srtp && { srtp: 'required' as const }) };
        const placed = placeCall(engine, { ...plan, trunk: { ...plan.trunk, terms } });
        await placed.told('playing 1');
        await baresip.command('sndcode', '1');
        await placed.told('digit 1');
        await baresip.command('sndcode', '#');
        const outcome = await placed.outcome;
        expect(outcome).toMatchObject({ result: 'answered', playsCompleted: 2, digits: '1#', endedBy: 'us' });
        expect(outcome.rtp?.sent).toBe((2 * TONE_MS) / 20);
        expect(outcome.rtp).toMatchObject({ lost: 0 });
        expect(outcome.rtp?.received).toBeGreaterThan(100);
        await baresip.told('CALL_CLOSED');
        // baresip keeps what came, and not the silence in which nothing did: the plays follow each other at once.
        const heard = bursts(baresip.heard());
        const said = heard.reduce((sum, { from, to }) => sum + to - from, 0);
        expect(Math.abs(said - 2 * TONE_MS)).toBeLessThan(4 * SLACK_MS);
      },
    );
  }

  test.skipIf(absent)(
    needing('RFC 3264 8.4 it holds the call: the message waits, and goes on when it is back', 'baresip'),
    async () => {
      const { engine } = await startEngine({ toneMs: 2500 });
      const baresip = await baresipOver('udp');
      const placed = placeCall(engine, planFor(baresip.sipPort, { script: { ...SCRIPT, plays: 1 } }));
      await placed.told('playing 1');
      await baresip.command('hold');
      const heldAt = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 4000));
      expect(placed.events).not.toContain('played 1');
      await baresip.command('resume');
      const heldMs = Date.now() - heldAt;
      const outcome = await placed.outcome;
      expect(outcome).toMatchObject({ result: 'answered', playsCompleted: 1 });
      expect(outcome.talkMs).toBeGreaterThanOrEqual(heldMs + 2000);
      expect(outcome.rtp?.sent).toBe(2500 / 20);
    },
  );

  test.skipIf(absent)(
    needing('RFC 3261 15 it hangs up while the message plays: answered, ended by the callee', 'baresip'),
    async () => {
      const { engine } = await startEngine({ toneMs: TONE_MS });
      const baresip = await baresipOver('udp');
      const placed = placeCall(engine, planFor(baresip.sipPort));
      await placed.told('playing 1');
      await baresip.command('hangup');
      expect(await placed.outcome).toMatchObject({
        result: 'answered',
        endedBy: 'callee',
        playsCompleted: 0,
      });
    },
  );

  test.skipIf(absent)(
    needing('RFC 3261 21.4.5 a number it does not have is refused with 404', 'baresip'),
    async () => {
      const { engine } = await startEngine();
      const baresip = await baresipOver('udp');
      const outcome = await placeCall(engine, planFor(baresip.sipPort, { callee: '+8613800000404' })).outcome;
      expect(outcome.cause).toMatchObject({ kind: 'sip', status: 404 });
    },
  );

  test.skipIf(absent || !mayCapture())(
    needing(
      'RFC 3550 6 tshark: no malformed packet either way, and reports tell what it heard',
      'baresip',
      'tshark',
    ),
    async () => {
      const { engine, sipPort } = await startEngine({ toneMs: 6000 });
      const baresip = await baresipOver('udp');
      const { packets } = await capture({ sip: [sipPort, baresip.sipPort], rtp: [ENGINE_RTP, baresip.rtp] });
      const placed = placeCall(engine, planFor(baresip.sipPort));
      await placed.told('playing 2');
      await baresip.command('sndcode', '5');
      const outcome = await placed.outcome;
      const seen = await packets();
      expectWellFormed(seen);
      const streams = streamsOf(seen);
      expect(streams).toHaveLength(2);
      for (const stream of streams.filter(({ from }) => from <= ENGINE_RTP[1])) expectContinuous(stream);
      expect(
        seen.some(({ protocols, sourcePort }) => protocols.includes('rtcp') && sourcePort <= ENGINE_RTP[1]),
      ).toBe(true);
      expect(outcome).toMatchObject({ digits: '5', rtp: { remote: { lost: 0 } } });
      expect(outcome.rtp?.mos?.sent).toBeGreaterThan(4);
    },
  );
});

describe('baresip calls us', () => {
  async function openOurs(transport: Carriage, behave: (line: Line) => void): Promise<Callee> {
    const address = { host: '127.0.0.1', port: 0 };
    const open: Record<Carriage, () => Promise<Transport>> = {
      udp: () => createUdpTransport(address),
      tcp: () => createTcpTransport(address),
      tls: () => createTlsTransport({ ...address, ca: CA, certificate: CARRIER }),
    };
    const callee = await openCallee({
      behave,
      transport: await open[transport](),
      rtpPortMin: OTHER_RTP[0],
      ...(transport === 'tls' && { srtp: 'required' as const }),
    });
    onTestFinished(() => callee.close());
    return callee;
  }

  for (const transport of ['udp', 'tcp', 'tls'] as const) {
    test.skipIf(absent)(
      needing(
        `RFC 3261 13.3, RFC 4733 over ${transport.toUpperCase()}: we answer, speak, press keys and hang up`,
        'baresip',
      ),
      async () => {
        const tone = Int16Array.from({ length: 8 * TONE_MS }, (_, n) =>
          Math.round(16_000 * Math.sin((2 * Math.PI * 500 * n) / 8000)),
        );
        const done = Promise.withResolvers<Line>();
        const ours = await openOurs(transport, (line) => {
          line.call.ring();
          line.answer();
          void line.acknowledged.then(() => {
            line.session.sendDigit('7');
            line.session.sendDigit('*');
            line.session.play(encodeTrack(tone, 'PCMA'), { onEnd: () => done.resolve(line) });
          });
        });
        const baresip = await baresipOver(transport, transport === 'tls' ? ';mediaenc=srtp-mand' : '');
        // It adds its account's transport to the address itself.
        await baresip.command('dial', `sip:herald@127.0.0.1:${ours.port}`);
        const line = await done.promise;
        line.call.hangup();
        await line.ended;
        await baresip.told('CALL_CLOSED');
        expect(line.session.close()).toMatchObject({ lost: 0, unauthentic: 0 });
        // What it says is a tone that never stops.
        expect(bursts(line.heard.pcm(0)).at(0)?.to).toBeGreaterThan(1000);
        const [first] = bursts(baresip.heard()).filter(({ from, to }) => to - from > SLACK_MS);
        expect(Math.abs((first?.to ?? 0) - (first?.from ?? 0) - TONE_MS)).toBeLessThan(2 * SLACK_MS);
        expect((await baresip.told('CALL_DTMF_START', 2)).param).toBe('*');
      },
    );
  }
});
