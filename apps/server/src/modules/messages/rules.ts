/** What is judged about a message that has waited past its time; milliseconds. */
export interface Waiting {
  purpose: 1 | 2;
  /** Whether it may be called at any hour; else its life ends with the hours. */
  allDay: boolean;
  dueAt: number;
  expiresAt: number;
  /** Up to when maintenance was made up for already. */
  creditedUntil: number | undefined;
}

export interface Window {
  startsAt: number;
  endsAt: number;
}

/** Whether a message is given back the time that maintenance took from it (docs/decisions/0015). */
export const isCredited = ({ purpose, allDay }: Pick<Waiting, 'purpose' | 'allDay'>): boolean =>
  purpose === 2 && allDay;

/**
 * When a message expires whose queue stood still during these windows: it gets back what it lost, and no more.
 * @param windows that are over, soonest first
 */
export function fairExpiry(message: Waiting, windows: readonly Window[]): number {
  if (!isCredited(message)) return message.expiresAt;
  let from = Math.max(message.dueAt, message.creditedUntil ?? 0);
  let expiresAt = message.expiresAt;
  for (const { startsAt, endsAt } of windows) {
    const start = Math.max(startsAt, from);
    if (start >= expiresAt) break;
    if (endsAt <= start) continue;
    expiresAt += endsAt - start;
    from = endsAt; // windows that overlap count once
  }
  return expiresAt;
}

/** Whose messages are the platform's own: codes for callees, which nobody pays for. */
export const PLATFORM = '';
