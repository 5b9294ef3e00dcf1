import { HeraldError } from '@herald/contract';
import {
  addTrunkEvent,
  faultOfTrunk,
  findTrunk,
  lockTrunk,
  retireTrunk,
  saveTrunk,
  type Trunk,
  type TrunkEvent,
  type TrunkFault,
  turnTrunk,
} from '../../modules/carriers/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { badEntry } from '../../platform/ip-allow-list.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';

export interface TrunkDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  newId(): string;
}

/**
 * Makes a trunk that is not in use yet.
 * @throws HeraldError TRUNK_EXISTS, TRUNK_INVALID
 */
export async function createTrunk(deps: TrunkDeps, trunk: Trunk, operatorId: string): Promise<void> {
  refuseFault(trunk);
  await inTransaction(deps.sql, async (tx) => {
    await lockTrunkIds(tx);
    if (await lockTrunk(tx, trunk.trunkId)) {
      throw new HeraldError('TRUNK_EXISTS', { trunkId: trunk.trunkId });
    }
    await saveTrunk(tx, deps.vault, trunk);
    await turnTrunk(tx, trunk.trunkId, false, new Date(deps.clock.now()));
    await note(tx, deps, trunk.trunkId, 'created', operatorId, '');
  });
}

/**
 * Changes a trunk to what `change` makes of it. Calls under way keep what they began with.
 * @param fields names of what was given: the history tells them, and no value
 * @throws HeraldError TRUNK_UNKNOWN, TRUNK_INVALID
 */
export async function changeTrunk(
  deps: TrunkDeps,
  trunkId: string,
  change: (trunk: Trunk) => Trunk,
  fields: readonly string[],
  operatorId: string,
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    await holdTrunk(tx, trunkId);
    const trunk = await findTrunk(tx, deps.vault, trunkId);
    if (!trunk) throw new HeraldError('TRUNK_UNKNOWN', { trunkId });
    const changed = change(trunk);
    refuseFault(changed);
    await saveTrunk(tx, deps.vault, changed);
    await note(tx, deps, trunkId, 'updated', operatorId, fields.join(', '));
  });
}

/** Takes a trunk into use or out of it; done twice, it is as if done once. @throws HeraldError TRUNK_UNKNOWN */
export async function switchTrunk(
  deps: TrunkDeps,
  {
    trunkId,
    enabled,
    reason,
    operatorId,
  }: { trunkId: string; enabled: boolean; reason: string; operatorId: string },
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const trunk = await holdTrunk(tx, trunkId);
    // Enabling one that is sick says that it is well: whoever does it knows better.
    if (trunk.enabled === enabled && !enabled) return;
    await turnTrunk(tx, trunkId, enabled, new Date(deps.clock.now()));
    await note(tx, deps, trunkId, enabled ? 'enabled' : 'disabled', operatorId, reason);
  });
}

/** Retires a trunk for good. @throws HeraldError TRUNK_UNKNOWN, TRUNK_ENABLED */
export async function deleteTrunk(
  deps: TrunkDeps,
  { trunkId, reason, operatorId }: { trunkId: string; reason: string; operatorId: string },
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const trunk = await holdTrunk(tx, trunkId);
    if (trunk.enabled) throw new HeraldError('TRUNK_ENABLED', { trunkId });
    await retireTrunk(tx, trunkId, new Date(deps.clock.now()));
    await note(tx, deps, trunkId, 'retired', operatorId, reason);
  });
}

async function holdTrunk(tx: Tx, trunkId: string): Promise<{ enabled: boolean }> {
  const trunk = await lockTrunk(tx, trunkId);
  if (!trunk || trunk.retired) throw new HeraldError('TRUNK_UNKNOWN', { trunkId });
  return trunk;
}

/** One at a time makes trunks: of two with one id, the second is told that there is one. */
async function lockTrunkIds(tx: Tx): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(hashtext('herald.trunk-ids'))`;
}

function refuseFault(trunk: Trunk): void {
  const fault = faultOfTrunk(trunk) ?? faultOfSources(trunk);
  if (fault) throw new HeraldError('TRUNK_INVALID', { ...fault });
}

function faultOfSources({ terms }: Trunk): TrunkFault | undefined {
  const bad = badEntry(terms.sources);
  if (bad === undefined) return undefined;
  return {
    problemZh: `sources 中的 ${bad} 不是 IP 地址或网段（如 203.0.113.7、203.0.113.0/24）`,
    problemEn: `${bad} in sources is no IP address or network (203.0.113.7, 203.0.113.0/24)`,
  };
}

async function note(
  tx: Tx,
  deps: TrunkDeps,
  trunkId: string,
  event: TrunkEvent,
  operatorId: string,
  detail: string,
): Promise<void> {
  const at = new Date(deps.clock.now());
  await addTrunkEvent(tx, { eventId: deps.newId(), trunkId, event, operatorId, detail, at });
}
