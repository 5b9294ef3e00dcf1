import { HeraldError } from '@herald/contract';
import { lockAccounts, resumeCapabilities, setAccountStatus } from '../../modules/accounts/index.ts';
import { lockApp, setAppOffline } from '../../modules/qualification/index.ts';
import { dropSendCap } from '../../modules/quotas/index.ts';
import {
  appealContext,
  findSanction,
  isFinal,
  markAppealed,
  markEnded,
  markReviewed,
  type Sanction,
  sanctionsOver,
  standingSanctions,
} from '../../modules/sanctions/index.ts';
import type { Tx } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { causeOf, type SanctionDeps } from './impose-sanction.ts';
import { SANCTION_WORDS } from './sanction-words.ts';
import { giveTargetBack } from './take-target.ts';

/** 4.2.5: the account's word against a sanction that stands; once. @throws HeraldError SANCTION_UNKNOWN, SANCTION_SETTLED */
export async function appealSanction(
  deps: SanctionDeps,
  asked: { accountId: string; sanctionId: string; text: string; by: string },
): Promise<void> {
  const { accountId, sanctionId, by } = asked;
  await inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const sanction = await held(tx, sanctionId, accountId);
    if (sanction.liftedAt !== null || sanction.appealedAt !== null) throw new HeraldError('SANCTION_SETTLED');
    const sealed = deps.vault.seal(asked.text, appealContext(sanctionId));
    await markAppealed(tx, sanction, { sealed, by, at: new Date(deps.clock.now()) });
  });
}

/**
 * Decides about a sanction that stands, on an appeal or without one: upheld, or lifted. The account is told, with the
 * reason. What a deletion or a termination took does not come back: these are upheld or, by a new agreement, outlived.
 * @throws HeraldError SANCTION_UNKNOWN, SANCTION_SETTLED, SANCTION_FINAL
 */
export async function reviewSanction(
  deps: SanctionDeps,
  asked: { sanctionId: string; lift: boolean; reason: string; by: string },
): Promise<void> {
  const { sanctionId, lift, reason, by } = asked;
  await inTransaction(deps.sql, async (tx) => {
    const { accountId } = await held(tx, sanctionId);
    await lockAccounts(tx, [accountId]);
    const sanction = await held(tx, sanctionId);
    if (sanction.liftedAt !== null) throw new HeraldError('SANCTION_SETTLED');
    if (lift && isFinal(sanction.kind)) throw new HeraldError('SANCTION_FINAL');
    const at = new Date(deps.clock.now());
    await markReviewed(tx, sanction, { by, at, reason, lifted: lift });
    if (lift) await giveBack(tx, deps, sanction, { by, reason });
    await tell(tx, deps, sanction, lift ? 'sanction.lifted' : 'sanction.upheld', reason);
  });
}

const AT_ONCE = 100;
const TIME_OVER = '已到截止时间 / its time is over';

/** Lifts the sanctions whose time is over, each in a transaction of its own. @returns how many */
export async function endSanctions(deps: SanctionDeps): Promise<number> {
  const at = new Date(deps.clock.now());
  const over = await sanctionsOver(deps.sql, at, AT_ONCE);
  for (const { accountId, sanctionId } of over) {
    await inTransaction(deps.sql, async (tx) => {
      await lockAccounts(tx, [accountId]);
      const sanction = await held(tx, sanctionId);
      if (sanction.liftedAt !== null) return;
      await markEnded(tx, sanction, at);
      await giveBack(tx, deps, sanction, { by: '', reason: TIME_OVER });
      await tell(tx, deps, sanction, 'sanction.lifted', TIME_OVER);
    });
  }
  return over.length;
}

/** What a sanction took comes back, unless another one that stands takes it as well. */
async function giveBack(
  tx: Tx,
  deps: SanctionDeps,
  sanction: Sanction,
  why: { by: string; reason: string },
): Promise<void> {
  const { accountId, sanctionId, kind, appId, targetId } = sanction;
  const at = new Date(deps.clock.now());
  const others = (await standingSanctions(tx, accountId)).filter((one) => one.sanctionId !== sanctionId);
  const alike = others.some((one) => one.kind === kind && one.appId === appId && one.targetId === targetId);
  if (kind === 'restriction') {
    await resumeCapabilities(tx, { accountId, cause: causeOf(sanctionId) });
    await dropSendCap(tx, { accountId, cause: causeOf(sanctionId) });
  }
  if (alike) return;
  if (targetId !== '') await giveTargetBack(tx, deps, sanction, why);
  if (kind === 'suspension' && !others.some((one) => one.kind === 'termination')) {
    await setAccountStatus(tx, accountId, 'active');
  }
  if (kind === 'app-offline' && (await lockApp(tx, accountId, appId))) {
    await setAppOffline(tx, { accountId, appId, offline: false, at });
  }
}

async function tell(
  tx: Tx,
  deps: SanctionDeps,
  { accountId, sanctionId, kind: what }: Sanction,
  kind: 'sanction.lifted' | 'sanction.upheld',
  reason: string,
): Promise<void> {
  const { zh: kindZh, en: kindEn } = SANCTION_WORDS[what];
  await notify(tx, deps, { accountId, kind, details: { sanctionId, kindZh, kindEn, reason } });
}

async function held(tx: Tx, sanctionId: string, accountId?: string): Promise<Sanction> {
  const sanction = isUuid(sanctionId) ? await findSanction(tx, { sanctionId, accountId }) : undefined;
  if (!sanction) throw new HeraldError('SANCTION_UNKNOWN', { sanctionId });
  return sanction;
}
