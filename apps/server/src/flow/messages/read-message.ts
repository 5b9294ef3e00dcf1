import { HeraldError, isReceiptReason, type Language, type ResponseOf, receiptOf } from '@herald/contract';
import type { MediaReport } from '../../calling/index.ts';
import { CNY, countOf } from '../../modules/ledger/index.ts';
import { calleeContext, findMessage, listProgress, queueState } from '../../modules/messages/index.ts';
import { findReceipts, flowContext, type ReceiptView } from '../../modules/receipts/index.ts';
import type { Sql } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import type { Vault } from '../../platform/vault.ts';
import { flowBody } from '../callflows/flow-result.ts';
import { clauseOf, unpackTrail } from './admission.ts';
import { LADDER, unpackLadder } from './ladder.ts';

export type Quality = NonNullable<ResponseOf<'GetUVMSMessage'>['Quality']>;
export type ReceiptBody = NonNullable<ResponseOf<'GetUVMSReceipt'>['Receipt']>;

const ms = (time: Date | null) => time?.getTime() ?? 0;

/**
 * A message with what became of it: its state, what was decided, the steps and SIP messages of its call, its receipt.
 * @throws HeraldError MESSAGE_NOT_FOUND
 */
export async function readMessage(
  { sql, vault }: { readonly sql: Sql; readonly vault: Vault },
  wanted: { accountId: string; sessionNo: string; projects: 'all' | readonly string[] },
  language: Language,
): Promise<ResponseOf<'GetUVMSMessage'>> {
  const { accountId, sessionNo } = wanted;
  const message = await findMessage(sql, wanted);
  if (!message) throw new HeraldError('MESSAGE_NOT_FOUND', { sessionNo });
  // The queue is asked before the receipt: a message that leaves it in between has its receipt by then.
  const waiting = await queueState(sql, wanted);
  const [progress, [receipt]] = await Promise.all([
    listProgress(sql, wanted),
    findReceipts(sql, accountId, [sessionNo]),
  ]);
  const ended = receipt !== undefined;
  const steps = progress.filter((step) => step.state !== LADDER);
  const ladder = progress.filter((step) => step.state === LADDER).flatMap(unpackLadder);
  const quality = receipt && qualityOf(receipt.media);
  return {
    SessionNo: message.sessionNo,
    State: ended ? 'ended' : waiting?.heldSince ? 'held' : (waiting?.state ?? 'queued'),
    ...(!ended && waiting?.heldSince ? { HeldTime: waiting.heldSince.getTime() } : {}),
    Phone: vault.open(message.calleeSealed, calleeContext(message.sessionNo)),
    ShowNumber: receipt?.showNumber ?? '',
    TemplateId: message.templateId,
    Purpose: message.purpose,
    UserId: message.userId ?? '',
    SubmitTime: message.acceptedAt.getTime(),
    ...(receipt?.callId ? { CallId: receipt.callId } : {}),
    ...(receipt?.trunkId ? { ChannelId: receipt.trunkId } : {}),
    Timeline: [
      { At: message.acceptedAt.getTime(), State: 'accepted' },
      ...steps.map((step) => ({
        At: step.at.getTime(),
        State: step.state,
        ...(step.detail ? { Detail: step.detail } : {}),
      })),
    ],
    Decisions: unpackTrail(message.trail).map(({ rule, verdict, detail }) => decision(rule, verdict, detail)),
    Reserved: charge(message.commodity, countFor(message.reserved, message), message.reserved),
    ...(receipt ? { Charge: charge(receipt.commodity, receipt.costCount, receipt.charge) } : {}),
    Digits: receipt?.digits ?? '',
    ...(ladder.length > 0 ? { Ladder: ladder } : {}),
    ...(quality ? { Quality: quality } : {}),
    ...(receipt ? { Receipt: receiptBody(vault, receipt, language) } : {}),
  };
}

/** A rule's verdict in the contract's words. */
export function decision(rule: string, verdict: 'pass' | 'refuse' | 'skip', detail: string) {
  return { Rule: rule, Clause: clauseOf(rule), Verdict: verdict, ...(detail ? { Detail: detail } : {}) };
}

/** What is paid, from where, in the contract's words. */
export function charge(commodity: string, count: number, amount: bigint) {
  const money = commodity === CNY;
  return {
    Source: money ? ('balance' as const) : ('package' as const),
    Commodity: commodity,
    Count: count,
    Amount: money ? formatYuan(amount) : amount.toString(),
  };
}

/** Units of the message's commodity that an amount pays for. */
export function unitsFor(amount: bigint, { unitPrice }: { unitPrice: bigint }): bigint {
  return unitPrice === 0n ? 0n : amount / unitPrice;
}

/** Messages or minutes that an amount pays for. */
export function countFor(amount: bigint, by: { unitPrice: bigint; stepSeconds: number }): number {
  return countOf(by.stepSeconds, unitsFor(amount, by));
}

/** A receipt as customers get it, pushed or pulled: one form for both. */
export function receiptBody(vault: Vault, receipt: ReceiptView, language: Language): ReceiptBody {
  const reason = isReceiptReason(receipt.reason) ? receipt.reason : 'unknown';
  return {
    SessionNo: receipt.sessionNo,
    Phone: vault.open(receipt.calleeSealed, calleeContext(receipt.sessionNo)),
    ShowNumber: receipt.showNumber ?? '',
    CostCount: receipt.costCount,
    ReceiptResult: receipt.result,
    ReceiptCode: receipt.code,
    ReceiptReason: reason,
    ReceiptDesc: receiptOf(reason)[language],
    CallStartTime: ms(receipt.startedAt),
    AnswerTime: ms(receipt.answeredAt),
    CallEndTime: ms(receipt.endedAt),
    Duration: Math.ceil(receipt.talkMs / 1000),
    UserId: receipt.userId ?? '',
    ...(receipt.taskNo === null ? {} : { TaskNo: receipt.taskNo }),
    ...(receipt.flowSealed
      ? { Flow: flowBody(vault.open(receipt.flowSealed, flowContext(receipt.sessionNo))) }
      : {}),
  };
}

/**
 * How well the message was heard: as the callee's side reported it or, where it sends no reports, as its own sound
 * arrived here, over the same way. Undefined when neither is known.
 */
export function qualityOf(media: string | null): Quality | undefined {
  if (media === null) return undefined;
  const { sent, received, lost, jitterMs, roundTripMs, remote, mos } = JSON.parse(media) as MediaReport;
  const there = roundTripMs === undefined ? {} : { RoundTripMs: roundTripMs };
  if (remote && mos?.sent !== undefined) {
    return {
      ...{ MeasuredAt: 'callee', Mos: mos.sent, JitterMs: remote.jitterMs, ...there },
      LossPercent: percent(remote.lost, sent),
    };
  }
  if (mos?.heard === undefined) return undefined;
  return {
    ...{ MeasuredAt: 'platform', Mos: mos.heard, JitterMs: jitterMs, ...there },
    LossPercent: percent(lost, received + lost),
  };
}

/** Doubled packets make a loss negative (RFC 3550 6.4.1); nobody lost less than nothing. */
function percent(lost: number, expected: number): number {
  if (expected <= 0) return 0;
  return Math.round(Math.min(1, Math.max(0, lost / expected)) * 10_000) / 100;
}
