import type { Db, Tx } from '../../platform/db.ts';
import { type PackageView, packageView } from './package-store.ts';

export interface RenewablePackage extends PackageView {
  /** The order that bought its successor. */
  renewedBy: string | null;
  renewalToldAt: Date | null;
}

/** Turns renewal of a package on or off. @returns false where the account has no such package, or it has a successor */
export async function setPackageAutoRenew(
  db: Db,
  { accountId, packageId, autoRenew }: { accountId: string; packageId: string; autoRenew: boolean },
): Promise<boolean> {
  const changed = await db`
    UPDATE packages SET auto_renew = ${autoRenew}, renewal_told_at = NULL, renewal_tried_at = NULL
    WHERE account_id = ${accountId} AND package_id = ${packageId} AND renewed_by IS NULL`;
  return changed.count === 1;
}

/** Packages that are to be bought again and have no successor yet; those that were tried longest ago first. */
export async function packagesToRenew(
  db: Db,
  asked: { expiredSince: Date; limit: number },
): Promise<{ accountId: string; packageId: string }[]> {
  return await db<{ accountId: string; packageId: string }[]>`
    SELECT account_id AS "accountId", package_id AS "packageId" FROM packages
    WHERE auto_renew AND renewed_by IS NULL AND expires_at > ${asked.expiredSince}
    ORDER BY renewal_tried_at NULLS FIRST, expires_at LIMIT ${asked.limit}`;
}

/** A package as it is renewed; its account is locked. */
export async function findRenewable(
  tx: Tx,
  { accountId, packageId }: { accountId: string; packageId: string },
): Promise<RenewablePackage | undefined> {
  const [row] = await tx<RenewablePackage[]>`
    SELECT v.*, p.renewed_by AS "renewedBy", p.renewal_told_at AS "renewalToldAt"
    FROM packages p, LATERAL (
      ${packageView(tx)} WHERE p.account_id = ${accountId} AND p.package_id = ${packageId}) AS v
    WHERE p.account_id = ${accountId} AND p.package_id = ${packageId}`;
  return row;
}

/** Notes that a package was bought again, once. The new one is renewed like it. */
export async function markPackageRenewed(
  tx: Tx,
  { accountId, packageId, successor }: { accountId: string; packageId: string; successor: string },
): Promise<void> {
  await tx`
    UPDATE packages SET renewed_by = ${successor}
    WHERE account_id = ${accountId} AND package_id = ${packageId} AND renewed_by IS NULL`;
  await tx`UPDATE packages SET auto_renew = true WHERE account_id = ${accountId} AND package_id = ${successor}`;
}

/** Notes that a package could not be bought again, and whether that was told. */
export async function markRenewalTried(
  tx: Tx,
  asked: { accountId: string; packageId: string; at: Date; told: boolean },
): Promise<void> {
  await tx`
    UPDATE packages SET renewal_tried_at = ${asked.at},
      renewal_told_at = CASE WHEN ${asked.told} THEN ${asked.at} ELSE renewal_told_at END
    WHERE account_id = ${asked.accountId} AND package_id = ${asked.packageId}`;
}
