/** Bills, rents and packages keep Chinese time: UTC+8, all year round. Times are milliseconds since the epoch. */
const BEIJING_MS = 8 * 3_600_000;

/** '2026-03-10 10:00' in Beijing, with words that say so. */
export function beijingTime(ms: number, language: 'zh' | 'en'): string {
  const text = new Date(ms + BEIJING_MS).toISOString().slice(0, 16).replace('T', ' ');
  return language === 'zh' ? `北京时间 ${text}` : `${text} (Beijing time)`;
}

/** Months since January of year 0 of the month that a moment lies in: a month as a number that can be counted with. */
export function monthOf(at: number): number {
  const date = new Date(at + BEIJING_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The first millisecond of a month (as `monthOf` numbers them). */
export function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) - BEIJING_MS;
}

export const DAY_MS = 86_400_000;

/** The first millisecond of a day of a month, the days from 1; one beyond the month's last is of the next. */
export function dayStart({ month, day }: { month: number; day: number }): number {
  return monthStart(month) + (day - 1) * DAY_MS;
}

/** The day that a moment lies in. */
export function dayOf(at: number): { month: number; day: number } {
  const month = monthOf(at);
  return { month, day: Math.floor((at - monthStart(month)) / DAY_MS) + 1 };
}

/** `2026-03`, as a month is written. */
export function formatMonth(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** The month of `2026-03`; undefined for anything else. */
export function parseMonth(text: string): number | undefined {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : undefined;
}

/** The same time of the same day so many months later, or of that month's last day where it has no such day. */
export function monthsLater(at: number, months: number): number {
  const day = new Date(at + BEIJING_MS).getUTCDate();
  const sinceMidnight = (at + BEIJING_MS) % 86_400_000;
  const month = monthOf(at) + months;
  const days = Math.round((monthStart(month + 1) - monthStart(month)) / 86_400_000);
  return monthStart(month) + (Math.min(day, days) - 1) * 86_400_000 + sinceMidnight;
}

/** `20260310`, as ids carry the day. */
export function formatDay(at: number): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

/** The first midnight in Beijing after a moment. */
export function beijingMidnightAfter(at: number): number {
  return (Math.floor((at + BEIJING_MS) / 86_400_000) + 1) * 86_400_000 - BEIJING_MS;
}
