import type { Db, Tx } from '../../platform/db.ts';

/** Listed by the customer himself, who may take it back; every other source is somebody's refusal. */
export const BY_CUSTOMER = 'customer';

export interface ListedNumber {
  calleeKey: Uint8Array;
  calleeMask: string;
}

export interface Listed {
  /** '' refuses every customer. */
  accountId: string;
  /** 0 is every purpose. */
  purpose: 0 | 1 | 2;
  calleeMask: string;
  source: string;
  /** The outside registry whose entry it is; '' of every other. */
  registry: string;
  remark: string;
  createdAt: Date;
}

const hexOf = (keys: readonly { calleeKey: Uint8Array }[]) =>
  keys.map(({ calleeKey }) => Buffer.from(calleeKey).toString('hex'));

/**
 * Lists numbers for one customer, or for all where accountId is ''. What is listed already keeps its source, unless that
 * was the customer himself. @returns how many are new
 */
export async function listNumbers(
  db: Db,
  to: { accountId: string; source: string; remark: string; at: Date },
  numbers: readonly ListedNumber[],
): Promise<number> {
  const masks = numbers.map(({ calleeMask }) => calleeMask);
  const rows = await db`
    INSERT INTO do_not_call (account_id, callee_key, source, created_at, callee_mask, remark)
    SELECT DISTINCT ON (n.key) ${to.accountId}, decode(n.key, 'hex'), ${to.source}, ${to.at}::timestamptz, n.mask, ${to.remark}
    FROM unnest(${hexOf(numbers)}::text[], ${masks}::text[]) AS n(key, mask) ORDER BY n.key
    ON CONFLICT (account_id, callee_key, purpose, registry) DO UPDATE SET source = excluded.source, remark = excluded.remark,
      created_at = excluded.created_at
    WHERE do_not_call.source = ${BY_CUSTOMER} AND excluded.source <> ${BY_CUSTOMER}
    RETURNING 1`;
  return rows.length;
}

/** @param source only what came from there; undefined: whatever it came from. @returns how many were taken off */
export async function unlistNumbers(
  db: Db,
  of: { accountId: string; source: string | undefined },
  numbers: readonly Pick<ListedNumber, 'calleeKey'>[],
): Promise<number> {
  const rows = await db`
    DELETE FROM do_not_call
    WHERE account_id = ${of.accountId} AND (${of.source ?? null}::text IS NULL OR source = ${of.source ?? null})
      AND callee_key IN (SELECT decode(k, 'hex') FROM unnest(${hexOf(numbers)}::text[]) AS k)
    RETURNING 1`;
  return rows.length;
}

/** The latest first: of one account, of one number, or of both. */
export async function pageListed(
  db: Db,
  asked: {
    accountId: string | undefined;
    calleeKey: Uint8Array | undefined;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; listed: Listed[] }> {
  const { accountId = null, calleeKey = null } = asked;
  const filter = db`
    (${accountId}::text IS NULL OR account_id = ${accountId})
    AND (${calleeKey}::bytea IS NULL OR callee_key = ${calleeKey})`;
  const [counted, listed] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM do_not_call WHERE ${filter}`,
    db<Listed[]>`
      SELECT account_id AS "accountId", purpose, callee_mask AS "calleeMask", source, registry, remark,
        created_at AS "createdAt"
      FROM do_not_call WHERE ${filter} ORDER BY created_at DESC, account_id, callee_key, purpose, registry
      LIMIT ${asked.limit} OFFSET ${asked.offset}`,
  ]);
  return { total: counted[0]?.total ?? 0, listed: [...listed] };
}

/** What people see of a number goes; that it refuses stays, by its keyed hash (4.2.9). */
export async function eraseMasks(
  tx: Tx,
  { accountId, calleeKey }: { accountId: string; calleeKey: Uint8Array | null },
): Promise<void> {
  await tx`
    UPDATE do_not_call SET callee_mask = '', remark = ''
    WHERE ${accountId === '' ? tx`true` : tx`account_id = ${accountId}`}
      AND ${calleeKey === null ? tx`true` : tx`callee_key = ${calleeKey}`}`;
}
