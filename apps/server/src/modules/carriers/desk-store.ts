import type { Db, Tx } from '../../platform/db.ts';
import { forgetMinute } from './health-store.ts';
import type { TrunkHealth } from './rules.ts';

export type TrunkEvent =
  | 'created'
  | 'updated'
  | 'enabled'
  | 'disabled'
  | 'retired'
  | 'sick'
  | 'trial'
  | 'up'
  | 'tested';

/** Writes into the history of a trunk. */
export async function addTrunkEvent(
  tx: Tx,
  event: {
    eventId: string;
    trunkId: string;
    event: TrunkEvent;
    /** Null: the trunk’s own. */
    operatorId: string | null;
    detail: string;
    at: Date;
  },
): Promise<void> {
  await tx`
    INSERT INTO trunk_events (event_id, trunk_id, event, operator_id, detail, at)
    VALUES (${event.eventId}, ${event.trunkId}, ${event.event}, ${event.operatorId}, ${event.detail}, ${event.at})`;
}

export interface TrunkHistoryRow {
  event: TrunkEvent;
  operatorId: string | null;
  detail: string;
  at: Date;
}

/** The history of a trunk, the latest first. */
export async function trunkHistory(
  db: Db,
  { trunkId, offset, limit }: { trunkId: string; offset: number; limit: number },
): Promise<{ total: number; events: TrunkHistoryRow[] }> {
  const [[counted], events] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM trunk_events WHERE trunk_id = ${trunkId}`,
    db<TrunkHistoryRow[]>`
      SELECT event, operator_id AS "operatorId", detail, at FROM trunk_events
      WHERE trunk_id = ${trunkId} ORDER BY event_id DESC OFFSET ${offset} LIMIT ${limit}`,
  ]);
  return { total: counted?.total ?? 0, events };
}

/** Holds a trunk for the transaction. @returns whether it is enabled, retired; undefined where there never was such a one */
export async function lockTrunk(
  tx: Tx,
  trunkId: string,
): Promise<{ enabled: boolean; retired: boolean } | undefined> {
  const [row] = await tx<{ enabled: boolean; retired: boolean }[]>`
    SELECT enabled, retired_at IS NOT NULL AS retired FROM trunks WHERE trunk_id = ${trunkId} FOR UPDATE`;
  return row;
}

/** Takes a trunk into use, and for well; or out of it. */
export async function turnTrunk(tx: Tx, trunkId: string, enabled: boolean, at: Date): Promise<void> {
  await tx`
    UPDATE trunks SET enabled = ${enabled}, health = 'up', health_reason = '', health_detail = '', health_since = ${at},
      relapses = 0, trial_calls = 0, trial_answered = 0, trial_faults = 0
    WHERE trunk_id = ${trunkId}`;
  await forgetMinute(tx, trunkId, at);
}

/** Retires a trunk that is not enabled: what it logged in with is gone, its id stays. */
export async function retireTrunk(tx: Tx, trunkId: string, at: Date): Promise<void> {
  await tx`
    UPDATE trunks SET retired_at = ${at}, username = NULL, password_sealed = NULL, registrar = NULL
    WHERE trunk_id = ${trunkId} AND NOT enabled`;
}

/** How a trunk is, for people who look. */
export interface TrunkStatus {
  trunkId: string;
  name: string;
  state: 'enabled' | 'disabled' | 'retired';
  health: TrunkHealth;
  healthReason: string;
  healthDetail: string;
  healthSince: Date;
  role: 'main' | 'backup';
  priority: number;
  active: number;
  today: number;
  /** Of the minutes since the moment that was asked for. */
  calls: number;
  answered: number;
  faults: number;
}

/**
 * How trunks are, in the order in which they are taken.
 * @param asked.trunkId one alone
 * @param asked.since from when calls are counted
 * @param asked.today in Beijing, YYYYMMDD
 */
export async function trunkStatuses(
  db: Db,
  asked: {
    trunkId?: string | undefined;
    retired: boolean;
    since: Date;
    today: string;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; trunks: TrunkStatus[] }> {
  const { trunkId = null } = asked;
  const chosen = db`(${trunkId}::text IS NULL OR t.trunk_id = ${trunkId}) AND (${asked.retired} OR t.retired_at IS NULL)`;
  const [[counted], trunks] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM trunks t WHERE ${chosen}`,
    db<TrunkStatus[]>`
      SELECT t.trunk_id AS "trunkId", t.name, t.health, t.health_reason AS "healthReason",
        t.health_detail AS "healthDetail", t.health_since AS "healthSince", t.role, t.priority,
        CASE WHEN t.retired_at IS NOT NULL THEN 'retired' WHEN t.enabled THEN 'enabled' ELSE 'disabled' END AS state,
        CASE WHEN t.day = ${asked.today}::text::date THEN t.day_calls ELSE 0 END AS today,
        (SELECT count(*)::int FROM queue q WHERE q.trunk_id = t.trunk_id AND q.state <> 'queued') AS active,
        m.calls, m.answered, m.faults
      FROM trunks t CROSS JOIN LATERAL (
        SELECT coalesce(sum(calls), 0)::int AS calls, coalesce(sum(answered), 0)::int AS answered,
          coalesce(sum(faults), 0)::int AS faults
        FROM trunk_minutes WHERE trunk_id = t.trunk_id AND minute >= ${asked.since}) AS m
      WHERE ${chosen}
      ORDER BY t.retired_at IS NOT NULL, t.role DESC, t.priority, t.trunk_id OFFSET ${asked.offset} LIMIT ${asked.limit}`,
  ]);
  return { total: counted?.total ?? 0, trunks };
}

/** What a node sees of a trunk. */
export interface NodeSight {
  nodeId: string;
  state: string;
  detail: string;
  since: Date;
}

/** What each node’s registration at a trunk is, and what its OPTIONS came to. */
export async function sightsOf(
  db: Db,
  trunkId: string,
): Promise<{ registrations: NodeSight[]; probes: NodeSight[] }> {
  const [registrations, probes] = await Promise.all([
    db<NodeSight[]>`
      SELECT node_id AS "nodeId", state, detail, since FROM trunk_registrations WHERE trunk_id = ${trunkId}
      ORDER BY node_id LIMIT 100`,
    db<NodeSight[]>`
      SELECT node_id AS "nodeId", state, detail, since FROM trunk_probes WHERE trunk_id = ${trunkId}
      ORDER BY node_id LIMIT 100`,
  ]);
  return { registrations, probes };
}

/** All trunks together. */
export interface TrunkCapacity {
  enabled: number;
  sick: number;
  /** Of those that are enabled and not sick. */
  concurrency: number;
  cps: number;
  endedInMinute: number;
}

/** @param minute the beginning of the minute whose ended calls are counted */
export async function trunkCapacity(db: Db, minute: Date): Promise<TrunkCapacity> {
  const [row] = await db<TrunkCapacity[]>`
    SELECT count(*)::int AS enabled, count(*) FILTER (WHERE health = 'sick')::int AS sick,
      coalesce(sum(concurrency) FILTER (WHERE health <> 'sick'), 0)::int AS concurrency,
      coalesce(sum(cps) FILTER (WHERE health <> 'sick'), 0)::int AS cps,
      (SELECT coalesce(sum(calls), 0)::int FROM trunk_minutes WHERE minute = ${minute}) AS "endedInMinute"
    FROM trunks WHERE enabled`;
  return row as TrunkCapacity;
}
