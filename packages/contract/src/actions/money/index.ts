import {
  buyUVMSPackage,
  cancelUVMSOrder,
  confirmBankTransfer,
  getUVMSOrder,
  listUVMSOrders,
  payUVMSOrder,
  topUp,
} from './orders.ts';
import { listUVMSPriceBooks, publishUVMSPriceBook, queryUVMSPrices } from './prices.ts';

/** Prices, orders, payments. */
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
  ConfirmBankTransfer: confirmBankTransfer,
} as const;
