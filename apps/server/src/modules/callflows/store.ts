import type { Db, Tx } from '../../platform/db.ts';
import type { FlowStatus } from './rules.ts';

export interface FlowKey {
  accountId: string;
  flowId: string;
}

/** What a customer writes. */
export interface FlowDraft {
  name: string;
  scene: string;
  /** Undefined: internal production. */
  appId: string | undefined;
  language: 'zh' | 'en';
  allDay: boolean;
  /** JSON, as it was written. */
  graph: string;
}

export interface StoredFlow extends FlowKey, FlowDraft {
  status: FlowStatus;
  version: number;
  liveVersion: number | undefined;
  blocked: boolean;
  remark: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A version that was approved. */
export interface FlowVersion extends FlowKey {
  version: number;
  name: string;
  appId: string | undefined;
  language: 'zh' | 'en';
  allDay: boolean;
  /** JSON of a checked flow. */
  graph: string;
  approvedAt: Date;
}

const columns = (db: Db) => db`
  account_id AS "accountId", flow_id AS "flowId", name, scene, app_id AS "appId", language, all_day AS "allDay", graph,
  status, version, live_version AS "liveVersion", blocked, remark, created_at AS "createdAt", updated_at AS "updatedAt"`;

type Row = Omit<StoredFlow, 'appId' | 'liveVersion'> & { appId: string | null; liveVersion: number | null };

const fromRow = ({ appId, liveVersion, ...row }: Row): StoredFlow => ({
  ...row,
  appId: appId ?? undefined,
  liveVersion: liveVersion ?? undefined,
});

export async function findFlow(db: Db, { accountId, flowId }: FlowKey): Promise<StoredFlow | undefined> {
  const [row] = await db<Row[]>`
    SELECT ${columns(db)} FROM call_flows WHERE account_id = ${accountId} AND flow_id = ${flowId}`;
  return row && fromRow(row);
}

/** One flow, which nobody else changes until the transaction is over. */
export async function lockFlow(tx: Tx, { accountId, flowId }: FlowKey): Promise<StoredFlow | undefined> {
  const [row] = await tx<Row[]>`
    SELECT ${columns(tx)} FROM call_flows WHERE account_id = ${accountId} AND flow_id = ${flowId} FOR UPDATE`;
  return row && fromRow(row);
}

/** One page of an account's flows, newest first; `total` counts all that fit. */
export async function listFlows(
  db: Db,
  filter: { accountId: string; status: number | undefined; offset: number; limit: number },
): Promise<{ total: number; flows: StoredFlow[] }> {
  const where = db`
    account_id = ${filter.accountId}
    AND (${filter.status ?? null}::smallint IS NULL OR status = ${filter.status ?? null})`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total FROM call_flows WHERE ${where}`;
  const rows = await db<Row[]>`
    SELECT ${columns(db)} FROM call_flows WHERE ${where}
    ORDER BY created_at DESC, flow_id LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, flows: rows.map(fromRow) };
}

/**
 * A new draft; false when the account has `most` flows already. Two at one moment may both pass at the bound: it guards
 * the disk, and need not be exact.
 */
export async function insertFlow(
  tx: Tx,
  key: FlowKey,
  draft: FlowDraft,
  at: Date,
  most: number,
): Promise<boolean> {
  const rows = await tx`
    INSERT INTO call_flows (account_id, flow_id, name, scene, app_id, language, all_day, graph, status,
      created_at, updated_at)
    SELECT ${key.accountId}, ${key.flowId}, ${draft.name}, ${draft.scene}, ${draft.appId ?? null},
      ${draft.language}, ${draft.allDay}, ${draft.graph}, 5, ${at}, ${at}
    WHERE (SELECT count(*) FROM call_flows WHERE account_id = ${key.accountId}) < ${most}
    RETURNING flow_id`;
  return rows.length > 0;
}

/** Another wording, as a draft. */
export async function updateFlow(
  tx: Tx,
  key: FlowKey,
  draft: FlowDraft & { version: number },
  at: Date,
): Promise<void> {
  await tx`
    UPDATE call_flows SET name = ${draft.name}, scene = ${draft.scene}, app_id = ${draft.appId ?? null},
      language = ${draft.language}, all_day = ${draft.allDay}, graph = ${draft.graph}, status = 5,
      version = ${draft.version}, updated_at = ${at}
    WHERE account_id = ${key.accountId} AND flow_id = ${key.flowId}`;
}

/** Leads the wording into another state. `remark` undefined leaves the one that is there. */
export async function moveFlow(
  tx: Tx,
  key: FlowKey,
  to: { status: FlowStatus; remark: string | undefined },
  at: Date,
): Promise<void> {
  await tx`
    UPDATE call_flows SET status = ${to.status}, remark = coalesce(${to.remark ?? null}, remark), updated_at = ${at}
    WHERE account_id = ${key.accountId} AND flow_id = ${key.flowId}`;
}

export async function blockFlow(
  tx: Tx,
  key: FlowKey,
  to: { blocked: boolean; remark: string },
  at: Date,
): Promise<void> {
  await tx`
    UPDATE call_flows SET blocked = ${to.blocked}, remark = ${to.remark}, updated_at = ${at}
    WHERE account_id = ${key.accountId} AND flow_id = ${key.flowId}`;
}

export async function deleteFlow(tx: Tx, key: FlowKey): Promise<void> {
  await tx`DELETE FROM call_flows WHERE account_id = ${key.accountId} AND flow_id = ${key.flowId}`;
}

/** Files the wording, as it is, under its version, and sends with that from now on. */
export async function approveVersion(
  tx: Tx,
  key: FlowKey,
  approval: { graph: string; by: string; at: Date },
): Promise<void> {
  await tx`
    WITH filed AS (
      INSERT INTO call_flow_versions
        (account_id, flow_id, version, name, app_id, language, all_day, graph, approved_by, approved_at)
      SELECT account_id, flow_id, version, name, app_id, language, all_day, ${approval.graph}, ${approval.by},
        ${approval.at}::timestamptz
      FROM call_flows WHERE account_id = ${key.accountId} AND flow_id = ${key.flowId}
      RETURNING account_id, flow_id, version
    )
    UPDATE call_flows SET live_version = filed.version FROM filed
    WHERE call_flows.account_id = filed.account_id AND call_flows.flow_id = filed.flow_id`;
}

const versionColumns = (db: Db) => db`
  v.account_id AS "accountId", v.flow_id AS "flowId", v.version, v.name, v.app_id AS "appId", v.language,
  v.all_day AS "allDay", v.graph, v.approved_at AS "approvedAt"`;

type VersionRow = Omit<FlowVersion, 'appId'> & { appId: string | null };
const versionOf = ({ appId, ...row }: VersionRow): FlowVersion => ({ ...row, appId: appId ?? undefined });

/** Versions that these flows are sent with, of those that are neither deleted nor blocked. */
export async function findLiveFlows(db: Db, keys: readonly FlowKey[]): Promise<FlowVersion[]> {
  if (keys.length === 0) return [];
  const rows = await db<VersionRow[]>`
    SELECT ${versionColumns(db)} FROM call_flows f
    JOIN (SELECT DISTINCT * FROM unnest(
      ${keys.map((key) => key.accountId)}::text[], ${keys.map((key) => key.flowId)}::text[]
    ) AS wanted (account_id, flow_id)) AS wanted USING (account_id, flow_id)
    JOIN call_flow_versions v
      ON v.account_id = f.account_id AND v.flow_id = f.flow_id AND v.version = f.live_version
    WHERE NOT f.blocked`;
  return rows.map(versionOf);
}

/** Approved versions of a flow, the newest first, at most `limit`; or the one that is asked for. */
export async function listVersions(
  db: Db,
  { accountId, flowId }: FlowKey,
  asked: { version?: number | undefined; limit: number },
): Promise<FlowVersion[]> {
  const rows = await db<VersionRow[]>`
    SELECT ${versionColumns(db)} FROM call_flow_versions v
    WHERE v.account_id = ${accountId} AND v.flow_id = ${flowId}
      AND (${asked.version ?? null}::integer IS NULL OR v.version = ${asked.version ?? null})
    ORDER BY v.version DESC LIMIT ${asked.limit}`;
  return rows.map(versionOf);
}
