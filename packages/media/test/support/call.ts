import { answerOffer, createOffer, type OfferOptions, readAnswer } from '../../src/sdp/offer-answer.ts';
import { createMediaEngine } from '../../src/session/engine.ts';
import type { MediaEngine, MediaSession } from '../../src/session/types.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { seeded } from './noise.ts';

type Side = Partial<OfferOptions>;

/** Calls between sessions of two engines on loopback, under one clock. */
export interface Lab {
  readonly clock: ManualClock;
  readonly near: MediaEngine;
  readonly far: MediaEngine;
  /** Offer and answer between two sessions, both of which are connected then. */
  agree(caller: MediaSession, callee: MediaSession, o?: { caller?: Side; callee?: Side }): void;
  /** Moves time on, packet by packet: each has arrived before the next leaves. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** As long as it takes for what was sent on loopback to be read. */
async function arrived(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
}

export function createLab(portMin: number): Lab {
  const clock = createManualClock();
  const chance = seeded(portMin);
  const random = { bytes: (count: number) => Uint8Array.from({ length: count }, () => chance() * 256) };
  const engine = (first: number) =>
    createMediaEngine({ address: '127.0.0.1', portMin: first, portMax: first + 99, clock, random });
  const near = engine(portMin);
  const far = engine(portMin + 100);
  return {
    clock,
    near,
    far,
    agree(caller, callee, o = {}) {
      const host = { address: '127.0.0.1', sessionId: '1' };
      const { srtp, codecs, rtcpMux } = o.caller ?? {};
      const offer = createOffer({ ...host, port: caller.port, ...o.caller });
      const { sdp, remote } = answerOffer(offer, { ...host, port: callee.port, ...o.callee });
      callee.connect(remote);
      caller.connect(
        readAnswer(sdp, {
          ...(srtp === undefined ? {} : { srtp }),
          ...(codecs === undefined ? {} : { codecs }),
          ...(rtcpMux === undefined ? {} : { rtcpMux }),
        }),
      );
    },
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += 5) {
        clock.advance(5);
        await arrived();
      }
    },
    async close() {
      await Promise.all([near.close(), far.close()]);
    },
  };
}
