import { attentionBudgets, setAttentionBudget } from '../../../modules/quotas/index.ts';
import { inTransaction } from '../../../platform/transaction.ts';
import type { Handlers } from '../../deps.ts';
import type { HandlerDeps } from '../deps.ts';

type Names = 'SetUVMSAttentionBudget' | 'GetUVMSAttentionBudgets';

/** How often one callee is rung in a day, over all customers. */
export function attentionHandlers({ sql, clock }: Pick<HandlerDeps, 'sql' | 'clock'>): Pick<Handlers, Names> {
  return {
    async SetUVMSAttentionBudget({ operatorId: by }, { Purpose, PerDay: perDay }) {
      const budget = { purpose: Purpose === '1' ? 1 : 2, perDay, by, at: new Date(clock.now()) } as const;
      await inTransaction(sql, (tx) => setAttentionBudget(tx, budget));
      return {};
    },

    async GetUVMSAttentionBudgets() {
      const budgets = await attentionBudgets(sql);
      return { Codes: budgets[1], Notices: budgets[2] };
    },
  };
}
