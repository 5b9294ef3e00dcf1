import { availableParallelism } from 'node:os';
import { ipVersion } from '../sdp/address.ts';
import { MediaError } from '../session/errors.ts';
import { createPortRange } from '../session/port-range.ts';
import type { MediaStats } from '../session/types.ts';
import type { MediaLine, MediaLines } from './lines.ts';
import { createWorkerLine } from './worker-line.ts';
import { startWorkerThread, type WorkerThread } from './worker-thread.ts';

export interface MediaWorkersOptions {
  /** As of `MediaEngineOptions`; the ports are shared out among the threads. */
  readonly address: string;
  readonly portMin: number;
  readonly portMax: number;
  /** Of all threads together; default: as many as there are ports. */
  readonly maxSessions?: number;
  /** Default: one less than the machine has cores, for the thread that owns the calls; at least one. */
  readonly threads?: number;
}

/** A share of the ports and the thread that has them: a thread that ended is replaced at the next `open`. */
interface Lane {
  readonly start: () => WorkerThread;
  thread: WorkerThread;
  sessions: number;
}

/**
 * Media engines, each in a thread of its own, so that what the calling thread does delays no packet.
 * @throws RangeError for an address that is no IP literal, or fewer even ports than threads
 */
export function createMediaWorkers(o: MediaWorkersOptions): MediaLines {
  const version = ipVersion(o.address);
  if (version === undefined) throw new RangeError(`${o.address} is no IP address`);
  const { size } = createPortRange(o.portMin, o.portMax);
  const count = o.threads ?? Math.max(1, availableParallelism() - 1);
  if (!Number.isInteger(count) || count < 1 || count > size) {
    throw new RangeError(`${count} threads cannot share ${size} ports`);
  }
  const limit = o.maxSessions ?? size;
  const first = o.portMin + (o.portMin & 1);
  const lanes: Lane[] = Array.from({ length: count }, (_, nth) => {
    const from = Math.floor((nth * size) / count);
    const to = Math.floor(((nth + 1) * size) / count);
    const range = { portMin: first + from * 2, portMax: first + to * 2 - 1 };
    const start = () => startWorkerThread({ address: o.address, ...range });
    return { start, thread: start(), sessions: 0 };
  });
  const homes = new WeakMap<MediaLine, { lane: Lane; thread: WorkerThread; number: number }>();
  let nextBridge = 0;
  let closed = false;

  const held = () => lanes.reduce((sum, lane) => sum + lane.sessions, 0);

  function laneFor(beside: MediaLine | undefined): Lane {
    if (closed) throw new MediaError('closed', 'the media threads are closed');
    if (held() >= limit) throw new MediaError('sessions-exhausted', `${limit} sessions are open`);
    const home = beside && homes.get(beside);
    if (beside !== undefined && !home?.thread.alive) {
      throw new MediaError('closed', 'the thread of the other session has ended');
    }
    const lane = home?.lane ?? lanes.reduce((least, each) => (each.sessions < least.sessions ? each : least));
    if (!lane.thread.alive) lane.thread = lane.start();
    return lane;
  }

  return {
    async open({ beside } = {}) {
      const lane = laneFor(beside);
      const { thread } = lane;
      lane.sessions++;
      try {
        const opened = await thread.ask({ ask: 'open' });
        const onClose = () => void lane.sessions--;
        const session = createWorkerLine({ thread, opened, ipVersion: version, onClose });
        homes.set(session, { lane, thread, number: opened.session });
        return session;
      } catch (error) {
        lane.sessions--;
        throw error;
      }
    },
    bridge(one, other) {
      const near = homes.get(one);
      const far = homes.get(other);
      if (near === undefined || far === undefined || near.thread !== far.thread) {
        throw new RangeError('sessions of different threads cannot be bridged: open one beside the other');
      }
      const { thread } = near;
      if (!thread.alive) throw new MediaError('closed', 'the media thread has ended');
      const number = nextBridge++;
      thread.order({ do: 'bridge', bridge: number, sessions: [near.number, far.number] });
      return {
        stop() {
          if (thread.alive) thread.order({ do: 'unbridge', bridge: number });
        },
      };
    },
    async stats() {
      const all = lanes
        .filter(({ thread }) => thread.alive)
        .map(({ thread }) => thread.ask({ ask: 'stats' }));
      const sum: { -readonly [Name in keyof MediaStats]: number } = {
        ...{ sessions: 0, playing: 0, sent: 0, received: 0, dropped: 0, sendErrors: 0, lateBeats: 0 },
      };
      for (const stats of await Promise.all(all)) {
        for (const name of Object.keys(sum) as (keyof MediaStats)[]) sum[name] += stats[name];
      }
      return sum;
    },
    get sessions() {
      return held();
    },
    async close() {
      closed = true;
      await Promise.all(
        lanes.map(async ({ thread }) => {
          // One that has ended meanwhile needs no closing.
          await thread.ask({ ask: 'close-engine' }).catch(() => undefined);
          await thread.end();
        }),
      );
    },
  };
}
