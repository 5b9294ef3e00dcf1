import { HeraldError, type MONEY_ACTIONS, type ResponseOf } from '@herald/contract';
import { cancelOrder } from '../../flow/money/cancel-order.ts';
import { confirmPayment } from '../../flow/money/confirm-payment.ts';
import { orderPackage, orderTopUp } from '../../flow/money/place-order.ts';
import { announcePriceBook } from '../../flow/money/publish-price-book.ts';
import { reversePayment } from '../../flow/money/reverse-payment.ts';
import { findOrder, listOrders, paymentsOf } from '../../modules/orders/index.ts';
import {
  bookInForce,
  bookToCome,
  listPriceBooks,
  type PriceBook,
  readPriceBook,
} from '../../modules/pricing/index.ts';
import { formatYuan, parseYuan } from '../../platform/money.ts';
import type { HandlersOf } from '../deps.ts';
import { billHandlers } from './money/bills.ts';
import type { MoneyDeps } from './money/deps.ts';
import { moneyDeskHandlers } from './money/desk.ts';
import { fundHandlers } from './money/funds.ts';
import { BALANCE, callerName, orderAnswer, payer } from './money/pay.ts';
import { reconciliationHandlers } from './money/reconciliation.ts';

/** Prices, orders, payments. */
export function moneyHandlers(deps: MoneyDeps): HandlersOf<typeof MONEY_ACTIONS> {
  const { sql, clock } = deps;
  const { pay, placed, providerNamed } = payer(deps);

  return {
    ...fundHandlers(deps),
    ...billHandlers(deps),
    ...moneyDeskHandlers(deps),
    ...reconciliationHandlers(deps),

    async QueryUVMSPrices() {
      const at = new Date(clock.now());
      const [current, coming] = await Promise.all([bookInForce(sql, at), bookToCome(sql, at)]);
      return {
        ...(current ? { Current: bookAnswer(current) } : {}),
        ...(coming ? { Coming: bookAnswer(coming) } : {}),
      };
    },

    async PublishUVMSPriceBook({ operatorId }, request) {
      const version = await announcePriceBook(deps, {
        prices: request.Prices.map(readPrice),
        packages: (request.Packages ?? []).map(readPackage),
        effectiveAt: request.EffectiveTime,
        operatorId,
      });
      return { Version: version, EffectiveTime: request.EffectiveTime };
    },

    async ListUVMSPriceBooks(_caller, request) {
      const versions = await listPriceBooks(sql, request.NumPerPage ?? 10);
      const books = await Promise.all(versions.map(({ version }) => readPriceBook(sql, version)));
      return { Data: books.flatMap((book) => (book ? [bookAnswer(book)] : [])) };
    },

    async BuyUVMSPackage(caller, request) {
      // An unknown provider is told before there is an order.
      if (request.Provider !== undefined && request.Provider !== BALANCE) providerNamed(request.Provider);
      const order = await orderPackage(deps, {
        accountId: caller.accountId,
        by: callerName(caller),
        purpose: request.Purpose,
        groupType: request.GroupType,
        quantity: BigInt(request.Quantity),
        count: request.Count ?? 1,
        couponId: request.CouponId,
        agreed: request.Agree,
      });
      return placed(caller, order, request.Provider);
    },

    async TopUp(caller, request) {
      const { name } = providerNamed(request.Provider);
      const { accountId } = caller;
      const amount = parseYuan(request.Amount) ?? 0n;
      const order = await orderTopUp(deps, { accountId, by: callerName(caller), amount });
      return pay(caller, order.orderId, name);
    },

    PayUVMSOrder: (caller, request) => pay(caller, request.OrderId, request.Provider),

    async CancelUVMSOrder({ accountId }, { OrderId: orderId }) {
      return { Order: orderAnswer(await cancelOrder(deps, { accountId, orderId })) };
    },

    async GetUVMSOrder({ accountId }, { OrderId: orderId }) {
      const [order, payments] = await Promise.all([
        findOrder(sql, accountId, orderId),
        paymentsOf(sql, accountId, orderId),
      ]);
      if (!order) throw new HeraldError('ORDER_UNKNOWN', { orderId });
      return {
        Order: orderAnswer(order),
        Payments: payments.map((payment) => ({
          PaymentId: payment.paymentId,
          Provider: payment.provider,
          State: payment.state,
          Amount: formatYuan(payment.amount),
          CreateTime: payment.createdAt.getTime(),
        })),
      };
    },

    async ListUVMSOrders({ accountId }, request) {
      const limit = request.NumPerPage ?? 10;
      const { total, orders } = await listOrders(sql, {
        accountId,
        kind: request.Kind,
        state: request.State,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return { Total: total, Data: orders.map(orderAnswer) };
    },

    async ConfirmBankTransfer({ operatorId }, request) {
      const result = await confirmPayment(deps, {
        provider: 'bank-transfer',
        paymentId: request.PaymentId,
        providerRef: request.BankReference,
        succeeded: true,
        amount: parseYuan(request.Amount) ?? 0n,
        confirmedBy: operatorId,
      });
      return { Result: result };
    },

    async ReverseUVMSPayment({ operatorId }, { PaymentId: paymentId, Reason: reason }) {
      const { amount, owed, held } = await reversePayment(deps, { paymentId, reason, operatorId });
      return { Amount: formatYuan(amount), Owed: formatYuan(owed), Held: held };
    },
  };
}

function bookAnswer(book: PriceBook): ResponseOf<'ListUVMSPriceBooks'>['Data'][number] {
  return {
    Version: book.version,
    AnnounceTime: book.announcedAt.getTime(),
    EffectiveTime: book.effectiveAt.getTime(),
    Prices: book.prices.map((price) => ({
      Purpose: price.purpose as 1 | 2,
      GroupType: price.groupType as 1 | 2,
      Prefix: price.prefix,
      Amount: formatYuan(price.amount),
      StepSeconds: price.stepSeconds as 0 | 6 | 60,
    })),
    Packages: book.packages.map((price) => ({
      Purpose: price.purpose as 1 | 2,
      GroupType: price.groupType as 1 | 2,
      Quantity: Number(price.quantity),
      Amount: formatYuan(price.amount),
    })),
  };
}

/** Rows as the schema has let them through. */
function readPrice(row: string) {
  const [purpose, groupType, prefix = '', yuan = '', step] = row.split(',');
  return {
    purpose: Number(purpose),
    groupType: Number(groupType),
    prefix,
    amount: parseYuan(yuan) ?? 0n,
    stepSeconds: Number(step),
  };
}

function readPackage(row: string) {
  const [purpose, groupType, quantity = '', yuan = ''] = row.split(',');
  return {
    purpose: Number(purpose),
    groupType: Number(groupType),
    quantity: BigInt(quantity),
    amount: parseYuan(yuan) ?? 0n,
  };
}
