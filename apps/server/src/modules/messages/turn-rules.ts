/** What one account waits for over one route. */
export interface WaitingGroup {
  /** 1: codes sent one by one; 2: everything else. */
  lane: 1 | 2;
  /** By which it is known what can carry it. */
  route: string;
  accountId: string;
  /** Messages that are due, as far as they were counted. */
  due: number;
  /** When the first of them was due, ms. */
  since: number;
}

/** Something that calls can be made over. */
export interface Carrier {
  carries(route: string): boolean;
  /** Calls that may start on it now, by lane. */
  free: Record<1 | 2, number>;
}

export interface Share {
  waiting: WaitingGroup;
  count: number;
}

/**
 * Whose messages are next, and how many of whose. The first lane goes before the second. Within a lane accounts take
 * turns, one message each, whatever one of them has waiting; the account behind the one that was served last begins.
 * Of one account, the route goes first whose message is due longest.
 * @param limit how many in all
 * @param last by lane, the account that was served last
 * @returns shares in the order of their first turn, and the accounts that are now the last served
 */
export function shareOut(
  waiting: readonly WaitingGroup[],
  carriers: readonly Carrier[],
  limit: number,
  last: Readonly<Record<1 | 2, string>>,
): { shares: Share[]; last: Record<1 | 2, string> } {
  const places = carriers.map((carrier) => ({ carrier, free: { ...carrier.free } }));
  const shares = new Map<WaitingGroup, Share>();
  const served = { ...last };
  let left = limit;
  for (const lane of [1, 2] as const) {
    let turns = inTurn(
      waiting.filter((one) => one.lane === lane),
      last[lane],
    );
    while (left > 0 && turns.length > 0) {
      const next: Turn[] = [];
      for (const turn of turns) {
        if (left === 0) break;
        const one = takeTurn(turn, lane, places, shares);
        if (!one) continue; // nothing of this account can go: it is out of this claim
        left--;
        served[lane] = turn.accountId;
        next.push(turn);
      }
      turns = next;
    }
  }
  return { shares: [...shares.values()], last: served };
}

interface Turn {
  accountId: string;
  routes: WaitingGroup[];
}

/** The accounts in the order of their names, beginning behind the one served last; in each the longest due first. */
function inTurn(waiting: readonly WaitingGroup[], last: string): Turn[] {
  const turns = new Map<string, Turn>();
  for (const one of waiting) {
    const turn = turns.get(one.accountId);
    if (turn) turn.routes.push(one);
    else turns.set(one.accountId, { accountId: one.accountId, routes: [one] });
  }
  for (const { routes } of turns.values()) routes.sort((a, b) => a.since - b.since);
  const names = [...turns.values()].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
  const behind = names.findIndex(({ accountId }) => accountId > last);
  return behind === -1 ? names : [...names.slice(behind), ...names.slice(0, behind)];
}

/** One message of this account, where one of its routes has a free place. */
function takeTurn(
  turn: Turn,
  lane: 1 | 2,
  places: readonly { carrier: Carrier; free: Record<1 | 2, number> }[],
  shares: Map<WaitingGroup, Share>,
): Share | undefined {
  for (const waiting of turn.routes) {
    const share = shares.get(waiting) ?? { waiting, count: 0 };
    if (share.count === waiting.due) continue;
    const place = places.find(({ carrier, free }) => free[lane] > 0 && carrier.carries(waiting.route));
    if (!place) continue;
    place.free[1]--;
    place.free[2]--;
    share.count++;
    shares.set(waiting, share);
    return share;
  }
  return undefined;
}
