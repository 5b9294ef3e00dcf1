import type { Db, Tx } from '../../platform/db.ts';
import type { Narrowing } from './narrowing-rules.ts';

/** An order with who gave it, and who took it back. */
export interface NarrowingOrder extends Narrowing {
  orderedBy: string;
  liftedBy: string | null;
  liftedAt: Date | null;
}

type Row = Omit<NarrowingOrder, 'hours' | 'until'> & {
  opens: number | null;
  closes: number | null;
  until: Date | null;
};

const columns = (db: Db) => db`
  narrowing_id AS "narrowingId", opens, closes, purposes, countries, city_codes AS "cityCodes", prefixes, shown, reason,
  clause, ordered_by AS "orderedBy", since, until, lifted_by AS "liftedBy", lifted_at AS "liftedAt"`;

const orderOf = ({ opens, closes, until, ...row }: Row): NarrowingOrder => ({
  ...row,
  hours: opens === null || closes === null ? undefined : { opens, closes },
  until: until ?? undefined,
});

const MOST_STANDING = 200;

/** The orders that stand at a moment, the oldest first; at most 200, which is also how many there may be. */
export async function standingNarrowings(db: Db, at: Date): Promise<NarrowingOrder[]> {
  const rows = await db<Row[]>`
    SELECT ${columns(db)} FROM narrowings
    WHERE lifted_at IS NULL AND since <= ${at} AND (until IS NULL OR until > ${at})
    ORDER BY since, narrowing_id LIMIT ${MOST_STANDING}`;
  return rows.map(orderOf);
}

/** Gives an order, unless there are 200 that stand already. @returns whether it was given */
export async function insertNarrowing(tx: Tx, order: Narrowing & { orderedBy: string }): Promise<boolean> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('herald.narrowings'))`;
  const inserted = await tx`
    INSERT INTO narrowings (narrowing_id, opens, closes, purposes, countries, city_codes, prefixes, shown, reason, clause,
      ordered_by, since, until)
    SELECT ${order.narrowingId}, ${order.hours?.opens ?? null}::int, ${order.hours?.closes ?? null}::int,
      ${order.purposes as number[]}::smallint[], ${order.countries as string[]}::text[],
      ${order.cityCodes as string[]}::text[], ${order.prefixes as string[]}::text[], ${order.shown as string[]}::text[],
      ${order.reason}, ${order.clause}, ${order.orderedBy}, ${order.since}::timestamptz,
      ${order.until ?? null}::timestamptz
    WHERE (SELECT count(*) FROM narrowings WHERE lifted_at IS NULL AND (until IS NULL OR until > ${order.since}))
      < ${MOST_STANDING}`;
  return inserted.count === 1;
}

/** Takes an order back. @returns false where there is none that stands */
export async function liftNarrowing(
  tx: Tx,
  { narrowingId, by, at }: { narrowingId: string; by: string; at: Date },
): Promise<boolean> {
  const lifted = await tx`
    UPDATE narrowings SET lifted_by = ${by}, lifted_at = ${at}
    WHERE narrowing_id = ${narrowingId} AND lifted_at IS NULL AND (until IS NULL OR until > ${at})`;
  return lifted.count === 1;
}

/** Orders, the latest first. */
export async function listNarrowings(
  db: Db,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ total: number; orders: NarrowingOrder[] }> {
  const [[counted], rows] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total FROM narrowings`,
    db<
      Row[]
    >`SELECT ${columns(db)} FROM narrowings ORDER BY narrowing_id DESC OFFSET ${offset} LIMIT ${limit}`,
  ]);
  return { total: counted?.total ?? 0, orders: rows.map(orderOf) };
}
