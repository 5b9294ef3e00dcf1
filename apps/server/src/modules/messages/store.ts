import { column } from '../../platform/array-column.ts';
import { type Db, plannedNow, type Tx } from '../../platform/db.ts';
import { bytes, inserter, moment } from '../../platform/insert-rows.ts';

/** Who pays for a message, as the ledger chose; kept as it was at acceptance. */
export interface StoredFunding {
  commodity: string;
  unitPrice: bigint;
  stepSeconds: number;
  reserved: bigint;
  parts: readonly { ledgerAccount: string; amount: bigint }[];
  firstPart?: number;
}

/** A message as it was accepted. Nothing of it changes afterwards but, where it loses its cover, who pays. */
export interface AcceptedMessage {
  accountId: string;
  sessionNo: string;
  reqUuid: string;
  projectId: string | undefined;
  templateId: string;
  purpose: 1 | 2;
  groupType: 1 | 2;
  dispatchRule: 0 | 1;
  fromNumber: string | undefined;
  userId: string | undefined;
  calleeSealed: Uint8Array;
  calleeKey: Uint8Array;
  calleeMask: string;
  brevityCode: string;
  countryCode: string;
  /** Area code with its zero; empty where it is not known. */
  calleeCityCode: string;
  calleeOperator: 'cmcc' | 'cucc' | 'ctcc' | undefined;
  scriptSealed: Uint8Array;
  allDay: boolean;
  /** Of a message with a flow. */
  flowVersion: number | undefined;
  /** Longest second line, seconds; 0 where there is none. */
  lineSeconds: number;
  /** Who pays, and at most how much. */
  funding: StoredFunding;
  maxTalkSeconds: number;
  /** 1: a code on its own; 2: everything else, which waits behind. */
  lane: 1 | 2;
  /** By which it is known what trunks can carry it. */
  route: string;
  trail: string;
  acceptedAt: number;
  dueAt: number;
  expiresAt: number;
  /** Which row of which task it is. */
  task: TaskOfMessage | undefined;
}

/** The row of a task that a message is sent for. */
export interface TaskOfMessage {
  taskNo: string;
  line: number;
  /** Which call of the row, from 1. */
  attempt: number;
  /** The number shown at the call before, where it is to be shown again. */
  shownBefore: string | undefined;
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');

/** Sealed values are bound to their row. */
export const calleeContext = (sessionNo: string) => `messages.callee:${sessionNo}`;
export const scriptContext = (sessionNo: string) => `messages.script:${sessionNo}`;

/** Only where more than one pays: the one is `funding_account`, for all that is reserved. */
export function packParts({ parts }: StoredFunding): string | null {
  if (parts.length < 2) return null;
  return JSON.stringify(parts.map(({ ledgerAccount, amount }) => [ledgerAccount, amount.toString()]));
}

/** The columns of a message's funding. */
export interface FundingColumns {
  fundingAccount: string;
  fundingParts: string | null;
  commodity: string;
  unitPrice: bigint;
  stepSeconds: number;
  reserved: bigint;
  firstPart: number;
}

export function unpackFunding(row: FundingColumns): StoredFunding {
  const { commodity, unitPrice, stepSeconds, reserved, firstPart } = row;
  const parts =
    row.fundingParts === null
      ? // What is free has no part: nothing was reserved.
        [{ ledgerAccount: row.fundingAccount, amount: reserved }].filter(({ amount }) => amount > 0n)
      : (JSON.parse(row.fundingParts) as [string, string][]).map(([ledgerAccount, amount]) => ({
          ledgerAccount,
          amount: BigInt(amount),
        }));
  return { commodity, unitPrice, stepSeconds, reserved, parts, firstPart };
}

const insertMessages = inserter<AcceptedMessage>('messages', {
  account_id: ['text', (m) => m.accountId],
  session_no: ['uuid', (m) => m.sessionNo],
  req_uuid: ['text', (m) => m.reqUuid],
  project_id: ['text', (m) => m.projectId ?? null],
  template_id: ['text', (m) => m.templateId],
  purpose: ['smallint', (m) => m.purpose],
  group_type: ['smallint', (m) => m.groupType],
  dispatch_rule: ['smallint', (m) => m.dispatchRule],
  from_number: ['text', (m) => m.fromNumber ?? null],
  user_id: ['text', (m) => m.userId ?? null],
  callee_sealed: ['bytea', (m) => bytes(m.calleeSealed)],
  callee_key: ['bytea', (m) => bytes(m.calleeKey)],
  callee_mask: ['text', (m) => m.calleeMask],
  brevity_code: ['text', (m) => m.brevityCode],
  country_code: ['text', (m) => m.countryCode],
  callee_city_code: ['text', (m) => m.calleeCityCode],
  callee_operator: ['text', (m) => m.calleeOperator ?? ''],
  script_sealed: ['bytea', (m) => bytes(m.scriptSealed)],
  all_day: ['boolean', (m) => m.allDay],
  flow_version: ['integer', (m) => m.flowVersion ?? null],
  line_s: ['integer', (m) => m.lineSeconds],
  funding_account: ['text', (m) => m.funding.parts[0]?.ledgerAccount ?? ''],
  funding_parts: ['text', (m) => packParts(m.funding)],
  commodity: ['text', (m) => m.funding.commodity],
  unit_price: ['bigint', (m) => m.funding.unitPrice],
  step_s: ['smallint', (m) => m.funding.stepSeconds],
  reserved: ['bigint', (m) => m.funding.reserved],
  max_talk_s: ['integer', (m) => m.maxTalkSeconds],
  trail: ['text', (m) => m.trail],
  accepted_at: ['timestamptz', (m) => moment(m.acceptedAt)],
  task_no: ['text', (m) => m.task?.taskNo ?? null],
  task_line: ['integer', (m) => m.task?.line ?? null],
  task_attempt: ['smallint', (m) => m.task?.attempt ?? null],
  shown_before: ['text', (m) => m.task?.shownBefore ?? null],
});

const insertQueued = inserter<AcceptedMessage>('queue', {
  account_id: ['text', (m) => m.accountId],
  session_no: ['uuid', (m) => m.sessionNo],
  purpose: ['smallint', (m) => m.purpose],
  callee_key: ['bytea', (m) => bytes(m.calleeKey)],
  due_at: ['timestamptz', (m) => moment(m.dueAt)],
  expires_at: ['timestamptz', (m) => moment(m.expiresAt)],
  lane: ['smallint', (m) => m.lane],
  route: ['text', (m) => m.route],
});

/** Writes accepted messages and puts them into the queue: from the commit on they will be dialled. */
export async function insertAccepted(tx: Tx, messages: readonly AcceptedMessage[]): Promise<void> {
  await Promise.all([insertMessages(tx, messages), insertQueued(tx, messages)]);
}

/**
 * Times (ms, newest first, at most `most`) of the messages that each (account, callee, purpose) had accepted since
 * the smallest SessionNo `since`. Read from the ids alone: they carry their time. Partitions before it are not looked
 * at. The account is compared so that no index takes it (NOT DISTINCT): a plan from a month's first minutes, in which
 * its table looks as if it held one row, would read through the account's messages instead of the callee's few.
 */
export async function recentTimes(
  db: Db,
  wanted: readonly { accountId: string; calleeKey: Uint8Array; purpose: number }[],
  since: string,
  most: number,
): Promise<number[][]> {
  const rows = await db<{ at: number; recent: string[] }[]>`
    SELECT w.at::int AS at, ARRAY(
      SELECT m.session_no FROM messages m
      WHERE m.account_id IS NOT DISTINCT FROM w.account_id AND m.callee_key = decode(w.callee_key, 'hex')
        AND m.purpose = w.purpose
        AND m.session_no >= ${since}::uuid
      ORDER BY m.session_no DESC LIMIT ${most}) AS recent
    FROM unnest(
      ${column(wanted, (one) => one.accountId)}::text[], ${column(wanted, (one) => hex(one.calleeKey))}::text[],
      ${column(wanted, (one) => one.purpose)}::smallint[]
    ) WITH ORDINALITY AS w (account_id, callee_key, purpose, at)`;
  const times: number[][] = wanted.map(() => []);
  for (const row of rows) times[row.at - 1] = row.recent.map(timeOfSession);
  return times;
}

/** How many messages an account accepted since a moment, given as the least SessionNo; counted up to `most`. */
export async function countAccepted(
  db: Db,
  asked: { accountId: string; since: string; most: number },
): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM messages WHERE account_id = ${asked.accountId} AND session_no >= ${asked.since}::uuid
      LIMIT ${asked.most}) AS accepted`;
  return row?.count ?? 0;
}

/** The millisecond that a UUIDv7 carries. */
export function timeOfSession(sessionNo: string): number {
  return Number.parseInt(sessionNo.slice(0, 8) + sessionNo.slice(9, 13), 16);
}

// ── idempotency ─────────────────────────────────────────────────────────────────────────────────────────────

export interface ClientToken {
  accountId: string;
  token: string;
  fingerprint: Uint8Array;
  sessionNo: string;
  reqUuid: string;
}

/** First answers given to these tokens since `since`, by 'account\ntoken'. */
export async function findTokens(
  db: Db,
  pairs: readonly { accountId: string; token: string }[],
  since: Date,
): Promise<Map<string, ClientToken>> {
  if (pairs.length === 0) return new Map();
  const rows = await db<
    { account_id: string; token: string; fingerprint: Buffer; session_no: string; req_uuid: string }[]
  >`
    SELECT account_id, token, fingerprint, session_no, req_uuid FROM client_tokens
    WHERE created_at > ${since} AND (account_id, token) IN (SELECT * FROM unnest(
      ${pairs.map((pair) => pair.accountId)}::text[], ${pairs.map((pair) => pair.token)}::text[]))`;
  return new Map(
    rows.map((row) => [
      `${row.account_id}\n${row.token}`,
      {
        accountId: row.account_id,
        token: row.token,
        fingerprint: row.fingerprint,
        sessionNo: row.session_no,
        reqUuid: row.req_uuid,
      },
    ]),
  );
}

/** Remembers first answers; a token that has grown old is taken over. */
export async function insertTokens(tx: Tx, tokens: readonly ClientToken[], at: Date): Promise<void> {
  await writeTokens(tx, tokens, at.getTime());
}

const writeTokens = inserter<ClientToken, number>(
  'client_tokens',
  {
    account_id: ['text', (one) => one.accountId],
    token: ['text', (one) => one.token],
    fingerprint: ['bytea', (one) => bytes(one.fingerprint)],
    session_no: ['uuid', (one) => one.sessionNo],
    req_uuid: ['text', (one) => one.reqUuid],
    created_at: ['timestamptz', (_, at) => moment(at)],
  },
  `ON CONFLICT (account_id, token) DO UPDATE SET fingerprint = excluded.fingerprint,
    session_no = excluded.session_no, req_uuid = excluded.req_uuid, created_at = excluded.created_at`,
);

/** Forgets tokens older than `before`, at most 10,000 at a time. @returns how many */
export async function forgetTokens(db: Db, before: Date): Promise<number> {
  const gone = await db`
    DELETE FROM client_tokens WHERE (account_id, token) IN (
      SELECT account_id, token FROM client_tokens WHERE created_at < ${before} LIMIT 10000)`;
  return gone.count;
}

/** A message as it was accepted, for the one who sent it. */
export interface MessageView {
  sessionNo: string;
  templateId: string;
  purpose: 1 | 2;
  userId: string | null;
  calleeSealed: Uint8Array;
  commodity: string;
  unitPrice: bigint;
  stepSeconds: number;
  reserved: bigint;
  trail: string;
  acceptedAt: Date;
}

export async function findMessage(
  db: Db,
  key: { accountId: string; sessionNo: string; projects: 'all' | readonly string[] },
): Promise<MessageView | undefined> {
  const [row] = await db<MessageView[]>`
    SELECT session_no AS "sessionNo", template_id AS "templateId", purpose, user_id AS "userId",
      callee_sealed AS "calleeSealed", commodity, unit_price AS "unitPrice", step_s AS "stepSeconds",
      reserved, trail, accepted_at AS "acceptedAt"
    FROM messages WHERE account_id = ${key.accountId} AND session_no = ${key.sessionNo}
      ${key.projects === 'all' ? db`` : db`AND project_id = ANY(${key.projects as string[]})`}`;
  return row;
}

/** The last message to a callee since the smallest SessionNo `since`, whoever sent it, that rang; for who rings back. */
export async function lastMessageTo(
  db: Db,
  calleeKey: Uint8Array,
  since: string,
): Promise<{ accountId: string; accountName: string; purpose: 1 | 2; language: 'zh' | 'en' } | undefined> {
  const [row] = await plannedNow<{
    accountId: string;
    accountName: string;
    purpose: 1 | 2;
    language: 'zh' | 'en';
  }>(db)`
    SELECT m.account_id AS "accountId", a.name AS "accountName", m.purpose,
      coalesce(t.language, f.language, 'zh') AS language
    FROM messages m JOIN accounts a ON a.account_id = m.account_id
    JOIN receipts r ON r.account_id = m.account_id AND r.session_no = m.session_no AND r.started_at IS NOT NULL
    LEFT JOIN templates t ON t.account_id = m.account_id AND t.template_id = m.template_id
    LEFT JOIN call_flow_versions f
      ON f.account_id = m.account_id AND f.flow_id = m.template_id AND f.version = m.flow_version
    WHERE m.callee_key = ${calleeKey} AND m.session_no >= ${since}::uuid
    ORDER BY m.session_no DESC LIMIT 1`;
  return row;
}

/** Whether an account has ever sent a message. */
export async function anySent(db: Db, accountId: string): Promise<boolean> {
  const rows = await db`SELECT 1 FROM messages WHERE account_id = ${accountId} LIMIT 1`;
  return rows.length > 0;
}
