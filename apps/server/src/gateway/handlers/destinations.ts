import { HeraldError } from '@herald/contract';
import { closeDestination, limitSpending, openDestination } from '../../flow/carriers/open-destination.ts';
import { accountExists } from '../../modules/accounts/index.ts';
import { enabledRouting } from '../../modules/carriers/index.ts';
import { HOME, listDestinations, spendingOf } from '../../modules/quotas/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import { formatYuan, parseYuan } from '../../platform/money.ts';
import type { Handlers } from '../deps.ts';
import { actingOf, type HandlerDeps } from './deps.ts';

type Names =
  | 'ListUVMSDestinations'
  | 'EnableUVMSDestination'
  | 'DisableUVMSDestination'
  | 'QueryUVMSSpendLimits'
  | 'UpdateUVMSSpendLimits';

/** Calls abroad: which countries an account has opened, and what it may spend there. */
export function destinationHandlers(deps: HandlerDeps): Pick<Handlers, Names> {
  const { sql, clock } = deps;

  async function spendingAnswer(accountId: string) {
    const spending = (await spendingOf(sql, [accountId], formatDay(clock.now()))).get(accountId);
    return {
      DailyCap: formatYuan(spending?.dailyCap ?? 0n),
      PriceCeiling: formatYuan(spending?.priceCeiling ?? 0n),
      SpentToday: formatYuan(spending?.spent ?? 0n),
    };
  }

  return {
    async ListUVMSDestinations({ accountId }) {
      const [open, trunks, spending] = await Promise.all([
        listDestinations(sql, accountId),
        enabledRouting(sql),
        spendingAnswer(accountId),
      ]);
      const reachable = new Set(trunks.flatMap(({ routing }) => routing.countries));
      const opened = new Map(open.map(({ country, enabledAt }) => [country, enabledAt.getTime()]));
      const countries = [...new Set([...opened.keys(), ...reachable])].filter((one) => one !== HOME).sort();
      const data = countries.map((country) => {
        const openedAt = opened.get(country);
        return {
          Country: country,
          Enabled: openedAt !== undefined,
          Reachable: reachable.has(country),
          ...(openedAt === undefined ? {} : { EnableTime: openedAt }),
        };
      });
      return { ...spending, Data: data };
    },

    async EnableUVMSDestination(caller, { Country: country }) {
      await openDestination(deps, { ...actingOf(caller), country });
      return {};
    },

    async DisableUVMSDestination({ accountId }, { Country: country }) {
      await closeDestination(deps, accountId, country);
      return {};
    },

    async QueryUVMSSpendLimits(_caller, { AccountId: accountId }) {
      if (!(await accountExists(sql, accountId))) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
      return spendingAnswer(accountId);
    },

    async UpdateUVMSSpendLimits({ operatorId }, request) {
      await limitSpending(deps, {
        accountId: request.AccountId,
        by: operatorId,
        dailyCap: parseYuan(request.DailyCap) ?? 0n,
        priceCeiling: parseYuan(request.PriceCeiling) ?? 0n,
      });
      return {};
    },
  };
}
