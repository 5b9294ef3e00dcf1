import { HeraldError } from '@herald/contract';
import {
  lockAccounts,
  readSecuritySettings,
  type SecuritySettings,
  saveSecuritySettings,
} from '../../modules/accounts/index.ts';
import { createIpAllowList } from '../../platform/ip-allow-list.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { readIpList } from './ip-list.ts';
import type { PeopleDeps } from './people-deps.ts';

/**
 * 4.2.4: changes what is given. Nobody locks the account out of its console: a list for it must hold the address from
 * which it is set.
 */
export async function changeSecuritySettings(
  deps: PeopleDeps,
  { accountId, ip }: { accountId: string; ip: string },
  change: { [Name in keyof SecuritySettings]?: SecuritySettings[Name] | undefined },
): Promise<void> {
  const consoleIps = change.consoleIps && readIpList(change.consoleIps);
  const apiIps = change.apiIps && readIpList(change.apiIps);
  if (consoleIps && !createIpAllowList()(consoleIps, ip)) throw new HeraldError('IP_LIST_LOCKS_OUT', { ip });
  await inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const present = await readSecuritySettings(tx, accountId);
    if (!present) throw new Error(`there is no account ${accountId}`);
    await saveSecuritySettings(tx, {
      accountId,
      apiIps: apiIps ?? present.apiIps,
      consoleIps: consoleIps ?? present.consoleIps,
      keyPairs: change.keyPairs ?? present.keyPairs,
    });
    const details = {
      changedAt: deps.clock.now(),
      ip,
      whatZh: '来源地址或签名方式',
      whatEn: 'allowed addresses or signatures',
    };
    await notify(tx, deps, { accountId, kind: 'account.security-changed', details });
  });
}
