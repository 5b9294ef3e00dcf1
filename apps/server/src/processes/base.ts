import { join } from 'node:path';
import { ensureAgreement } from '../flow/agreement/publish-agreement.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { type Config, ConfigError } from '../platform/config.ts';
import { connectDb, type DbAddress, type Sql } from '../platform/db.ts';
import { createDiskStore, type FileStore } from '../platform/file-store.ts';
import { createIds } from '../platform/ids.ts';
import type { Limits } from '../platform/limit-settings.ts';
import { createLog, type Log } from '../platform/log.ts';
import { loadMasterKeys } from '../platform/master-keys.ts';
import { migrate } from '../platform/migrate.ts';
import { openVault } from '../platform/open-vault.ts';
import { processName } from '../platform/process-names.ts';
import { type Random, systemRandom } from '../platform/random.ts';
import { createS3Store } from '../platform/s3-store.ts';
import type { Vault } from '../platform/vault.ts';

/** What every process of the service has. */
export interface Base {
  config: Config;
  limits: Limits;
  log: Log;
  clock: Clock;
  random: Random;
  newId(): string;
  sql: Sql;
  /** A few connections more for what every message passes: always the same statements, planned once. */
  hot: Sql;
  vault: Vault;
  files: FileStore;
}

/** A batch to be accepted, one to be settled, a claim, and what is asked before calls. */
const HOT_CONNECTIONS = 4;

/** A part of the service that runs in this process. */
export interface Part {
  /** Takes no more work, finishes what it has, and lets go. */
  stop(): Promise<void>;
}

/**
 * Connects, brings the database up to date, and opens what is sealed in it.
 * @throws ConfigError when DATABASE_URL leads to no database, or a master key is missing
 */
export async function openBase(
  config: Config,
  role: string,
  address: DbAddress,
  connections: number,
): Promise<Base> {
  const file = join(config.dataDir, 'master.key');
  const masters = await loadMasterKeys(config.masterKey, file);
  const name = processName(role, masters);
  const sql = connectDb(address, { name, max: connections });
  const hot = connectDb(address, { name, max: HOT_CONNECTIONS, plannedOnce: true });
  try {
    if ('url' in address) await answers(sql);
    const now = systemClock.now();
    await migrate(sql, now);
    const vault = await openVault(sql, masters, now);
    await ensureAgreement({ sql, clock: systemClock });
    return based(config, role, { sql, hot }, vault, 'url' in address);
  } catch (error) {
    await closeBase({ sql, hot }, 0);
    throw error;
  }
}

async function answers(sql: Sql): Promise<void> {
  // The address may hold a password: it is not repeated.
  await sql`SELECT 1`.catch((error: unknown) => {
    throw new ConfigError(
      `DATABASE_URL: no database answers: ${error instanceof Error ? error.message : error}`,
    );
  });
}

/** Closes the connections, when those parts that use them have stopped. @param timeout seconds */
export async function closeBase({ sql, hot }: Pick<Base, 'sql' | 'hot'>, timeout = 5): Promise<void> {
  await Promise.all([sql.end({ timeout }), hot.end({ timeout })]);
}

function based(
  config: Config,
  role: string,
  connections: Pick<Base, 'sql' | 'hot'>,
  vault: Vault,
  elsewhere: boolean,
): Base {
  const log = createLog({ level: config.logLevel, name: role, now: () => systemClock.now() });
  if (config.masterKey === undefined && (config.production || elsewhere)) {
    const file = join(config.dataDir, 'master.key');
    log.warn(
      'the master key is only a file: set HERALD_MASTER_KEY, and keep a copy apart from the database',
      {
        file,
      },
    );
  }
  return {
    config,
    limits: config.limits,
    log,
    clock: systemClock,
    random: systemRandom,
    newId: createIds(systemClock, systemRandom),
    ...connections,
    vault,
    files: config.filesS3
      ? createS3Store(config.filesS3, join(config.dataDir, 'files-spool'))
      : createDiskStore(join(config.dataDir, 'files')),
  };
}
