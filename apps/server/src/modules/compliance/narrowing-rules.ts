/** What the operator has ordered to be narrowed, at once (5.4, 8.2). Lists that name nothing mean all. */
export interface Narrowing {
  narrowingId: string;
  /** Minutes of the callee's day in which calls are allowed still; undefined: none are. */
  hours: { opens: number; closes: number } | undefined;
  purposes: readonly number[];
  countries: readonly string[];
  /** Area codes of callees, with their zero. */
  cityCodes: readonly string[];
  /** Beginnings of called numbers. */
  prefixes: readonly string[];
  /** Numbers that may not be shown. */
  shown: readonly string[];
  reason: string;
  clause: '5.4' | '8.2';
  since: Date;
  until: Date | undefined;
}

/** A message as far as it can be narrowed. */
export interface Narrowable {
  purpose: number;
  country: string;
  cityCode: string;
  calledNumber: string;
}

export type Narrowed = { kind: 'stop' | 'wait'; narrowing: Narrowing };

/**
 * The order that forbids a call now, or undefined: one that stops it altogether before one that has it wait.
 * @param minutes of the day at the callee, in each time zone that it can be in
 */
export function narrowed(
  narrowings: readonly Narrowing[],
  message: Narrowable,
  minutes: readonly number[],
): Narrowed | undefined {
  let waits: Narrowed | undefined;
  for (const narrowing of narrowings) {
    if (narrowing.shown.length > 0 || !concerns(narrowing, message)) continue;
    const { hours } = narrowing;
    if (!hours) return { kind: 'stop', narrowing };
    if (minutes.some((minute) => minute < hours.opens || minute >= hours.closes)) {
      waits = { kind: 'wait', narrowing };
    }
  }
  return waits;
}

function concerns(narrowing: Narrowing, { purpose, country, cityCode, calledNumber }: Narrowable): boolean {
  const { purposes, countries, cityCodes, prefixes } = narrowing;
  return (
    (purposes.length === 0 || purposes.includes(purpose)) &&
    (countries.length === 0 || countries.includes(country)) &&
    (cityCodes.length === 0 || cityCodes.includes(cityCode)) &&
    (prefixes.length === 0 || prefixes.some((prefix) => calledNumber.startsWith(prefix)))
  );
}

/** The numbers that no call may show. */
export function barredNumbers(narrowings: readonly Narrowing[]): Set<string> {
  return new Set(narrowings.flatMap(({ shown }) => shown));
}
