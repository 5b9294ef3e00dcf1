import { ConfigError } from './config-error.ts';
import type { Limits } from './limit-settings.ts';

/** At most `count` messages to one callee within `spanMs`, by purpose: codes, notices. */
export type FrequencySettings = Readonly<Record<1 | 2, readonly { count: number; spanMs: number }[]>>;

const EXAMPLE = '1/60 5/3600 20/86400';
const MOST_LIMITS = 5;
const MOST_COUNT = 100;
const LONGEST_SPAN_S = 86_400;

/** @throws ConfigError naming the first variable that cannot be used */
export function readFrequency(set: Limits): FrequencySettings {
  return {
    1: limits('CALLEE_LIMITS_CODES', set.calleeLimitsCodes),
    2: limits('CALLEE_LIMITS_NOTICES', set.calleeLimitsNotices),
  };
}

function limits(name: string, text: string) {
  const found = text.split(/\s+/).map((limit) => /^(\d{1,3})\/(\d{1,5})$/.exec(limit)?.slice(1).map(Number));
  return found.map((limit) => {
    const [count = 0, spanS = 0] = limit ?? [];
    const fits = count >= 1 && count <= MOST_COUNT && spanS >= 1 && spanS <= LONGEST_SPAN_S;
    if (!fits || found.length > MOST_LIMITS) {
      throw new ConfigError(
        `${name}=${text}: up to ${MOST_LIMITS} limits such as ${EXAMPLE} are expected, each up to ${MOST_COUNT} messages within up to ${LONGEST_SPAN_S} seconds`,
      );
    }
    return { count, spanMs: spanS * 1000 };
  });
}
