import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import {
  DEFAULT_TERMS,
  faultOfTrunk,
  startsOfLastSecond,
  type Trunk,
  type TrunkLoad,
  type TrunkTerms,
} from './rules.ts';

const passwordContext = (trunkId: string) => `trunks.password:${trunkId}`;

interface TrunkRow {
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
  transport: TrunkTerms['transport'];
  outbound_proxy: string | null;
  registrar: string | null;
  callee_format: TrunkTerms['calleeFormat'];
  callee_prefix: string;
  caller_format: TrunkTerms['callerFormat'];
  identity: TrunkTerms['identity'];
  privacy: boolean;
  session_timer: boolean;
  srtp: TrunkTerms['srtp'];
  codecs: TrunkTerms['codecs'];
}

/** Enabled trunks, preferred first. */
export async function enabledTrunks(db: Db, vault: Vault): Promise<Trunk[]> {
  const rows = await db<TrunkRow[]>`
    SELECT * FROM trunks WHERE enabled ORDER BY priority, trunk_id`;
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
    terms: {
      transport: row.transport,
      outboundProxy: row.outbound_proxy ?? undefined,
      registrar: row.registrar ?? undefined,
      calleeFormat: row.callee_format,
      calleePrefix: row.callee_prefix,
      callerFormat: row.caller_format,
      identity: row.identity,
      privacy: row.privacy,
      sessionTimer: row.session_timer,
      srtp: row.srtp,
      codecs: row.codecs,
    },
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

/**
 * Makes a trunk, or changes it to what is given; terms that are left out are the default ones.
 * @throws RangeError for what no trunk can be, 23514 for a value that its column refuses
 */
export async function saveTrunk(
  db: Db,
  vault: Vault,
  given: Omit<Trunk, 'terms'> & { terms?: Partial<TrunkTerms> },
): Promise<void> {
  const terms = { ...DEFAULT_TERMS, ...given.terms };
  const trunk = { ...given, terms };
  const fault = faultOfTrunk(trunk);
  if (fault !== undefined) throw new RangeError(`trunk ${trunk.trunkId}: ${fault}`);
  const password = trunk.password ? vault.seal(trunk.password, passwordContext(trunk.trunkId)) : null;
  await db`
    INSERT INTO trunks (trunk_id, name, host, port, username, password_sealed, purposes, priority, concurrency, cps,
      transport, outbound_proxy, registrar, callee_format, callee_prefix, caller_format, identity, privacy,
      session_timer, srtp, codecs)
    VALUES (${trunk.trunkId}, ${trunk.name}, ${trunk.host}, ${trunk.port}, ${trunk.username ?? null}, ${password},
      ${trunk.purposes as number[]}::smallint[], ${trunk.priority}, ${trunk.concurrency}, ${trunk.cps},
      ${terms.transport}, ${terms.outboundProxy ?? null}, ${terms.registrar ?? null}, ${terms.calleeFormat},
      ${terms.calleePrefix}, ${terms.callerFormat}, ${terms.identity}, ${terms.privacy}, ${terms.sessionTimer},
      ${terms.srtp}, ${terms.codecs as string[]}::text[])
    ON CONFLICT (trunk_id) DO UPDATE SET name = excluded.name, host = excluded.host, port = excluded.port,
      username = excluded.username, password_sealed = excluded.password_sealed, purposes = excluded.purposes,
      priority = excluded.priority, concurrency = excluded.concurrency, cps = excluded.cps,
      transport = excluded.transport, outbound_proxy = excluded.outbound_proxy, registrar = excluded.registrar,
      callee_format = excluded.callee_format, callee_prefix = excluded.callee_prefix,
      caller_format = excluded.caller_format, identity = excluded.identity, privacy = excluded.privacy,
      session_timer = excluded.session_timer, srtp = excluded.srtp, codecs = excluded.codecs`;
}

/** What a trunk, enabled or not, puts before called numbers; undefined where there is no such trunk. */
export async function calleePrefixOf(db: Db, trunkId: string): Promise<string | undefined> {
  const [row] = await db<{ prefix: string }[]>`
    SELECT callee_prefix AS prefix FROM trunks WHERE trunk_id = ${trunkId}`;
  return row?.prefix;
}

/** Purposes that at least one enabled trunk carries. */
export async function carriedPurposes(db: Db): Promise<number[]> {
  const rows = await db<{ purpose: number }[]>`
    SELECT DISTINCT unnest(purposes) AS purpose FROM trunks WHERE enabled`;
  return rows.map((row) => row.purpose);
}

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
