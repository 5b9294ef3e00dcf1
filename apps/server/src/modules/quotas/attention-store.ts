import { column } from '../../platform/array-column.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { type AttentionBudget, DEFAULT_ATTENTION } from './attention-rules.ts';

/** One callee on one day of his, for one purpose. */
export interface AttentionKey {
  calleeKey: Uint8Array;
  /** YYYY-MM-DD */
  day: string;
  purpose: 1 | 2;
}

const hex = (key: Uint8Array) => Buffer.from(key).toString('hex');
const idOf = ({ calleeKey, day, purpose }: AttentionKey) => `${hex(calleeKey)} ${day} ${purpose}`;

const rowsOf = (db: Db, keys: readonly AttentionKey[]) => db`
  SELECT decode(k, 'hex') AS callee_key, d::date AS day, p AS purpose FROM unnest(
    ${column(keys, (key) => hex(key.calleeKey))}::text[], ${column(keys, ({ day }) => day)}::text[],
    ${column(keys, ({ purpose }) => purpose)}::smallint[]) AS w (k, d, p)`;

/** What the budgets are, by purpose. */
export async function attentionBudgets(db: Db): Promise<Record<1 | 2, number>> {
  const rows = await db<AttentionBudget[]>`SELECT purpose, per_day AS "perDay" FROM attention_budgets`;
  return {
    ...DEFAULT_ATTENTION,
    ...Object.fromEntries(rows.map(({ purpose, perDay }) => [purpose, perDay])),
  };
}

export async function setAttentionBudget(
  tx: Tx,
  { purpose, perDay, by, at }: AttentionBudget & { by: string; at: Date },
): Promise<void> {
  await tx`
    INSERT INTO attention_budgets (purpose, per_day, set_by, set_at) VALUES (${purpose}, ${perDay}, ${by}, ${at})
    ON CONFLICT (purpose) DO UPDATE SET per_day = excluded.per_day, set_by = excluded.set_by, set_at = excluded.set_at`;
}

/** How much of it these callees have used. */
export async function attentionUsed(
  db: Db,
  keys: readonly AttentionKey[],
): Promise<(key: AttentionKey) => number> {
  const rows = await db<(AttentionKey & { used: number })[]>`
    SELECT a.callee_key AS "calleeKey", to_char(a.day, 'YYYY-MM-DD') AS day, a.purpose, a.used
    FROM attention_days a JOIN (${rowsOf(db, keys)}) AS w USING (callee_key, day, purpose)`;
  const used = new Map(rows.map((row) => [idOf(row), row.used]));
  return (key) => used.get(idOf(key)) ?? 0;
}

/**
 * Counts one call more for each of these callees whose budget has room, in one statement of its own: of two that want the
 * last place at once, by whichever node and for whichever accounts, one has it. Each callee at most once in a batch.
 * @returns whether a callee's call was counted
 */
export async function takeAttention(
  db: Db,
  keys: readonly AttentionKey[],
  budgets: Readonly<Record<1 | 2, number>>,
): Promise<(key: AttentionKey) => boolean> {
  if (keys.length === 0) return () => false;
  // In one order for everybody, so that two batches wait for each other and do not lock each other up.
  const rows = await db<AttentionKey[]>`
    INSERT INTO attention_days AS a (callee_key, day, purpose, used)
    SELECT callee_key, day, purpose, 1 FROM (${rowsOf(db, keys)}) AS w ORDER BY callee_key, day, purpose
    ON CONFLICT (callee_key, day, purpose) DO UPDATE SET used = a.used + 1
      WHERE a.used < CASE a.purpose WHEN 1 THEN ${budgets[1]}::integer ELSE ${budgets[2]}::integer END
    RETURNING callee_key AS "calleeKey", to_char(day, 'YYYY-MM-DD') AS day, purpose`;
  const taken = new Set(rows.map(idOf));
  return (key) => taken.has(idOf(key));
}

/** Gives back what was counted for calls that are not made after all. */
export async function returnAttention(db: Db, keys: readonly AttentionKey[]): Promise<void> {
  if (keys.length === 0) return;
  await db`
    UPDATE attention_days a SET used = a.used - 1
    FROM (SELECT * FROM (${rowsOf(db, keys)}) AS k ORDER BY callee_key, day, purpose) AS w
    WHERE a.callee_key = w.callee_key AND a.day = w.day AND a.purpose = w.purpose AND a.used > 0`;
}

/** Days that are over everywhere. */
export async function forgetAttention(db: Db, before: string): Promise<void> {
  await db`DELETE FROM attention_days WHERE day < ${before}::text::date`;
}
