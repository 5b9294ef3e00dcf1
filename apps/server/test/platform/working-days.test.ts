import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  addWorkingTime,
  holidaysKnown,
  isWorkingDay,
  workingHoursBetween,
} from '../../src/platform/working-days.ts';

/** A moment in Beijing: `'2026-10-01 09:00'`. */
const beijing = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const days = (month: string, ...list: number[]) =>
  list.map((day) => `${month}-${String(day).padStart(2, '0')}`);

describe('5.1 working days', () => {
  test.each([
    ...days('2025-10', 1, 2, 3, 4, 5, 6, 7, 8),
    ...days('2026-10', 1, 2, 3, 4, 5, 6, 7),
    ...days('2026-02', 16, 17, 18, 19, 20, 23),
  ])('5.1 %s is a holiday', (day) => {
    expect(isWorkingDay(beijing(`${day} 12:00`))).toBe(false);
  });

  test.each(['2025-09-28', '2025-10-11', '2026-09-20', '2026-10-10', '2026-02-14', '2026-02-28'])(
    '5.1 %s, a weekend day, is worked in exchange',
    (day) => {
      expect([0, 6]).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
      expect(isWorkingDay(beijing(`${day} 12:00`))).toBe(true);
    },
  );

  test('5.1 a day begins and ends at midnight in Beijing', () => {
    expect(isWorkingDay(beijing('2026-10-07 23:59'))).toBe(false);
    expect(isWorkingDay(beijing('2026-10-08 00:00'))).toBe(true);
    expect(isWorkingDay(beijing('2026-03-13 23:59'))).toBe(true);
    expect(isWorkingDay(beijing('2026-03-14 00:00'))).toBe(false);
  });

  test('5.1 in a year whose holidays are not known yet Monday to Friday are worked, and it is said', () => {
    expect(holidaysKnown(beijing('2026-06-01 12:00'))).toBe(true);
    expect(holidaysKnown(beijing('2099-06-01 12:00'))).toBe(false);
    expect(isWorkingDay(beijing('2099-10-01 12:00'))).toBe(true); // a Thursday
    expect(isWorkingDay(beijing('2099-10-03 12:00'))).toBe(false);
  });
});

describe('5.1 adding working days', () => {
  test.each([
    ['over a night', '2026-03-10 10:00', 1, '2026-03-11 10:00'],
    ['over a weekend', '2026-03-13 10:00', 1, '2026-03-16 10:00'],
    ['over National Day of 2026, to the Saturday that is worked', '2026-09-30 17:00', 3, '2026-10-10 17:00'],
    ['over National Day of 2025', '2025-09-30 09:00', 1, '2025-10-09 09:00'],
    ['from a day off: from the next working day’s beginning', '2026-03-14 15:00', 1, '2026-03-17 00:00'],
    ['none: the same moment', '2026-03-14 15:00', 0, '2026-03-14 15:00'],
  ])('5.1 %s', (_title, from, count, until) => {
    expect(addWorkingDays(beijing(from), count)).toBe(beijing(until));
  });

  test('5.1 what is no number of days is an error, not a loop without end', () => {
    for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => addWorkingDays(0, wrong)).toThrow(RangeError);
      expect(() => addWorkingTime(0, wrong, NINE_TO_SIX)).toThrow(RangeError);
    }
  });
});

const NINE_TO_SIX = { opens: 9, closes: 18 };

describe('rules: working time is 9:00–18:00', () => {
  test.each([
    ['within the hours: the same hour of the next working day', '2026-03-13 10:30', '2026-03-16 10:30'],
    ['at the opening: that evening', '2026-03-10 09:00', '2026-03-10 18:00'],
    ['before the opening: that evening', '2026-03-10 03:00', '2026-03-10 18:00'],
    ['after the close: the evening of the next working day', '2026-03-13 18:00', '2026-03-16 18:00'],
    ['on the eve of a holiday: when work is taken up again', '2026-09-30 17:00', '2026-10-08 17:00'],
    ['on a Sunday that is worked', '2026-09-20 12:00', '2026-09-21 12:00'],
  ])('rules: one working day from %s', (_title, from, until) => {
    expect(addWorkingTime(beijing(from), 9, NINE_TO_SIX)).toBe(beijing(until));
  });

  test.each([
    ['a night has none', '2026-03-10 18:00', '2026-03-11 09:00', 0],
    ['a day has nine', '2026-03-10 00:00', '2026-03-11 00:00', 9],
    ['part of two days', '2026-03-10 17:30', '2026-03-11 10:00', 1.5],
    ['the week of National Day has what is worked', '2026-09-30 00:00', '2026-10-11 00:00', 4 * 9],
    ['backwards there are none', '2026-03-11 10:00', '2026-03-10 10:00', 0],
  ])('rules: hours between: %s', (_title, from, until, hours) => {
    expect(workingHoursBetween(beijing(from), beijing(until), NINE_TO_SIX)).toBe(hours);
  });

  test('rules: what is added is what lies between', () => {
    for (const [from, hours] of [
      ['2026-09-29 08:00', 40],
      ['2026-02-13 12:00', 31],
    ] as const) {
      const until = addWorkingTime(beijing(from), hours, NINE_TO_SIX);
      expect(workingHoursBetween(beijing(from), until, NINE_TO_SIX)).toBe(hours);
    }
  });
});
