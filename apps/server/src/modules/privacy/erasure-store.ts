import type { Db, Tx } from '../../platform/db.ts';

/** What an erasure took away. */
export interface Erased {
  messages: number;
  /** Of lists of tasks. */
  rows: number;
  /** Recordings and lists. */
  files: number;
  callsIn: number;
}

export interface Erasure extends Erased {
  erasureId: string;
  /** '' is every customer. */
  accountId: string;
  /** Null: every number that the account has called. */
  calleeKey: Buffer | null;
  /** '' once it is done. */
  calleeMask: string;
  /** Null once it is done, and where it is of a whole account. */
  numberSealed: Buffer | null;
  askedBy: 'callee' | 'customer' | 'operator';
  actorId: string;
  askedAt: Date;
  /** When it was last carried on. */
  lookedAt: Date | null;
  doneAt: Date | null;
}

/** Where the number is sealed in. */
export const erasureContext = (erasureId: string) => `erasures.number:${erasureId}`;

const columns = (db: Db) => db`
  erasure_id AS "erasureId", account_id AS "accountId", callee_key AS "calleeKey", callee_mask AS "calleeMask",
  number_sealed AS "numberSealed", asked_by AS "askedBy", actor_id AS "actorId", asked_at AS "askedAt",
  looked_at AS "lookedAt", done_at AS "doneAt", messages, rows, files, calls_in AS "callsIn"`;

type NewErasure = Omit<Erasure, keyof Erased | 'lookedAt' | 'doneAt' | 'calleeKey' | 'numberSealed'> & {
  calleeKey: Uint8Array | null;
  numberSealed: Uint8Array | null;
};

/** Asks for an erasure. @returns its id, or that of the one that was asked for before and is not done */
export async function insertErasure(tx: Tx, erasure: NewErasure): Promise<string> {
  const { erasureId, accountId, calleeKey, calleeMask, numberSealed, askedBy, actorId, askedAt } = erasure;
  const [row] = await tx<{ erasureId: string }[]>`
    INSERT INTO erasures (erasure_id, account_id, callee_key, callee_mask, number_sealed, asked_by, actor_id, asked_at)
    VALUES (${erasureId}, ${accountId}, ${calleeKey}, ${calleeMask}, ${numberSealed}, ${askedBy}, ${actorId}, ${askedAt})
    ON CONFLICT (account_id, callee_key) WHERE done_at IS NULL DO UPDATE SET account_id = excluded.account_id
    RETURNING erasure_id AS "erasureId"`;
  return row?.erasureId ?? erasureId;
}

/** Erasures that are not done and were not carried on since then, those that never were first. */
export async function openErasures(db: Db, since: Date, limit: number): Promise<Erasure[]> {
  return await db<Erasure[]>`
    SELECT ${columns(db)} FROM erasures WHERE done_at IS NULL AND (looked_at IS NULL OR looked_at <= ${since})
    ORDER BY looked_at NULLS FIRST, asked_at LIMIT ${limit}`;
}

export async function countOpenErasures(db: Db, accountId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    SELECT count(*)::int AS count FROM erasures WHERE account_id = ${accountId} AND done_at IS NULL`;
  return row?.count ?? 0;
}

/** It was carried on, and something is left. */
export async function noteErasureLook(db: Db, erasureId: string, at: Date): Promise<void> {
  await db`UPDATE erasures SET looked_at = ${at} WHERE erasure_id = ${erasureId}`;
}

/** Adds what a step took away. */
export async function countErased(tx: Tx, erasureId: string, erased: Partial<Erased>): Promise<void> {
  const { messages = 0, rows = 0, files = 0, callsIn = 0 } = erased;
  await tx`
    UPDATE erasures SET messages = messages + ${messages}, rows = rows + ${rows}, files = files + ${files},
      calls_in = calls_in + ${callsIn}
    WHERE erasure_id = ${erasureId}`;
}

/** Nothing is left: the number goes, its keyed hash stays as the proof that it was done. */
export async function endErasure(tx: Tx, erasureId: string, at: Date): Promise<void> {
  await tx`
    UPDATE erasures SET done_at = ${at}, number_sealed = NULL, callee_mask = ''
    WHERE erasure_id = ${erasureId} AND done_at IS NULL`;
}

/** The latest first. @param accountId undefined: of everybody */
export async function listErasures(
  db: Db,
  asked: { accountId: string | undefined; offset: number; limit: number },
): Promise<{ total: number; erasures: Erasure[] }> {
  const filter = db`${asked.accountId ?? null}::text IS NULL OR account_id = ${asked.accountId ?? null}`;
  const [[counted], erasures] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM erasures WHERE ${filter}`,
    db<Erasure[]>`
      SELECT ${columns(db)} FROM erasures WHERE ${filter} ORDER BY asked_at DESC, erasure_id
      LIMIT ${asked.limit} OFFSET ${asked.offset}`,
  ]);
  return { total: counted?.total ?? 0, erasures: [...erasures] };
}

/** What was erased of a number, or is to be, the latest first: its keyed hash outlives it. */
export async function erasuresOfCallee(db: Db, calleeKey: Uint8Array, limit: number): Promise<Erasure[]> {
  return await db<Erasure[]>`
    SELECT ${columns(db)} FROM erasures WHERE callee_key = ${calleeKey} ORDER BY asked_at DESC LIMIT ${limit}`;
}
