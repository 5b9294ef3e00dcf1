import type { CodecName } from '../codec/codec.ts';
import { ipVersion } from '../sdp/address.ts';
import { type Track, transcodeTrack } from '../sound/track.ts';
import { systemClock, systemRandom } from '../system.ts';
import { MediaError } from './errors.ts';
import { PacketMemory } from './packet-memory.ts';
import { createPlayoutClock } from './playout-clock.ts';
import { createPortRange } from './port-range.ts';
import { createSession } from './session.ts';
import { bindSocket } from './socket.ts';
import type { MediaEngine, MediaEngineOptions, MediaSession } from './types.ts';

/**
 * The sessions of one process or worker: one playout clock, one range of ports.
 * @throws RangeError for an address that is no IP literal or a range without an even port
 */
export function createMediaEngine(o: MediaEngineOptions): MediaEngine {
  const clock = o.clock ?? systemClock;
  const version = ipVersion(o.address);
  if (version === undefined) throw new RangeError(`${o.address} is no IP address`);
  const ports = createPortRange(o.portMin, o.portMax);
  const limit = o.maxSessions ?? ports.size;
  const playout = createPlayoutClock(clock);
  const memory = new PacketMemory();
  const totals = { sent: 0, received: 0, dropped: 0, sendErrors: 0 };
  const open = new Set<MediaSession>();
  /** Sessions that are open, being opened, or whose socket is being closed. */
  let held = 0;
  let closed = false;
  let whenFree: (() => void) | undefined;
  /** Tracks under other codecs: made once for all calls, kept as long as the track itself. */
  const transcoded = new WeakMap<Track, Map<CodecName, Track>>();

  function transcode(track: Track, codec: CodecName): Track {
    if (track.codec === codec) return track;
    let others = transcoded.get(track);
    if (others === undefined) {
      others = new Map();
      transcoded.set(track, others);
    }
    let other = others.get(codec);
    if (other === undefined) {
      other = transcodeTrack(track, codec);
      others.set(codec, other);
    }
    return other;
  }

  function release(port: number): void {
    ports.give(port);
    held--;
    if (held === 0) whenFree?.();
  }

  async function openOn(port: number): Promise<MediaSession | undefined> {
    const socket = await bindSocket(o.address, port);
    if (socket === undefined) return undefined;
    const session = createSession({
      socket,
      port,
      ipVersion: version as 4 | 6,
      clock,
      random: o.random ?? systemRandom,
      playout,
      memory,
      // Ports beyond the range are not ours: nobody has opened a firewall for them.
      bindControl: async () => (port + 1 > o.portMax ? undefined : bindSocket(o.address, port + 1)),
      transcode,
      totals,
      onClose() {
        open.delete(session);
        release(port);
      },
    });
    open.add(session);
    return session;
  }

  /** Tries every port once: those that others hold are skipped. */
  async function openSomewhere(): Promise<MediaSession> {
    const busy: number[] = [];
    try {
      for (let tries = 0; tries < ports.size; tries++) {
        const port = ports.take();
        if (port === undefined) break;
        let session: MediaSession | undefined;
        try {
          session = await openOn(port);
        } finally {
          if (session === undefined) busy.push(port);
        }
        if (session !== undefined) return session;
      }
    } finally {
      for (const port of busy) ports.give(port);
    }
    throw new MediaError('ports-exhausted', `every RTP port from ${o.portMin} to ${o.portMax} is taken`);
  }

  return {
    async open() {
      if (closed) throw new MediaError('closed', 'the media engine is closed');
      if (held >= limit) throw new MediaError('sessions-exhausted', `${limit} sessions are open`);
      held++;
      let session: MediaSession;
      try {
        session = await openSomewhere();
      } catch (error) {
        held--;
        if (held === 0) whenFree?.();
        throw error;
      }
      if (closed) {
        session.close();
        throw new MediaError('closed', 'the media engine was closed');
      }
      return session;
    },
    get sessions() {
      return held;
    },
    stats: () => ({
      sessions: held,
      playing: playout.streams,
      ...totals,
      lateBeats: playout.lateBeats,
    }),
    async close() {
      closed = true;
      playout.stop();
      for (const session of open) session.close();
      if (held === 0) return;
      await new Promise<void>((resolve) => {
        const before = whenFree;
        whenFree = () => {
          before?.();
          resolve();
        };
      });
    },
  };
}
