import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import type { FileKind, FileType } from './rules.ts';

/** Which file. */
export interface FileKey {
  accountId: string;
  fileId: string;
}

/** A file that is all there. */
export interface StoredFile extends FileKey {
  kind: FileKind;
  name: string;
  type: FileType;
  /** Bytes. */
  size: number;
  /** Of the content, in hex. */
  sha256: string;
  createdAt: Date;
}

export const fileNameContext = ({ accountId, fileId }: FileKey) => `files.name:${accountId}/${fileId}`;
export const fileKeyContext = ({ accountId, fileId }: FileKey) => `files.data_key:${accountId}/${fileId}`;

/** Notes a file that is about to come in; false where the account has `most` files that nothing refers to. */
export async function beginFile(
  db: Db,
  vault: Vault,
  file: FileKey & { kind: FileKind; name: string; dataKey: Uint8Array; most: number; at: Date },
): Promise<boolean> {
  const rows = await db`
    INSERT INTO files (account_id, file_id, kind, name_sealed, data_key, idle_since, created_at)
    SELECT ${file.accountId}, ${file.fileId}, ${file.kind}, ${vault.seal(file.name, fileNameContext(file))},
      ${vault.seal(Buffer.from(file.dataKey).toString('hex'), fileKeyContext(file))}, ${file.at}, ${file.at}
    WHERE (SELECT count(*) FROM files WHERE account_id = ${file.accountId} AND uses = '{}') < ${file.most}
    RETURNING 1`;
  return rows.length === 1;
}

/** What came in is all there: from here on it is seen. False when it was given up in the meantime. */
export async function finishFile(
  db: Db,
  vault: Vault,
  file: FileKey & { name: string; type: FileType; size: number; sha256: string },
): Promise<boolean> {
  const rows = await db`
    UPDATE files SET state = 'stored', type = ${file.type}, size = ${BigInt(file.size)},
      sha256 = ${Buffer.from(file.sha256, 'hex')}, name_sealed = ${vault.seal(file.name, fileNameContext(file))}
    WHERE account_id = ${file.accountId} AND file_id = ${file.fileId} AND state = 'uploading'
    RETURNING 1`;
  return rows.length === 1;
}

interface FileRow extends FileKey {
  kind: FileKind;
  nameSealed: Buffer;
  type: FileType;
  size: bigint;
  sha256: Buffer;
  dataKey: Buffer;
  createdAt: Date;
}

/** A file of the account and the key that opens it; undefined for another account's and for what is not all there. */
export async function findFile(
  db: Db,
  vault: Vault,
  key: FileKey,
): Promise<(StoredFile & { dataKey: Uint8Array }) | undefined> {
  const [row] = await db<FileRow[]>`
    SELECT account_id AS "accountId", file_id AS "fileId", kind, name_sealed AS "nameSealed", type, size, sha256,
      data_key AS "dataKey", created_at AS "createdAt"
    FROM files WHERE account_id = ${key.accountId} AND file_id = ${key.fileId} AND state = 'stored'`;
  if (!row) return undefined;
  return {
    accountId: row.accountId,
    fileId: row.fileId,
    kind: row.kind,
    name: vault.open(row.nameSealed, fileNameContext(key)),
    type: row.type,
    size: Number(row.size),
    sha256: row.sha256.toString('hex'),
    createdAt: row.createdAt,
    dataKey: Buffer.from(vault.open(row.dataKey, fileKeyContext(key)), 'hex'),
  };
}

/** Refers to a file under a name of the user's own, which keeps it; false where there is no such file of that kind. */
export async function useFile(
  tx: Tx,
  { accountId, fileId, kind, use }: FileKey & { kind: FileKind; use: string },
): Promise<boolean> {
  // One row says both whether it is used and whether it goes: whoever comes second sees what the first one did.
  const rows = await tx`
    UPDATE files SET uses = CASE WHEN ${use} = ANY(uses) THEN uses ELSE array_append(uses, ${use}) END
    WHERE account_id = ${accountId} AND file_id = ${fileId} AND kind = ${kind} AND state = 'stored'
    RETURNING 1`;
  return rows.length === 1;
}

/** Lets go of a file; one that nobody refers to is swept a day later. */
export async function releaseFile(tx: Tx, file: FileKey & { use: string; at: Date }): Promise<void> {
  await tx`
    UPDATE files SET uses = array_remove(uses, ${file.use}), idle_since = ${file.at}
    WHERE account_id = ${file.accountId} AND file_id = ${file.fileId}`;
}

/** From here on the file is not seen any more; `forgetFile` follows when its content is gone. */
export async function giveUpFile(db: Db, key: FileKey): Promise<void> {
  await db`
    UPDATE files SET state = 'deleting' WHERE account_id = ${key.accountId} AND file_id = ${key.fileId}`;
}

/** Gives up files without a user: uploads begun, and others let go of, before these times. Those given up come again. */
export async function giveUpIdleFiles(
  db: Db,
  bounds: { uploadingBefore: Date; idleBefore: Date; limit: number },
): Promise<FileKey[]> {
  return await db<FileKey[]>`
    UPDATE files SET state = 'deleting'
    WHERE uses = '{}' AND (account_id, file_id) IN (
      SELECT account_id, file_id FROM files
      WHERE uses = '{}' AND idle_since < ${bounds.uploadingBefore}
        AND (state <> 'stored' OR idle_since < ${bounds.idleBefore})
      ORDER BY idle_since LIMIT ${bounds.limit} FOR UPDATE SKIP LOCKED)
    RETURNING account_id AS "accountId", file_id AS "fileId"`;
}

export async function forgetFile(db: Db, key: FileKey): Promise<void> {
  await db`
    DELETE FROM files WHERE account_id = ${key.accountId} AND file_id = ${key.fileId} AND state = 'deleting'`;
}

/** Gives up files by what refers to them, which no longer does. Those given up come again until they are forgotten. */
export async function giveUpUsed(
  tx: Tx,
  uses: readonly { accountId: string; use: string }[],
  at: Date,
): Promise<FileKey[]> {
  if (uses.length === 0) return [];
  return await tx<FileKey[]>`
    UPDATE files f SET state = 'deleting', uses = '{}', idle_since = ${at}
    FROM unnest(${uses.map(({ accountId }) => accountId)}::text[], ${uses.map(({ use }) => use)}::text[]) AS u (account_id, use)
    WHERE f.account_id = u.account_id AND f.uses @> ARRAY[u.use] AND f.kind IN ('recording', 'list')
    RETURNING f.account_id AS "accountId", f.file_id AS "fileId"`;
}

/** Gives up every list and recording of an account. */
export async function giveUpFilesOf(tx: Tx, accountId: string, at: Date): Promise<FileKey[]> {
  return await tx<FileKey[]>`
    UPDATE files SET state = 'deleting', uses = '{}', idle_since = ${at}
    WHERE account_id = ${accountId} AND kind IN ('recording', 'list')
    RETURNING account_id AS "accountId", file_id AS "fileId"`;
}

/** Gives up recordings that are older than this, whatever refers to them; at most `limit`. */
export async function giveUpOldRecordings(tx: Tx, before: Date, at: Date, limit: number): Promise<FileKey[]> {
  return await tx<FileKey[]>`
    UPDATE files SET state = 'deleting', uses = '{}', idle_since = ${at}
    WHERE (account_id, file_id) IN (
      SELECT account_id, file_id FROM files
      WHERE kind = 'recording' AND state = 'stored' AND created_at < ${before} LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING account_id AS "accountId", file_id AS "fileId"`;
}

/** Gives up materials and audio of accounts whose service ended before then, and has not begun again; at most `limit`. */
export async function giveUpOldMaterials(tx: Tx, before: Date, at: Date, limit: number): Promise<FileKey[]> {
  return await tx<FileKey[]>`
    UPDATE files SET state = 'deleting', uses = '{}', idle_since = ${at}
    WHERE (account_id, file_id) IN (
      SELECT f.account_id, f.file_id FROM account_terminations t
      JOIN accounts a ON a.account_id = t.account_id AND (a.status = 'terminated' OR a.service_ends_at <= ${at})
      JOIN files f ON f.account_id = t.account_id AND f.kind IN ('material', 'audio') AND f.state = 'stored'
      WHERE t.terminated_at < ${before} LIMIT ${limit} FOR UPDATE OF f SKIP LOCKED)
    RETURNING account_id AS "accountId", file_id AS "fileId"`;
}

/** Files of an account that are all there, of these kinds, in the order of their ids; a page of them. */
export async function filesAfter(
  db: Db,
  asked: { accountId: string; kinds: readonly FileKind[]; after: string | undefined; limit: number },
): Promise<string[]> {
  const rows = await db<{ fileId: string }[]>`
    SELECT file_id AS "fileId" FROM files
    WHERE account_id = ${asked.accountId} AND state = 'stored' AND kind = ANY(${asked.kinds as string[]})
      AND (${asked.after ?? null}::uuid IS NULL OR file_id > ${asked.after ?? null})
    ORDER BY file_id LIMIT ${asked.limit}`;
  return rows.map(({ fileId }) => fileId);
}
