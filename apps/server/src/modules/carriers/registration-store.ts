import type { Db } from '../../platform/db.ts';

/** What a node's registration at a trunk is now. */
export interface TrunkRegistration {
  trunkId: string;
  state: 'registering' | 'registered' | 'failed';
  detail: string;
  /** ms */
  since: number;
}

/** Writes what a node's registrations are, and forgets its others. Nothing while the node has no lease. */
export async function noteRegistrations(
  db: Db,
  nodeId: string,
  registrations: readonly TrunkRegistration[],
): Promise<void> {
  const trunkIds = registrations.map((each) => each.trunkId);
  await db`
    WITH gone AS (
      DELETE FROM trunk_registrations WHERE node_id = ${nodeId} AND trunk_id <> ALL(${trunkIds}::text[])
    )
    INSERT INTO trunk_registrations (trunk_id, node_id, state, detail, since)
    SELECT t.trunk_id, n.node_id, r.state, r.detail, r.since
    FROM unnest(${trunkIds}::text[], ${registrations.map((each) => each.state)}::text[],
        ${registrations.map((each) => each.detail)}::text[],
        ${registrations.map((each) => new Date(each.since).toISOString())}::timestamptz[])
      AS r (trunk_id, state, detail, since)
      JOIN trunks t ON t.trunk_id = r.trunk_id
      JOIN nodes n ON n.node_id = ${nodeId}
    ON CONFLICT (trunk_id, node_id) DO UPDATE SET state = excluded.state, detail = excluded.detail,
      since = excluded.since`;
}
