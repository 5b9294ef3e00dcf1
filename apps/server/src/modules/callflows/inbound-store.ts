import type { Db, Tx } from '../../platform/db.ts';

/** Binds a flow to a number of its account, in place of the one before. */
export async function bindFlow(
  tx: Tx,
  binding: { accountId: string; number: string; flowId: string; at: Date },
): Promise<void> {
  await tx`
    INSERT INTO inbound_flows (account_id, number, flow_id, bound_at)
    VALUES (${binding.accountId}, ${binding.number}, ${binding.flowId}, ${binding.at})
    ON CONFLICT (account_id, number) DO UPDATE SET flow_id = excluded.flow_id, bound_at = excluded.bound_at`;
}

export async function unbindFlow(tx: Tx, binding: { accountId: string; number: string }): Promise<void> {
  await tx`
    DELETE FROM inbound_flows WHERE account_id = ${binding.accountId} AND number = ${binding.number}`;
}

/** The flows that are bound to these numbers of an account. */
export async function boundFlowsOf(
  db: Db,
  { accountId, numbers }: { accountId: string; numbers: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const rows = await db<{ number: string; flowId: string }[]>`
    SELECT number, flow_id AS "flowId" FROM inbound_flows
    WHERE account_id = ${accountId} AND number = ANY(${[...numbers]})`;
  return new Map(rows.map(({ number, flowId }) => [number, flowId]));
}

/** The flow that is bound to a number, whoever has the number now; undefined where it is nobody's or none is bound. */
export async function boundFlow(
  db: Db,
  number: string,
): Promise<{ accountId: string; flowId: string } | undefined> {
  const [row] = await db<{ accountId: string; flowId: string }[]>`
    SELECT b.account_id AS "accountId", b.flow_id AS "flowId"
    FROM numbers n JOIN inbound_flows b ON b.account_id = n.account_id AND b.number = n.number
    WHERE n.number = ${number} AND n.status IN ('active', 'cancelling')`;
  return row;
}

/** A call that came in and was answered, or would have been. */
export interface InboundRecord {
  accountId: string;
  callNo: string;
  callId: string;
  trunkId: string;
  number: string;
  callerSealed: Uint8Array;
  callerKey: Uint8Array;
  flowId: string;
  flowVersion: number;
  startedAt: Date;
  answeredAt: Date | null;
  endedAt: Date;
  talkMs: number;
  digits: string;
  flowSealed: Uint8Array | null;
}

export const callerContext = (callNo: string) => `inbound_calls.caller:${callNo}`;
export const inboundFlowContext = (callNo: string) => `inbound_calls.flow:${callNo}`;

export async function insertInbound(db: Db, record: InboundRecord): Promise<void> {
  await db`
    INSERT INTO inbound_calls (account_id, call_no, call_id, trunk_id, number, caller_sealed, caller_key, flow_id,
      flow_version, started_at, answered_at, ended_at, talk_ms, digits, flow_sealed)
    VALUES (${record.accountId}, ${record.callNo}, ${record.callId}, ${record.trunkId}, ${record.number},
      ${record.callerSealed}, ${record.callerKey}, ${record.flowId}, ${record.flowVersion}, ${record.startedAt},
      ${record.answeredAt}, ${record.endedAt}, ${record.talkMs}, ${record.digits}, ${record.flowSealed})
    ON CONFLICT DO NOTHING`;
}

/** What came of the flow of a call that came in, sealed; null where there was none, or it is erased. */
export async function inboundFlow(
  db: Db,
  { accountId, callNo }: { accountId: string; callNo: string },
): Promise<Uint8Array | null> {
  const [row] = await db<{ sealed: Uint8Array | null }[]>`
    SELECT flow_sealed AS sealed FROM inbound_calls WHERE account_id = ${accountId} AND call_no = ${callNo}`;
  return row?.sealed ?? null;
}

/** One page of calls that came in for an account, the newest first. */
export async function listInbound(
  db: Db,
  filter: { accountId: string; number: string | undefined; offset: number; limit: number },
): Promise<{ total: number; calls: InboundRecord[] }> {
  const where = db`
    account_id = ${filter.accountId}
    AND (${filter.number ?? null}::text IS NULL OR number = ${filter.number ?? null})`;
  const [count] = await db<{ total: number }[]>`
    SELECT count(*)::int AS total FROM inbound_calls WHERE ${where}`;
  const calls = await db<InboundRecord[]>`
    SELECT account_id AS "accountId", call_no AS "callNo", call_id AS "callId", trunk_id AS "trunkId", number,
      caller_sealed AS "callerSealed", caller_key AS "callerKey", flow_id AS "flowId",
      flow_version AS "flowVersion", started_at AS "startedAt", answered_at AS "answeredAt", ended_at AS "endedAt",
      talk_ms AS "talkMs", digits, flow_sealed AS "flowSealed"
    FROM inbound_calls WHERE ${where} ORDER BY call_no DESC LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, calls: [...calls] };
}

/** Counts calls that came in and were refused, by reason. */
export async function countRefusals(
  db: Db,
  day: string,
  refusals: ReadonlyMap<string, number>,
): Promise<void> {
  await db`
    INSERT INTO inbound_refusals (day, reason, calls)
    SELECT ${day}::text::date, * FROM unnest(
      ${[...refusals.keys()]}::text[], ${[...refusals.values()].map(String)}::text[]::bigint[])
    ON CONFLICT (day, reason) DO UPDATE SET calls = inbound_refusals.calls + excluded.calls`;
}

/** What was refused from a day on, the latest day first. */
export async function listRefusals(
  db: Db,
  from: string,
): Promise<{ day: string; reason: string; calls: number }[]> {
  return await db<{ day: string; reason: string; calls: number }[]>`
    SELECT day::text, reason, calls::float8 AS calls FROM inbound_refusals
    WHERE day >= ${from}::text::date ORDER BY inbound_refusals.day DESC, reason`;
}

/** Calls that came in, from one caller or all, to one customer or ('') all, or before a call; those not erased yet. */
export async function inboundToErase(
  db: Db,
  scope: { accountId: string; callerKey: Uint8Array | null; before?: string },
  limit: number,
): Promise<{ accountId: string; callNo: string }[]> {
  const { accountId, callerKey, before } = scope;
  return await db<{ accountId: string; callNo: string }[]>`
    SELECT account_id AS "accountId", call_no AS "callNo" FROM inbound_calls
    WHERE NOT erased AND ${accountId === '' ? db`true` : db`account_id = ${accountId}`}
      AND ${callerKey === null ? db`true` : db`caller_key = ${callerKey}`}
      AND ${before === undefined ? db`true` : db`call_no < ${before}::uuid`}
    LIMIT ${limit}`;
}

/** Takes callers, and what they pressed and said, out of calls that came in. */
export async function eraseInbound(
  tx: Tx,
  calls: readonly { accountId: string; callNo: string; callerSealed: Uint8Array; callerKey: Uint8Array }[],
): Promise<void> {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  await tx`
    UPDATE inbound_calls c SET caller_sealed = decode(e.caller, 'hex'), caller_key = decode(e.key, 'hex'), digits = '',
      flow_sealed = NULL, erased = true
    FROM unnest(${calls.map(({ accountId }) => accountId)}::text[], ${calls.map(({ callNo }) => callNo)}::uuid[],
      ${calls.map(({ callerSealed }) => hex(callerSealed))}::text[],
      ${calls.map(({ callerKey }) => hex(callerKey))}::text[]) AS e (account_id, call_no, caller, key)
    WHERE c.account_id = e.account_id AND c.call_no = e.call_no`;
}

/** Calls from a number, whoever was called, the latest first. */
export async function callsFrom(
  db: Db,
  callerKey: Uint8Array,
  limit: number,
): Promise<{ accountId: string; number: string; startedAt: Date; talkMs: number; digits: string }[]> {
  return await db<{ accountId: string; number: string; startedAt: Date; talkMs: number; digits: string }[]>`
    SELECT account_id AS "accountId", number, started_at AS "startedAt", talk_ms AS "talkMs", digits
    FROM inbound_calls WHERE caller_key = ${callerKey} AND NOT erased ORDER BY call_no DESC LIMIT ${limit}`;
}
