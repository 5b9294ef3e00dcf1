import { column } from '../../platform/array-column.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { ListedNumber } from './list-store.ts';
import { MOST_REGISTRIES } from './registry-rows.ts';

export const BY_REGISTRY = 'registry';

/** An outside registry in the list of one customer, or of all where accountId is ''. */
export interface RegistryKey {
  accountId: string;
  registry: string;
}

export interface Registry {
  registry: string;
  numbers: number;
  /** Null while an import runs, and where it died. */
  importedAt: Date | null;
}

/** From now on this import is the registry's; one that still runs gives way. @returns false where there are too many */
export async function beginRegistryImport(tx: Tx, key: RegistryKey, importId: string): Promise<boolean> {
  const { accountId, registry } = key;
  const rows = await tx`
    INSERT INTO do_not_call_registries (account_id, name, import_id)
    SELECT ${accountId}, ${registry}, ${importId}::uuid
    WHERE (SELECT count(*) FROM do_not_call_registries WHERE account_id = ${accountId} AND name <> ${registry})
      < ${MOST_REGISTRIES}
    ON CONFLICT (account_id, name) DO UPDATE SET import_id = excluded.import_id, imported_at = NULL
    RETURNING 1`;
  return rows.length === 1;
}

/** @returns whether the registry is this import's still; it stays so until the transaction ends */
async function isOfImport(tx: Tx, { accountId, registry }: RegistryKey, importId: string): Promise<boolean> {
  const rows = await tx`
    SELECT 1 FROM do_not_call_registries
    WHERE account_id = ${accountId} AND name = ${registry} AND import_id = ${importId}::uuid FOR SHARE`;
  return rows.length === 1;
}

/** Lists a part of an import's numbers. @returns how many are new; undefined where the import gave way */
export async function addRegistryNumbers(
  tx: Tx,
  key: RegistryKey,
  { importId, at }: { importId: string; at: Date },
  numbers: readonly ListedNumber[],
): Promise<number | undefined> {
  if (!(await isOfImport(tx, key, importId))) return undefined;
  const masks = column(numbers, ({ calleeMask }) => calleeMask);
  const rows = await tx`
    INSERT INTO do_not_call (account_id, callee_key, source, created_at, callee_mask, registry)
    SELECT DISTINCT ON (n.key) ${key.accountId}, decode(n.key, 'hex'), ${BY_REGISTRY}, ${at}::timestamptz, n.mask,
      ${key.registry}
    FROM unnest(${hexColumn(numbers)}::text[], ${masks}::text[]) AS n(key, mask) ORDER BY n.key
    ON CONFLICT (account_id, callee_key, purpose, registry) DO NOTHING`;
  return rows.count;
}

/** What a registry holds, in the order of the keys. @param after the last key of the part before */
export async function registryKeys(
  db: Db,
  { accountId, registry }: RegistryKey,
  { after, limit }: { after: Uint8Array; limit: number },
): Promise<Buffer[]> {
  const rows = await db<{ key: Buffer }[]>`
    SELECT callee_key AS key FROM do_not_call
    WHERE account_id = ${accountId} AND registry = ${registry} AND callee_key > ${after}
    ORDER BY callee_key LIMIT ${limit}`;
  return rows.map(({ key }) => key);
}

/** Takes off what an import's file does not hold. @returns false where the import gave way */
export async function removeRegistryNumbers(
  tx: Tx,
  key: RegistryKey,
  importId: string,
  gone: readonly { calleeKey: Uint8Array }[],
): Promise<boolean> {
  if (!(await isOfImport(tx, key, importId))) return false;
  await tx`
    DELETE FROM do_not_call
    WHERE account_id = ${key.accountId} AND registry = ${key.registry}
      AND callee_key IN (SELECT decode(k, 'hex') FROM unnest(${hexColumn(gone)}::text[]) AS k)`;
  return true;
}

const hexColumn = (keys: readonly { calleeKey: Uint8Array }[]) =>
  column(keys, ({ calleeKey }) => Buffer.from(calleeKey).toString('hex'));

/** The import is complete. @returns false where it gave way */
export async function endRegistryImport(
  tx: Tx,
  { accountId, registry }: RegistryKey,
  { importId, at, numbers }: { importId: string; at: Date; numbers: number },
): Promise<boolean> {
  const mine = await tx`
    UPDATE do_not_call_registries SET numbers = ${numbers}, imported_at = ${at}
    WHERE account_id = ${accountId} AND name = ${registry} AND import_id = ${importId}::uuid`;
  return mine.count === 1;
}

/** Takes the registry and all its entries off. @returns how many; undefined where there is no such registry */
export async function withdrawRegistry(
  tx: Tx,
  { accountId, registry }: RegistryKey,
): Promise<number | undefined> {
  const gone =
    await tx`DELETE FROM do_not_call_registries WHERE account_id = ${accountId} AND name = ${registry}`;
  if (gone.count === 0) return undefined;
  await tx`SET LOCAL statement_timeout = '5min'`;
  return (await tx`DELETE FROM do_not_call WHERE account_id = ${accountId} AND registry = ${registry}`).count;
}

export async function listRegistries(db: Db, accountId: string): Promise<Registry[]> {
  return await db<Registry[]>`
    SELECT name AS registry, numbers, imported_at AS "importedAt" FROM do_not_call_registries
    WHERE account_id = ${accountId} ORDER BY name`;
}
