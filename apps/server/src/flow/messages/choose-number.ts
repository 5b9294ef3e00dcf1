import { type CallLoad, freeSlots, startsOfLastSecond } from '../../modules/carriers/index.ts';
import type { DueMessage } from '../../modules/messages/index.ts';
import {
  chooseFromPool,
  chooseShowNumber,
  type NumberLoad,
  type NumberPool,
} from '../../modules/numbers/index.ts';
import { provinceOf } from '../../platform/attribution.ts';
import { beijingMidnightAfter } from '../../platform/beijing-time.ts';

/** Where every number is at its limit, it is looked again so soon: their calls a second free up in that. */
const LOOK_AGAIN_MS = 250;
const BARRED_AGAIN_MS = 60_000;

export type NumberChosen =
  | { kind: 'number'; number: string }
  /** The account has none, or not the one that was asked for. */
  | { kind: 'none' }
  /** All that may be shown are at their limits. */
  | { kind: 'full'; freeAt: number };

export interface NumberChoice {
  /** Chooses, and counts what it chose. */
  choose(message: DueMessage): NumberChosen;
  /** What was chosen of the numbers that have limits. */
  started(): { number: string; starts: number[]; count: number }[];
}

/**
 * The numbers that a claim gives to its messages: of the pool by attribution or at random, or the account's own; the
 * same one for a callee while it has room.
 * @param given.owned exclusive numbers by account
 * @param given.limited numbers that have limits, under the lock of the claim
 */
export function createNumberChoice(given: {
  pool: NumberPool;
  owned: ReadonlyMap<string, readonly string[]>;
  limited: readonly NumberLoad[];
  /** Numbers that no call may show, by order of the operator (5.4, 8.2). */
  barred: ReadonlySet<string>;
  now: number;
}): NumberChoice {
  const { pool, owned, barred, now } = given;
  const loads = new Map(given.limited.map((one) => [one.number, { ...loadOf(one), count: 0 }]));

  const hasRoom = (number: string): boolean => {
    if (barred.has(number)) return false;
    const load = loads.get(number);
    return load === undefined || freeSlots(load, now) > 0;
  };

  function take(number: string): NumberChosen {
    const load = loads.get(number);
    if (load) {
      load.active++;
      load.today++;
      load.starts = [...load.starts, now];
      load.count++;
    }
    return { kind: 'number', number };
  }

  /** Tomorrow, where it is the day's calls that every number has had. */
  function freeAt(numbers: readonly string[]): number {
    const overForToday = numbers.every((number) => {
      const load = loads.get(number);
      return load?.dailyLimit !== undefined && load.today >= load.dailyLimit;
    });
    if (overForToday) return beijingMidnightAfter(now);
    return now + (numbers.every((number) => barred.has(number)) ? BARRED_AGAIN_MS : LOOK_AGAIN_MS);
  }

  function chooseOwn({ accountId, fromNumber, shownBefore, calleeKey }: DueMessage): NumberChosen {
    const all = owned.get(accountId) ?? [];
    if (shownBefore !== null && all.includes(shownBefore) && hasRoom(shownBefore)) return take(shownBefore);
    // A number given up since acceptance may be somebody else's by now.
    const allowed = fromNumber === null ? all : all.filter((number) => number === fromNumber);
    if (allowed.length === 0) return { kind: 'none' };
    const chosen = chooseShowNumber(allowed, calleeKey, hasRoom);
    return chosen === undefined ? { kind: 'full', freeAt: freeAt(allowed) } : take(chosen);
  }

  return {
    choose(message) {
      if (message.groupType === 2) return chooseOwn(message);
      if (pool.all.length === 0) return { kind: 'none' };
      const { calleeCityCode: cityCode, shownBefore } = message;
      if (shownBefore !== null && pool.all.includes(shownBefore) && hasRoom(shownBefore))
        return take(shownBefore);
      const callee =
        message.dispatchRule === 0 && cityCode !== ''
          ? { cityCode, province: provinceOf(cityCode) }
          : undefined;
      const chosen = chooseFromPool(pool, message.calleeKey, callee, hasRoom);
      if (chosen !== undefined) return take(chosen);
      return { kind: 'full', freeAt: freeAt(pool.all) };
    },
    started: () =>
      [...loads].flatMap(([number, load]) =>
        load.count === 0 ? [] : [{ number, starts: startsOfLastSecond(load, now), count: load.count }],
      ),
  };
}

const loadOf = ({ concurrency, cps, dailyLimit, active, starts, today }: NumberLoad): CallLoad => ({
  concurrency: concurrency ?? undefined,
  cps: cps ?? undefined,
  dailyLimit: dailyLimit ?? undefined,
  active,
  starts,
  today,
});
