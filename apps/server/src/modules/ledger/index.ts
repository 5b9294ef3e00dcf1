export * from './rules.ts';
export {
  balanceOf,
  type Coupon,
  insertCoupon,
  insertPackage,
  type LedgerFault,
  listPackages,
  type PackageView,
  postTransfers,
  readPurses,
  verifyLedger,
} from './store.ts';
