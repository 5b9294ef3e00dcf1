import {
  downloadUBill,
  getBillDataFileUrl,
  getUBillSummary,
  listUBillDetail,
  listUBillOverview,
} from './bills.ts';
import {
  grantUVMSCompensation,
  grantUVMSCoupon,
  listUVMSCoupons,
  listUVMSGrants,
  verifyUVMSLedger,
} from './coupons.ts';
import { forfeitUVMSBalance, listUVMSEndedBalances, returnUVMSBalance } from './ended.ts';
import {
  buyUVMSPackage,
  cancelUVMSOrder,
  confirmBankTransfer,
  getUVMSOrder,
  listUVMSOrders,
  listUVMSPayments,
  payUVMSOrder,
  reverseUVMSPayment,
  topUp,
} from './orders.ts';
import { listUVMSPackages, queryUVMSAlarms, updateUVMSAlarm, updateUVMSPackage } from './packages.ts';
import { listUVMSPriceBooks, publishUVMSPriceBook, queryUVMSPrices } from './prices.ts';
import { getUVMSReconciliation, listUVMSReconciliations, reconcileUVMSCarrier } from './reconciliation.ts';

/** Prices, orders, payments, bills, coupons, reconciliation. */
export const MONEY_ACTIONS = {
  QueryUVMSPrices: queryUVMSPrices,
  PublishUVMSPriceBook: publishUVMSPriceBook,
  ListUVMSPriceBooks: listUVMSPriceBooks,
  BuyUVMSPackage: buyUVMSPackage,
  TopUp: topUp,
  PayUVMSOrder: payUVMSOrder,
  CancelUVMSOrder: cancelUVMSOrder,
  GetUVMSOrder: getUVMSOrder,
  ListUVMSOrders: listUVMSOrders,
  ListUVMSPayments: listUVMSPayments,
  ConfirmBankTransfer: confirmBankTransfer,
  ReverseUVMSPayment: reverseUVMSPayment,
  ListUVMSPackages: listUVMSPackages,
  UpdateUVMSPackage: updateUVMSPackage,
  UpdateUVMSAlarm: updateUVMSAlarm,
  QueryUVMSAlarms: queryUVMSAlarms,
  ListUVMSCoupons: listUVMSCoupons,
  GrantUVMSCoupon: grantUVMSCoupon,
  GrantUVMSCompensation: grantUVMSCompensation,
  ListUVMSGrants: listUVMSGrants,
  ListUVMSEndedBalances: listUVMSEndedBalances,
  ForfeitUVMSBalance: forfeitUVMSBalance,
  ReturnUVMSBalance: returnUVMSBalance,
  ListUBillOverview: listUBillOverview,
  GetUBillSummary: getUBillSummary,
  ListUBillDetail: listUBillDetail,
  GetBillDataFileUrl: getBillDataFileUrl,
  DownloadUBill: downloadUBill,
  VerifyUVMSLedger: verifyUVMSLedger,
  ReconcileUVMSCarrier: reconcileUVMSCarrier,
  ListUVMSReconciliations: listUVMSReconciliations,
  GetUVMSReconciliation: getUVMSReconciliation,
} as const;
