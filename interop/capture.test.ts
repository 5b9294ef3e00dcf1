import { createSandboxCarrier } from '@herald/sandbox-carrier';
import { describe, expect, onTestFinished, test } from 'vitest';
import { placeCall, planFor, SCRIPT } from '../apps/server/test/calling/support/world.ts';
import { capture, mayCapture } from './support/capture.ts';
import { ENGINE_RTP, OTHER_RTP, startEngine } from './support/engine.ts';
import { lacking, needing } from './support/programs.ts';
import { expectContinuous, expectWellFormed, streamsOf } from './support/streams.ts';

const TONE_MS = 2500;
const absent = lacking('tshark', 'dumpcap') || !mayCapture();

describe('what the engine sends, as tshark reads it', () => {
  test.skipIf(absent)(
    needing(
      'RFC 3550 5.1 ten calls with two plays and keys: nothing malformed, no gap, one SSRC a stream',
      'tshark',
    ),
    async () => {
      const carrier = await createSandboxCarrier({
        port: 0,
        rtpPorts: { min: OTHER_RTP[0], max: OTHER_RTP[1] },
      });
      onTestFinished(() => carrier.close());
      const { engine, sipPort } = await startEngine({ toneMs: TONE_MS });
      const { packets } = await capture({ sip: [sipPort, carrier.port], rtp: [ENGINE_RTP, OTHER_RTP] });
      // 4733 answers and presses 1 2 3 4 #.
      const outcomes = await Promise.all(
        Array.from(
          { length: 10 },
          () => placeCall(engine, planFor(carrier.port, { callee: '+8613800004733' })).outcome,
        ),
      );
      const seen = await packets();
      for (const outcome of outcomes) expect(outcome).toMatchObject({ result: 'answered', digits: '1234#' });
      expectWellFormed(seen);
      const streams = streamsOf(seen);
      const ours = streams.filter(({ from }) => from >= ENGINE_RTP[0] && from <= ENGINE_RTP[1]);
      expect(ours).toHaveLength(10);
      for (const stream of ours) {
        expectContinuous(stream);
        // What the outcome says was sent is what was on the wire.
        expect(stream.packets).toHaveLength((SCRIPT.plays * TONE_MS) / 20);
        const spurts = stream.packets.filter(({ marker }) => marker).length;
        // More when this machine had no time for it: what is late by 100 ms begins a new one.
        expect(spurts).toBeGreaterThanOrEqual(SCRIPT.plays);
      }
      for (const stream of streams) expectContinuous(stream);
      expect(new Set(ours.map(({ packets: [first] }) => first?.ssrc)).size).toBe(10);
    },
  );
});
