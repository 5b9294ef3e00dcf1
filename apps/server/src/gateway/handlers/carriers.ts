import { type CARRIER_ACTIONS, HeraldError } from '@herald/contract';
import { limitNumbers } from '../../flow/carriers/limit-numbers.ts';
import { changeTrunk, createTrunk, deleteTrunk, switchTrunk } from '../../flow/carriers/manage-trunk.ts';
import { findTrunk, sightsOf, trunkHistory, trunkStatuses } from '../../modules/carriers/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';
import { destinationHandlers } from './destinations.ts';
import { narrowingHandlers } from './narrowings.ts';
import { blankTrunk, changedTrunk, statusAnswer, trunkAnswer } from './trunk-answers.ts';
import { trunkTestHandlers } from './trunk-tests.ts';

const SHOWN_MS = 5 * 60_000;

/** Trunks, and the limits of the numbers shown over them. */
export function carrierHandlers(deps: HandlerDeps): HandlersOf<typeof CARRIER_ACTIONS> {
  const { sql, vault, clock } = deps;
  const counted = () => ({
    since: new Date(clock.now() - SHOWN_MS),
    today: formatDay(clock.now()),
  });

  return {
    ...destinationHandlers(deps),
    ...narrowingHandlers(deps),
    ...trunkTestHandlers(deps),

    async CreateUVMSTrunk({ operatorId }, { TrunkId: trunkId, ...given }) {
      await createTrunk(deps, changedTrunk(blankTrunk(trunkId), given), operatorId);
      return { TrunkId: trunkId };
    },

    async UpdateUVMSTrunk({ operatorId }, { TrunkId: trunkId, ...given }) {
      const change = (trunk: Parameters<typeof changedTrunk>[0]) => changedTrunk(trunk, given);
      await changeTrunk(deps, trunkId, change, Object.keys(given), operatorId);
      return {};
    },

    async ListUVMSTrunks(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { total, trunks } = await trunkStatuses(sql, {
        ...counted(),
        retired: request.IncludeRetired ?? false,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      const data = trunks.map((trunk) => ({
        ...statusAnswer(trunk),
        Calls: trunk.calls,
        Answered: trunk.answered,
        Faults: trunk.faults,
      }));
      return { Total: total, Data: data };
    },

    async QueryUVMSTrunk(_caller, { TrunkId: trunkId }) {
      const [trunk, { trunks }, sights] = await Promise.all([
        findTrunk(sql, vault, trunkId),
        trunkStatuses(sql, { ...counted(), trunkId, retired: false, offset: 0, limit: 1 }),
        sightsOf(sql, trunkId),
      ]);
      const [status] = trunks;
      if (!trunk || !status) throw new HeraldError('TRUNK_UNKNOWN', { trunkId });
      return trunkAnswer(trunk, status, sights);
    },

    async EnableUVMSTrunk({ operatorId }, { TrunkId: trunkId, Reason: reason }) {
      await switchTrunk(deps, { trunkId, enabled: true, reason, operatorId });
      return {};
    },

    async DisableUVMSTrunk({ operatorId }, { TrunkId: trunkId, Reason: reason }) {
      await switchTrunk(deps, { trunkId, enabled: false, reason, operatorId });
      return {};
    },

    async DeleteUVMSTrunk({ operatorId }, { TrunkId: trunkId, Reason: reason }) {
      await deleteTrunk(deps, { trunkId, reason, operatorId });
      return {};
    },

    async ListUVMSTrunkEvents(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { TrunkId: trunkId } = request;
      const { total, events } = await trunkHistory(sql, {
        trunkId,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      // The trunk that a fresh installation comes with has no history.
      if (
        total === 0 &&
        (await trunkStatuses(sql, { ...counted(), trunkId, retired: true, offset: 0, limit: 1 })).total === 0
      ) {
        throw new HeraldError('TRUNK_UNKNOWN', { trunkId });
      }
      const data = events.map(({ event, operatorId, detail, at }) => ({
        Event: event,
        OperatorId: operatorId ?? '',
        Detail: detail,
        Time: at.getTime(),
      }));
      return { Total: total, Data: data };
    },

    async SetUVMSNumberLimits(_caller, request) {
      await limitNumbers(deps, [...new Set(request.Numbers)], {
        concurrency: request.Concurrency || null,
        cps: request.Cps || null,
        dailyLimit: request.DailyLimit || null,
      });
      return {};
    },
  };
}
