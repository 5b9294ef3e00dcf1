/** What a restriction leaves an account (4.2.5): so many sends in 60 s, so many in a day in Beijing. */
export interface SendCap {
  clause: string;
  perMinute: number | undefined;
  perDay: number | undefined;
}

/** What the account has sent. */
export interface Sent {
  lastMinute: number;
  today: number;
}

export interface CapFault {
  cap: SendCap;
  limit: number;
  per: 'minute' | 'day';
}

/** The cap that one more send would exceed, one of a day before one of a minute; undefined: none. */
export function capFault(caps: readonly SendCap[], { lastMinute, today }: Sent): CapFault | undefined {
  const ofMinute: CapFault[] = [];
  for (const cap of caps) {
    const { perMinute, perDay } = cap;
    if (perDay !== undefined && today >= perDay) return { cap, limit: perDay, per: 'day' };
    if (perMinute !== undefined && lastMinute >= perMinute)
      ofMinute.push({ cap, limit: perMinute, per: 'minute' });
  }
  return ofMinute[0];
}
