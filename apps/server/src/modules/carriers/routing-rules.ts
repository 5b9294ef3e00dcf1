import type { Operator, Trunk, TrunkRouting } from './rules.ts';

/** By what it is known which trunks can carry a message. */
export interface Route {
  purpose: number;
  /** ISO 3166; empty where the number is of no country. */
  country: string;
  /** Of a mainland mobile number. */
  operator: Operator | undefined;
}

/** A route as the queue keeps it, e.g. `1 CN cmcc` or `2 US -`. */
export function packRoute({ purpose, country, operator }: Route): string {
  return `${purpose} ${country} ${operator ?? '-'}`;
}

export function unpackRoute(text: string): Route {
  const [purpose = '', country = '', operator = '-'] = text.split(' ');
  return {
    purpose: Number(purpose),
    country,
    operator: operator === '-' ? undefined : (operator as Operator),
  };
}

/** Whether a trunk may carry such a message at all. */
export function carries(
  {
    purposes,
    routing,
  }: { purposes: readonly number[]; routing: Pick<TrunkRouting, 'countries' | 'operators'> },
  route: Route,
): boolean {
  const { countries, operators } = routing;
  return (
    purposes.includes(route.purpose) &&
    countries.includes(route.country) &&
    (operators.length === 0 || (route.operator !== undefined && operators.includes(route.operator)))
  );
}

/** What a minute to a number costs over a trunk, 10⁻⁴ yuan; undefined where its list does not say. */
export function costOf({ routing }: Pick<Trunk, 'routing'>, calledNumber: string): bigint | undefined {
  let best: { length: number; perMinute: bigint } | undefined;
  for (const { prefix, perMinute } of routing.prices) {
    if (!calledNumber.startsWith(prefix) || (best && prefix.length <= best.length)) continue;
    best = { length: prefix.length, perMinute };
  }
  return best?.perMinute;
}

/**
 * Trunks for a number, the one to be taken first in front: main before backup, in these the cheaper (what has no price
 * last), of equals the preferred.
 */
export function byPreference<One extends Pick<Trunk, 'trunkId' | 'priority' | 'routing'>>(
  trunks: readonly One[],
  calledNumber: string,
): One[] {
  const ranked = trunks.map((trunk) => ({ trunk, cost: costOf(trunk, calledNumber) }));
  ranked.sort((a, b) => {
    const roles = rankOfRole(a.trunk) - rankOfRole(b.trunk);
    if (roles !== 0) return roles;
    if (a.cost !== b.cost) {
      if (a.cost === undefined) return 1;
      if (b.cost === undefined) return -1;
      return a.cost < b.cost ? -1 : 1;
    }
    if (a.trunk.priority !== b.trunk.priority) return a.trunk.priority - b.trunk.priority;
    return a.trunk.trunkId < b.trunk.trunkId ? -1 : 1;
  });
  return ranked.map(({ trunk }) => trunk);
}

const rankOfRole = ({ routing }: Pick<Trunk, 'routing'>) => (routing.role === 'main' ? 0 : 1);
