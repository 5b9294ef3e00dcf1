import type { Db, Tx } from '../../platform/db.ts';

/** What is asked for: to record, or to use the recording to improve the service. */
export type ConsentKind = 'recording' | 'improvement';

/** In which call it was asked: one that a message made, or one that came in. */
export type ConsentCall = 'message' | 'inbound';

/** What a callee, or whoever called, said in a call when a flow asked. */
export interface SaidConsent {
  accountId: string;
  /** Of the message; of a call that came in, its CallNo. */
  sessionNo: string;
  node: string;
  kind: ConsentKind;
  given: boolean;
  /** The key for yes; '' is no, whatever was pressed. */
  key: string;
  /** ms */
  at: number;
}

export interface Consent extends Omit<SaidConsent, 'at'> {
  of: ConsentCall;
  flowId: string;
  flowVersion: number;
  at: Date;
  revokedAt: Date | null;
  revokedBy: 'callee' | 'customer' | null;
}

/** Keeps consents with the flow and its version, whose words the question was in. */
export async function insertConsents(
  tx: Tx,
  of: ConsentCall,
  consents: readonly SaidConsent[],
): Promise<void> {
  if (consents.length === 0) return;
  const calls =
    of === 'message'
      ? tx`SELECT account_id, session_no, callee_key, template_id AS flow_id, flow_version FROM messages`
      : tx`SELECT account_id, call_no, caller_key, flow_id, flow_version FROM inbound_calls`;
  await tx`
    INSERT INTO consents (account_id, session_no, of_call, node, kind, callee_key, flow_id, flow_version, given, key, at)
    SELECT m.account_id, m.session_no, ${of}, c.node, c.kind, m.callee_key, m.flow_id, coalesce(m.flow_version, 0),
      c.given, c.key, c.at
    FROM unnest(${consents.map((c) => c.accountId)}::text[], ${consents.map((c) => c.sessionNo)}::uuid[],
      ${consents.map((c) => c.node)}::text[], ${consents.map((c) => c.kind)}::text[],
      ${consents.map((c) => String(c.given))}::text[]::boolean[],
      ${consents.map((c) => c.key)}::text[], ${consents.map((c) => new Date(c.at).toISOString())}::timestamptz[])
      AS c (account_id, session_no, node, kind, given, key, at)
    JOIN (${calls}) AS m (account_id, session_no, callee_key, flow_id, flow_version)
      ON m.account_id = c.account_id AND m.session_no = c.session_no
    ON CONFLICT DO NOTHING`;
}

const columns = (db: Db) => db`
  account_id AS "accountId", session_no AS "sessionNo", of_call AS of, node, kind, flow_id AS "flowId", flow_version AS "flowVersion", given,
  key, at, revoked_at AS "revokedAt", revoked_by AS "revokedBy"`;

/** Of an account, the latest first; of one message, or of one kind, where that is given. */
export async function listConsents(
  db: Db,
  asked: {
    accountId: string;
    sessionNo: string | undefined;
    kind: ConsentKind | undefined;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; consents: Consent[] }> {
  const filter = db`
    account_id = ${asked.accountId} AND (${asked.sessionNo ?? null}::uuid IS NULL OR session_no = ${asked.sessionNo ?? null})
    AND (${asked.kind ?? null}::text IS NULL OR kind = ${asked.kind ?? null})`;
  const [[counted], consents] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM consents WHERE ${filter}`,
    db<Consent[]>`
      SELECT ${columns(db)} FROM consents WHERE ${filter} ORDER BY session_no DESC, at, node
      LIMIT ${asked.limit} OFFSET ${asked.offset}`,
  ]);
  return { total: counted?.total ?? 0, consents: [...consents] };
}

/**
 * Takes back what was consented to in a message: the use of its recording, or, with the recording, every use of it.
 * @returns in which kind of call; undefined where no consent of it stood
 */
export async function revokeConsents(
  tx: Tx,
  revoked: { accountId: string; sessionNo: string; kind: ConsentKind; by: 'callee' | 'customer'; at: Date },
): Promise<ConsentCall | undefined> {
  const [row] = await tx<{ of: ConsentCall }[]>`
    UPDATE consents SET revoked_at = ${revoked.at}, revoked_by = ${revoked.by}
    WHERE account_id = ${revoked.accountId} AND session_no = ${revoked.sessionNo} AND given AND revoked_at IS NULL
      AND (${revoked.kind} = 'recording' OR kind = 'improvement')
    RETURNING of_call AS of`;
  return row?.of;
}

/** The proof stays with its message; whose it was goes. */
export async function eraseConsents(
  tx: Tx,
  keys: readonly { accountId: string; sessionNo: string }[],
): Promise<void> {
  await tx`
    UPDATE consents c SET callee_key = ''
    FROM unnest(${keys.map(({ accountId }) => accountId)}::text[], ${keys.map(({ sessionNo }) => sessionNo)}::uuid[])
      AS e (account_id, session_no)
    WHERE c.account_id = e.account_id AND c.session_no = e.session_no`;
}

/** What a callee said, or what he agreed to alone, the latest first. */
export async function consentsOfCallee(
  db: Db,
  calleeKey: Uint8Array,
  { given = false, limit }: { given?: boolean; limit: number },
): Promise<Consent[]> {
  return await db<Consent[]>`
    SELECT ${columns(db)} FROM consents WHERE callee_key = ${calleeKey} AND (given OR NOT ${given})
    ORDER BY at DESC LIMIT ${limit}`;
}

/** A node whose recording a callee lets be used to improve the service, with the proof. */
export type ImprovementConsent = Pick<Consent, 'accountId' | 'sessionNo' | 'node' | 'key' | 'at'>;

/** 4.3.9: what stands of that kind. Who was asked more than once in a node said yes when no answer was no. */
const standing = (db: Db) => db`
  c.kind = 'improvement' AND c.given AND c.revoked_at IS NULL AND c.callee_key <> ''
  AND NOT EXISTS (SELECT FROM consents n
    WHERE n.account_id = c.account_id AND n.session_no = c.session_no AND n.node = c.node AND n.kind = c.kind
      AND (NOT n.given OR n.revoked_at IS NOT NULL))`;

/** The latest first, while their recordings are there; of one account where that is given. */
export async function listImprovementConsents(
  db: Db,
  asked: { accountId: string | undefined; offset: number; limit: number },
): Promise<{ total: number; consents: ImprovementConsent[] }> {
  const within = db`
    SELECT DISTINCT ON (c.session_no, c.account_id, c.node)
      c.account_id AS "accountId", c.session_no AS "sessionNo", c.node, c.key, c.at
    FROM consents c
    WHERE ${standing(db)} AND (${asked.accountId ?? null}::text IS NULL OR c.account_id = ${asked.accountId ?? null})
      AND EXISTS (SELECT FROM files f WHERE f.account_id = c.account_id AND f.kind = 'recording' AND f.state = 'stored'
        AND f.uses @> ARRAY[c.of_call || ':' || c.session_no])
    ORDER BY c.session_no DESC, c.account_id, c.node`;
  const [[counted], consents] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM (${within}) AS w`,
    db<ImprovementConsent[]>`${within} LIMIT ${asked.limit} OFFSET ${asked.offset}`,
  ]);
  return { total: counted?.total ?? 0, consents: [...consents] };
}

/** In which kind of call a recording was made that may be used so; undefined where it may not. */
export async function mayImprove(
  db: Db,
  of: { accountId: string; sessionNo: string; node: string },
): Promise<ConsentCall | undefined> {
  const [row] = await db<{ of: ConsentCall }[]>`
    SELECT c.of_call AS of FROM consents c
    WHERE c.account_id = ${of.accountId} AND c.session_no = ${of.sessionNo} AND c.node = ${of.node} AND ${standing(db)}
    LIMIT 1`;
  return row?.of;
}

/** At which customer this callee was asked in this call; undefined where he was asked nothing in it. */
export async function customerOfConsent(
  db: Db,
  { calleeKey, sessionNo }: { calleeKey: Uint8Array; sessionNo: string },
): Promise<string | undefined> {
  const [row] = await db<{ accountId: string }[]>`
    SELECT account_id AS "accountId" FROM consents
    WHERE callee_key = ${calleeKey} AND session_no = ${sessionNo} LIMIT 1`;
  return row?.accountId;
}
