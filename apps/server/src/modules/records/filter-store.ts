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
}

/** A search by account and time alone. */
export const EVERY_RECORD: Omit<RecordFilter, 'accountId' | 'from' | 'until'> = {
  projects: 'all',
  sessionNo: undefined,
  taskNo: undefined,
  calleeKey: undefined,
  digits: undefined,
  brevityCode: undefined,
  exceptBrevityCode: undefined,
  purpose: undefined,
  templateId: undefined,
  calledCityCode: undefined,
  callingCityCode: undefined,
  calledOperator: undefined,
};

/** A condition that is not asked for is not there, so that one on the callee or the message is served by its index. */
export function ofMessage(db: Db, filter: RecordFilter) {
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

export const span = (db: Db, { from, until }: RecordFilter, table: 'm' | 'q' | 'r') =>
  db`${db(table)}.session_no >= ${from}::uuid AND ${db(table)}.session_no < ${until}::uuid`;

/** Messages that are over and fit: their receipts, with the message only where it is asked for. */
export function over(db: Db, filter: RecordFilter) {
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
export function waiting(db: Db, filter: RecordFilter) {
  const { accountId, digits, callingCityCode } = filter;
  return db`
    FROM queue q JOIN messages m ON m.account_id = q.account_id AND m.session_no = q.session_no
    WHERE q.account_id = ${accountId} AND ${span(db, filter, 'q')} ${ofMessage(db, filter)}
      ${digits === undefined ? db`` : db`AND strpos(m.callee_mask, ${digits}) > 0`}
      ${callingCityCode === undefined ? db`` : db`AND false`}`;
}

/** The message with its receipt, where few messages are asked for: by callee, task or SessionNo. */
export function few(db: Db, filter: RecordFilter) {
  const { accountId, digits, callingCityCode } = filter;
  return db`
    FROM messages m LEFT JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no
      AND ${span(db, filter, 'r')}
      LEFT JOIN numbers n ON n.account_id IN ('', ${accountId}) AND n.number = r.show_number
    WHERE m.account_id = ${accountId} AND ${span(db, filter, 'm')} ${ofMessage(db, filter)}
      ${digits === undefined ? db`` : db`AND (strpos(m.callee_mask, ${digits}) > 0 OR strpos(r.show_number, ${digits}) > 0)`}
      ${callingCityCode === undefined ? db`` : db`AND n.city_code = ${callingCityCode}`}`;
}
