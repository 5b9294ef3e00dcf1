import { isReceiptReason, type Language, type ResponseOf, receiptOf } from '@herald/contract';
import type { MediaReport } from '../../calling/index.ts';
import { calleeContext } from '../../modules/messages/index.ts';
import { flowContext, type ReceiptView } from '../../modules/receipts/index.ts';
import type { Vault } from '../../platform/vault.ts';
import { flowBody } from '../callflows/flow-result.ts';

export type Quality = NonNullable<ResponseOf<'GetUVMSMessage'>['Quality']>;
export type ReceiptBody = NonNullable<ResponseOf<'GetUVMSReceipt'>['Receipt']>;

const ms = (time: Date | null) => time?.getTime() ?? 0;

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
