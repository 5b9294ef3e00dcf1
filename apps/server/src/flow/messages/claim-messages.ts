import {
  byPreference,
  carries,
  freeSlotsBesideCodes,
  freeTrunkSlots,
  lockTrunks,
  noteStarts,
  type StandingTrunk,
  type TrunkLoad,
  unpackRoute,
} from '../../modules/carriers/index.ts';
import { barredNumbers } from '../../modules/compliance/index.ts';
import {
  type ClaimedMessage,
  calleeContext,
  claim,
  type DueMessage,
  defer,
  type GroupCursor,
  lockDue,
  shareOut,
  waitingGroups,
} from '../../modules/messages/index.ts';
import { underMaintenance } from '../../modules/notices/index.ts';
import { exclusiveNumbers, limitedNumbers, noteNumberStarts } from '../../modules/numbers/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import { createNumberChoice, type NumberChoice } from './choose-number.ts';
import type { DialPlan } from './dial-plan.ts';

/** Where a dispatcher is in its rounds: whose turn was the last, and how far the accounts were looked through. */
export interface Turns {
  last: Record<1 | 2, string>;
  from: Record<1 | 2, GroupCursor>;
}

const START: GroupCursor = { route: '', accountId: '' };
export const firstTurns = (): Turns => ({ last: { 1: '', 2: '' }, from: { 1: START, 2: START } });

/** Accounts times routes that one look goes through; the next one goes on behind them. */
const MOST_GROUPS = 1000;

/** A trunk within a claim. */
interface Place {
  trunk: StandingTrunk;
  load: TrunkLoad;
  free: Record<1 | 2, number>;
  taken: number;
}

/**
 * Claims due messages for a node, each for the trunk and the number that it is to go by: codes first, accounts by
 * turns, under the concurrency, the calls a second and a day of every trunk and number. All of them are taken here,
 * before the INVITE and in one transaction; the trunks' lock makes one claim at a time of all nodes.
 * @param turns is moved on
 * @throws 23505 when another node claimed a message to the same callee at the same moment: claim again
 */
export async function claimMessages(
  tx: Tx,
  deps: { clock: Clock; vault: Vault; nodeId: string },
  plan: { [Part in keyof DialPlan]: Awaited<ReturnType<DialPlan[Part]>> },
  turns: Turns,
  asked: { limit: number; except: readonly string[] },
): Promise<ClaimedMessage[]> {
  const { clock, nodeId } = deps;
  const today = formatDay(clock.now());
  // Asked together, so that it costs no time; read after the trunks are held, so that it is what stands.
  const [loads, paused] = await Promise.all([
    lockTrunks(tx, today),
    underMaintenance(tx, new Date(clock.now())),
  ]);
  if (paused) return [];
  const now = clock.now();
  const places = placesOf(plan.trunks, loads, now);
  const lanes = ([1, 2] as const).filter((lane) => places.some(({ free }) => free[lane] > 0));
  if (lanes.length === 0) return [];

  const { limit, except } = asked;
  const look = { now: new Date(now), most: MOST_GROUPS, count: limit, except };
  const found = await Promise.all(
    lanes.map((lane) => waitingGroups(tx, { ...look, lane, from: turns.from[lane] })),
  );
  lanes.forEach((lane, index) => {
    turns.from[lane] = found[index]?.next ?? START;
  });
  const { shares, last } = shareOut(
    found.flatMap(({ groups }) => groups),
    places.map(({ trunk, free }) => ({ free, carries: (route) => carries(trunk, unpackRoute(route)) })),
    limit,
    turns.last,
  );
  turns.last = last;
  const due = await lockDue(tx, { shares, now: look.now, except });
  if (due.length === 0) return [];

  const exclusive = [...new Set(due.filter((one) => one.groupType === 2).map((one) => one.accountId))];
  const [limited, owned] = await Promise.all([
    limitedNumbers(tx, exclusive, today),
    exclusive.length === 0 ? new Map<string, string[]>() : exclusiveNumbers(tx, exclusive, now),
  ]);
  const numbers = createNumberChoice({
    ...{ pool: plan.pool, owned, limited, now },
    barred: barredNumbers(plan.narrowings),
  });
  const { claimed, deferred } = assign(due, places, numbers, deps.vault);
  await Promise.all([
    claim(tx, nodeId, claimed),
    defer(tx, deferred),
    noteStarts(
      tx,
      places.filter(({ taken }) => taken > 0).map(({ load, taken }) => [load, taken]),
      now,
      today,
    ),
    noteNumberStarts(tx, numbers.started(), today),
  ]);
  return claimed;
}

/** The trunks that are enabled now and known to the plan: one that is newer is taken when the plan has it. */
function placesOf(trunks: readonly StandingTrunk[], loads: readonly TrunkLoad[], now: number): Place[] {
  return loads.flatMap((load) => {
    const trunk = trunks.find((one) => one.trunkId === load.trunkId);
    if (!trunk) return [];
    return [
      { trunk, load, free: { 1: freeTrunkSlots(load, now), 2: freeSlotsBesideCodes(load, now) }, taken: 0 },
    ];
  });
}

/** Gives each message its trunk, the best that has a place, and its number; what finds none waits on. */
function assign(
  due: readonly DueMessage[],
  places: readonly Place[],
  numbers: NumberChoice,
  vault: Vault,
): { claimed: ClaimedMessage[]; deferred: { key: DueMessage; dueAt: number }[] } {
  const claimed: ClaimedMessage[] = [];
  const deferred: { key: DueMessage; dueAt: number }[] = [];
  for (const message of due) {
    const place = bestPlace(message, places, vault);
    if (!place) continue;
    const choice = numbers.choose(message);
    if (choice.kind === 'full') {
      deferred.push({ key: message, dueAt: choice.freeAt });
      continue;
    }
    const showNumber = choice.kind === 'number' ? choice.number : null;
    claimed.push({ ...message, trunkId: place.trunk.trunkId, showNumber });
    place.free[1]--;
    place.free[2]--;
    place.taken++;
  }
  return { claimed, deferred };
}

function bestPlace(message: DueMessage, places: readonly Place[], vault: Vault): Place | undefined {
  const route = unpackRoute(message.route);
  const free = places.filter((place) => place.free[message.lane] > 0 && carries(place.trunk, route));
  if (free.length < 2) return free[0];
  // A price is by the beginning of the number, which nobody else needs to know here.
  const priced = free.some(({ trunk }) => trunk.routing.prices.length > 0);
  const called = priced ? vault.open(message.calleeSealed, calleeContext(message.sessionNo)) : '';
  const [best] = byPreference(
    free.map(({ trunk }) => trunk),
    called,
  );
  return free.find(({ trunk }) => trunk === best);
}
