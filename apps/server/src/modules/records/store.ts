import { dayOf, dayStart } from '../../platform/beijing-time.ts';
import type { Db } from '../../platform/db.ts';
import type { Dimension } from './stats-store.ts';

/** What to look for; absent filters fit everything. All within one account and a span of accepted times. */
export interface RecordFilter {
  accountId: string;
  /** Bounds on SessionNo, which are bounds on the time of acceptance: [from, until). */
  from: string;
  until: string;
  /** Messages of no project are seen by those who see all. */
  projects: 'all' | readonly string[];
  sessionNo: string | undefined;
  taskNo: string | undefined;
  calleeKey: Uint8Array | undefined;
  /** Digits that the masked called number or the shown number must hold. */
  digits: string | undefined;
  brevityCode: string | undefined;
  exceptBrevityCode: string | undefined;
  purpose: number | undefined;
  templateId: string | undefined;
  /** Area codes with their zero. */
  calledCityCode: string | undefined;
  callingCityCode: string | undefined;
  calledOperator: string | undefined;
}

/** The same, and which page of it. */
export interface RecordPage extends RecordFilter {
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

/** By how much clocks of two nodes may differ: a call that seems to have begun before it was asked for is found. */
const CLOCKS_APART = '10 minutes';

/** So few that fit are found among the messages and sorted; the index of an order would be walked to its end for them. */
const FEW = 2000;

/** Counted exactly up to here; what is more is told as this many. Pages end here, too. */
export const MOST_COUNTED = 100_000;

/** One page of what was sent, whether over or not; `total` counts what fits, up to `MOST_COUNTED`. */
export async function searchRecords(
  db: Db,
  filter: RecordPage,
  mostSorted = FEW,
): Promise<{ total: number; records: SendRecord[] }> {
  const { sessionNo, taskNo, calleeKey } = filter;
  const narrow = sessionNo !== undefined || taskNo !== undefined || calleeKey !== undefined;
  const total = await countRecords(db, filter, narrow);
  if (total <= filter.offset) return { total, records: [] };
  const records = narrow || total <= mostSorted ? readNarrow(db, filter) : readByTime(db, filter);
  return { total, records: await records };
}

/** A condition that is not asked for is not there, so that one on the callee or the message is served by its index. */
function ofMessage(db: Db, filter: RecordFilter) {
  const { projects, sessionNo, taskNo, calleeKey, brevityCode, exceptBrevityCode, purpose } = filter;
  const { templateId, calledCityCode, calledOperator } = filter;
  return db`
    ${projects === 'all' ? db`` : db`AND m.project_id = ANY(${projects as string[]})`}
    ${sessionNo === undefined ? db`` : db`AND m.session_no = ${sessionNo}::uuid`}
    ${taskNo === undefined ? db`` : db`AND m.task_no = ${taskNo}`}
    ${calleeKey === undefined ? db`` : db`AND m.callee_key = ${calleeKey}::bytea`}
    ${brevityCode === undefined ? db`` : db`AND m.brevity_code = ${brevityCode}`}
    ${exceptBrevityCode === undefined ? db`` : db`AND m.brevity_code <> ${exceptBrevityCode}`}
    ${purpose === undefined ? db`` : db`AND m.purpose = ${purpose}`}
    ${templateId === undefined ? db`` : db`AND m.template_id = ${templateId}`}
    ${calledCityCode === undefined ? db`` : db`AND m.callee_city_code = ${calledCityCode}`}
    ${calledOperator === undefined ? db`` : db`AND m.callee_operator = ${calledOperator}`}`;
}

/** Whether a filter asks for anything that only the message knows. */
function asksMessage(filter: RecordFilter): boolean {
  const { projects, digits, brevityCode, exceptBrevityCode, purpose, templateId } = filter;
  const { calledCityCode, calledOperator } = filter;
  const asked = [digits, brevityCode, exceptBrevityCode, purpose, templateId, calledCityCode, calledOperator];
  return projects !== 'all' || asked.some((one) => one !== undefined);
}

const span = (db: Db, { from, until }: RecordFilter, table: 'm' | 'q' | 'r') =>
  db`${db(table)}.session_no >= ${from}::uuid AND ${db(table)}.session_no < ${until}::uuid`;

/** Messages that are over and fit: their receipts, with the message only where it is asked for. */
function over(db: Db, filter: RecordFilter) {
  const { accountId, digits, callingCityCode } = filter;
  return db`
    FROM receipts r
      ${asksMessage(filter) ? db`JOIN messages m ON m.account_id = r.account_id AND m.session_no = r.session_no` : db``}
      ${callingCityCode === undefined ? db`` : db`JOIN numbers n ON n.account_id IN ('', ${accountId}) AND n.number = r.show_number AND n.city_code = ${callingCityCode}`}
    WHERE r.account_id = ${accountId} AND ${span(db, filter, 'r')}
      ${asksMessage(filter) ? ofMessage(db, filter) : db``}
      ${digits === undefined ? db`` : db`AND (strpos(m.callee_mask, ${digits}) > 0 OR strpos(r.show_number, ${digits}) > 0)`}`;
}

/** Messages that are not over and fit: what the queue holds. No number has been shown yet. */
function waiting(db: Db, filter: RecordFilter) {
  const { accountId, digits, callingCityCode } = filter;
  return db`
    FROM queue q JOIN messages m ON m.account_id = q.account_id AND m.session_no = q.session_no
    WHERE q.account_id = ${accountId} AND ${span(db, filter, 'q')} ${ofMessage(db, filter)}
      ${digits === undefined ? db`` : db`AND strpos(m.callee_mask, ${digits}) > 0`}
      ${callingCityCode === undefined ? db`` : db`AND false`}`;
}

/** The message with its receipt, where few messages are asked for: by callee, task or SessionNo. */
function few(db: Db, filter: RecordFilter) {
  const { accountId, digits, callingCityCode } = filter;
  return db`
    FROM messages m LEFT JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no
      AND ${span(db, filter, 'r')}
      LEFT JOIN numbers n ON n.account_id IN ('', ${accountId}) AND n.number = r.show_number
    WHERE m.account_id = ${accountId} AND ${span(db, filter, 'm')} ${ofMessage(db, filter)}
      ${digits === undefined ? db`` : db`AND (strpos(m.callee_mask, ${digits}) > 0 OR strpos(r.show_number, ${digits}) > 0)`}
      ${callingCityCode === undefined ? db`` : db`AND n.city_code = ${callingCityCode}`}`;
}

/** Which way days are counted tells how many fit; undefined where the filter asks for more than one way knows. */
function countedBy(filter: RecordFilter): { dimension: Dimension; key: string } | undefined {
  const { projects, sessionNo, taskNo, calleeKey, digits, exceptBrevityCode, callingCityCode } = filter;
  const unknown = [sessionNo, taskNo, calleeKey, digits, exceptBrevityCode, callingCityCode];
  if (projects !== 'all' || unknown.some((one) => one !== undefined)) return undefined;
  const known: readonly [Dimension, string | undefined][] = [
    ['template', filter.templateId],
    ['purpose', filter.purpose?.toString()],
    ['city', filter.calledCityCode],
    ['operator', filter.calledOperator],
    ['destination', filter.brevityCode],
  ];
  const asked = known.flatMap(([dimension, key]) => (key === undefined ? [] : [{ dimension, key }]));
  return asked.length === 0 ? { dimension: 'day', key: '' } : asked.length === 1 ? asked[0] : undefined;
}

/** The moment that a bound on SessionNo stands for, ms. */
const momentOf = (bound: string) => Number.parseInt(bound.replaceAll('-', '').slice(0, 12), 16);

/** How many fit of the days that lie within the span as a whole and are counted: there are no fewer. */
async function countedWithin(db: Db, filter: RecordFilter): Promise<number> {
  const by = countedBy(filter);
  if (!by) return 0;
  const [from, until] = [momentOf(filter.from), momentOf(filter.until)];
  const [first, end] = [dayOf(from), dayOf(until)];
  const begun = dayStart(first) < from ? 1 : 0;
  const [row] = await db<{ sent: number }[]>`
    SELECT coalesce(sum(sent), 0)::float8 AS sent FROM send_stats
    WHERE account_id = ${filter.accountId} AND dimension = ${by.dimension} AND key = ${by.key}
      AND (month, day) >= (${first.month}, ${first.day + begun}::smallint)
      AND (month, day) < (${end.month}, ${end.day}::smallint)`;
  return row?.sent ?? 0;
}

async function countRecords(db: Db, filter: RecordFilter, narrow: boolean): Promise<number> {
  // Counting up to 100,000 is a walk of as many entries; of days that are over it has been done.
  if ((await countedWithin(db, filter)) >= MOST_COUNTED) return MOST_COUNTED;
  // What only the message is asked for is counted without the receipts.
  const ofReceipt = filter.digits !== undefined || filter.callingCityCode !== undefined;
  const found =
    narrow || ofReceipt
      ? few(db, filter)
      : db`FROM messages m WHERE m.account_id = ${filter.accountId} AND ${span(db, filter, 'm')} ${ofMessage(db, filter)}`;
  const [row] = await db<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (SELECT 1 ${found} LIMIT ${MOST_COUNTED}) AS found`;
  return row?.total ?? 0;
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
 * only its rows are read whole.
 */
async function readByTime(db: Db, filter: RecordPage): Promise<SendRecord[]> {
  const reach = filter.offset + filter.limit;
  const direction = filter.descending ? db`DESC` : db`ASC`;
  const time = filter.orderBy === 'started' ? startOf(db) : db`r.at`;
  return await db<SendRecord[]>`
    WITH page AS (
      SELECT session_no, time FROM (
        (SELECT r.session_no, ${time} AS time ${over(db, filter)}
          AND ${time} >= uuid_time(${filter.from}::uuid) - ${CLOCKS_APART}::interval
          ORDER BY ${time} ${direction}, r.session_no ${direction} LIMIT ${reach})
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
