import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { APP_HEADERS, APP_PERMISSIONS, appStringToSign, HeraldError } from '@herald/contract';
import { createIpAllowList } from '../platform/ip-allow-list.ts';
import { lookUp, type Presented, type Scheme } from './authenticate.ts';
import type { AppStore, StoredApp } from './deps.ts';

/** How far a signer's clock may be off. */
export const APP_CLOCK_SKEW_MS = 5 * 60_000;

const NONCE = /^[A-Za-z0-9_-]{16,64}$/;
const PERMISSIONS = new Set(APP_PERMISSIONS);

/**
 * 1.5, 4.2.3: an app signs method, target, time stamp, nonce and body with HMAC-SHA-256 under its secret.
 * Refuses in this order: 170 a header is missing, the time stamp, the nonce's form, 172 app unknown, off or without a
 * secret, 294 source IP, 171 wrong signature, then a nonce that was used: only who knows the secret has any kept.
 */
export function appScheme(apps: AppStore, now: () => number): Scheme {
  const isAllowed = createIpAllowList();
  return {
    recognises: ({ headers }) =>
      headers[APP_HEADERS.key] !== undefined || headers[APP_HEADERS.signature] !== undefined,
    async authenticate(presented) {
      const appKey = header(presented, 'key');
      const timestamp = header(presented, 'timestamp');
      const nonce = header(presented, 'nonce');
      const signature = header(presented, 'signature');
      const at = now();
      const stamp = /^\d{13}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
      if (!(Math.abs(at - stamp) <= APP_CLOCK_SKEW_MS)) {
        throw new HeraldError('APP_TIME_REFUSED', { minutes: APP_CLOCK_SKEW_MS / 60_000 });
      }
      if (!NONCE.test(nonce)) throw new HeraldError('APP_NONCE_USED');

      const app = await lookUp(apps.find(appKey));
      if (!app) throw new HeraldError('USER_UNKNOWN');
      const { accountId, appId } = app;
      const { ip } = presented;
      if (!isAllowed(app.allowedIps, ip)) throw new HeraldError('IP_REFUSED', { ip });
      const text = appStringToSign({
        method: presented.method,
        target: presented.target,
        timestamp,
        nonce,
        bodySha256: hash('sha256', presented.body ?? '', 'hex'),
      });
      if (!isSigned(app, text, signature, at)) throw new HeraldError('SIGNATURE_WRONG');
      const expiresAt = stamp + 2 * APP_CLOCK_SKEW_MS;
      if (!(await lookUp(apps.takeNonce({ accountId, appId, nonce, expiresAt })))) {
        throw new HeraldError('APP_NONCE_USED');
      }
      const principal = { kind: 'app', appKey, appId } as const;
      return {
        identity: { realm: 'customer', accountId, principal, permissions: PERMISSIONS, projects: 'all' },
        rateKey: appKey,
      };
    },
  };
}

function header({ headers }: Presented, name: keyof typeof APP_HEADERS): string {
  const value = headers[APP_HEADERS[name]];
  if (typeof value === 'string' && value !== '') return value;
  throw new HeraldError('SIGNATURE_MISSING', { name: APP_HEADERS[name] });
}

/** Whether one of the secrets that are in force made the signature. */
function isSigned({ secrets }: StoredApp, text: string, signature: string, at: number): boolean {
  const given = Buffer.from(signature);
  return secrets.some(({ secret, until }) => {
    const expected = Buffer.from(createHmac('sha256', secret).update(text).digest('hex'));
    return at < until && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
