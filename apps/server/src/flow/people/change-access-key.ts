import { type CustomerPermission, HeraldError, type Words } from '@herald/contract';
import {
  createApiKey,
  deleteApiKey,
  findMember,
  listApiKeys,
  listMembers,
  lockAccounts,
  lockApiKey,
  MOST_KEYS_OF_MEMBER,
  resetApiKey,
  updateApiKey,
} from '../../modules/accounts/index.ts';
import { endSessions } from '../../modules/identities/index.ts';
import type { Tx } from '../../platform/db.ts';
import { randomText } from '../../platform/random.ts';
import { inTransaction, noteInAct } from '../../platform/transaction.ts';
import { notify } from '../notices/notify.ts';
import { readIpList } from './ip-list.ts';
import type { PeopleDeps } from './people-deps.ts';

const PUBLIC_LENGTH = 40;
const PRIVATE_LENGTH = 44;

/** Who manages keys: a member, or the account itself by a key of its own (without `memberId`). */
export interface KeyManager {
  readonly accountId: string;
  readonly memberId: string | undefined;
  readonly permissions: ReadonlySet<CustomerPermission>;
}

export type LockedKey = NonNullable<Awaited<ReturnType<typeof lockApiKey>>>;

/** Whether somebody may see and change all keys of the account, or their own alone. */
export const managesAllKeys = ({ permissions }: KeyManager) => permissions.has('members:manage');

/** 1.6: a new pair of the manager's own. @returns the private half, this once */
export async function createAccessKey(
  deps: PeopleDeps,
  manager: KeyManager,
  { note, allowedIps }: { note?: string | undefined; allowedIps?: readonly string[] | undefined },
): Promise<{ publicKey: string; privateKey: string }> {
  const { vault, clock, random } = deps;
  const { accountId, memberId } = manager;
  const pair = {
    publicKey: randomText(random, PUBLIC_LENGTH),
    privateKey: randomText(random, PRIVATE_LENGTH),
  };
  const ips = allowedIps && readIpList(allowedIps);
  return inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const keys = await listApiKeys(tx, { accountId });
    const own = keys.filter((key) => key.memberId === (memberId ?? null));
    if (own.length >= MOST_KEYS_OF_MEMBER) {
      throw new HeraldError('COUNT_LIMIT', {
        whatZh: 'API 密钥',
        whatEn: 'API keys',
        limit: MOST_KEYS_OF_MEMBER,
      });
    }
    const at = new Date(clock.now());
    await createApiKey(tx, vault, { accountId, memberId, ...pair, note, allowedIps: ips, at });
    noteInAct({ PublicKey: pair.publicKey });
    await tellKeyChange(tx, deps, accountId, pair.publicKey, { zh: '已创建', en: 'created' });
    return pair;
  });
}

export async function changeAccessKey(
  deps: PeopleDeps,
  manager: KeyManager,
  publicKey: string,
  change: {
    status?: 'active' | 'disabled' | undefined;
    note?: string | undefined;
    allowedIps?: readonly string[] | undefined;
  },
): Promise<void> {
  const { accountId } = manager;
  const ips = change.allowedIps && readIpList(change.allowedIps);
  await inTransaction(deps.sql, async (tx) => {
    const key = await lockManagedKey(tx, manager, publicKey);
    const status = change.status ?? key.status;
    if (key.leakedAt && status === 'active') throw new HeraldError('KEY_LEAKED', { publicKey });
    const note = change.note ?? key.note;
    await updateApiKey(tx, { ...key, accountId, status, note, allowedIps: ips ?? key.allowedIps });
    const what =
      status === key.status
        ? { zh: '备注或来源地址已修改', en: 'its note or addresses were changed' }
        : status === 'active'
          ? { zh: '已启用', en: 'enabled' }
          : { zh: '已停用', en: 'disabled' };
    await tellKeyChange(tx, deps, accountId, publicKey, what);
  });
}

/**
 * 1.6: a new private key; the old one signs nothing from then on (elsewhere within a second), and the member whose key
 * it is must log in again. A key of the account itself is every member's concern.
 */
export async function resetAccessKey(
  deps: PeopleDeps,
  manager: KeyManager,
  publicKey: string,
): Promise<{ publicKey: string; privateKey: string }> {
  const { vault, clock } = deps;
  const { accountId } = manager;
  const privateKey = randomText(deps.random, PRIVATE_LENGTH);
  return inTransaction(deps.sql, async (tx) => {
    const { memberId } = await lockManagedKey(tx, manager, publicKey);
    await resetApiKey(tx, vault, { accountId, publicKey, privateKey });
    const members =
      memberId === null
        ? await listMembers(tx, vault, accountId)
        : [await findMember(tx, vault, { accountId, memberId })];
    const identityIds = members.flatMap((member) => member?.identityId ?? []);
    await endSessions(tx, { identityIds, at: new Date(clock.now()) });
    await tellKeyChange(tx, deps, accountId, publicKey, {
      zh: '私钥已重置',
      en: 'its private half was reset',
    });
    return { publicKey, privateKey };
  });
}

export async function deleteAccessKey(
  deps: PeopleDeps,
  manager: KeyManager,
  publicKey: string,
): Promise<void> {
  const { accountId } = manager;
  await inTransaction(deps.sql, async (tx) => {
    await lockManagedKey(tx, manager, publicKey);
    await deleteApiKey(tx, { accountId, publicKey });
    await tellKeyChange(tx, deps, accountId, publicKey, { zh: '已删除', en: 'deleted' });
  });
}

/** Somebody else's key does not exist for those who manage their own alone. */
export async function lockManagedKey(tx: Tx, manager: KeyManager, publicKey: string): Promise<LockedKey> {
  const key = await lockApiKey(tx, { accountId: manager.accountId, publicKey });
  if (!key || !(managesAllKeys(manager) || key.memberId === manager.memberId)) {
    throw new HeraldError('KEY_NOT_FOUND', { publicKey });
  }
  return key;
}

/** What people may see of a key in a notice. */
export const maskKey = (publicKey: string) => `${publicKey.slice(0, 4)}…${publicKey.slice(-4)}`;

async function tellKeyChange(
  tx: Tx,
  deps: PeopleDeps,
  accountId: string,
  publicKey: string,
  what: Words,
): Promise<void> {
  const details = {
    key: maskKey(publicKey),
    changedAt: deps.clock.now(),
    whatZh: what.zh,
    whatEn: what.en,
  };
  await notify(tx, deps, { accountId, kind: 'account.key-changed', details });
}
