const HOURS_8 = 8 * 3_600_000;
const DAY = 86_400_000;

/** The days of Beijing (bills go by them) up to today, oldest first, as `2026-03-10`. */
export function lastDays(count: number, now: number): string[] {
  return Array.from({ length: count }, (_, index) => dayOf(now - (count - 1 - index) * DAY));
}

export function dayOf(at: number): string {
  return new Date(at + HOURS_8).toISOString().slice(0, 10);
}

/** When a day of Beijing begins, Unix seconds. */
export function startOfDay(day: string): number {
  return (Date.parse(`${day}T00:00:00Z`) - HOURS_8) / 1000;
}
