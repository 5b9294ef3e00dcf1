import { createHash } from 'node:crypto';
import { HeraldError } from '@herald/contract';
import {
  beginFile,
  createTypeReader,
  FILE_KINDS,
  FILE_TYPES,
  type FileKey,
  type FileKind,
  type FileType,
  fileName,
  finishFile,
  forgetFile,
  giveUpFile,
  type StoredFile,
} from '../../modules/files/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { FileStore } from '../../platform/file-store.ts';
import type { Random } from '../../platform/random.ts';
import { DATA_KEY_BYTES, sealStream } from '../../platform/sealed-stream.ts';
import type { Vault } from '../../platform/vault.ts';

export interface FileDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  newId(): string;
  readonly files: FileStore;
}

export interface NewFile {
  readonly accountId: string;
  readonly kind: FileKind;
  /** As the sender calls it; it is cleaned, and says nothing about the type. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** What the sender says ahead, where it says it: bytes, and SHA-256 in hex. */
  readonly declaredBytes?: number | undefined;
  readonly sha256?: string | undefined;
}

/** Files of one account that nothing refers to. */
const MOST_IDLE_FILES = 200;

/**
 * Takes a file in as it streams by, sealed, and judged by its content. The row comes first and is seen last: what dies
 * in between is found and swept (flow/files/sweep-files.ts).
 * @throws HeraldError FILE_TOO_LARGE, FILE_TYPE_REFUSED, FILE_CUT_OFF, FILE_HASH_WRONG, FILES_TOO_MANY
 */
export async function storeFile(deps: FileDeps, file: NewFile): Promise<StoredFile> {
  const { sql, vault, clock } = deps;
  const { mostBytes } = FILE_KINDS[file.kind];
  if ((file.declaredBytes ?? 0) > mostBytes) throw tooLarge(file.kind);
  const key = { accountId: file.accountId, fileId: deps.newId() };
  const dataKey = deps.random.bytes(DATA_KEY_BYTES);
  const createdAt = new Date(clock.now());
  const begun = { ...key, kind: file.kind, name: file.name, dataKey, most: MOST_IDLE_FILES, at: createdAt };
  if (!(await beginFile(sql, vault, begun))) {
    throw new HeraldError('FILES_TOO_MANY', { most: MOST_IDLE_FILES });
  }
  try {
    const seen: Seen = { bytes: 0, sha256: '', type: undefined };
    await deps.files.put(key.fileId, sealStream(dataKey, watch(file, seen)));
    const { bytes: size, sha256, type } = seen;
    if (!type) throw typeRefused(file.kind);
    const name = fileName(file.name, type);
    if (!(await finishFile(sql, vault, { ...key, name, type, size, sha256 }))) {
      throw new HeraldError('FILE_CUT_OFF');
    }
    return { ...key, kind: file.kind, name, type, size, sha256, createdAt };
  } catch (error) {
    // What fails here is done by the sweep.
    await discard(deps, key).catch(() => {});
    throw error;
  }
}

/** Takes a file away: not seen any more, then its content gone, then its row. */
export async function discard(deps: Pick<FileDeps, 'sql' | 'files'>, key: FileKey): Promise<void> {
  await giveUpFile(deps.sql, key);
  await deps.files.delete(key.fileId);
  await forgetFile(deps.sql, key);
}

/** What was learnt of a file when all of it has gone by. */
interface Seen {
  bytes: number;
  sha256: string;
  type: FileType | undefined;
}

/** Counts, hashes and looks at what streams by; fails where it may not be kept, so that the store keeps none of it. */
async function* watch(file: NewFile, seen: Seen): AsyncGenerator<Uint8Array, void> {
  const { mostBytes } = FILE_KINDS[file.kind];
  const hash = createHash('sha256');
  const reader = createTypeReader(file.kind);
  for await (const chunk of whole(file.content)) {
    seen.bytes += chunk.length;
    if (seen.bytes > mostBytes) throw tooLarge(file.kind);
    hash.update(chunk);
    reader.add(chunk);
    yield chunk;
  }
  if (file.declaredBytes !== undefined && seen.bytes !== file.declaredBytes) {
    throw new HeraldError('FILE_CUT_OFF');
  }
  seen.sha256 = hash.digest('hex');
  if (file.sha256 !== undefined && file.sha256.toLowerCase() !== seen.sha256) {
    throw new HeraldError('FILE_HASH_WRONG', { sha256: seen.sha256 });
  }
  seen.type = reader.end();
  if (!seen.type || !isAllowed(file.kind, seen.type)) throw typeRefused(file.kind);
}

/** A sender who goes away is told apart from a store that fails. */
async function* whole(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* content;
  } catch {
    throw new HeraldError('FILE_CUT_OFF');
  }
}

function isAllowed(kind: FileKind, type: string): boolean {
  return (FILE_KINDS[kind].types as readonly string[]).includes(type);
}

function tooLarge(kind: FileKind): HeraldError {
  return new HeraldError('FILE_TOO_LARGE', { limitMiB: FILE_KINDS[kind].mostBytes / 1024 / 1024 });
}

function typeRefused(kind: FileKind): HeraldError {
  const types = FILE_KINDS[kind].types.map((type) => FILE_TYPES[type].mime).join(', ');
  return new HeraldError('FILE_TYPE_REFUSED', { types });
}
