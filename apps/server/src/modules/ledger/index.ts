export * from './rules.ts';
export {
  balanceOf,
  type Coupon,
  findCoupon,
  insertCoupon,
  insertPackage,
  type LedgerFault,
  listPackages,
  type PackageView,
  postTransfers,
  readPurses,
  verifyLedger,
} from './store.ts';
