import type { Db, Tx } from '../../platform/db.ts';

/** How a version came to be in force for an account: it signed, said nothing (12.3), or the law wanted it at once. */
export type HowAccepted = 'signed' | 'silence' | 'law';

export interface Acceptance {
  accountId: string;
  version: number;
  how: HowAccepted;
  /** Member or public key; empty where nobody signed. */
  signer: string;
  ip: string;
  hash: string;
  at: Date;
}

/** Records acceptances; one that is there stays as it is. */
export async function insertAcceptances(db: Db, acceptances: readonly Acceptance[]): Promise<void> {
  if (acceptances.length === 0) return;
  const column = (key: 'accountId' | 'how' | 'signer' | 'ip' | 'hash') => acceptances.map((one) => one[key]);
  await db`
    INSERT INTO agreement_acceptances (account_id, version, how, signer, ip, hash, at)
    SELECT account_id, version, how, signer, ip, hash, at::timestamptz
    FROM unnest(${column('accountId')}::text[], ${acceptances.map(({ version }) => version)}::int[],
      ${column('how')}::text[], ${column('signer')}::text[], ${column('ip')}::text[], ${column('hash')}::text[],
      ${acceptances.map(({ at }) => at.toISOString())}::text[])
      AS given (account_id, version, how, signer, ip, hash, at)
    ON CONFLICT DO NOTHING`;
}

export async function findAcceptance(
  db: Db,
  accountId: string,
  version: number,
): Promise<Acceptance | undefined> {
  const [row] = await db<Acceptance[]>`
    SELECT account_id AS "accountId", version, how, signer, ip, hash, at FROM agreement_acceptances
    WHERE account_id = ${accountId} AND version = ${version}`;
  return row;
}

/** A customer's word, in writing, that it does not accept a version. */
export interface Refusal {
  accountId: string;
  refusalId: string;
  version: number;
  reason: string;
  signer: string;
  ip: string;
  at: Date;
}

export async function insertRefusal(tx: Tx, refusal: Refusal): Promise<void> {
  await tx`
    INSERT INTO agreement_refusals (account_id, refusal_id, version, reason, signer, ip, at)
    VALUES (${refusal.accountId}, ${refusal.refusalId}, ${refusal.version}, ${refusal.reason}, ${refusal.signer},
      ${refusal.ip}, ${refusal.at})`;
}

/** The refusal of an account that stands. */
export async function findRefusal(db: Db, accountId: string): Promise<Refusal | undefined> {
  const [row] = await db<Refusal[]>`
    SELECT account_id AS "accountId", refusal_id AS "refusalId", version, reason, signer, ip, at
    FROM agreement_refusals WHERE account_id = ${accountId} AND taken_back_at IS NULL`;
  return row;
}

export async function takeBackRefusal(
  tx: Tx,
  refusal: { accountId: string; by: string; at: Date },
): Promise<void> {
  await tx`
    UPDATE agreement_refusals SET taken_back_at = ${refusal.at}, taken_back_by = ${refusal.by}
    WHERE account_id = ${refusal.accountId} AND taken_back_at IS NULL`;
}

/** Every standing refusal of a version falls, because the version is called back. @returns whose they were */
export async function dropRefusalsOf(tx: Tx, version: number, at: Date): Promise<string[]> {
  const rows = await tx<{ account_id: string }[]>`
    UPDATE agreement_refusals SET taken_back_at = ${at}, taken_back_by = ''
    WHERE version = ${version} AND taken_back_at IS NULL RETURNING account_id`;
  return rows.map((row) => row.account_id);
}

/** How many accounts a version is in force for, by how, and how many refuse it. */
export async function countAnswers(
  db: Db,
  version: number,
): Promise<{ signed: number; silence: number; law: number; refused: number }> {
  const [row] = await db<{ signed: number; silence: number; law: number; refused: number }[]>`
    SELECT (count(*) FILTER (WHERE how = 'signed'))::int AS signed,
      (count(*) FILTER (WHERE how = 'silence'))::int AS silence, (count(*) FILTER (WHERE how = 'law'))::int AS law,
      (SELECT count(*)::int FROM agreement_refusals WHERE version = ${version} AND taken_back_at IS NULL) AS refused
    FROM agreement_acceptances WHERE version = ${version}`;
  return row ?? { signed: 0, silence: 0, law: 0, refused: 0 };
}

/** One page of who refused a version, the latest first; those that were taken back too. */
export async function listRefusals(
  db: Db,
  page: { version: number; offset: number; limit: number },
): Promise<{ total: number; refusals: (Refusal & { takenBackAt: Date | null })[] }> {
  const [count] = await db<{ total: number }[]>`
    SELECT count(*)::int AS total FROM agreement_refusals WHERE version = ${page.version}`;
  const refusals = await db<(Refusal & { takenBackAt: Date | null })[]>`
    SELECT account_id AS "accountId", refusal_id AS "refusalId", version, reason, signer, ip, at,
      taken_back_at AS "takenBackAt"
    FROM agreement_refusals WHERE version = ${page.version}
    ORDER BY at DESC, refusal_id DESC LIMIT ${page.limit} OFFSET ${page.offset}`;
  return { total: count?.total ?? 0, refusals };
}
