import type { Capability, RequestOf } from '@herald/contract';
import { dropThreshold, setThreshold } from '../../flow/complaints/set-threshold.ts';
import { listThresholds, pageDeeds } from '../../modules/complaints/index.ts';
import type { Handlers } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

type Names =
  | 'CreateUVMSComplaintThreshold'
  | 'UpdateUVMSComplaintThreshold'
  | 'DeleteUVMSComplaintThreshold'
  | 'ListUVMSComplaintThresholds'
  | 'ListUVMSThresholdActs';

/** Thresholds of complaint rates that act by themselves (4.3.6, 5.2). */
export function thresholdHandlers(deps: Pick<HandlerDeps, 'sql' | 'clock' | 'newId'>): Pick<Handlers, Names> {
  const { sql } = deps;
  return {
    async CreateUVMSComplaintThreshold({ operatorId: by }, request) {
      return { ThresholdId: await setThreshold(deps, { ...ruleOf(request), thresholdId: undefined, by }) };
    },

    async UpdateUVMSComplaintThreshold({ operatorId: by }, request) {
      await setThreshold(deps, { ...ruleOf(request), thresholdId: request.ThresholdId, by });
      return {};
    },

    async DeleteUVMSComplaintThreshold(_caller, { ThresholdId: thresholdId }) {
      await dropThreshold(deps, thresholdId);
      return {};
    },

    async ListUVMSComplaintThresholds() {
      const thresholds = await listThresholds(sql);
      return {
        Data: thresholds.map((one) => ({
          ThresholdId: one.thresholdId,
          Subject: one.subject,
          Days: one.days,
          LeastComplaints: one.least,
          Per10000: one.per10000,
          Act: one.act,
          Capabilities: one.capabilities as Capability[],
          ...(one.perMinute === null ? {} : { PerMinute: one.perMinute }),
          ...(one.perDay === null ? {} : { PerDay: one.perDay }),
          Enabled: one.enabled,
          SetBy: one.setBy,
          SetTime: one.setAt.getTime(),
        })),
      };
    },

    async ListUVMSThresholdActs(_caller, { Page = 0, NumPerPage: limit = 20 }) {
      const { total, deeds } = await pageDeeds(sql, { offset: Page * limit, limit });
      return {
        Total: total,
        Data: deeds.map((deed) => ({
          ThresholdId: deed.thresholdId,
          Time: deed.at.getTime(),
          AccountId: deed.accountId,
          Key: deed.key,
          Act: deed.act,
          Complaints: deed.complaints,
          Answered: Number(deed.answered),
          SanctionId: deed.sanctionId ?? '',
        })),
      };
    },
  };
}

const ruleOf = (request: RequestOf<'CreateUVMSComplaintThreshold'>) => ({
  subject: request.Subject,
  days: request.Days,
  least: request.LeastComplaints,
  per10000: request.Per10000,
  act: request.Act,
  capabilities: request.Capabilities ?? [],
  perMinute: request.PerMinute ?? null,
  perDay: request.PerDay ?? null,
  enabled: request.Enabled,
});
