import type { Db, Tx } from '../../platform/db.ts';

/** A call on a trunk that no message of the queue stands for: a second line, or one that came in. */
export interface Leg {
  /** SIP Call-ID. */
  legId: string;
  trunkId: string;
  nodeId: string;
  kind: 'transfer' | 'inbound';
  since: Date;
}

/** Counts a call against its trunk, under the lock of `lockTrunks`. @returns false when it counts already */
export async function insertLeg(tx: Tx, leg: Leg): Promise<boolean> {
  const rows = await tx`
    INSERT INTO trunk_legs (leg_id, trunk_id, node_id, kind, since)
    VALUES (${leg.legId}, ${leg.trunkId}, ${leg.nodeId}, ${leg.kind}, ${leg.since})
    ON CONFLICT DO NOTHING RETURNING leg_id`;
  return rows.length > 0;
}

/** The call is over. */
export async function deleteLeg(db: Db, legId: string): Promise<void> {
  await db`DELETE FROM trunk_legs WHERE leg_id = ${legId}`;
}

/** Forgets calls of nodes that are no more; they did not count. */
export async function forgetLegs(db: Db): Promise<void> {
  await db`
    DELETE FROM trunk_legs WHERE NOT EXISTS (
      SELECT 1 FROM nodes n WHERE n.node_id = trunk_legs.node_id AND n.lease_until > clock_timestamp())`;
}
