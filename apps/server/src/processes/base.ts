import { join } from 'node:path';
import { type Clock, systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { connectDb, type DbAddress, type Sql } from '../platform/db.ts';
import { createIds } from '../platform/ids.ts';
import { createLog, type Log } from '../platform/log.ts';
import { type Random, systemRandom } from '../platform/random.ts';
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
}

/** A part of the service that runs in this process. */
export interface Part {
  /** Takes no more work, finishes what it has, and lets go. */
  stop(): Promise<void>;
}

export async function openBase(
  config: Config,
  role: string,
  address: DbAddress,
  connections: number,
): Promise<Base> {
  const vault = createVault(await loadMasterKey(config.masterKey, join(config.dataDir, 'master.key')));
  return {
    config,
    log: createLog({ level: config.logLevel, name: role, now: () => systemClock.now() }),
    clock: systemClock,
    random: systemRandom,
    newId: createIds(systemClock, systemRandom),
    sql: connectDb(address, { name: `herald-${role}`, max: connections }),
    vault,
  };
}
