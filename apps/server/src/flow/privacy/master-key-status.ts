import {
  listMasterKeys,
  listResealings,
  type MasterKeyStatus,
  type Resealing,
} from '../../modules/sealing/index.ts';
import type { Sql } from '../../platform/db.ts';
import { countSealedOtherwise } from '../../platform/jobs.ts';
import { processesSealingOtherwise } from '../../platform/process-names.ts';
import type { Vault } from '../../platform/vault.ts';
import { sealingKeyId } from './reseal-values.ts';

export interface KeysView {
  keys: (MasterKeyStatus & { state: 'sealing' | 'needed' | 'removable' })[];
  places: Resealing[];
  /** Who still seals with an older key, and mails that wait under one: both hold up the end. */
  oldProcesses: string[];
  waitingMails: number;
}

/** Towards the key that was taken into use last, whichever this process seals with. */
export async function masterKeyStatus({ sql, vault }: { sql: Sql; vault: Vault }): Promise<KeysView> {
  const keys = await listMasterKeys(sql);
  const newest = keys.find(({ emptiedAt }) => emptiedAt === null)?.keyId ?? sealingKeyId(vault);
  const [places, oldProcesses, waitingMails] = await Promise.all([
    listResealings(sql, newest),
    processesSealingOtherwise(sql, newest),
    countSealedOtherwise(sql, vault.sealedNow),
  ]);
  const state = ({ keyId, emptiedAt }: MasterKeyStatus) => {
    if (keyId === newest) return 'sealing';
    return emptiedAt === null ? 'needed' : 'removable';
  };
  return { keys: keys.map((key) => ({ ...key, state: state(key) })), places, oldProcesses, waitingMails };
}
