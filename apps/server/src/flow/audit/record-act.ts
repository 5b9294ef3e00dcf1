import { type AuditActor, HeraldError } from '@herald/contract';
import { addRecord, detailOf } from '../../modules/audit/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { inTransaction, withLastStatement } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';

export interface AuditDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** Who does what. */
export interface Act {
  readonly actor: AuditActor;
  /** Who that is, and in whose chain it is: of the account of who does it, or '' for the platform's. */
  who(tx: Tx): Promise<{ actorId: string; chain: string }>;
  /** The account that it concerns; absent: that of the chain. */
  readonly subjectAccount?: string | undefined;
  readonly ip: string;
  readonly requestId: string;
  readonly act: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/**
 * Does what the Action does, and keeps that it was done: in the transaction that does it (4.2.11). What opens no
 * transaction is kept right after. What was refused after a part of it was done leaves a second row, which says so;
 * what was refused before anything was done leaves none.
 */
export function recordAct<Result>(deps: AuditDeps, act: Act, work: () => Promise<Result>): Promise<Result> {
  const write = (tx: Tx, facts: Readonly<Record<string, string>>) => keep(tx, deps, act, 0, facts);
  return withLastStatement(write, async (closing) => {
    try {
      const result = await work();
      if (!closing.written) await inTransaction(deps.sql, async () => {});
      return result;
    } catch (error) {
      if (closing.written && error instanceof HeraldError) {
        await inTransaction(deps.sql, (tx) => keep(tx, deps, act, error.code, closing.facts));
      }
      throw error;
    }
  });
}

async function keep(
  tx: Tx,
  { vault, clock }: AuditDeps,
  act: Act,
  retCode: number,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  const { actorId, chain: accountId } = await act.who(tx);
  await addRecord(tx, vault, {
    accountId,
    at: clock.now(),
    actor: act.actor,
    actorId,
    ip: act.ip,
    requestId: act.requestId,
    act: act.act,
    subjectAccount: act.subjectAccount ?? accountId,
    retCode,
    detail: detailOf({ ...act.request, ...facts }),
  });
}

/**
 * Keeps what the platform did by itself, in the transaction that does it and as its last statement.
 * @param detail facts without names and numbers of people
 */
export async function recordOwnAct(
  tx: Tx,
  { vault, clock, newId }: Pick<AuditDeps, 'vault' | 'clock'> & { newId(): string },
  own: { act: string; accountId: string; detail: Readonly<Record<string, unknown>> },
): Promise<void> {
  await addRecord(tx, vault, {
    accountId: '',
    at: clock.now(),
    actor: 'platform',
    actorId: '',
    ip: '',
    requestId: newId(),
    act: own.act,
    subjectAccount: own.accountId,
    retCode: 0,
    detail: detailOf(own.detail),
  });
}
