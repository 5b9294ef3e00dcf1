/**
 * The token of a mailed link: behind `#`, which browsers send to nobody. It is taken out of the address, so that it
 * stays neither in the bar nor in the history. Empty where the mail had no link but the token alone.
 */
export function takeLinkToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (token !== '') history.replaceState(history.state, '', location.pathname + location.search);
  return token;
}
