const KEY = 'herald-oidc';

/** What a single sign-on is completed with when the browser comes back from the other house. */
export interface KeptTicket {
  readonly ticket: string;
  /** Path that was wanted. */
  readonly wayBack: string;
}

export function keepTicket(kept: KeptTicket): void {
  sessionStorage.setItem(KEY, JSON.stringify(kept));
}

/** Takes the ticket out: it counts once. */
export function takeTicket(): KeptTicket | undefined {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return kept === null ? undefined : (JSON.parse(kept) as KeptTicket);
}
