import { join } from 'node:path';
import { ensureAgreement } from '../flow/agreement/publish-agreement.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { type Config, ConfigError } from '../platform/config.ts';
import { connectDb, type DbAddress, type Sql } from '../platform/db.ts';
import { createDiskStore, type FileStore } from '../platform/file-store.ts';
import { createIds } from '../platform/ids.ts';
import { checkMasterKey } from '../platform/key-check.ts';
import { createLog, type Log } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { type Random, systemRandom } from '../platform/random.ts';
import { createS3Store } from '../platform/s3-store.ts';
import { createVault, loadMasterKey, type Vault } from '../platform/vault.ts';

/** What every process of the service has. */
export interface Base {
  config: Config;
  log: Log;
  clock: Clock;
  random: Random;
  newId(): string;
  sql: Sql;
  vault: Vault;
  files: FileStore;
}

/** A part of the service that runs in this process. */
export interface Part {
  /** Takes no more work, finishes what it has, and lets go. */
  stop(): Promise<void>;
}

/**
 * Brings the database up to date, and makes sure that it is this process's own.
 * @throws ConfigError when the database was made with another master key
 */
export async function readyDatabase({ sql, vault, clock }: Base): Promise<void> {
  await migrate(sql, clock.now());
  await checkMasterKey(sql, vault);
  await ensureAgreement({ sql, clock });
}

/** @throws ConfigError when DATABASE_URL leads to no database */
export async function openBase(
  config: Config,
  role: string,
  address: DbAddress,
  connections: number,
): Promise<Base> {
  const vault = createVault(await loadMasterKey(config.masterKey, join(config.dataDir, 'master.key')));
  const sql = connectDb(address, { name: `herald-${role}`, max: connections });
  if ('url' in address) {
    // The address may hold a password: it is not repeated.
    await sql`SELECT 1`.catch(async (error: unknown) => {
      await sql.end({ timeout: 0 });
      throw new ConfigError(
        `DATABASE_URL: no database answers: ${error instanceof Error ? error.message : error}`,
      );
    });
  }
  const log = createLog({ level: config.logLevel, name: role, now: () => systemClock.now() });
  if (config.masterKey === undefined && (config.production || 'url' in address)) {
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
    log,
    clock: systemClock,
    random: systemRandom,
    newId: createIds(systemClock, systemRandom),
    sql,
    vault,
    files: config.filesS3
      ? createS3Store(config.filesS3, join(config.dataDir, 'files-spool'))
      : createDiskStore(join(config.dataDir, 'files')),
  };
}
