import {
  answerOffer,
  createOffer,
  type MediaEngine,
  type Recorder,
  type RemoteMedia,
  readAnswer,
  type Track,
  trackDurationMs,
} from '@herald/media';
import { createLossyRelay, type LossyRelay } from './lossy-relay.ts';

/** Which RTP packets a line carries, in each direction. */
export type Quality = 'all' | 'every-other' | 'none';

/** The sound of one call: its RTP port, its session description, what it hears and says. */
export interface SoundPath {
  /**
   * Our answer to an offer; sound flows from now on. Asked again with a changed offer, follows it.
   * @throws SdpError when the offer cannot be read or used, MediaError for an address of the other IP version
   */
  answerTo(offer: string): string;
  /** Our offer, for a caller that made none; `connect` follows with its answer. */
  offer(): string;
  /** @throws SdpError, MediaError as `answerTo` */
  connect(answer: string): void;
  hear(recorder: Recorder): void;
  /**
   * @param over called when the sound has been said
   * @returns how long to wait instead, milliseconds, when the other side does not listen and `over` never comes
   */
  say(track: Track, over: () => void): number | undefined;
  press(key: string): void;
  close(): void;
}

/** @throws MediaError when there is no port */
export async function openSoundPath(o: {
  engine: MediaEngine;
  /** IP address that callers are told. */
  host: string;
  quality: Quality;
  /** Decimal digits, one for each call. */
  sessionId: string;
}): Promise<SoundPath> {
  const session = await o.engine.open();
  let relay: LossyRelay | undefined;
  try {
    if (o.quality === 'every-other') relay = await createLossyRelay(o.host, session.port);
  } catch (error) {
    session.close();
    throw error;
  }
  let version = 0;
  let listens = true;

  const ourselves = (): { address: string; port: number; sessionId: string; sessionVersion: number } => ({
    address: o.host,
    port: relay?.port ?? session.port,
    sessionId: o.sessionId,
    sessionVersion: ++version,
  });

  function connectTo(remote: RemoteMedia): void {
    listens = remote.direction === 'sendrecv' || remote.direction === 'recvonly';
    // Unconnected, a session sends nothing and drops what comes.
    if (o.quality === 'none') return;
    relay?.connect(remote);
    session.connect(relay === undefined ? remote : { ...remote, address: o.host, port: relay.port });
  }

  return {
    answerTo(offer) {
      const { sdp, remote } = answerOffer(offer, ourselves());
      connectTo(remote);
      return sdp;
    },
    offer: () => createOffer(ourselves()),
    connect: (answer) => connectTo(readAnswer(answer)),
    hear: (recorder) => session.record(recorder),
    say(track, over) {
      if (!listens || o.quality === 'none') return trackDurationMs(track);
      session.play(track, { onEnd: over });
      return undefined;
    },
    press: (key) => session.sendDigit(key),
    close() {
      relay?.close();
      session.close();
    },
  };
}
