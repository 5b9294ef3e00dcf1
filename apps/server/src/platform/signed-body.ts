import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_MS = 5 * 60_000;

/** `t=<ms>,v1=<hex>`: HMAC-SHA-256 of `<ms>.<body>`, so that a body is bound to the time it was signed at. */
export function signBody(secret: Uint8Array | string, body: Uint8Array | string, at: number): string {
  return `t=${at},v1=${mac(secret, body, String(at)).toString('hex')}`;
}

/** Whether the body was signed with the secret within five minutes of `now`. */
export function isSignedBody(
  secret: Uint8Array | string,
  body: Uint8Array | string,
  signature: string | undefined,
  now: number,
): boolean {
  const match = /^t=(\d{1,15}),v1=([0-9a-f]{64})$/.exec(signature ?? '');
  if (!match) return false;
  const [, at = '', hex = ''] = match;
  if (Math.abs(now - Number(at)) > TOLERANCE_MS) return false;
  return timingSafeEqual(mac(secret, body, at), Buffer.from(hex, 'hex'));
}

function mac(secret: Uint8Array | string, body: Uint8Array | string, at: string): Buffer {
  return createHmac('sha256', secret).update(`${at}.`).update(body).digest();
}
