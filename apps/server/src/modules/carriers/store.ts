import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import { startsOfLastSecond, type Trunk, type TrunkLoad } from './rules.ts';

const passwordContext = (trunkId: string) => `trunks.password:${trunkId}`;

/** Enabled trunks, preferred first. */
export async function enabledTrunks(db: Db, vault: Vault): Promise<Trunk[]> {
  const rows = await db<
    {
      trunk_id: string;
      name: string;
      host: string;
      port: number;
      username: string | null;
      password_sealed: Buffer | null;
      purposes: number[];
      priority: number;
      concurrency: number;
      cps: number;
    }[]
  >`SELECT * FROM trunks WHERE enabled ORDER BY priority, trunk_id`;
  return rows.map((row) => ({
    trunkId: row.trunk_id,
    name: row.name,
    host: row.host,
    port: row.port,
    username: row.username ?? undefined,
    password: row.password_sealed
      ? vault.open(row.password_sealed, passwordContext(row.trunk_id))
      : undefined,
    purposes: row.purposes,
    priority: row.priority,
    concurrency: row.concurrency,
    cps: row.cps,
  }));
}

/**
 * Takes the enabled trunks for the transaction and says how loaded they are. What is active is counted from the
 * queue itself, so it cannot drift; the lock makes count and claim one act.
 */
export async function lockTrunks(tx: Tx): Promise<TrunkLoad[]> {
  await tx`SELECT 1 FROM trunks WHERE enabled ORDER BY trunk_id FOR UPDATE`;
  const rows = await tx<
    {
      trunk_id: string;
      purposes: number[];
      concurrency: number;
      cps: number;
      starts: bigint[];
      active: number;
    }[]
  >`
    SELECT t.trunk_id, t.purposes, t.concurrency, t.cps, t.starts,
      (SELECT count(*)::int FROM queue q WHERE q.trunk_id = t.trunk_id AND q.state <> 'queued') AS active
    FROM trunks t WHERE t.enabled ORDER BY t.priority, t.trunk_id`;
  return rows.map((row) => ({
    trunkId: row.trunk_id,
    purposes: row.purposes,
    concurrency: row.concurrency,
    cps: row.cps,
    active: row.active,
    starts: row.starts.map(Number),
  }));
}

/** Notes that `count` more calls start on a trunk at `now` (ms); under the lock of lockTrunks. */
export async function noteStarts(tx: Tx, load: TrunkLoad, count: number, now: number): Promise<void> {
  const starts = [...startsOfLastSecond(load, now), ...Array<number>(count).fill(now)];
  await tx`UPDATE trunks SET starts = ${starts}::bigint[] WHERE trunk_id = ${load.trunkId}`;
}

export async function saveTrunk(db: Db, vault: Vault, trunk: Trunk): Promise<void> {
  const password = trunk.password ? vault.seal(trunk.password, passwordContext(trunk.trunkId)) : null;
  await db`
    INSERT INTO trunks (trunk_id, name, host, port, username, password_sealed, purposes, priority, concurrency, cps)
    VALUES (${trunk.trunkId}, ${trunk.name}, ${trunk.host}, ${trunk.port}, ${trunk.username ?? null}, ${password},
      ${trunk.purposes as number[]}::smallint[], ${trunk.priority}, ${trunk.concurrency}, ${trunk.cps})
    ON CONFLICT (trunk_id) DO UPDATE SET name = excluded.name, host = excluded.host, port = excluded.port,
      username = excluded.username, password_sealed = excluded.password_sealed, purposes = excluded.purposes,
      priority = excluded.priority, concurrency = excluded.concurrency, cps = excluded.cps`;
}

/** Purposes that at least one enabled trunk carries. */
export async function carriedPurposes(db: Db): Promise<number[]> {
  const rows = await db<{ purpose: number }[]>`
    SELECT DISTINCT unnest(purposes) AS purpose FROM trunks WHERE enabled`;
  return rows.map((row) => row.purpose);
}
