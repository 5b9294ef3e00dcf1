import { listRefusals } from '../../modules/callflows/index.ts';
import { type TrunkCapacity, trunkCapacity } from '../../modules/carriers/index.ts';
import { type QueueLoad, queueLoad } from '../../modules/messages/index.ts';
import { listNodes, type NodeStatus } from '../../modules/nodes/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Sql } from '../../platform/db.ts';
import { countJobs, type JobCount } from '../../platform/jobs.ts';

const MINUTE_MS = 60_000;
/** Rows of a queue that are counted for one look. */
export const MOST_COUNTED = 100_000;

/** What the platform is at, over all its processes. */
export interface PlatformLoad {
  nodes: NodeStatus[];
  queue: QueueLoad;
  jobs: JobCount[];
  trunks: TrunkCapacity;
  /** Calls that came in today (Beijing) and were refused. */
  refusals: readonly { reason: string; calls: number }[];
}

/** Reads it, as of `now` (ms); calls that ended are those of the last whole minute. */
export async function platformLoad(sql: Sql, now: number): Promise<PlatformLoad> {
  const lastMinute = new Date(now - (now % MINUTE_MS) - MINUTE_MS);
  const [nodes, queue, jobs, trunks, refusals] = await Promise.all([
    listNodes(sql),
    queueLoad(sql, new Date(now), MOST_COUNTED),
    countJobs(sql, MOST_COUNTED),
    trunkCapacity(sql, lastMinute),
    listRefusals(sql, formatDay(now)),
  ]);
  return { nodes, queue, jobs, trunks, refusals };
}
