export {
  type Campaign,
  type Coupon,
  type CouponView,
  closeCoupon,
  compensatedFor,
  couponsToNotice,
  expiredCoupons,
  findCoupon,
  insertCoupon,
  keepCampaign,
  listGrants,
  markCouponNoticed,
  pageCoupons,
} from './coupon-store.ts';
export {
  type EndedBalance,
  type EndedState,
  listEndedBalances,
} from './ended-store.ts';
export {
  findRenewable,
  markPackageRenewed,
  markRenewalTried,
  packagesToRenew,
  type RenewablePackage,
  setPackageAutoRenew,
} from './package-renewal-store.ts';
export {
  closePackage,
  expiredPackages,
  insertPackage,
  type KindBalance,
  listPackages,
  markPackageNoticed,
  type PackageView,
  packageBalances,
  packagesToNotice,
  pagePackages,
} from './package-store.ts';
export * from './rules.ts';
export {
  balanceOf,
  countTransfers,
  keepForfeiture,
  keepReturn,
  type LedgerFault,
  postTransfers,
  readPurses,
  verifyLedger,
} from './store.ts';
