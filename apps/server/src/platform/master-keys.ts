import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from './config-error.ts';

/** 32 bytes each, the newest first: it seals, all open. */
export type MasterKeys = readonly [Uint8Array, ...Uint8Array[]];

const MOST_KEYS = 8;

/**
 * The master keys, 64 hexadecimal digits each, the newest first: from the environment, with commas between them, or from
 * a file with a line for each, which is made on first start (mode 0600). Losing them makes sealed values unreadable for
 * good, so they belong into the operator's backup, apart from the database's.
 * @throws ConfigError naming what cannot be read
 */
export async function loadMasterKeys(fromEnvironment: string | undefined, file: string): Promise<MasterKeys> {
  if (fromEnvironment !== undefined) return decodeKeys(fromEnvironment.split(','), 'HERALD_MASTER_KEY');
  try {
    return decodeFile(await readFile(file, 'utf8'), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dirname(file), { recursive: true });
  const fresh = randomBytes(32);
  // Given its name only when it is whole, so that nobody ever finds half a key: neither another process of the same
  // start, nor the next one after a crash.
  const aside = await writeAside(file, [fresh]);
  try {
    await link(aside, file);
    return [fresh];
  } catch (error) {
    // Another process was first: its key counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return decodeFile(await readFile(file, 'utf8'), file);
  } finally {
    await rm(aside, { force: true });
  }
}

/**
 * Puts a new key before those of a file. What was there is there until the new file is whole.
 * @throws ConfigError where there are too many already
 */
export async function addMasterKey(file: string): Promise<MasterKeys> {
  const keys = withNewKey(await loadMasterKeys(undefined, file));
  const aside = await writeAside(file, keys);
  await rename(aside, file).catch(async (error: unknown) => {
    await rm(aside, { force: true });
    throw error;
  });
  const folder = await open(dirname(file));
  await folder.sync().finally(() => folder.close());
  return keys;
}

/** @throws ConfigError where there are too many already */
export function withNewKey(keys: MasterKeys): MasterKeys {
  if (keys.length === MOST_KEYS) {
    throw new ConfigError(
      `there are ${MOST_KEYS} master keys: take out those that are reported as removable`,
    );
  }
  return [randomBytes(32), ...keys];
}

export const encodeKeys = (keys: MasterKeys, between: string) =>
  keys.map((key) => Buffer.from(key).toString('hex')).join(between);

async function writeAside(file: string, keys: MasterKeys): Promise<string> {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(aside, 'wx', 0o600);
  try {
    await handle.writeFile(`${encodeKeys(keys, '\n')}\n`);
    await handle.sync();
    return aside;
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

const decodeFile = (text: string, file: string) => decodeKeys(text.trim().split('\n'), file);

function decodeKeys(texts: readonly string[], where: string): MasterKeys {
  const given = texts.map((text) => text.trim().toLowerCase());
  if (!given.every((text) => /^[0-9a-f]{64}$/.test(text))) {
    throw new ConfigError(`${where} must hold 64 hexadecimal digits (32 bytes) for each master key`);
  }
  if (given.length > MOST_KEYS || new Set(given).size < given.length) {
    throw new ConfigError(`${where} must hold at most ${MOST_KEYS} master keys, each of them once`);
  }
  return given.map((text) => Buffer.from(text, 'hex')) as unknown as MasterKeys;
}
