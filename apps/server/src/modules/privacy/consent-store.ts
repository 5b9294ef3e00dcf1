import type { Db, Tx } from '../../platform/db.ts';

/** What a callee said in a call when a flow asked whether it may record. */
export interface SaidConsent {
  accountId: string;
  sessionNo: string;
  node: string;
  given: boolean;
  /** The key for yes; '' is no, whatever was pressed. */
  key: string;
  /** ms */
  at: number;
}

export interface Consent extends Omit<SaidConsent, 'at'> {
  flowId: string;
  flowVersion: number;
  at: Date;
  revokedAt: Date | null;
  revokedBy: 'callee' | 'customer' | null;
}

/** Keeps consents with the flow and its version, whose words the question was in. */
export async function insertConsents(tx: Tx, consents: readonly SaidConsent[]): Promise<void> {
  if (consents.length === 0) return;
  await tx`
    INSERT INTO consents (account_id, session_no, node, callee_key, flow_id, flow_version, given, key, at)
    SELECT m.account_id, m.session_no, c.node, m.callee_key, m.template_id, coalesce(m.flow_version, 0), c.given, c.key, c.at
    FROM unnest(${consents.map((c) => c.accountId)}::text[], ${consents.map((c) => c.sessionNo)}::uuid[],
      ${consents.map((c) => c.node)}::text[], ${consents.map((c) => String(c.given))}::text[]::boolean[],
      ${consents.map((c) => c.key)}::text[], ${consents.map((c) => new Date(c.at).toISOString())}::timestamptz[])
      AS c (account_id, session_no, node, given, key, at)
    JOIN messages m ON m.account_id = c.account_id AND m.session_no = c.session_no
    ON CONFLICT DO NOTHING`;
}

const columns = (db: Db) => db`
  account_id AS "accountId", session_no AS "sessionNo", node, flow_id AS "flowId", flow_version AS "flowVersion", given,
  key, at, revoked_at AS "revokedAt", revoked_by AS "revokedBy"`;

/** Of an account, the latest first; of one message where that is given. */
export async function listConsents(
  db: Db,
  asked: { accountId: string; sessionNo: string | undefined; offset: number; limit: number },
): Promise<{ total: number; consents: Consent[] }> {
  const filter = db`
    account_id = ${asked.accountId} AND (${asked.sessionNo ?? null}::uuid IS NULL OR session_no = ${asked.sessionNo ?? null})`;
  const [[counted], consents] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM consents WHERE ${filter}`,
    db<Consent[]>`
      SELECT ${columns(db)} FROM consents WHERE ${filter} ORDER BY session_no DESC, node
      LIMIT ${asked.limit} OFFSET ${asked.offset}`,
  ]);
  return { total: counted?.total ?? 0, consents: [...consents] };
}

/** Takes back what was consented to in a message. @returns how many consents of it stood */
export async function revokeConsents(
  tx: Tx,
  revoked: { accountId: string; sessionNo: string; by: 'callee' | 'customer'; at: Date },
): Promise<number> {
  const rows = await tx`
    UPDATE consents SET revoked_at = ${revoked.at}, revoked_by = ${revoked.by}
    WHERE account_id = ${revoked.accountId} AND session_no = ${revoked.sessionNo} AND given AND revoked_at IS NULL`;
  return rows.count;
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

/** What a callee said, the latest first. */
export async function consentsOfCallee(db: Db, calleeKey: Uint8Array, limit: number): Promise<Consent[]> {
  return await db<Consent[]>`
    SELECT ${columns(db)} FROM consents WHERE callee_key = ${calleeKey} ORDER BY at DESC LIMIT ${limit}`;
}
