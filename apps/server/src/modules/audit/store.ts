import { hash } from 'node:crypto';
import { type AuditRecord, auditHeadText, auditText } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

/** An act before it has its place in a chain. */
export type NewRecord = Omit<AuditRecord, 'seq'>;

export interface ChainHead {
  accountId: string;
  seq: number;
  /** Of the last row. */
  hash: Buffer;
  signature: Buffer;
  keyId: string;
}

export interface ChainedRecord extends AuditRecord {
  hash: Buffer;
}

export const NOTHING_BEFORE = Buffer.alloc(0);

/** The hash of a record that follows one with the hash `before`. */
export function chainHash(before: Uint8Array, record: AuditRecord): Buffer {
  return Buffer.from(hash('sha256', Buffer.concat([before, Buffer.from(auditText(record))]), 'buffer'));
}

export function headText({ accountId, seq, hash }: Pick<ChainHead, 'accountId' | 'seq' | 'hash'>): string {
  return auditHeadText({ accountId, seq, hash: hash.toString('hex') });
}

/**
 * Adds a record to the end of its account's chain. The head of the chain stays locked until the transaction ends, so
 * this is the last thing that a transaction does.
 */
export async function addRecord(tx: Tx, vault: Vault, act: NewRecord): Promise<void> {
  const { accountId } = act;
  const head = await lockHead(tx, accountId);
  const seq = head.seq + 1;
  const record = { ...act, seq };
  const hash = chainHash(head.hash, record);
  const { keyId, signature } = vault.sign(headText({ accountId, seq, hash }));
  await tx`
    WITH head AS (
      UPDATE audit_chains SET seq = ${seq}, hash = ${hash}, signature = ${signature}, key_id = ${keyId}
      WHERE account_id = ${accountId})
    INSERT INTO audit_log (account_id, seq, at, actor, actor_id, ip, request_id, act, subject_account, ret_code, detail,
      hash)
    VALUES (${accountId}, ${seq}, ${new Date(act.at)}, ${act.actor}, ${act.actorId}, ${act.ip}, ${act.requestId},
      ${act.act}, ${act.subjectAccount}, ${act.retCode}, ${act.detail}, ${hash})`;
}

async function lockHead(tx: Tx, accountId: string): Promise<{ seq: number; hash: Buffer }> {
  const lock = async () => {
    const [row] = await tx<{ seq: bigint; hash: Buffer }[]>`
      SELECT seq, hash FROM audit_chains WHERE account_id = ${accountId} FOR UPDATE`;
    return row && { seq: Number(row.seq), hash: row.hash };
  };
  const head = await lock();
  if (head) return head;
  await tx`
    INSERT INTO audit_chains (account_id, seq, hash, signature, key_id)
    VALUES (${accountId}, 0, ${NOTHING_BEFORE}, ${NOTHING_BEFORE}, '') ON CONFLICT DO NOTHING`;
  return (await lock()) ?? { seq: 0, hash: NOTHING_BEFORE };
}

/** The heads of chains in the order of their accounts, after `after`. */
export async function listHeads(db: Db, after: string | undefined, limit: number): Promise<ChainHead[]> {
  const rows = await db<(Omit<ChainHead, 'seq'> & { seq: bigint })[]>`
    SELECT account_id AS "accountId", seq, hash, signature, key_id AS "keyId" FROM audit_chains
    WHERE ${after ?? null}::text IS NULL OR account_id > ${after ?? null}
    ORDER BY account_id LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

export async function findHead(db: Db, accountId: string): Promise<ChainHead | undefined> {
  const [row] = await db<(Omit<ChainHead, 'seq'> & { seq: bigint })[]>`
    SELECT account_id AS "accountId", seq, hash, signature, key_id AS "keyId" FROM audit_chains
    WHERE account_id = ${accountId}`;
  return row && { ...row, seq: Number(row.seq) };
}

/** Chains with rows and no head, of which somebody took the head away: their accounts. */
export async function chainsWithoutHead(db: Db, limit: number): Promise<string[]> {
  const rows = await db<{ accountId: string }[]>`
    SELECT DISTINCT account_id AS "accountId" FROM audit_log l
    WHERE NOT EXISTS (SELECT 1 FROM audit_chains c WHERE c.account_id = l.account_id) LIMIT ${limit}`;
  return rows.map(({ accountId }) => accountId);
}

const columns = (db: Db) => db`
  account_id AS "accountId", seq, at, actor, actor_id AS "actorId", ip, request_id AS "requestId", act,
  subject_account AS "subjectAccount", ret_code AS "retCode", detail, hash`;

type Row = Omit<ChainedRecord, 'seq' | 'at'> & { seq: bigint; at: Date };
const recordOf = (row: Row): ChainedRecord => ({ ...row, seq: Number(row.seq), at: row.at.getTime() });

/** Rows of one chain in their order, after `afterSeq`. */
export async function readChain(
  db: Db,
  { accountId, afterSeq, limit }: { accountId: string; afterSeq: number; limit: number },
): Promise<ChainedRecord[]> {
  const rows = await db<Row[]>`
    SELECT ${columns(db)} FROM audit_log WHERE account_id = ${accountId} AND seq > ${afterSeq}
    ORDER BY seq LIMIT ${limit}`;
  return rows.map(recordOf);
}

export interface RecordQuery {
  /** Of this chain alone. */
  chain?: string | undefined;
  subjectAccount?: string | undefined;
  actorId?: string | undefined;
  act?: string | undefined;
  from: Date;
  to: Date;
  offset: number;
  limit: number;
}

/** The latest first. */
export async function listRecords(
  db: Db,
  query: RecordQuery,
): Promise<{ total: number; records: ChainedRecord[] }> {
  const { chain = null, subjectAccount = null, actorId = null, act = null } = query;
  const filter = db`
    at >= ${query.from} AND at < ${query.to}
    AND (${chain}::text IS NULL OR account_id = ${chain})
    AND (${subjectAccount}::text IS NULL OR subject_account = ${subjectAccount})
    AND (${actorId}::text IS NULL OR actor_id = ${actorId})
    AND (${act}::text IS NULL OR act = ${act})`;
  const [counted, rows] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM audit_log WHERE ${filter}`,
    db<Row[]>`
      SELECT ${columns(db)} FROM audit_log WHERE ${filter}
      ORDER BY at DESC, account_id, seq DESC LIMIT ${query.limit} OFFSET ${query.offset}`,
  ]);
  return { total: counted[0]?.total ?? 0, records: rows.map(recordOf) };
}
