import { HeraldError } from '@herald/contract';
import { deleteAlarm, listAlarms, saveAlarm } from '../../../modules/alarms/index.ts';
import {
  CNY,
  type CouponView,
  packageBalances,
  pageCoupons,
  pagePackages,
  setPackageAutoRenew,
} from '../../../modules/ledger/index.ts';
import { formatYuan, parseYuan, UNITS_PER_YUAN } from '../../../platform/money.ts';
import { inTransaction } from '../../../platform/transaction.ts';
import type { Handlers } from '../../deps.ts';
import type { MoneyDeps } from './deps.ts';

type FundActions =
  | 'ListUVMSPackages'
  | 'UpdateUVMSPackage'
  | 'UpdateUVMSAlarm'
  | 'QueryUVMSAlarms'
  | 'ListUVMSCoupons';
type AlarmKind = 'balance' | 'code.random' | 'code.exclusive' | 'notice.random' | 'notice.exclusive';

/** What an account pays with beside its balance, and the alarms on all of it. */
export function fundHandlers({ sql, clock }: MoneyDeps): Pick<Handlers, FundActions> {
  return {
    async ListUVMSPackages({ accountId }, request) {
      const at = new Date(clock.now());
      const limit = request.NumPerPage ?? 10;
      const [balances, { total, packages }] = await Promise.all([
        packageBalances(sql, accountId, at),
        pagePackages(sql, {
          accountId,
          at,
          state: request.State,
          offset: (request.Page ?? 0) * limit,
          limit,
        }),
      ]);
      return {
        Balances: balances.map((one) => ({
          Purpose: one.purpose,
          GroupType: one.groupType,
          Available: Number(one.available),
          Held: Number(one.held),
        })),
        Total: total,
        Data: packages.map((one) => ({
          PackageId: one.packageId,
          Purpose: one.purpose,
          GroupType: one.groupType,
          Quantity: Number(one.quantity),
          Available: Number(one.available),
          Held: Number(one.held),
          BuyTime: one.boughtAt.getTime(),
          ExpireTime: one.expiresAt.getTime(),
          AutoRenew: one.autoRenew,
        })),
      };
    },

    async UpdateUVMSPackage({ accountId }, request) {
      const { PackageId: packageId, AutoRenew: autoRenew } = request;
      if (autoRenew && request.Agree !== true) throw new HeraldError('PACKAGE_TERMS_NOT_ACCEPTED');
      if (!(await setPackageAutoRenew(sql, { accountId, packageId, autoRenew }))) {
        throw new HeraldError('PACKAGE_NOT_RENEWABLE', { packageId });
      }
      return {};
    },

    async UpdateUVMSAlarm({ accountId }, { Kind: kind, Threshold: threshold }) {
      const commodity = kind === 'balance' ? CNY : kind;
      const amount = parseYuan(threshold) ?? 0n;
      if (kind !== 'balance' && amount % UNITS_PER_YUAN !== 0n) throw new HeraldError('ALARM_INVALID');
      const units = kind === 'balance' ? amount : amount / UNITS_PER_YUAN;
      await inTransaction(sql, (tx) =>
        units === 0n
          ? deleteAlarm(tx, accountId, commodity)
          : saveAlarm(tx, { accountId, commodity, threshold: units }),
      );
      return {};
    },

    async QueryUVMSAlarms({ accountId }) {
      const alarms = await listAlarms(sql, accountId);
      return {
        Data: alarms.map(({ commodity, threshold, belowSince }) => ({
          Kind: (commodity === CNY ? 'balance' : commodity) as AlarmKind,
          Threshold: commodity === CNY ? formatYuan(threshold) : String(threshold),
          Below: belowSince !== null,
          BelowTime: belowSince?.getTime() ?? 0,
        })),
      };
    },

    async ListUVMSCoupons({ accountId }, request) {
      const at = clock.now();
      const limit = request.NumPerPage ?? 10;
      const { total, coupons } = await pageCoupons(sql, {
        accountId,
        at: new Date(at),
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return {
        Total: total,
        Data: coupons.map((coupon) => ({
          CouponId: coupon.couponId,
          Source: coupon.source as 'campaign' | 'trial' | 'compensation',
          State: stateOf(coupon, at),
          Amount: formatYuan(coupon.amount),
          Available: formatYuan(coupon.available),
          Scope: [...coupon.scope],
          Purposes: coupon.purposes.map((purpose) => (purpose === 1 ? '1' : '2')),
          GrantTime: coupon.grantedAt.getTime(),
          ExpireTime: coupon.expiresAt.getTime(),
        })),
      };
    },
  };
}

function stateOf(coupon: CouponView, at: number): 'good' | 'used' | 'expired' {
  if (coupon.expiresAt.getTime() <= at) return 'expired';
  return coupon.available > 0n ? 'good' : 'used';
}
