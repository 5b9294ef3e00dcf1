/** Who has proved a number in this tab: gone with the tab, and after 20 minutes at the service in any case. */
export interface CalleeSession {
  readonly token: string;
  /** Masked. */
  readonly phone: string;
  /** Unix ms. */
  readonly until: number;
}

const KEY = 'herald-callee';

export function storedSession(now: number): CalleeSession | undefined {
  try {
    const session = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as CalleeSession | null;
    return session && session.until > now ? session : undefined;
  } catch {
    return undefined;
  }
}

export function storeSession(session: CalleeSession | undefined): void {
  try {
    if (session) sessionStorage.setItem(KEY, JSON.stringify(session));
    else sessionStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing: the session holds until the page is left.
  }
}
