import { RECEIPT_ROWS, type ReceiptReason, type ReceiptRow } from './receipt-rows.ts';

/** How a call ended, as the call engine tells it; the same shape as its outcome's cause. */
export type CallCause =
  | { readonly kind: 'answered' }
  /** Final status 300–699 of the carrier, and the Q.850 cause of its Reason header (RFC 3326), if any. */
  | { readonly kind: 'sip'; readonly status: number; readonly reason: string; readonly q850?: number }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'transport-error' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'bad-media'; readonly detail: string }
  | { readonly kind: 'engine-lost' };

/** Why no call was made. */
export type PlatformCause = {
  readonly kind: 'not-dialled';
  readonly reason:
    | 'no-trunk'
    | 'out-of-window'
    | 'frequency'
    | 'refused-list'
    | 'withdrawn'
    | 'expired'
    | 'narrowed'
    | 'attention';
};

/** A row of the catalogue as it holds for one message: `code` is the final SIP status where there was one. */
export interface Receipt extends ReceiptRow {
  readonly reason: ReceiptReason;
}

/**
 * The receipt of a message. Total: every cause has exactly one row.
 *
 * A Q.850 cause comes from the far network and says more than the SIP status a gateway made of it, so it decides
 * when it is specific (16, 31, 127 are not); otherwise the status does. A status in no table counts as the x00
 * of its class (RFC 3261 8.1.3.2). Time-outs and transport errors count as 408 and 503 (RFC 3261 8.1.3.1).
 */
export function receiptFor(cause: CallCause | PlatformCause): Receipt {
  switch (cause.kind) {
    case 'answered':
      return receiptOf('answered');
    case 'sip':
      return receiptOf(reasonOfSip(cause.status, cause.q850), cause.status);
    case 'no-answer':
      return receiptOf('no-answer');
    case 'timeout':
      return receiptOf('carrier-fault', 408);
    case 'transport-error':
      return receiptOf('carrier-fault', 503);
    case 'cancelled':
      return receiptOf('cancelled');
    case 'bad-media':
      return receiptOf('bad-media');
    case 'engine-lost':
      return receiptOf('unknown');
    case 'not-dialled':
      return receiptOf(cause.reason);
  }
}

/** A row by its stable name, with the code that was stored beside it (by default the row's own). */
export function receiptOf(reason: ReceiptReason, code: number = RECEIPT_ROWS[reason].code): Receipt {
  return { ...RECEIPT_ROWS[reason], code, reason };
}

/** Narrows a stored or received text to a reason of the catalogue. */
export function isReceiptReason(text: string): text is ReceiptReason {
  return Object.hasOwn(RECEIPT_ROWS, text);
}

function reasonOfSip(status: number, q850: number | undefined): ReceiptReason {
  if (!(status >= 300 && status <= 699)) return 'unknown';
  const told = q850 === undefined ? undefined : REASON_OF_Q850.get(q850);
  return told ?? REASON_OF_STATUS.get(status) ?? REASON_OF_CLASS[Math.floor(status / 100)] ?? 'unknown';
}

/** ITU-T Q.850 (05/2018) causes that say why; the others leave the word to the SIP status. */
const REASON_OF_Q850: ReadonlyMap<number, ReceiptReason> = table({
  'empty-number': [1, 22, 28],
  busy: [17],
  'no-answer': [18, 19],
  'switched-off': [20],
  rejected: [21, 24],
  'out-of-service': [27],
  restricted: [29, 50, 52, 53, 54, 55, 57, 87],
  'network-busy': [8, 9, 34, 41, 42, 43, 44, 46, 47, 49, 58, 63],
  'carrier-fault': [
    ...[2, 3, 5, 25, 38, 62, 65, 66, 69, 70, 79, 81, 82, 83, 84, 85, 86, 88],
    ...[90, 91, 95, 96, 97, 98, 99, 100, 101, 102, 103, 110, 111],
  ],
});

/** SIP statuses with a meaning of their own for a caller (RFC 3261 21, RFC 8197 for 607, RFC 8688 for 608). */
const REASON_OF_STATUS: ReadonlyMap<number, ReceiptReason> = table({
  'empty-number': [404, 410, 484, 485, 604],
  busy: [486, 600],
  'no-answer': [408, 487],
  'out-of-area': [480],
  rejected: [603, 607],
  'out-of-service': [502],
  restricted: [403, 433, 608],
  'network-busy': [503],
  'bad-media': [415, 488, 606],
});

const REASON_OF_CLASS: Readonly<Record<number, ReceiptReason>> = {
  3: 'carrier-fault',
  4: 'carrier-fault',
  5: 'carrier-fault',
  6: 'busy',
};

function table(rows: Partial<Record<ReceiptReason, readonly number[]>>): ReadonlyMap<number, ReceiptReason> {
  const byNumber = new Map<number, ReceiptReason>();
  for (const [reason, numbers] of Object.entries(rows)) {
    for (const number of numbers) byNumber.set(number, reason as ReceiptReason);
  }
  return byNumber;
}
