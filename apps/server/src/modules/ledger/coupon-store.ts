import type { Db, Tx } from '../../platform/db.ts';
import { couponAccount } from './rules.ts';

export interface Coupon {
  accountId: string;
  couponId: string;
  amount: bigint;
  /** What it pays for: messages, packages, or both. */
  scope: readonly ('usage' | 'package')[];
  purposes: readonly number[];
  /** Why it was given: a campaign, a compensation, a trial. */
  source: string;
  /** The month whose fees bound it, of a compensation. */
  compensates?: number | null;
  /** The operator who gave it, and why; null and '' where it is not known. */
  grantedBy: string | null;
  reason: string;
  grantedAt: Date;
  expiresAt: Date;
}

/** A coupon as it was given; its money comes by a transfer of the same transaction (`grantOf`). */
export async function insertCoupon(tx: Tx, coupon: Coupon): Promise<void> {
  await tx`
    INSERT INTO coupons (account_id, coupon_id, amount, scope, purposes, source, granted_by, reason,
      granted_at, expires_at, compensates)
    VALUES (${coupon.accountId}, ${coupon.couponId}, ${coupon.amount}, ${coupon.scope as string[]},
      ${coupon.purposes as number[]}, ${coupon.source}, ${coupon.grantedBy}, ${coupon.reason},
      ${coupon.grantedAt}, ${coupon.expiresAt}, ${coupon.compensates ?? null})`;
}

export interface CouponView extends Coupon {
  available: bigint;
}

const view = (db: Db) => db`
  SELECT c.account_id AS "accountId", c.coupon_id AS "couponId", c.amount, c.scope, c.purposes, c.source, c.compensates,
    c.granted_by AS "grantedBy", c.reason, c.granted_at AS "grantedAt", c.expires_at AS "expiresAt", coalesce(a.credits - a.debits, 0)::bigint AS available
  FROM coupons c LEFT JOIN ledger_accounts a
    ON a.account_id = c.account_id AND a.ledger_account = ${couponAccount('')} || c.coupon_id`;

/** A coupon and what is left of it. */
export async function findCoupon(
  db: Db,
  accountId: string,
  couponId: string,
): Promise<CouponView | undefined> {
  const [row] = await db<CouponView[]>`
    ${view(db)} WHERE c.account_id = ${accountId} AND c.coupon_id = ${couponId}`;
  return row;
}

/** One page of an account's coupons: those that have not expired first, the soonest to expire before the others. */
export async function pageCoupons(
  db: Db,
  asked: { accountId: string; at: Date; offset: number; limit: number },
): Promise<{ total: number; coupons: CouponView[] }> {
  const [count] = await db<{ total: number }[]>`
    SELECT count(*)::int AS total FROM coupons WHERE account_id = ${asked.accountId}`;
  const coupons = await db<CouponView[]>`
    ${view(db)} WHERE c.account_id = ${asked.accountId}
    ORDER BY c.expires_at <= ${asked.at}, c.expires_at, c.coupon_id LIMIT ${asked.limit} OFFSET ${asked.offset}`;
  return { total: count?.total ?? 0, coupons };
}

/** One page of the coupons that were given to all accounts, the latest first: the operator's view. */
export async function listGrants(
  db: Db,
  filter: { accountId: string | undefined; source: string | undefined; offset: number; limit: number },
): Promise<{ total: number; coupons: CouponView[] }> {
  const where = db`
    WHERE (${filter.accountId ?? null}::text IS NULL OR c.account_id = ${filter.accountId ?? null})
      AND (${filter.source ?? null}::text IS NULL OR c.source = ${filter.source ?? null})`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total FROM coupons c ${where}`;
  const coupons = await db<CouponView[]>`
    ${view(db)} ${where}
    ORDER BY c.granted_at DESC, c.account_id, c.coupon_id LIMIT ${filter.limit} OFFSET ${filter.offset}`;
  return { total: count?.total ?? 0, coupons };
}

/** What an account was given in compensation for a month, 10⁻⁴ yuan. */
export async function compensatedFor(db: Db, accountId: string, month: number): Promise<bigint> {
  const [row] = await db<{ total: bigint }[]>`
    SELECT coalesce(sum(amount), 0)::bigint AS total FROM coupons
    WHERE account_id = ${accountId} AND compensates = ${month}`;
  return row?.total ?? 0n;
}

/** The terms on which every coupon of a campaign is given. */
export interface Campaign {
  campaignId: string;
  source: 'campaign' | 'trial';
  amount: bigint;
  scope: readonly ('usage' | 'package')[];
  purposes: readonly number[];
  expiresAt: Date;
  reason: string;
}

/** Writes a campaign down, or finds it as it was written first. */
export async function keepCampaign(
  tx: Tx,
  campaign: Campaign & { operatorId: string; at: Date },
): Promise<Campaign> {
  await tx`
    INSERT INTO coupon_campaigns (campaign_id, source, amount, scope, purposes, expires_at, reason, created_by, created_at)
    VALUES (${campaign.campaignId}, ${campaign.source}, ${campaign.amount}, ${campaign.scope as string[]},
      ${campaign.purposes as number[]}, ${campaign.expiresAt}, ${campaign.reason}, ${campaign.operatorId},
      ${campaign.at})
    ON CONFLICT DO NOTHING`;
  const [kept] = await tx<Campaign[]>`
    SELECT campaign_id AS "campaignId", source, amount, scope, purposes, expires_at AS "expiresAt", reason
    FROM coupon_campaigns WHERE campaign_id = ${campaign.campaignId}`;
  if (!kept) throw new Error('a campaign that was just written is there');
  return kept;
}

/** Coupons that end within (now, until] and whose notice was not given; at most `limit`. */
export async function couponsToNotice(
  db: Db,
  asked: { now: Date; until: Date; limit: number },
): Promise<{ accountId: string; couponId: string }[]> {
  return await db<{ accountId: string; couponId: string }[]>`
    SELECT account_id AS "accountId", coupon_id AS "couponId" FROM coupons
    WHERE closed_at IS NULL AND noticed_at IS NULL AND expires_at > ${asked.now} AND expires_at <= ${asked.until}
    ORDER BY expires_at LIMIT ${asked.limit}`;
}

/** Notes that the notice of its end was given. @returns the coupon, where it had not been given before */
export async function markCouponNoticed(
  tx: Tx,
  key: { accountId: string; couponId: string },
  at: Date,
): Promise<CouponView | undefined> {
  const marked = await tx`
    UPDATE coupons SET noticed_at = ${at}
    WHERE account_id = ${key.accountId} AND coupon_id = ${key.couponId} AND noticed_at IS NULL`;
  return marked.count === 0 ? undefined : findCoupon(tx, key.accountId, key.couponId);
}

/** Coupons whose time is over and whose rest has not been written off yet; at most `limit`. */
export async function expiredCoupons(
  db: Db,
  at: Date,
  limit: number,
): Promise<{ accountId: string; id: string }[]> {
  return await db<{ accountId: string; id: string }[]>`
    SELECT account_id AS "accountId", coupon_id AS id FROM coupons
    WHERE closed_at IS NULL AND expires_at <= ${at} ORDER BY expires_at LIMIT ${limit}`;
}

export async function closeCoupon(tx: Tx, accountId: string, couponId: string, at: Date): Promise<void> {
  await tx`UPDATE coupons SET closed_at = ${at} WHERE account_id = ${accountId} AND coupon_id = ${couponId}`;
}
