import { hostname } from 'node:os';
import type { Db } from '../../platform/db.ts';

/** Registers a process that dials, or extends its lease. Leases run by the database's clock, which all nodes share. */
export async function extendLease(
  db: Db,
  node: { nodeId: string; kind: string; leaseMs: number },
): Promise<void> {
  await db`
    INSERT INTO nodes (node_id, kind, host, started_at, lease_until)
    VALUES (${node.nodeId}, ${node.kind}, ${hostname()}, clock_timestamp(),
      clock_timestamp() + make_interval(secs => ${node.leaseMs / 1000}))
    ON CONFLICT (node_id) DO UPDATE SET lease_until = excluded.lease_until`;
}

/** A process that ends in order gives its lease back, so that nobody waits for it. */
export async function giveUpLease(db: Db, nodeId: string): Promise<void> {
  await db`DELETE FROM nodes WHERE node_id = ${nodeId}`;
}

/** Forgets nodes that have been silent for a day. */
export async function forgetSilentNodes(db: Db): Promise<void> {
  await db`DELETE FROM nodes WHERE lease_until < clock_timestamp() - interval '1 day'`;
}

/** A process that dials, for people who look. */
export interface NodeStatus {
  nodeId: string;
  kind: string;
  host: string;
  alive: boolean;
  startedAt: Date;
  leaseUntil: Date;
  /** Messages that it has claimed or is dialling. */
  calls: number;
}

const MOST_NODES = 200;

/** Nodes that are known, the longest running first. */
export async function listNodes(db: Db): Promise<NodeStatus[]> {
  return await db<NodeStatus[]>`
    SELECT n.node_id AS "nodeId", n.kind, n.host, n.lease_until > clock_timestamp() AS alive,
      n.started_at AS "startedAt", n.lease_until AS "leaseUntil",
      (SELECT count(*)::int FROM queue q WHERE q.state <> 'queued' AND q.node_id = n.node_id) AS calls
    FROM nodes n ORDER BY n.started_at, n.node_id LIMIT ${MOST_NODES}`;
}
