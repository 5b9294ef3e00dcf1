import {
  type ReceiptReason,
  type RetCodeName,
  TASK_RETRY_KINDS,
  type TaskRetryKind,
  type TaskRowState,
} from '@herald/contract';

/** When a row is tried again. */
export interface RetryPolicy {
  on: readonly TaskRetryKind[];
  /** Calls after the first. */
  count: number;
  spacingMs: number;
}

/** The policy of a task, as it is stored. */
export const retryPolicyOf = (task: {
  retryOn: readonly TaskRetryKind[];
  retryCount: number;
  retrySpacingS: number;
}): RetryPolicy => ({ on: task.retryOn, count: task.retryCount, spacingMs: task.retrySpacingS * 1000 });

/** Where a row is from now on. */
export interface RowChange {
  state: TaskRowState;
  reason: string;
  /** Calls made, the one under way among them. */
  attempts: number;
  /** ms; of a row that waits. */
  dueAt: number;
}

/** Endings of messages that rang nobody: the row waits again, and the attempt is not counted. Milliseconds. */
const NEVER_RUNG: { readonly [Reason in ReceiptReason]?: number } = {
  withdrawn: 60_000,
  expired: 60_000,
  'no-trunk': 60_000,
  'out-of-window': 600_000,
  narrowed: 600_000,
  attention: 600_000,
};

/**
 * What becomes of a row whose message is over. Nobody is called again whose result is unknown: they may have heard it.
 * @param attempt which call of the row this was, from 1
 */
export function rowAfterEnding(
  ending: { reason: ReceiptReason; result: 1 | 2 | 3 },
  { attempt, now, cancelled }: { attempt: number; now: number; cancelled: boolean },
  policy: RetryPolicy,
): RowChange {
  const { reason, result } = ending;
  const over = (state: TaskRowState): RowChange => ({ state, reason, attempts: attempt, dueAt: now });
  if (result === 1) return over('answered');
  if (result === 3) return over('unknown');
  if (reason === 'refused-list') return { ...over('refused'), attempts: attempt - 1 };
  const pause = NEVER_RUNG[reason];
  if (cancelled)
    return pause === undefined ? over('failed') : { ...over('cancelled'), attempts: attempt - 1 };
  if (pause !== undefined) return { state: 'waiting', reason, attempts: attempt - 1, dueAt: now + pause };
  const again = attempt <= policy.count && policy.on.some((kind) => meansReason(kind, reason));
  return again ? { ...over('waiting'), dueAt: now + policy.spacingMs } : over('failed');
}

const meansReason = (kind: TaskRetryKind, reason: ReceiptReason): boolean =>
  (TASK_RETRY_KINDS[kind] as readonly ReceiptReason[]).includes(reason);

/** Refusals that are about this row alone, for good. */
const OF_THE_ROW: readonly RetCodeName[] = [
  'CALLED_NUMBER_INVALID',
  'DESTINATION_NOT_ENABLED',
  'USER_ID_INVALID',
  'TEMPLATE_PARAMS_COUNT',
  'CODE_VALUE_INVALID',
  'VALUE_INVALID',
  'VALUE_SCREENED',
  'CALLEE_REFUSES',
  'PRICE_MISSING',
  'PRICE_ABOVE_CEILING',
];

/** Refusals of the row that pass: it is tried again after so long, or as long as the refusal says. Milliseconds. */
const OF_THE_MOMENT: { readonly [Name in RetCodeName]?: number } = {
  FREQUENCY_EXCEEDED: 60_000,
  OUT_OF_WINDOW: 600_000,
  NARROWED: 600_000,
  SEND_CAPPED: 60_000,
  ATTENTION_SPENT: 3_600_000,
  SPEND_CAP_REACHED: 600_000,
};

/**
 * What a refusal means to a task: it ends the row, lets it wait, or holds the whole task, since the next row would be
 * refused alike. What is in no list holds: a rule that came later must not use up a list of a hundred thousand.
 */
export function meaningOfRefusal(
  name: RetCodeName,
  details: Readonly<Record<string, string | number>> = {},
): { kind: 'row' } | { kind: 'later'; afterMs: number } | { kind: 'hold' } {
  if (OF_THE_ROW.includes(name)) return { kind: 'row' };
  const pause = OF_THE_MOMENT[name];
  if (pause === undefined) return { kind: 'hold' };
  const told = Number(details.waitSeconds ?? 0) * 1000;
  return { kind: 'later', afterMs: told > 0 ? told : pause };
}
