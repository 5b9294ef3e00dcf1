import { HeraldError, type RequestOf } from '@herald/contract';
import { endNarrowing, orderNarrowing } from '../../flow/carriers/order-narrowing.ts';
import { listNarrowings, type NarrowingOrder } from '../../modules/compliance/index.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Handlers } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

type Names = 'CreateUVMSNarrowing' | 'LiftUVMSNarrowing' | 'ListUVMSNarrowings';

/** What the operator narrows at once (5.4, 8.2). */
export function narrowingHandlers(deps: HandlerDeps): Pick<Handlers, Names> {
  return {
    async CreateUVMSNarrowing({ operatorId }, request) {
      const narrowingId = await orderNarrowing(deps, {
        hours: hoursOf(request),
        purposes: (request.Purposes ?? []).map(Number),
        countries: request.Countries ?? [],
        cityCodes: request.CityCodes ?? [],
        prefixes: request.Prefixes ?? [],
        shown: request.ShowNumbers ?? [],
        reason: request.Reason,
        clause: request.Clause,
        until: request.UntilTime === undefined ? undefined : new Date(request.UntilTime),
        orderedBy: operatorId,
      });
      return { NarrowingId: narrowingId };
    },

    async LiftUVMSNarrowing({ operatorId }, { NarrowingId: narrowingId }) {
      if (!isUuid(narrowingId)) throw new HeraldError('NARROWING_UNKNOWN', { narrowingId });
      await endNarrowing(deps, { narrowingId, by: operatorId });
      return {};
    },

    async ListUVMSNarrowings(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { total, orders } = await listNarrowings(deps.sql, {
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      const now = deps.clock.now();
      return { Total: total, Data: orders.map((order) => orderAnswer(order, now)) };
    },
  };
}

function hoursOf({ Opens, Closes }: RequestOf<'CreateUVMSNarrowing'>) {
  if (Opens === undefined && Closes === undefined) return undefined;
  return { opens: minuteOf(Opens ?? '00:00'), closes: minuteOf(Closes ?? '24:00') };
}

function minuteOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

const timeOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function orderAnswer(order: NarrowingOrder, now: number) {
  const { hours, until, liftedAt } = order;
  const ended = liftedAt !== null || (until !== undefined && until.getTime() <= now);
  return {
    NarrowingId: order.narrowingId,
    Stands: !ended,
    ...(hours ? { Opens: timeOf(hours.opens), Closes: timeOf(hours.closes) } : {}),
    Purposes: order.purposes.map((purpose) => (purpose === 1 ? ('1' as const) : ('2' as const))),
    Countries: [...order.countries],
    CityCodes: [...order.cityCodes],
    Prefixes: [...order.prefixes],
    ShowNumbers: [...order.shown],
    Clause: order.clause,
    Reason: order.reason,
    OrderedBy: order.orderedBy,
    Since: order.since.getTime(),
    ...(until ? { Until: until.getTime() } : {}),
    LiftedBy: order.liftedBy ?? '',
    ...(liftedAt ? { LiftTime: liftedAt.getTime() } : {}),
  };
}
