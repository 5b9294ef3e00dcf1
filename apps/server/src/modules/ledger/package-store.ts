import type { Db, Tx } from '../../platform/db.ts';
import { heldAccount, packageAccount } from './rules.ts';

/** A package as it was bought; its units are issued by a transfer of the same transaction. */
export async function insertPackage(
  tx: Tx,
  bought: {
    accountId: string;
    packageId: string;
    purpose: number;
    groupType: number;
    quantity: bigint;
    boughtAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx`
    INSERT INTO packages (account_id, package_id, purpose, group_type, quantity, bought_at, expires_at)
    VALUES (${bought.accountId}, ${bought.packageId}, ${bought.purpose}, ${bought.groupType},
      ${bought.quantity}, ${bought.boughtAt}, ${bought.expiresAt})`;
}

export interface PackageView {
  packageId: string;
  purpose: 1 | 2;
  groupType: 1 | 2;
  quantity: bigint;
  available: bigint;
  held: bigint;
  boughtAt: Date;
  expiresAt: Date;
  /** Whether it is bought again once it is over. */
  autoRenew: boolean;
}

/** Packages as `PackageView`, from `packages p`. */
export const packageView = (db: Db) => db`
  SELECT p.package_id AS "packageId", p.purpose, p.group_type AS "groupType", p.quantity, p.bought_at AS "boughtAt",
    p.expires_at AS "expiresAt", p.auto_renew AS "autoRenew", coalesce(a.credits - a.debits, 0)::bigint AS available,
    coalesce(h.credits - h.debits, 0)::bigint AS held
  FROM packages p
  LEFT JOIN ledger_accounts a
    ON a.account_id = p.account_id AND a.ledger_account = ${packageAccount('')} || p.package_id
  LEFT JOIN ledger_accounts h
    ON h.account_id = p.account_id AND h.ledger_account = ${packageAccount('')} || p.package_id || ${heldAccount('')}`;

/** Packages of an account that have not expired, the soonest to expire first; at most 100. */
export async function listPackages(db: Db, accountId: string, at: Date): Promise<PackageView[]> {
  return await db<PackageView[]>`
    ${packageView(db)} WHERE p.account_id = ${accountId} AND p.expires_at > ${at}
    ORDER BY p.expires_at, p.package_id LIMIT 100`;
}

/** One page of the packages that an account has bought, the latest first. */
export async function pagePackages(
  db: Db,
  asked: {
    accountId: string;
    at: Date;
    state: 'current' | 'expired' | undefined;
    offset: number;
    limit: number;
  },
): Promise<{ total: number; packages: PackageView[] }> {
  const where = db`
    WHERE p.account_id = ${asked.accountId}
      ${asked.state === 'current' ? db`AND p.expires_at > ${asked.at}` : db``}
      ${asked.state === 'expired' ? db`AND p.expires_at <= ${asked.at}` : db``}`;
  const [count] = await db<{ total: number }[]>`SELECT count(*)::int AS total FROM packages p ${where}`;
  const packages = await db<PackageView[]>`
    ${packageView(db)} ${where} ORDER BY p.bought_at DESC, p.package_id LIMIT ${asked.limit} OFFSET ${asked.offset}`;
  return { total: count?.total ?? 0, packages };
}

export type KindBalance = Pick<PackageView, 'purpose' | 'groupType' | 'available' | 'held'>;

/** What is left of packages that have not expired, by kind. */
export async function packageBalances(db: Db, accountId: string, at: Date): Promise<KindBalance[]> {
  return await db<KindBalance[]>`
    SELECT purpose, "groupType", sum(available)::bigint AS available, sum(held)::bigint AS held
    FROM (${packageView(db)} WHERE p.account_id = ${accountId} AND p.expires_at > ${at}) AS v
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** Packages that end within (now, until] and of which fewer than `noticed` notices were given; at most `limit`. */
export async function packagesToNotice(
  db: Db,
  asked: { now: Date; until: Date; noticed: number; limit: number },
): Promise<{ accountId: string; packageId: string }[]> {
  return await db<{ accountId: string; packageId: string }[]>`
    SELECT account_id AS "accountId", package_id AS "packageId" FROM packages
    WHERE closed_at IS NULL AND expires_at > ${asked.now} AND expires_at <= ${asked.until}
      AND noticed < ${asked.noticed}
    ORDER BY expires_at LIMIT ${asked.limit}`;
}

/** Notes that the n-th notice of its end was given. @returns the package, where it had not been given before */
export async function markPackageNoticed(
  tx: Tx,
  asked: { accountId: string; packageId: string; noticed: number },
): Promise<PackageView | undefined> {
  const { accountId, packageId, noticed } = asked;
  const marked = await tx`
    UPDATE packages SET noticed = ${noticed}
    WHERE account_id = ${accountId} AND package_id = ${packageId} AND noticed < ${noticed}`;
  if (marked.count === 0) return undefined;
  const [row] = await tx<PackageView[]>`
    ${packageView(tx)} WHERE p.account_id = ${accountId} AND p.package_id = ${packageId}`;
  return row;
}

/** Packages whose time is over and whose rest has not been written off yet; at most `limit`. */
export async function expiredPackages(
  db: Db,
  at: Date,
  limit: number,
): Promise<{ accountId: string; id: string; commodity: string }[]> {
  return await db<{ accountId: string; id: string; commodity: string }[]>`
    SELECT p.account_id AS "accountId", p.package_id AS id, coalesce(a.commodity, '') AS commodity
    FROM packages p LEFT JOIN ledger_accounts a
      ON a.account_id = p.account_id AND a.ledger_account = ${packageAccount('')} || p.package_id
    WHERE p.closed_at IS NULL AND p.expires_at <= ${at} ORDER BY p.expires_at LIMIT ${limit}`;
}

export async function closePackage(tx: Tx, accountId: string, packageId: string, at: Date): Promise<void> {
  await tx`
    UPDATE packages SET closed_at = ${at} WHERE account_id = ${accountId} AND package_id = ${packageId}`;
}
