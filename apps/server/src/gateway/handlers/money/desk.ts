import { HeraldError } from '@herald/contract';
import { proveLedger } from '../../../flow/money/check-ledger.ts';
import { forfeitBalance } from '../../../flow/money/forfeit-balance.ts';
import { compensate, grantCampaign } from '../../../flow/money/grant-coupon.ts';
import { returnBalance } from '../../../flow/money/return-balance.ts';
import { type EndedBalance, listEndedBalances, listGrants } from '../../../modules/ledger/index.ts';
import { listPayments } from '../../../modules/orders/index.ts';
import { formatMonth, parseMonth } from '../../../platform/beijing-time.ts';
import { formatYuan, parseYuan } from '../../../platform/money.ts';
import type { Handlers } from '../../deps.ts';
import type { MoneyDeps } from './deps.ts';

type DeskActions =
  | 'GrantUVMSCoupon'
  | 'GrantUVMSCompensation'
  | 'ListUVMSGrants'
  | 'ListUVMSPayments'
  | 'ListUVMSEndedBalances'
  | 'ForfeitUVMSBalance'
  | 'ReturnUVMSBalance'
  | 'VerifyUVMSLedger';

const MOST_FAULTS = 100;

/** What the operator's finance gives, takes and proves. */
export function moneyDeskHandlers(deps: MoneyDeps): Pick<Handlers, DeskActions> {
  return {
    async GrantUVMSCoupon({ operatorId }, request) {
      const campaign = {
        campaignId: request.CampaignId,
        source: request.Source ?? 'campaign',
        amount: parseYuan(request.Amount) ?? 0n,
        scope: [...new Set(request.Scope ?? (['usage', 'package'] as const))],
        purposes: [...new Set(request.Purposes ?? ['1', '2'])].map(Number),
        expiresAt: new Date(request.ExpireTime),
        reason: request.Reason,
      };
      const { granted, known, unknown } = await grantCampaign(deps, campaign, request.AccountIds, operatorId);
      return { Granted: granted, Known: known, Unknown: unknown };
    },

    async GrantUVMSCompensation({ operatorId }, request) {
      const month = parseMonth(request.Month);
      if (month === undefined) throw new HeraldError('BILL_MONTHS_INVALID');
      const { couponId, amount, cap } = await compensate(deps, {
        accountId: request.AccountId,
        incidentId: request.IncidentId,
        month,
        amount: parseYuan(request.Amount) ?? 0n,
        expiresAt: new Date(request.ExpireTime),
        reason: request.Reason,
        operatorId,
      });
      return { CouponId: couponId, Amount: formatYuan(amount), Cap: formatYuan(cap) };
    },

    async ListUVMSGrants(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { total, coupons } = await listGrants(deps.sql, {
        accountId: request.AccountId,
        source: request.Source,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return {
        Total: total,
        Data: coupons.map((coupon) => ({
          AccountId: coupon.accountId,
          CouponId: coupon.couponId,
          Source: coupon.source as 'campaign' | 'trial' | 'compensation',
          Amount: formatYuan(coupon.amount),
          Available: formatYuan(coupon.available),
          Month: coupon.compensates == null ? '' : formatMonth(coupon.compensates),
          GrantedBy: coupon.grantedBy ?? '',
          Reason: coupon.reason,
          GrantTime: coupon.grantedAt.getTime(),
          ExpireTime: coupon.expiresAt.getTime(),
        })),
      };
    },

    async ListUVMSPayments(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { total, payments } = await listPayments(deps.sql, {
        accountId: request.AccountId,
        provider: request.Provider,
        state: request.State,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return {
        Total: total,
        Data: payments.map((payment) => ({
          AccountId: payment.accountId,
          PaymentId: payment.paymentId,
          OrderId: payment.orderId,
          Provider: payment.provider,
          State: payment.state,
          Amount: formatYuan(payment.amount),
          Reference: payment.providerRef ?? '',
          ConfirmedBy: payment.confirmedBy ?? '',
          CreateTime: payment.createdAt.getTime(),
          DoneTime: payment.doneAt?.getTime() ?? 0,
        })),
      };
    },

    async ListUVMSEndedBalances(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { total, outstanding, balances } = await listEndedBalances(deps.sql, {
        accountId: request.AccountId,
        state: request.State,
        at: new Date(deps.clock.now()),
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return {
        Total: total,
        TotalOutstanding: formatYuan(outstanding),
        Data: balances.map((balance) => ({
          AccountId: balance.accountId,
          Name: balance.name,
          EndReason: balance.terminated ? ('terminated' as const) : ('agreement-refused' as const),
          Clause: balance.clause,
          Reason: balance.reason,
          EndTime: balance.endedAt?.getTime() ?? 0,
          Balance: formatYuan(balance.balance),
          Reserved: formatYuan(balance.held),
          Owed: formatYuan(balance.owed),
          Outstanding: formatYuan(balance.outstanding),
          Returned: formatYuan(balance.returned),
          Forfeited: formatYuan(balance.forfeited),
          State: balance.state,
          DoneTime: balance.doneAt?.getTime() ?? 0,
          NextStep: nextStep(balance),
        })),
      };
    },

    async ForfeitUVMSBalance({ operatorId, permissions }, request) {
      // Money is taken by who may take it and who may sanction.
      if (!permissions.has('ops:comply'))
        throw new HeraldError('NOT_PERMITTED', { permission: 'ops:comply' });
      const amount = await forfeitBalance(deps, {
        accountId: request.AccountId,
        clause: request.Clause,
        reason: request.Reason,
        operatorId,
      });
      return { Amount: formatYuan(amount) };
    },

    async ReturnUVMSBalance({ operatorId }, request) {
      const { AccountId: accountId, Reference: reference, Reason: reason } = request;
      return { Amount: formatYuan(await returnBalance(deps, { accountId, reference, reason, operatorId })) };
    },

    async VerifyUVMSLedger() {
      const { transfers, faults } = await proveLedger(deps.sql);
      return {
        Transfers: String(transfers),
        Total: faults.length,
        Faults: faults.slice(0, MOST_FAULTS).map(({ accountId, ledgerAccount, fault }) => ({
          AccountId: accountId,
          LedgerAccount: ledgerAccount,
          Fault: fault,
        })),
      };
    },
  };
}

/** 4.3.8: only after a termination for breach may a balance be kept. */
function nextStep({ state, terminated }: EndedBalance) {
  if (state === 'waiting') return 'wait' as const;
  if (state !== 'outstanding') return 'none' as const;
  return terminated ? ('return-or-forfeit' as const) : ('return' as const);
}
