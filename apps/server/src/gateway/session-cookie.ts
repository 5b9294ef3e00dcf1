import type { Identity, SessionCookie } from './deps.ts';

/** One cookie a realm: a browser may be logged in as a customer and as the operator's staff at once. */
const COOKIES = { customer: 'herald-session', operator: 'herald-staff' } as const;

/**
 * A request with a cookie must also carry this header: no other site's page can add it, and the cookie alone (which a
 * form of another site might bring along) does nothing.
 */
const CONSOLE_HEADER = 'x-herald-console';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The session's token: `Authorization: Bearer …` from programs, the realm's cookie from the console. */
export function sessionToken(headers: Headers, realm: Identity['realm'] | undefined): string | undefined {
  const [scheme, token] = String(headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token) return token;
  if (headers[CONSOLE_HEADER] === undefined) return undefined;
  const cookies = readCookies(String(headers.cookie ?? ''));
  // What concerns the person alone names in the header which of the two sessions is meant.
  const wanted = realm ?? (headers[CONSOLE_HEADER] === 'operator' ? 'operator' : 'customer');
  return cookies.get(COOKIES[wanted]);
}

function readCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(';', 50)) {
    const equals = pair.indexOf('=');
    if (equals > 0) cookies.set(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim());
  }
  return cookies;
}

/** Collects what a handler says of the session's cookie into a Set-Cookie header. */
export function createSessionCookie(
  secure: boolean,
  now: () => number,
): SessionCookie & { headers(): readonly string[] } {
  let headers: string[] = [];
  const line = (realm: Identity['realm'], value: string, maxAge: number) =>
    `${COOKIES[realm]}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${secure ? '; Secure' : ''}`;
  return {
    set(realm, token, expiresAt) {
      headers = [line(realm, token, Math.max(0, Math.floor((expiresAt - now()) / 1000)))];
    },
    clear(realm) {
      headers = [line(realm, '', 0)];
    },
    headers: () => headers,
  };
}
