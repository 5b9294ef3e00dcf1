// The package's table alone: its functions read dates in the zone of the process.
import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

/**
 * Working days in mainland China: weekdays but for public holidays, and the weekend days on which work is made up for.
 * Beijing time, which is eight hours ahead of UTC all year. All moments are milliseconds since the epoch.
 *
 * The State Council tells each year's days in the November before; they come with the package `chinese-days`. In a year
 * that the installed package does not know yet, Monday to Friday count as working days: see `holidaysKnown`.
 */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEIJING_MS = 8 * HOUR_MS;
/** No span that is counted here is longer; a mistake ends as an error and not as a loop without end. */
const MOST_DAYS = 10_000;

/** From when until when work is done on a working day, hours. */
export interface WorkDay {
  readonly opens: number;
  readonly closes: number;
}

export const workDayOf = (set: { workOpensHour: number; workClosesHour: number }): WorkDay => ({
  opens: set.workOpensHour,
  closes: set.workClosesHour,
});

/** Whether the day of this moment, in Beijing, is a working day. */
export function isWorkingDay(ms: number): boolean {
  const date = dateInBeijing(ms);
  if (Object.hasOwn(calendar.workdays, date)) return true;
  const weekday = new Date(ms + BEIJING_MS).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !Object.hasOwn(calendar.holidays, date);
}

/** Whether the holidays of the moment's year are known; where they are not, Monday to Friday are taken for work. */
export function holidaysKnown(ms: number): boolean {
  return Object.hasOwn(calendar.holidays, `${dateInBeijing(ms).slice(0, 4)}-10-01`);
}

/**
 * The moment when `days` whole working days have passed: the same time of the day, so many working days on. From a day
 * off it counts from the beginning of the next working day.
 */
export function addWorkingDays(ms: number, days: number): number {
  check(days);
  let at = isWorkingDay(ms) || days === 0 ? ms : nextWorkingDay(midnightOf(ms));
  for (let left = days; left > 0; left--) at = nextWorkingDay(at);
  return at;
}

/** The moment when so many hours of working time have passed. */
export function addWorkingTime(ms: number, hours: number, day: WorkDay): number {
  check(hours / (day.closes - day.opens));
  let left = hours * HOUR_MS;
  let midnight = midnightOf(ms);
  let from = ms;
  for (;;) {
    if (isWorkingDay(midnight)) {
      const opens = Math.max(from, midnight + day.opens * HOUR_MS);
      const worked = Math.max(0, midnight + day.closes * HOUR_MS - opens);
      if (worked > 0 && worked >= left) return opens + left;
      left -= worked;
    }
    midnight += DAY_MS;
    from = midnight;
  }
}

/** Hours of working time between two moments, 0 where the second is not later. */
export function workingHoursBetween(from: number, until: number, day: WorkDay): number {
  check(Math.max(0, until - from) / DAY_MS);
  let worked = 0;
  for (let midnight = midnightOf(from); midnight < until; midnight += DAY_MS) {
    if (!isWorkingDay(midnight)) continue;
    const opens = Math.max(from, midnight + day.opens * HOUR_MS);
    const closes = Math.min(until, midnight + day.closes * HOUR_MS);
    worked += Math.max(0, closes - opens);
  }
  return worked / HOUR_MS;
}

/** The same time of the day on the next working day. */
function nextWorkingDay(ms: number): number {
  let at = ms + DAY_MS;
  while (!isWorkingDay(at)) at += DAY_MS;
  return at;
}

const midnightOf = (ms: number): number => Math.floor((ms + BEIJING_MS) / DAY_MS) * DAY_MS - BEIJING_MS;

const dateInBeijing = (ms: number): string => new Date(ms + BEIJING_MS).toISOString().slice(0, 10);

function check(days: number): void {
  if (!(days >= 0 && days <= MOST_DAYS)) throw new RangeError(`${days} days cannot be counted`);
}
