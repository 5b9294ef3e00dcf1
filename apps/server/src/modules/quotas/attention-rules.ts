/** Calls that one person gets in a day, over all customers. */
export interface AttentionBudget {
  purpose: 1 | 2;
  perDay: number;
}

/**
 * Where the operator has set nothing. Notices: as many as one customer alone may send a callee in 24 hours. A code is
 * asked for by whoever is rung, so codes do not use up what notices may; but a hundred of them in a day is somebody
 * having other people's sites ring him.
 */
export const DEFAULT_ATTENTION: Readonly<Record<1 | 2, number>> = { 1: 100, 2: 20 };

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that it is in a time zone, YYYY-MM-DD. At most as many formats are kept as there are time zones. */
export function dayIn(zone: string, now: number): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  return format.format(now);
}
