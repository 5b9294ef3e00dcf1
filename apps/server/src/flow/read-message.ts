import { isReceiptReason, type Language, type ResponseOf, receiptOf } from '@herald/contract';
import { calleeContext } from '../modules/messages/index.ts';
import type { ReceiptView } from '../modules/receipts/index.ts';
import type { Vault } from '../platform/vault.ts';

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
  };
}
