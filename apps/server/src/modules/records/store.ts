import type { Db } from '../../platform/db.ts';

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
}

/** One page of what was sent, whether over or not; `total` counts all that fit. */
export async function searchRecords(
  db: Db,
  filter: RecordFilter,
): Promise<{ total: number; records: SendRecord[] }> {
  const { accountId, from, until, projects, sessionNo, taskNo, calleeKey, digits } = filter;
  const { brevityCode, exceptBrevityCode, purpose, templateId } = filter;
  const { calledCityCode, callingCityCode, calledOperator } = filter;
  // A condition that is not asked for is not there, so that one on the callee or the message is served by its index.
  const found = db`
    FROM messages m LEFT JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no
      AND r.session_no >= ${from}::uuid AND r.session_no < ${until}::uuid
      LEFT JOIN numbers n ON n.account_id IN ('', ${accountId}) AND n.number = r.show_number
    WHERE m.account_id = ${accountId} AND m.session_no >= ${from}::uuid AND m.session_no < ${until}::uuid
      ${projects === 'all' ? db`` : db`AND m.project_id = ANY(${projects as string[]})`}
      ${sessionNo === undefined ? db`` : db`AND m.session_no = ${sessionNo}::uuid`}
      ${taskNo === undefined ? db`` : db`AND m.task_no = ${taskNo}`}
      ${calleeKey === undefined ? db`` : db`AND m.callee_key = ${calleeKey}::bytea`}
      ${digits === undefined ? db`` : db`AND (strpos(m.callee_mask, ${digits}) > 0 OR strpos(r.show_number, ${digits}) > 0)`}
      ${brevityCode === undefined ? db`` : db`AND m.brevity_code = ${brevityCode}`}
      ${exceptBrevityCode === undefined ? db`` : db`AND m.brevity_code <> ${exceptBrevityCode}`}
      ${purpose === undefined ? db`` : db`AND m.purpose = ${purpose}`}
      ${templateId === undefined ? db`` : db`AND m.template_id = ${templateId}`}
      ${calledCityCode === undefined ? db`` : db`AND m.callee_city_code = ${calledCityCode}`}
      ${calledOperator === undefined ? db`` : db`AND m.callee_operator = ${calledOperator}`}
      ${callingCityCode === undefined ? db`` : db`AND n.city_code = ${callingCityCode}`}`;
  const time =
    filter.orderBy === 'started'
      ? db`coalesce(r.started_at, m.accepted_at)`
      : db`coalesce(r.at, m.accepted_at)`;
  const direction = filter.descending ? db`DESC` : db`ASC`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total ${found}`;
  const records = await db<SendRecord[]>`
    SELECT m.session_no AS "sessionNo", m.task_no AS "taskNo", m.template_id AS "templateId", m.purpose, m.group_type AS "groupType",
      m.callee_sealed AS "calleeSealed", m.brevity_code AS "brevityCode", m.country_code AS "countryCode",
      m.callee_city_code AS "calledCityCode", m.callee_operator AS "calledOperator", n.city_code AS "callingCityCode",
      m.unit_price AS "unitPrice",
      m.step_s AS "stepSeconds", m.reserved, m.accepted_at AS "acceptedAt", r.show_number AS "showNumber", r.trunk_id AS "trunkId", r.result, r.reason,
      r.started_at AS "startedAt", r.ended_at AS "endedAt", r.at AS "receivedAt", r.talk_ms AS "talkMs",
      r.charge ${found}
    ORDER BY ${time} ${direction}, m.session_no ${direction} LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, records };
}
