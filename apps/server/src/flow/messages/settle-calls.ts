import { type CallCause, type PlatformCause, receiptFor } from '@herald/contract';
import { accountsWithReceiptUrl, lockAccounts } from '../../modules/accounts/index.ts';
import { billableUnits, countOf, postTransfers, settle, type Transfer } from '../../modules/ledger/index.ts';
import { type EndedMessage, type QueueKey, takeOut, unpackFunding } from '../../modules/messages/index.ts';
import { insertConsents, type SaidConsent } from '../../modules/privacy/index.ts';
import { addSpending, HOME } from '../../modules/quotas/index.ts';
import { insertReceipts, type Receipt } from '../../modules/receipts/index.ts';
import { createBatcher } from '../../platform/batcher.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import { isFaultOfData, type Sql } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Said } from '../callflows/said-consents.ts';
import { noteTaskEndings, type TaskEnding } from '../tasks/note-task-endings.ts';

/** How a message ended, as whoever ends it knows. */
export interface Ending extends QueueKey {
  /** The state it must still be in, and the node that must still hold it. */
  from: 'queued' | 'claimed' | 'dialling';
  nodeId: string | undefined;
  cause: CallCause | PlatformCause;
  call?: {
    callId: string;
    trunkId: string;
    showNumber: string;
    startedAt: number;
    answeredAt: number | undefined;
    endedAt: number;
    talkMs: number;
    digits: string;
    playsCompleted: number;
    endedBy: string | undefined;
    media: string | undefined;
    /** Of a flow: talk of each second line, and what came of it, sealed. */
    lineTalkMs?: readonly number[];
    flowSealed?: Uint8Array;
    /** What the callee said when he was asked to be recorded, and for the use of that (4.3.9). */
    consents?: readonly Said[];
  };
}

export interface CallSettler {
  /**
   * Ends one message: out of the queue, money charged and released, receipt written, push enqueued, its task's row
   * moved on, all in one transaction. Resolves to false when somebody else had ended it already; then nothing was done.
   */
  settle(ending: Ending): Promise<boolean>;
  drain(): Promise<void>;
}

/** Endings that arrive together are written in one transaction (group commit). */
export function createCallSettler(deps: { sql: Sql; clock: Clock; jobs: Jobs }): CallSettler {
  const { sql, clock, jobs } = deps;

  const batcher = createBatcher<Ending, boolean>({
    maxBatch: 256,
    maxWaiting: 100_000,
    isFaultOfItem: isFaultOfData,
    run: (endings) =>
      inTransaction(sql, async (tx) => {
        const accountIds = [...new Set(endings.map((ending) => ending.accountId))];
        const [, ended, pushed] = await Promise.all([
          lockAccounts(tx, accountIds),
          takeOut(tx, endings),
          accountsWithReceiptUrl(tx, accountIds),
        ]);
        const at = new Date(clock.now());
        const messages = new Map(ended.map((message) => [message.sessionNo, message]));
        const receipts: Receipt[] = [];
        const consents: SaidConsent[] = [];
        const transfers: Transfer[] = [];
        const ofTasks: TaskEnding[] = [];
        const notSpent: { accountId: string; day: string; amount: bigint }[] = [];
        const results = endings.map((ending) => {
          const message = messages.get(ending.sessionNo);
          if (!message) return false;
          messages.delete(ending.sessionNo); // the same ending twice in one batch counts once
          const charged = charge(message, ending);
          transfers.push(
            ...settle(message.accountId, message.sessionNo, unpackFunding(message), charged.amount),
          );
          const receipt = receiptOf(message, ending, charged, pushed.has(ending.accountId), at.getTime());
          receipts.push(receipt);
          const { accountId, sessionNo } = message;
          for (const said of ending.call?.consents ?? []) consents.push({ accountId, sessionNo, ...said });
          if (message.brevityCode !== HOME) {
            const day = formatDay(message.acceptedAt.getTime());
            notSpent.push({ accountId: message.accountId, day, amount: charged.amount - message.reserved });
          }
          if (message.taskNo !== null) ofTasks.push({ message, receipt });
          return true;
        });
        await Promise.all([
          postTransfers(tx, transfers, at),
          insertReceipts(tx, receipts, at),
          insertConsents(tx, 'message', consents),
          noteTaskEndings(tx, ofTasks, at),
          addSpending(tx, notSpent),
          jobs.enqueue(
            tx,
            'push-receipt',
            receipts
              .filter((receipt) => receipt.pushState === 'pending')
              .map(({ accountId, sessionNo }) => ({
                data: { accountId, sessionNo, round: 0 },
                group: accountId,
              })),
          ),
        ]);
        return results;
      }),
  });

  return { settle: (ending) => batcher.add(ending), drain: () => batcher.drain() };
}

/**
 * What the call costs: by its units at the price of acceptance. The BYE leaves at the longest talk that was reserved
 * for and arrives a little later; that little is not the customer's, in units as in money.
 */
function charge(message: EndedMessage, ending: Ending): { count: number; amount: bigint } {
  const talkMs = Math.min(ending.call?.talkMs ?? 0, message.maxTalkSeconds * 1000);
  const { stepSeconds, unitPrice, reserved } = message;
  let units = billableUnits(stepSeconds, ending.cause.kind === 'answered', talkMs);
  // A second line is charged as the first: by its own started steps.
  for (const ms of ending.call?.lineTalkMs ?? []) units += billableUnits(stepSeconds, ms > 0, ms);
  // The little that a second line may outlast its bound by is not the customer's either.
  if (unitPrice > 0n && units * unitPrice > reserved) units = reserved / unitPrice;
  return { count: countOf(stepSeconds, units), amount: units * unitPrice };
}

function receiptOf(
  message: EndedMessage,
  ending: Ending,
  charged: { count: number; amount: bigint },
  push: boolean,
  now: number,
): Receipt {
  const row = receiptFor(ending.cause);
  const { call } = ending;
  return {
    accountId: ending.accountId,
    sessionNo: ending.sessionNo,
    result: row.result,
    reason: row.reason,
    code: row.code,
    callId: call?.callId,
    // Where nobody knows how it ended, the trunk is whom to ask (flow/money/reconcile-carrier.ts).
    trunkId: call?.trunkId ?? (row.result === 3 ? (message.trunkId ?? undefined) : undefined),
    showNumber: call?.showNumber,
    startedAt: call?.startedAt,
    answeredAt: call?.answeredAt,
    endedAt: call?.endedAt ?? now,
    talkMs: call?.talkMs ?? 0,
    costCount: charged.count,
    charge: charged.amount,
    digits: call?.digits ?? '',
    playsCompleted: call?.playsCompleted ?? 0,
    endedBy: call?.endedBy,
    media: call?.media,
    flowSealed: call?.flowSealed,
    pushState: push ? 'pending' : 'none',
  };
}
