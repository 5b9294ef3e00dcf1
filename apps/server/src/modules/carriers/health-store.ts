import type { Db, Tx } from '../../platform/db.ts';
import type { CallCounts, HealthChange, Sickness, TrunkFacts } from './health-rules.ts';
import type { TrunkHealth } from './rules.ts';

/** What a node's OPTIONS to a trunk come to. */
export interface TrunkProbe {
  trunkId: string;
  state: 'up' | 'down';
  detail: string;
  /** ms */
  since: number;
}

/** Writes what a node's OPTIONS come to, and forgets its others. Nothing while the node has no lease. */
export async function noteProbes(db: Db, nodeId: string, probes: readonly TrunkProbe[]): Promise<void> {
  const trunkIds = probes.map((each) => each.trunkId);
  await db`
    WITH gone AS (
      DELETE FROM trunk_probes WHERE node_id = ${nodeId} AND trunk_id <> ALL(${trunkIds}::text[])
    )
    INSERT INTO trunk_probes (trunk_id, node_id, state, detail, since)
    SELECT t.trunk_id, n.node_id, p.state, p.detail, p.since
    FROM unnest(${trunkIds}::text[], ${probes.map((each) => each.state)}::text[],
        ${probes.map((each) => each.detail)}::text[],
        ${probes.map((each) => new Date(each.since).toISOString())}::timestamptz[]) AS p (trunk_id, state, detail, since)
      JOIN trunks t ON t.trunk_id = p.trunk_id JOIN nodes n ON n.node_id = ${nodeId}
    ON CONFLICT (trunk_id, node_id) DO UPDATE SET state = excluded.state, detail = excluded.detail,
      since = excluded.since`;
}

/** Adds calls that ended to the minute and, of trunks on trial, to their trial. */
export async function noteCallsEnded(
  tx: Tx,
  ended: readonly (CallCounts & { trunkId: string })[],
  at: Date,
): Promise<void> {
  if (ended.length === 0) return;
  const rows = tx`unnest(${ended.map((one) => one.trunkId)}::text[], ${ended.map((one) => one.calls)}::integer[],
    ${ended.map((one) => one.answered)}::integer[], ${ended.map((one) => one.faults)}::integer[])
    AS e (trunk_id, calls, answered, faults)`;
  await tx`
    INSERT INTO trunk_minutes (trunk_id, minute, calls, answered, faults)
    SELECT e.trunk_id, date_trunc('minute', ${at}::timestamptz), e.calls, e.answered, e.faults
    FROM ${rows} WHERE EXISTS (SELECT 1 FROM trunks t WHERE t.trunk_id = e.trunk_id)
    ON CONFLICT (trunk_id, minute) DO UPDATE SET calls = trunk_minutes.calls + excluded.calls,
      answered = trunk_minutes.answered + excluded.answered, faults = trunk_minutes.faults + excluded.faults`;
  await tx`
    UPDATE trunks t SET trial_calls = t.trial_calls + e.calls, trial_answered = t.trial_answered + e.answered,
      trial_faults = t.trial_faults + e.faults
    FROM ${rows} WHERE t.trunk_id = e.trunk_id AND t.health = 'trial'`;
}

export interface JudgedTrunk extends TrunkFacts {
  trunkId: string;
  name: string;
}

/** What the enabled trunks are judged by. Nodes whose lease has run out are not asked. @param since of the recent calls */
export async function trunkFacts(db: Db, since: Date): Promise<JudgedTrunk[]> {
  const rows = await db<
    {
      trunkId: string;
      name: string;
      health: TrunkHealth;
      reason: Sickness | '';
      since: Date;
      relapses: number;
      leastAnswered: number;
      trialCalls: number;
      trialAnswered: number;
      trialFaults: number;
      up: number;
      down: number;
      calls: number;
      answered: number;
      faults: number;
    }[]
  >`
    SELECT t.trunk_id AS "trunkId", t.name, t.health, t.health_reason AS reason, t.health_since AS since, t.relapses,
      t.least_answered AS "leastAnswered", t.trial_calls AS "trialCalls", t.trial_answered AS "trialAnswered",
      t.trial_faults AS "trialFaults", p.up, p.down, m.calls, m.answered, m.faults
    FROM trunks t
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE p.state = 'up')::int AS up, count(*) FILTER (WHERE p.state = 'down')::int AS down
      FROM trunk_probes p JOIN nodes n ON n.node_id = p.node_id AND n.lease_until > clock_timestamp()
      WHERE p.trunk_id = t.trunk_id AND t.probe_s > 0) AS p
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(calls), 0)::int AS calls, coalesce(sum(answered), 0)::int AS answered,
        coalesce(sum(faults), 0)::int AS faults
      FROM trunk_minutes
      WHERE trunk_id = t.trunk_id AND minute >= ${since}
        AND minute >= date_trunc('minute', t.health_since)) AS m
    WHERE t.enabled`;
  return rows.map((row) => ({
    trunkId: row.trunkId,
    name: row.name,
    health: row.health,
    reason: row.reason,
    since: row.since.getTime(),
    relapses: row.relapses,
    leastAnswered: row.leastAnswered,
    trial: { calls: row.trialCalls, answered: row.trialAnswered, faults: row.trialFaults },
    probes: { up: row.up, down: row.down },
    recent: { calls: row.calls, answered: row.answered, faults: row.faults },
  }));
}

/** Changes a trunk's health, if it is still as it was judged. @returns whether it was: of several nodes, one does it */
export async function changeHealth(
  tx: Tx,
  { trunkId, health, since }: Pick<JudgedTrunk, 'trunkId' | 'health' | 'since'>,
  change: HealthChange,
  at: Date,
): Promise<boolean> {
  const relapsed = health === 'trial' && change.to === 'sick';
  const done = await tx`
    UPDATE trunks SET health = ${change.to}, health_reason = ${change.reason}, health_detail = ${change.detail},
      health_since = ${at}, trial_calls = 0, trial_answered = 0, trial_faults = 0,
      relapses = CASE WHEN ${change.to} = 'up' THEN 0 WHEN ${relapsed} THEN relapses + 1 ELSE relapses END
    WHERE trunk_id = ${trunkId} AND enabled AND health = ${health}
      AND date_trunc('milliseconds', health_since) = ${new Date(since)}`;
  if (done.count === 1 && change.to === 'up') await forgetMinute(tx, trunkId, at);
  return done.count === 1;
}

/** The minute in which a trunk comes back was one of its sickness, too: it does not count against it again. */
export async function forgetMinute(tx: Tx, trunkId: string, at: Date): Promise<void> {
  await tx`DELETE FROM trunk_minutes WHERE trunk_id = ${trunkId} AND minute = date_trunc('minute', ${at}::timestamptz)`;
}

/** Forgets minutes before a moment. */
export async function forgetTrunkMinutes(db: Db, before: Date): Promise<void> {
  await db`DELETE FROM trunk_minutes WHERE minute < ${before}`;
}
