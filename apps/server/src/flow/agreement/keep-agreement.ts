import { accountsUnderAgreement, advanceAccounts, anyBehind } from '../../modules/accounts/index.ts';
import {
  type AgreementVersion,
  insertAcceptances,
  lockVersions,
  markSettled,
  markTold,
  takeUntold,
  versionsNow,
} from '../../modules/agreements/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';

type Deps = NotifyDeps & { readonly sql: Sql };

const TOLD_AT_ONCE = 100;
const SETTLED_AT_ONCE = 500;
const MOST_ROUNDS = 200;

/**
 * Keeps the clock of the agreement (12.3): tells every account of a version that was announced or called back, and,
 * when one takes effect, records the silence of those who did not refuse. In batches, each of them whole or not at all;
 * what is left after a run or a crash is done by the next one, and nothing twice.
 */
export async function keepAgreement(deps: Deps): Promise<{ told: number; settled: number }> {
  let told = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const count = await inTransaction(deps.sql, (tx) => tellSome(tx, deps));
    if (count === undefined) break;
    told += count;
  }
  let settled = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const count = await inTransaction(deps.sql, (tx) => settleSome(tx, deps));
    if (count === 0) break;
    settled += count;
  }
  return { told, settled };
}

/** @returns how many accounts were told; undefined: there is nothing to tell */
async function tellSome(tx: Tx, deps: Deps): Promise<number | undefined> {
  // Who opens the service meanwhile is told by this, or by the opening, and not by both.
  await lockVersions(tx);
  const version = await takeUntold(tx);
  if (!version) return undefined;
  const accountIds = await accountsUnderAgreement(tx, version.toldTo, TOLD_AT_ONCE);
  for (const accountId of accountIds) await tellOfVersion(tx, deps, accountId, version);
  const isLast = accountIds.length < TOLD_AT_ONCE;
  const doneAt = isLast ? new Date(deps.clock.now()) : undefined;
  await markTold(tx, version.version, accountIds.at(-1) ?? version.toldTo, doneAt);
  return accountIds.length;
}

/** Tells one account of a version that was announced, or called back. */
export async function tellOfVersion(
  tx: Tx,
  deps: NotifyDeps,
  accountId: string,
  told: AgreementVersion,
): Promise<void> {
  const { version } = told;
  const effectiveAt = told.effectiveAt?.getTime() ?? 0;
  if (told.withdrawnAt) {
    await notify(tx, deps, { accountId, kind: 'agreement.withdrawn', details: { version } });
  } else if (told.immediate) {
    const { groundZh, groundEn } = told;
    const details = { version, effectiveAt, groundZh, groundEn };
    await notify(tx, deps, { accountId, kind: 'agreement.changed-at-once', details });
  } else {
    await notify(tx, deps, { accountId, kind: 'agreement.changes', details: { version, effectiveAt } });
  }
}

/** Moves some accounts to the version in force: their silence, or the law, is what it rests on. */
async function settleSome(tx: Tx, { clock }: Deps): Promise<number> {
  // Nobody signs meanwhile: who did before is seen here, who does afterwards sees what is in force now.
  await lockVersions(tx);
  const at = new Date(clock.now());
  const { current } = await versionsNow(tx, at);
  if (!current || current.settledAt) return 0;
  const { version, hash, immediate } = current;
  const accountIds = await advanceAccounts(tx, version, at, SETTLED_AT_ONCE);
  const how = immediate ? 'law' : 'silence';
  await insertAcceptances(
    tx,
    // Who had signed ahead of its time has signed.
    accountIds.map((accountId) => ({ accountId, version, how, signer: '', ip: '', hash, at })),
  );
  if (accountIds.length === 0 && !(await anyBehind(tx, version, at))) await markSettled(tx, version, at);
  return accountIds.length;
}
