import { ACTIONS, type Action, type Language } from '@herald/contract';
import { type MaintenanceWindow, maintenanceWindows } from '../../modules/notices/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';

/** Reads what is known of the service's state: windows under way and announced, soonest first. */
export type ServiceStatus = () => Promise<readonly MaintenanceWindow[]>;

const FRESH_MS = 1000;
/** Known things are answered for so long while they are read anew. */
const USABLE_MS = 2000;
const AHEAD_MS = 366 * 86_400_000;
const MOST_WINDOWS = 20;

/**
 * Reads the state at most once a second, whoever asks; those who ask while it is read anew get what was known, for
 * they are sends, which wait for nothing. What cannot be read is unknown, and everything else tells why.
 */
export function createServiceStatus({ sql, clock }: { sql: Sql; clock: Clock }): ServiceStatus {
  let known: readonly MaintenanceWindow[] = [];
  let knownAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<readonly MaintenanceWindow[]> | undefined;

  async function read(): Promise<readonly MaintenanceWindow[]> {
    const at = clock.now();
    const now = new Date(at);
    try {
      known = await maintenanceWindows(sql, {
        now,
        from: now,
        until: new Date(at + AHEAD_MS),
        limit: MOST_WINDOWS,
      });
      knownAt = at;
      return known;
    } catch {
      return [];
    } finally {
      reading = undefined;
    }
  }

  return async () => {
    const age = clock.now() - knownAt;
    if (age < FRESH_MS) return known;
    reading ??= read();
    return age < USABLE_MS ? known : reading;
  };
}

/** When the maintenance that is under way ends, or undefined when there is none. */
export function maintenanceUntil(windows: readonly MaintenanceWindow[], now: number): number | undefined {
  let until: number | undefined;
  // Soonest first, so windows that follow each other without a gap are one.
  for (const { startsAt, endsAt } of windows) {
    if (startsAt.getTime() <= (until ?? now) && endsAt.getTime() > (until ?? now)) until = endsAt.getTime();
  }
  return until;
}

/** What a send is told during maintenance (5.1); undefined when there is none. */
export function maintenanceWords(
  windows: readonly MaintenanceWindow[],
  now: number,
  language: Language,
): string | undefined {
  const until = maintenanceUntil(windows, now);
  if (until === undefined) return undefined;
  const end = beijingTime(until, language);
  return language === 'zh'
    ? `已接收。系统维护中，预计${end}结束，届时呼叫；验证码有效 5 分钟，逾时未呼叫即以回执告知，不收费。`
    : `Accepted. The service is under maintenance and will call when it ends, expected ${end}. A code lives for 5 minutes; one that is not called by then ends with a receipt, unpaid.`;
}

/** 5.3: Actions whose end has been announced. */
export function deprecations(): { Action: string; Since: number; Sunset: number }[] {
  return (Object.values(ACTIONS) as Action[]).flatMap(({ name, deprecated }) =>
    deprecated ? [{ Action: name, Since: deprecated.since * 1000, Sunset: deprecated.sunset * 1000 }] : [],
  );
}
