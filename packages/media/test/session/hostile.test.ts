import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnswerMachine } from '../../src/amd/answer-machine.ts';
import { frameOf } from '../../src/amd/frame.ts';
import { CODEC_NAMES, CODECS } from '../../src/codec/codec.ts';
import { createToneDetector } from '../../src/dtmf/detector.ts';
import { createDigitReceiver } from '../../src/dtmf/receiver.ts';
import { parseRtcp } from '../../src/packet/rtcp.ts';
import { parseRtp, writeRtpHeader } from '../../src/packet/rtp.ts';
import { parseTelephoneEvent } from '../../src/packet/telephone-event.ts';
import { isRtcp } from '../../src/session/control-channel.ts';
import type { MediaSession } from '../../src/session/types.ts';
import { createRecorder } from '../../src/sound/recorder.ts';
import { createSrtpReceiver, createSrtpSender } from '../../src/srtp/srtp.ts';
import { createLab, type Lab } from '../support/call.ts';
import { createPeer, type Peer } from '../support/peer.ts';

const KEY = new Uint8Array(30).fill(3);
const SUITES = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const;

/** Datagrams that begin as RTP or RTCP do, or do not. */
const datagram = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc
    .tuple(
      fc.constantFrom(0x80, 0x90, 0xa0, 0xb1, 0x8f),
      fc.nat(255),
      fc.uint8Array({ minLength: 10, maxLength: 200 }),
    )
    .map(([first, second, rest]) => Uint8Array.of(first, second, ...rest)),
);

describe('RFC 3550 A.1, A.2 readers of what a stranger sends', () => {
  test('no datagram makes a reader throw, and what is read lies within it', () => {
    fc.assert(
      fc.property(datagram, (data) => {
        const packet = parseRtp(data);
        if (packet !== undefined) expect(packet.payload.length).toBeLessThanOrEqual(data.length - 12);
        const reports = parseRtcp(data) ?? [];
        expect(reports.length).toBeLessThanOrEqual(data.length / 4);
        isRtcp(data);
        parseTelephoneEvent(data);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each(SUITES)(
    'RFC 3711 3.3: no datagram is taken for authentic under %s, or makes it throw',
    (suite) => {
      const receiver = createSrtpReceiver(suite, KEY);
      fc.assert(
        fc.property(datagram, (data) => {
          expect(receiver.unprotect(data)).toBeUndefined();
          expect(receiver.unprotectRtcp(data)).toBeUndefined();
        }),
        { numRuns: 2_000 },
      );
    },
  );

  test('RFC 3711 3.3: what is protected is read again, whatever it holds, once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SUITES),
        fc.uint8Array({ maxLength: 400 }),
        fc.nat(0xffff),
        fc.nat(0xffff_ffff),
        (suite, payload, sequence, ssrc) => {
          const packet = new Uint8Array(12 + payload.length);
          writeRtpHeader(packet, false, 8, sequence, 160, ssrc);
          packet.set(payload, 12);
          const receiver = createSrtpReceiver(suite, KEY);
          const wire = createSrtpSender(suite, KEY).protect(packet);
          expect(receiver.unprotect(wire)).toEqual(packet);
          expect(receiver.unprotect(wire)).toBeUndefined();
        },
      ),
    );
  });

  test('RFC 4733 2.5.2: whatever events come, each press is told at most once and nothing is left open', () => {
    const event = fc.record({
      ssrc: fc.constantFrom(1, 2),
      timestamp: fc.oneof(fc.nat(2_000), fc.nat(0xffff_ffff)),
      bytes: fc.uint8Array({ minLength: 4, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const digits = createDigitReceiver();
        let told = 0;
        for (const { ssrc, timestamp, bytes } of events) {
          const read = parseTelephoneEvent(bytes);
          if (read !== undefined) told += digits.event(ssrc, timestamp, read, 0).length;
        }
        told += digits.flush().length;
        expect(told).toBeLessThanOrEqual(events.length);
        expect(digits.openSince).toBeUndefined();
      }),
    );
  });

  test('no sound makes a decoder, the tone detector or the ear for beeps throw or lose its numbers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.constantFrom(...CODEC_NAMES), (payload, codec) => {
        const pcm = CODECS[codec].decoder(8_000)(payload);
        expect(pcm.length).toBe(payload.length);
        expect(CODECS[codec].decoder(16_000)(payload).length).toBe(payload.length * 2);
        createToneDetector().samples(pcm);
        const frame = frameOf(pcm.subarray(0, 160));
        expect(Number.isFinite(frame.levelDb)).toBe(true);
        createAnswerMachine().frame(frame);
      }),
    );
  });
});

describe('a session among strangers', () => {
  let lab: Lab;
  let session: MediaSession;
  let peer: Peer;

  beforeEach(async () => {
    lab = createLab(14_400);
    session = await lab.near.open();
    peer = await createPeer();
  });
  afterEach(() => Promise.all([lab.close(), peer.close()]));

  test.each([false, true])(
    'thousands of mangled packets end nothing, and what is kept is bounded (SRTP: %s)',
    async (secure) => {
      const recorder = createRecorder({ maxSeconds: 5 });
      session.connect({
        ...peer.media,
        rtcpMux: true,
        ...(secure ? { srtp: { suite: SUITES[0], key: KEY } } : {}),
      });
      session.record(recorder);
      session.detectAnswer(() => {});
      let sent = 0;
      for (const data of fc.sample(datagram, { numRuns: 3_000, seed: 7 })) {
        await peer.send(session.port, data);
        if (++sent % 50 === 0) await lab.pass(5);
      }
      await lab.pass(100);
      expect(recorder.seconds).toBeLessThanOrEqual(5);
      const { received, dropped, rtcp } = session.close();
      // An empty datagram is one too.
      expect(received + dropped + rtcp.received + rtcp.dropped).toBeGreaterThanOrEqual(sent * 0.99);
      if (secure) expect([received, rtcp.received]).toEqual([0, 0]);
    },
  );
});
