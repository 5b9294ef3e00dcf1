import { HeraldError } from '@herald/contract';
import { lockAccounts, readAccounts } from '../../modules/accounts/index.ts';
import {
  type Campaign,
  type Coupon,
  compensatedFor,
  findCoupon,
  grantOf,
  insertCoupon,
  keepCampaign,
  postTransfers,
} from '../../modules/ledger/index.ts';
import { bookInForce } from '../../modules/pricing/index.ts';
import { formatMonth } from '../../platform/beijing-time.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { priceWords } from './publish-price-book.ts';
import { readBills } from './read-bill.ts';

export type GrantDeps = NotifyDeps & { sql: Sql };

export interface Granted {
  granted: string[];
  /** Had it already. */
  known: string[];
  /** Are not there, or have ended. */
  unknown: string[];
}

/**
 * Gives accounts the coupon of a campaign: each once however often it is asked for, because its id is the campaign's. An
 * account is a transaction of its own; what a crash left out, the same call again gives.
 * @throws HeraldError COUPON_TERMS_INVALID, CAMPAIGN_DIFFERS
 */
export async function grantCampaign(
  deps: GrantDeps,
  campaign: Campaign,
  accountIds: readonly string[],
  operatorId: string,
): Promise<Granted> {
  const { sql, clock } = deps;
  const at = new Date(clock.now());
  checkTerms(campaign, clock.now());
  const kept = await inTransaction(sql, (tx) => keepCampaign(tx, { ...campaign, operatorId, at }));
  if (termsOf(kept) !== termsOf(campaign)) {
    throw new HeraldError('CAMPAIGN_DIFFERS', { campaignId: campaign.campaignId });
  }
  const result: Granted = { granted: [], known: [], unknown: [] };
  for (const accountId of new Set(accountIds)) {
    const outcome = await inTransaction(sql, async (tx) => {
      const [account] = await lockedAccount(tx, accountId);
      if (!account || account.status === 'terminated') return 'unknown';
      if (await findCoupon(tx, accountId, kept.campaignId)) return 'known';
      await give(tx, deps, {
        ...kept,
        accountId,
        couponId: kept.campaignId,
        grantedBy: operatorId,
        grantedAt: at,
      });
      return 'granted';
    });
    result[outcome].push(accountId);
  }
  return result;
}

/**
 * Compensates an account for an incident by a coupon. All compensation of a month together is at most the fees of that
 * month (8.5); what exceeds them is cut off. Once for each incident: asked again, it answers what was given.
 * @throws HeraldError ACCOUNT_UNKNOWN, COUPON_TERMS_INVALID, COMPENSATION_EXHAUSTED, CAMPAIGN_DIFFERS, BILL_MONTHS_INVALID
 */
export async function compensate(
  deps: GrantDeps,
  asked: {
    accountId: string;
    incidentId: string;
    month: number;
    amount: bigint;
    expiresAt: Date;
    reason: string;
    operatorId: string;
  },
): Promise<{ couponId: string; amount: bigint; cap: bigint }> {
  const { accountId, month, reason } = asked;
  checkTerms({ ...asked, scope: ['usage'], purposes: [1, 2] }, deps.clock.now());
  const [known] = await readAccounts(deps.sql, [accountId]);
  if (!known) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
  const [bill] = await readBills(deps, { accountId, from: month, to: month });
  const cap = bill?.fees ?? 0n;
  const couponId = `sla-${asked.incidentId}`;
  return inTransaction(deps.sql, async (tx) => {
    // Under the account's lock: two incidents together are not above the cap either.
    await lockAccounts(tx, [accountId]);
    const before = await findCoupon(tx, accountId, couponId);
    if (before?.compensates === month) return { couponId, amount: before.amount, cap };
    if (before) throw new HeraldError('CAMPAIGN_DIFFERS', { campaignId: couponId });
    const left = cap - (await compensatedFor(tx, accountId, month));
    if (left <= 0n)
      throw new HeraldError('COMPENSATION_EXHAUSTED', { month: formatMonth(month), cap: formatYuan(cap) });
    const amount = asked.amount < left ? asked.amount : left;
    await give(tx, deps, {
      accountId,
      couponId,
      amount,
      scope: ['usage', 'package'],
      purposes: [1, 2],
      source: 'compensation',
      compensates: month,
      grantedBy: asked.operatorId,
      grantedAt: new Date(deps.clock.now()),
      expiresAt: asked.expiresAt,
      reason,
    });
    return { couponId, amount, cap };
  });
}

/** The account is locked. Coupon, money and notice are one. */
async function give(tx: Tx, deps: GrantDeps, coupon: Coupon): Promise<void> {
  const { accountId, couponId, amount, expiresAt, reason } = coupon;
  await insertCoupon(tx, coupon);
  await postTransfers(tx, [grantOf(accountId, couponId, deps.newId(), amount)], coupon.grantedAt);
  const details = { couponId, amount: formatYuan(amount), expiresAt: expiresAt.getTime(), reason };
  if (coupon.source !== 'trial') {
    await notify(tx, deps, { accountId, kind: 'coupon.granted', details });
    return;
  }
  // 3.3: what follows is what will be in force when the trial ends, as far as it has been announced.
  const book = await bookInForce(tx, expiresAt);
  const prices = (book?.prices ?? []).filter(
    ({ prefix, purpose }) => prefix === '+86' && coupon.purposes.includes(purpose),
  );
  await notify(tx, deps, {
    accountId,
    kind: 'coupon.trial',
    details: {
      ...details,
      pricesZh: prices.map((price) => priceWords(price).zh).join('；') || '见价格页',
      pricesEn: prices.map((price) => priceWords(price).en).join('; ') || 'see the page "Prices"',
    },
  });
}

async function lockedAccount(tx: Tx, accountId: string) {
  await lockAccounts(tx, [accountId]);
  return readAccounts(tx, [accountId]);
}

const LARGEST = 1_000_000n * 10_000n;
const MOST_DAYS = 366 * 3;

function checkTerms(terms: Pick<Campaign, 'amount' | 'expiresAt' | 'scope' | 'purposes'>, now: number): void {
  const problem = termsProblem(terms, now);
  if (problem)
    throw new HeraldError('COUPON_TERMS_INVALID', { problemZh: problem[0], problemEn: problem[1] });
}

function termsProblem(
  { amount, expiresAt, scope, purposes }: Pick<Campaign, 'amount' | 'expiresAt' | 'scope' | 'purposes'>,
  now: number,
): [zh: string, en: string] | undefined {
  if (amount <= 0n || amount > LARGEST) {
    return [
      `面额应大于 0 且不超过 ${formatYuan(LARGEST)} 元`,
      `the amount is above 0 and at most ${formatYuan(LARGEST)} yuan`,
    ];
  }
  const left = expiresAt.getTime() - now;
  if (left <= 0) return ['到期时间已过', 'it would have expired already'];
  if (left > MOST_DAYS * 86_400_000) return ['有效期至多三年', 'it may be good for three years at most'];
  if (scope.length === 0 || purposes.length === 0) return ['适用范围为空', 'it would be good for nothing'];
  return undefined;
}

const termsOf = ({ source, amount, scope, purposes, expiresAt }: Campaign) =>
  JSON.stringify([source, String(amount), [...scope].sort(), [...purposes].sort(), expiresAt.getTime()]);
