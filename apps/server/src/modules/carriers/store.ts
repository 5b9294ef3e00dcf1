import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import { startsOfLastSecond, type TrunkLoad } from './load-rules.ts';
import {
  DEFAULT_ROUTING,
  DEFAULT_TERMS,
  DEFAULT_WATCH,
  faultOfTrunk,
  type Trunk,
  type TrunkHealth,
  type TrunkRouting,
  type TrunkTerms,
  type TrunkWatch,
} from './rules.ts';

export const trunkPasswordContext = (trunkId: string) => `trunks.password:${trunkId}`;

/** A trunk as it stands now. */
export interface StandingTrunk extends Trunk {
  enabled: boolean;
  health: TrunkHealth;
}

interface TrunkRow extends TrunkTermsRow {
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
  role: TrunkRouting['role'];
  countries: string[];
  operators: TrunkRouting['operators'];
  daily_limit: number | null;
  prices: string[];
  probe_s: number;
  least_answered: number;
  enabled: boolean;
  health: TrunkHealth;
}

interface TrunkTermsRow {
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
  sources: string[];
}

/** The columns of a trunk, and its prices as `+86 1200`. */
const wholeTrunks = (db: Db) => db`
  SELECT t.*, ARRAY(SELECT p.prefix || ' ' || p.per_minute FROM trunk_prices p WHERE p.trunk_id = t.trunk_id
    ORDER BY p.prefix) AS prices
  FROM trunks t`;

/** Enabled trunks, sick ones among them, preferred first. */
export async function enabledTrunks(db: Db, vault: Vault): Promise<StandingTrunk[]> {
  const rows = await db<TrunkRow[]>`${wholeTrunks(db)} WHERE t.enabled ORDER BY t.priority, t.trunk_id`;
  return rows.map((row) => trunkOf(row, vault));
}

/** One trunk that is not retired, enabled or not. */
export async function findTrunk(db: Db, vault: Vault, trunkId: string): Promise<StandingTrunk | undefined> {
  const [row] = await db<TrunkRow[]>`
    ${wholeTrunks(db)} WHERE t.trunk_id = ${trunkId} AND t.retired_at IS NULL`;
  return row && trunkOf(row, vault);
}

function trunkOf(row: TrunkRow, vault: Vault): StandingTrunk {
  return {
    trunkId: row.trunk_id,
    name: row.name,
    host: row.host,
    port: row.port,
    username: row.username ?? undefined,
    password: row.password_sealed
      ? vault.open(row.password_sealed, trunkPasswordContext(row.trunk_id))
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
      sources: row.sources,
    },
    routing: {
      role: row.role,
      countries: row.countries,
      operators: row.operators,
      dailyLimit: row.daily_limit ?? undefined,
      prices: row.prices.map((price) => {
        const [prefix = '', perMinute = '0'] = price.split(' ');
        return { prefix, perMinute: BigInt(perMinute) };
      }),
    },
    watch: { probeSeconds: row.probe_s, leastAnswered: row.least_answered },
    enabled: row.enabled,
    health: row.health,
  };
}

/**
 * Takes the enabled trunks for the transaction and says how loaded they are. What is active is counted from the
 * queue itself, so it cannot drift; the lock makes count and claim one act, of what is on numbers too.
 * @param today in Beijing, YYYY-MM-DD
 */
export async function lockTrunks(tx: Tx, today: string): Promise<TrunkLoad[]> {
  await tx`SELECT 1 FROM trunks WHERE enabled ORDER BY trunk_id FOR UPDATE`;
  const rows = await tx<
    {
      trunk_id: string;
      concurrency: number;
      cps: number;
      daily_limit: number | null;
      today: number;
      starts: bigint[];
      active: number;
      health: TrunkHealth;
    }[]
  >`
    SELECT t.trunk_id, t.concurrency, t.cps, t.daily_limit, t.starts, t.health,
      CASE WHEN t.day = ${today}::text::date THEN t.day_calls ELSE 0 END AS today,
      (SELECT count(*)::int FROM queue q WHERE q.trunk_id = t.trunk_id AND q.state <> 'queued')
        + (SELECT count(*)::int FROM trunk_tests s WHERE s.trunk_id = t.trunk_id AND s.state = 'calling')
        + (SELECT count(*)::int FROM trunk_legs l JOIN nodes n ON n.node_id = l.node_id
           WHERE l.trunk_id = t.trunk_id AND n.lease_until > clock_timestamp()) AS active
    FROM trunks t WHERE t.enabled ORDER BY t.priority, t.trunk_id`;
  return rows.map((row) => ({
    trunkId: row.trunk_id,
    concurrency: row.concurrency,
    cps: row.cps,
    dailyLimit: row.daily_limit ?? undefined,
    today: row.today,
    active: row.active,
    starts: row.starts.map(Number),
    health: row.health,
  }));
}

/**
 * Notes that calls start on trunks at `now` (ms), and that they are of this day; under the lock of lockTrunks.
 * @param started how many on which
 */
export async function noteStarts(
  tx: Tx,
  started: readonly (readonly [load: Pick<TrunkLoad, 'trunkId' | 'starts'>, count: number])[],
  now: number,
  today: string,
): Promise<void> {
  if (started.length === 0) return;
  const starts = started.map(([load, count]) =>
    [...startsOfLastSecond(load, now), ...Array<number>(count).fill(now)].join(','),
  );
  await tx`
    UPDATE trunks SET starts = string_to_array(s.starts, ',')::bigint[], day = ${today}::text::date,
      day_calls = CASE WHEN day = ${today}::text::date THEN day_calls ELSE 0 END + s.count
    FROM unnest(${started.map(([load]) => load.trunkId)}::text[], ${starts}::text[],
      ${started.map(([, count]) => count)}::integer[]) AS s (trunk_id, starts, count)
    WHERE trunks.trunk_id = s.trunk_id`;
}

/** Gives calls of a day back to trunks on which they were not made after all. Locked in the order of `lockTrunks`. */
export async function returnCalls(tx: Tx, trunkIds: readonly string[], today: string): Promise<void> {
  if (trunkIds.length === 0) return;
  await tx`
    WITH held AS (SELECT trunk_id FROM trunks WHERE trunk_id = ANY(${trunkIds as string[]}::text[])
      ORDER BY trunk_id FOR UPDATE)
    UPDATE trunks SET day_calls = greatest(0, day_calls - r.count)
    FROM (SELECT trunk_id, count(*)::int AS count FROM held JOIN unnest(${trunkIds as string[]}::text[])
      AS u (trunk_id) USING (trunk_id) GROUP BY trunk_id) AS r
    WHERE trunks.trunk_id = r.trunk_id AND trunks.day = ${today}::text::date`;
}

export interface NewTrunk extends Omit<Trunk, 'terms' | 'routing' | 'watch'> {
  terms?: Partial<TrunkTerms>;
  routing?: Partial<TrunkRouting>;
  watch?: Partial<TrunkWatch>;
}

/**
 * Makes a trunk, or changes it to what is given; what is left out is the default. A retired one stays as it is.
 * @throws RangeError for what no trunk can be, 23514 for a value that its column refuses
 */
export async function saveTrunk(db: Db, vault: Vault, given: NewTrunk): Promise<void> {
  const terms = { ...DEFAULT_TERMS, ...given.terms };
  const routing = { ...DEFAULT_ROUTING, ...given.routing };
  const watch = { ...DEFAULT_WATCH, ...given.watch };
  const trunk: Trunk = { ...given, terms, routing, watch };
  const fault = faultOfTrunk(trunk);
  if (fault !== undefined) throw new RangeError(`trunk ${trunk.trunkId}: ${fault.problemEn}`);
  const password = trunk.password ? vault.seal(trunk.password, trunkPasswordContext(trunk.trunkId)) : null;
  await db`
    WITH saved AS (
      INSERT INTO trunks (trunk_id, name, host, port, username, password_sealed, purposes, priority, concurrency, cps,
        transport, outbound_proxy, registrar, callee_format, callee_prefix, caller_format, identity, privacy,
        session_timer, srtp, codecs, sources, role, countries, operators, daily_limit, probe_s, least_answered)
      VALUES (${trunk.trunkId}, ${trunk.name}, ${trunk.host}, ${trunk.port}, ${trunk.username ?? null}, ${password},
        ${trunk.purposes as number[]}::smallint[], ${trunk.priority}, ${trunk.concurrency}, ${trunk.cps},
        ${terms.transport}, ${terms.outboundProxy ?? null}, ${terms.registrar ?? null}, ${terms.calleeFormat},
        ${terms.calleePrefix}, ${terms.callerFormat}, ${terms.identity}, ${terms.privacy}, ${terms.sessionTimer},
        ${terms.srtp}, ${terms.codecs as string[]}::text[], ${terms.sources as string[]}::text[], ${routing.role},
        ${routing.countries as string[]}::text[], ${routing.operators as string[]}::text[],
        ${routing.dailyLimit ?? null}, ${watch.probeSeconds}, ${watch.leastAnswered})
      ON CONFLICT (trunk_id) DO UPDATE SET name = excluded.name, host = excluded.host, port = excluded.port,
        username = excluded.username, password_sealed = excluded.password_sealed, purposes = excluded.purposes,
        priority = excluded.priority, concurrency = excluded.concurrency, cps = excluded.cps,
        transport = excluded.transport, outbound_proxy = excluded.outbound_proxy, registrar = excluded.registrar,
        callee_format = excluded.callee_format, callee_prefix = excluded.callee_prefix,
        caller_format = excluded.caller_format, identity = excluded.identity, privacy = excluded.privacy,
        session_timer = excluded.session_timer, srtp = excluded.srtp, codecs = excluded.codecs,
        sources = excluded.sources, role = excluded.role, countries = excluded.countries, operators = excluded.operators, daily_limit = excluded.daily_limit,
        probe_s = excluded.probe_s, least_answered = excluded.least_answered
      WHERE trunks.retired_at IS NULL
      RETURNING trunk_id
    ), gone AS (
      DELETE FROM trunk_prices p USING saved
      WHERE p.trunk_id = saved.trunk_id AND p.prefix <> ALL(${routing.prices.map((price) => price.prefix)}::text[])
    )
    INSERT INTO trunk_prices (trunk_id, prefix, per_minute)
    SELECT saved.trunk_id, p.* FROM saved, unnest(${routing.prices.map((price) => price.prefix)}::text[],
      ${routing.prices.map((price) => price.perMinute.toString())}::bigint[]) AS p
    ON CONFLICT (trunk_id, prefix) DO UPDATE SET per_minute = excluded.per_minute`;
}

/** What a trunk, enabled or not, puts before called numbers; undefined where there is no such trunk. */
export async function calleePrefixOf(db: Db, trunkId: string): Promise<string | undefined> {
  const [row] = await db<{ prefix: string }[]>`
    SELECT callee_prefix AS prefix FROM trunks WHERE trunk_id = ${trunkId}`;
  return row?.prefix;
}

/** What the enabled trunks may carry. */
export async function enabledRouting(
  db: Db,
): Promise<{ purposes: number[]; routing: Pick<TrunkRouting, 'countries' | 'operators'> }[]> {
  const rows = await db<{ purposes: number[]; countries: string[]; operators: TrunkRouting['operators'] }[]>`
    SELECT purposes, countries, operators FROM trunks WHERE enabled`;
  return rows.map(({ purposes, ...routing }) => ({ purposes, routing }));
}
