import { readSecuritySettings } from '../../modules/accounts/index.ts';
import {
  type AppCredential,
  findAppCredential,
  type Nonce,
  takeNonces,
} from '../../modules/qualification/index.ts';
import { type Batcher, createBatcher } from '../../platform/batcher.ts';
import type { Sql } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

const MOST_IN_BATCH = 256;
const MOST_WAITING = 5000;

/** An app as a request that it signed is judged by: its secrets, and from where its account lets it call. */
export async function findApp(
  sql: Sql,
  vault: Vault,
  appKey: string,
): Promise<(AppCredential & { allowedIps: readonly string[] }) | undefined> {
  const app = await findAppCredential(sql, vault, appKey);
  if (!app) return undefined;
  const settings = await readSecuritySettings(sql, app.accountId);
  return { ...app, allowedIps: settings?.apiIps ?? [] };
}

/** Nonces of requests that arrive together are taken in one statement (group commit); answers whether each is new. */
export function createNonceTaker(sql: Sql): Batcher<Nonce, boolean> {
  return createBatcher<Nonce, boolean>({
    maxBatch: MOST_IN_BATCH,
    maxWaiting: MOST_WAITING,
    run: (nonces) => takeNonces(sql, nonces),
  });
}
