export * from './rules.ts';
export {
  balanceOf,
  insertPackage,
  type LedgerFault,
  listPackages,
  type PackageView,
  postTransfers,
  readPurses,
  verifyLedger,
} from './store.ts';
