import { randomBytes } from 'node:crypto';
import { ConfigError } from './config-error.ts';
import type { Sql, Tx } from './db.ts';
import type { MasterKeys } from './master-keys.ts';
import { processesWithout } from './process-names.ts';
import { inTransaction } from './transaction.ts';
import { createSealer, createVault, type LookupKeys, lookupKeysOf, sealingKey, type Vault } from './vault.ts';

/** The installation's lookup keys are sealed like everything else, and sealed anew with it. */
export const lookupContext = () => 'master_key.lookup';

/** What a master key from before lookup keys were kept had made of this text, told one from another. */
const FINGERPRINT_OF = 'herald.master-key';

/**
 * Opens what this database has sealed. The first process makes the installation's lookup keys; each notes the key that
 * it seals with, before it seals anything. What is under a key must be readable: a process without a key that is still
 * needed does not start.
 * @throws ConfigError
 */
export async function openVault(sql: Sql, masters: MasterKeys, now: number): Promise<Vault> {
  return inTransaction(sql, async (tx) => {
    // One start at a time: of two first ones the second finds the keys of the first.
    await tx`LOCK TABLE master_keys IN SHARE ROW EXCLUSIVE MODE`;
    const sealer = createSealer(masters);
    const held = masters.map((master) => sealingKey(master).id);
    await checkNeeded(tx, held);
    const lookup = await readLookup(tx, sealer, masters, now);
    await noteNewest(tx, held[0] as string, now);
    return createVault(masters, lookup);
  });
}

async function checkNeeded(tx: Tx, held: readonly string[]): Promise<void> {
  const needed = await tx<{ keyId: string }[]>`
    SELECT key_id AS "keyId" FROM master_keys WHERE emptied_at IS NULL ORDER BY since`;
  const missing = needed.map(({ keyId }) => keyId).filter((keyId) => !held.includes(keyId));
  if (missing.length === 0) return;
  if (missing.length === needed.length) throw new ConfigError(OTHER_KEY);
  throw new ConfigError(
    `the master key ${missing.join(', ')} is missing, and data is still sealed under it: put it back, after the newest, into HERALD_MASTER_KEY or master.key, until it is reported as removable`,
  );
}

/** A key that is new here seals only once every process that runs could open what it seals. */
async function noteNewest(tx: Tx, keyId: string, now: number): Promise<void> {
  const standing = await tx`UPDATE master_keys SET emptied_at = NULL WHERE key_id = ${keyId} RETURNING 1`;
  if (standing.length > 0) return;
  const without = await processesWithout(tx, keyId);
  if (without.length > 0) {
    throw new ConfigError(
      `${without.join(', ')} would not be able to read what is sealed under the new master key ${keyId}: give it that key after its own and restart it, and then put the new one first; or stop it`,
    );
  }
  await tx`INSERT INTO master_keys (key_id, since) VALUES (${keyId}, ${new Date(now)})`;
}

const OTHER_KEY =
  'the master key is not the one that this database was made with: set HERALD_MASTER_KEY, or put the right master.key into DATA_DIR';

async function readLookup(
  tx: Tx,
  sealer: Pick<Vault, 'seal' | 'open'>,
  masters: MasterKeys,
  now: number,
): Promise<LookupKeys> {
  const [row] = await tx<{ fingerprint: Buffer | null; sealed: Buffer | null }[]>`
    SELECT fingerprint, lookup_sealed AS sealed FROM master_key`;
  if (row?.sealed) return decode(sealer.open(row.sealed, lookupContext()));
  if (!row?.fingerprint) {
    const fresh = { index: randomBytes(32), mark: randomBytes(32), sign: randomBytes(32) };
    await tx`INSERT INTO master_key (lookup_sealed) VALUES (${sealer.seal(encode(fresh), lookupContext())})`;
    return fresh;
  }
  const { fingerprint } = row;
  const first = masters.find((master) => createVault(master).key(FINGERPRINT_OF).equals(fingerprint));
  if (!first) throw new ConfigError(OTHER_KEY);
  const lookup = lookupKeysOf(first);
  await tx`UPDATE master_key SET lookup_sealed = ${sealer.seal(encode(lookup), lookupContext())}, fingerprint = NULL`;
  await tx`INSERT INTO master_keys (key_id, since) VALUES (${sealingKey(first).id}, ${new Date(now)})`;
  return lookup;
}

const encode = ({ index, mark, sign }: LookupKeys): string =>
  Buffer.concat([index, mark, sign]).toString('hex');

function decode(hex: string): LookupKeys {
  const bytes = Buffer.from(hex, 'hex');
  return { index: bytes.subarray(0, 32), mark: bytes.subarray(32, 64), sign: bytes.subarray(64) };
}
