import { ConfigError } from './config-error.ts';

/** At most `count` messages to one callee within `spanMs`, by purpose: codes, notices. */
export type FrequencySettings = Readonly<Record<1 | 2, readonly { count: number; spanMs: number }[]>>;

const DEFAULT = '1/60 5/3600 20/86400';
const MOST_LIMITS = 5;
const MOST_COUNT = 100;
const LONGEST_SPAN_S = 86_400;

/** @throws ConfigError naming the first variable that cannot be used */
export function readFrequency(environment: NodeJS.ProcessEnv): FrequencySettings {
  return {
    1: limits('CALLEE_LIMITS_CODES', environment.CALLEE_LIMITS_CODES),
    2: limits('CALLEE_LIMITS_NOTICES', environment.CALLEE_LIMITS_NOTICES),
  };
}

function limits(name: string, set: string | undefined) {
  const text = set?.trim() || DEFAULT;
  const found = text.split(/\s+/).map((limit) => /^(\d{1,3})\/(\d{1,5})$/.exec(limit)?.slice(1).map(Number));
  return found.map((limit) => {
    const [count = 0, spanS = 0] = limit ?? [];
    const fits = count >= 1 && count <= MOST_COUNT && spanS >= 1 && spanS <= LONGEST_SPAN_S;
    if (!fits || found.length > MOST_LIMITS) {
      throw new ConfigError(
        `${name}=${text}: up to ${MOST_LIMITS} limits such as ${DEFAULT} are expected, each up to ${MOST_COUNT} messages within up to ${LONGEST_SPAN_S} seconds`,
      );
    }
    return { count, spanMs: spanS * 1000 };
  });
}
