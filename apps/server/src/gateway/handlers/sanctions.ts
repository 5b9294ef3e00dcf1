import { imposeSanction } from '../../flow/sanctions/impose-sanction.ts';
import { appealSanction, reviewSanction } from '../../flow/sanctions/review-sanction.ts';
import { appealContext, pageSanctions, type Sanction, stands } from '../../modules/sanctions/index.ts';
import { inTransaction, noteInAct } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Handlers } from '../deps.ts';
import { actingOf, type HandlerDeps } from './deps.ts';

type Names =
  | 'CreateUVMSSanction'
  | 'ReviewUVMSSanction'
  | 'ListUVMSSanctions'
  | 'QueryUVMSSanctions'
  | 'AppealUVMSSanction';

/** Sanctions against accounts, their appeal and review (4.2.5, 4.2.6, 5.2, 5.5). */
export function sanctionHandlers(
  deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock' | 'newId' | 'jobs'>,
): Pick<Handlers, Names> {
  const { sql, vault } = deps;
  return {
    async CreateUVMSSanction({ operatorId }, request) {
      const { UntilTime } = request;
      const sanctionId = await inTransaction(sql, async (tx) => {
        const id = await imposeSanction(tx, deps, {
          accountId: request.AccountId,
          kind: request.Kind,
          appId: request.AppId ?? '',
          targetId: request.TargetId ?? '',
          capabilities: request.Capabilities ?? [],
          perMinute: request.PerMinute,
          perDay: request.PerDay,
          reason: request.Reason,
          clause: request.Clause,
          until: UntilTime === undefined ? undefined : new Date(UntilTime),
          by: operatorId,
        });
        noteInAct({ SanctionId: id });
        return id;
      });
      return { SanctionId: sanctionId };
    },

    async ReviewUVMSSanction({ operatorId }, { SanctionId: sanctionId, Decision, Reason: reason }) {
      await reviewSanction(deps, { sanctionId, lift: Decision === 'lift', reason, by: operatorId });
      return {};
    },

    async ListUVMSSanctions(
      _caller,
      { AccountId: accountId, Open: open = false, Page = 0, NumPerPage: limit = 20 },
    ) {
      const { total, sanctions } = await pageSanctions(sql, { accountId, open, offset: Page * limit, limit });
      return {
        Total: total,
        Data: sanctions.map((one) => ({
          AccountId: one.accountId,
          ImposedBy: one.imposedBy,
          DecidedBy: one.reviewedBy ?? '',
          ...sanctionAnswer(vault, one),
        })),
      };
    },

    async QueryUVMSSanctions({ accountId }, { Page = 0, NumPerPage: limit = 20 }) {
      const asked = { accountId, open: false, offset: Page * limit, limit };
      const { total, sanctions } = await pageSanctions(sql, asked);
      return { Total: total, Data: sanctions.map((one) => sanctionAnswer(vault, one)) };
    },

    async AppealUVMSSanction(caller, { SanctionId: sanctionId, Appeal: text }) {
      await appealSanction(deps, { ...actingOf(caller), sanctionId, text });
      return {};
    },
  };
}

function sanctionAnswer(vault: Vault, one: Sanction) {
  const { sanctionId, until, appealSealed, appealedAt, reviewedAt, liftedAt } = one;
  return {
    SanctionId: sanctionId,
    Kind: one.kind,
    Stands: stands(one),
    AppId: one.appId,
    TargetId: one.targetId,
    Capabilities: [...one.capabilities],
    ...(one.perMinute === null ? {} : { PerMinute: one.perMinute }),
    ...(one.perDay === null ? {} : { PerDay: one.perDay }),
    Reason: one.reason,
    Clause: one.clause,
    Automatic: one.automatic,
    Figures: one.figures,
    ImposeTime: one.imposedAt.getTime(),
    ...(until ? { Until: until.getTime() } : {}),
    Appeal: appealSealed ? vault.open(appealSealed, appealContext(sanctionId)) : '',
    ...(appealedAt ? { AppealTime: appealedAt.getTime() } : {}),
    Decision: one.reviewReason,
    ...(reviewedAt ? { DecideTime: reviewedAt.getTime() } : {}),
    ...(liftedAt ? { LiftTime: liftedAt.getTime() } : {}),
  };
}
