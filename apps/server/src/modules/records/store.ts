import type { Db } from '../../platform/db.ts';
import { countRecords, isWhole, momentOf } from './count-store.ts';
import { few, over, type RecordFilter, waiting } from './filter-store.ts';

/** The same, and which page of it. */
export interface RecordPage extends RecordFilter {
  /** Nothing is later than now, ms. */
  now: number;
  orderBy: 'started' | 'received';
  descending: boolean;
  offset: number;
  limit: number;
}

export interface SendRecord {
  sessionNo: string;
  /** Null for a message that was sent by itself. */
  taskNo: string | null;
  templateId: string;
  purpose: 1 | 2;
  groupType: 1 | 2;
  calleeSealed: Uint8Array;
  brevityCode: string;
  countryCode: string;
  calledCityCode: string;
  /** Empty where it is not known. */
  calledOperator: string;
  unitPrice: bigint;
  stepSeconds: number;
  reserved: bigint;
  acceptedAt: Date;
  showNumber: string | null;
  /** Of the number shown. */
  callingCityCode: string | null;
  trunkId: string | null;
  result: 1 | 2 | 3 | null;
  reason: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  receivedAt: Date | null;
  talkMs: number | null;
  charge: bigint | null;
  commodity: string;
  calleeMask: string;
}

/** So long after their acceptance messages are late, as the index `receipts_late` has it. Few are. */
const LATE_MS = 3_600_000;

/** By how much clocks of two nodes may differ: a call that seems to have begun before it was asked for is found. */
const CLOCKS_APART = '10 minutes';

/** So few that fit are found among the messages and sorted; the index of an order would be walked to its end for them. */
const FEW = 2000;

/**
 * One page of what was sent, whether over or not; `total` counts what fits, up to `MOST_COUNTED`. Where all of the span
 * fits nothing is walked but what is shown and what is passed over, so page and count are asked for at once.
 */
export async function searchRecords(
  db: Db,
  filter: RecordPage,
  mostSorted = FEW,
): Promise<{ total: number; records: SendRecord[] }> {
  if (isWhole(filter)) {
    const [{ total }, records] = await Promise.all([countRecords(db, filter), readByTime(db, filter)]);
    return { total, records };
  }
  const { sessionNo, taskNo, calleeKey } = filter;
  const narrow = sessionNo !== undefined || taskNo !== undefined || calleeKey !== undefined;
  const { total, from, until } = await countRecords(db, filter);
  if (total <= filter.offset) return { total, records: [] };
  const within = { ...filter, from, until };
  const records = narrow || total <= mostSorted ? readNarrow(db, within) : readByTime(db, within);
  return { total, records: await records };
}

const columns = (db: Db) => db`
  m.session_no AS "sessionNo", m.task_no AS "taskNo", m.template_id AS "templateId", m.purpose,
  m.group_type AS "groupType", m.callee_sealed AS "calleeSealed", m.brevity_code AS "brevityCode",
  m.country_code AS "countryCode", m.callee_city_code AS "calledCityCode", m.callee_operator AS "calledOperator",
  n.city_code AS "callingCityCode", m.unit_price AS "unitPrice", m.step_s AS "stepSeconds", m.reserved,
  m.accepted_at AS "acceptedAt", r.show_number AS "showNumber", r.trunk_id AS "trunkId", r.result, r.reason,
  r.started_at AS "startedAt", r.ended_at AS "endedAt", r.at AS "receivedAt", r.talk_ms AS "talkMs", r.charge,
  m.commodity, m.callee_mask AS "calleeMask"`;

/** When a message that is over counts as started, as the index `receipts_by_start` has it. */
const startOf = (db: Db) => db`coalesce(r.started_at, uuid_time(r.session_no))`;

const isLate = (db: Db) => db`greatest(r.started_at, r.at) - uuid_time(r.session_no) > interval '1 hour'`;

async function readNarrow(db: Db, filter: RecordPage): Promise<SendRecord[]> {
  const direction = filter.descending ? db`DESC` : db`ASC`;
  const time = filter.orderBy === 'started' ? db`r.started_at` : db`r.at`;
  return await db<SendRecord[]>`
    SELECT ${columns(db)} ${few(db, filter)}
    ORDER BY coalesce(${time}, uuid_time(m.session_no)) ${direction}, m.session_no ${direction}
    LIMIT ${filter.limit} OFFSET ${filter.offset}`;
}

/**
 * A page in the order of time: as many of the messages that are over as the page reaches to, from the index of that
 * order, with as many of those that are not, whose order is that of their ids. The page is cut from both together, and
 * only its rows are read whole. The index is read up to an hour behind the span; what came later still is found by the
 * index of late ones.
 */
async function readByTime(db: Db, filter: RecordPage): Promise<SendRecord[]> {
  const reach = filter.offset + filter.limit;
  const direction = filter.descending ? db`DESC` : db`ASC`;
  const time = filter.orderBy === 'started' ? startOf(db) : db`r.at`;
  const inTime = db`uuid_time(${filter.until}::uuid) + interval '1 hour'`;
  const late =
    momentOf(filter.until) + LATE_MS < filter.now
      ? db`UNION ALL (SELECT r.session_no, ${time} AS time ${over(db, filter)}
          AND ${isLate(db)} AND ${time} >= ${inTime})`
      : db``;
  return await db<SendRecord[]>`
    WITH page AS MATERIALIZED (
      SELECT session_no, time FROM (
        (SELECT r.session_no, ${time} AS time ${over(db, filter)}
          AND ${time} >= uuid_time(${filter.from}::uuid) - ${CLOCKS_APART}::interval AND ${time} < ${inTime}
          ORDER BY ${time} ${direction}, r.session_no ${direction} LIMIT ${reach})
        ${late}
        UNION ALL
        (SELECT q.session_no, uuid_time(q.session_no) ${waiting(db, filter)}
          ORDER BY q.session_no ${direction} LIMIT ${reach})) AS found
      ORDER BY time ${direction}, session_no ${direction} LIMIT ${filter.limit} OFFSET ${filter.offset})
    SELECT ${columns(db)}
    FROM page JOIN messages m ON m.account_id = ${filter.accountId} AND m.session_no = page.session_no
      LEFT JOIN receipts r ON r.account_id = ${filter.accountId} AND r.session_no = page.session_no
      LEFT JOIN numbers n ON n.account_id IN ('', ${filter.accountId}) AND n.number = r.show_number
    ORDER BY page.time ${direction}, page.session_no ${direction}`;
}

/** What fits in the order of acceptance, after one of them: for files, of which no part is sorted or counted. */
export async function recordsAfter(
  db: Db,
  filter: RecordFilter,
  after: string,
  limit: number,
): Promise<SendRecord[]> {
  const from = after > filter.from ? after : filter.from;
  return await db<SendRecord[]>`
    SELECT ${columns(db)} ${few(db, { ...filter, from })} AND m.session_no > ${after}::uuid ORDER BY m.session_no LIMIT ${limit}`;
}
