import {
  beginPass,
  endPass,
  listMasterKeys,
  listResealings,
  markEmptied,
  notePass,
  primaryKey,
  type Renewed,
  reopenPasses,
  replaceSealed,
  rowsBehind,
  type SealedRow,
} from '../../modules/sealing/index.ts';
import { ifAlone } from '../../platform/advisory-lock.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { countSealedOtherwise } from '../../platform/jobs.ts';
import type { Log } from '../../platform/log.ts';
import { processesSealingOtherwise } from '../../platform/process-names.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { SEALED_PLACES, type SealedPlace } from './sealed-places.ts';

export interface ResealDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
}

/** Rows that are looked at, and at most sealed anew, in one transaction. */
const BATCH = 500;

/**
 * Seals everything anew that is under an older master key (decision 0042), table by table, a batch a transaction, one
 * process at a time. A pass over a table that found something is followed by another one; a table is done when a pass
 * found nothing, and the older keys are noted as empty when all are. What dies half-way has its table looked through
 * again: what is sealed anew already is passed over as it is read. While a process runs that seals with an older key
 * nothing is done, since nothing would be finished.
 * @param signal ends it after the batch that it is at
 * @returns the keys that are of no use from now on
 */
export async function resealValues(deps: ResealDeps, signal?: AbortSignal): Promise<string[]> {
  const { sql, vault } = deps;
  const keyId = sealingKeyId(vault);
  const keys = await listMasterKeys(sql);
  const open = keys.filter(({ emptiedAt }) => emptiedAt === null);
  // Whoever has an older key first in his list leaves it to those who have not.
  if (open.length < 2 || open[0]?.keyId !== keyId) return [];
  const emptied = await ifAlone(sql, 'reseal', async () => {
    if ((await processesSealingOtherwise(sql, keyId)).length > 0) {
      await reopenPasses(sql, keyId);
      return [];
    }
    const done = new Set(
      (await listResealings(sql, keyId)).filter(({ doneAt }) => doneAt !== null).map(({ place }) => place),
    );
    for (const place of SEALED_PLACES) {
      if (done.has(place.table)) continue;
      while (!(await pass(deps, place, signal))) if (signal?.aborted) return [];
    }
    // A mail waits an hour at most (platform/jobs.ts), and is not worth more than waiting for it.
    if ((await countSealedOtherwise(sql, vault.sealedNow)) > 0) return [];
    return inTransaction(sql, async (tx) => {
      if ((await processesSealingOtherwise(tx, keyId)).length > 0) return [];
      return markEmptied(tx, keyId, new Date(deps.clock.now()));
    });
  });
  return emptied ?? [];
}

/** The key that a process seals with. */
export const sealingKeyId = ({ sealedNow }: Pick<Vault, 'sealedNow'>): string =>
  sealedNow.subarray(1).toString('hex');

/** @returns whether nothing was found that is under an older key */
async function pass(deps: ResealDeps, place: SealedPlace, signal: AbortSignal | undefined): Promise<boolean> {
  const { sql, vault, clock } = deps;
  const { table, beside = [] } = place;
  const read = { table, key: await primaryKey(sql, table), columns: Object.keys(place.columns), beside };
  await beginPass(sql, table, sealingKeyId(vault));
  let clean = true;
  let after: SealedRow | undefined;
  for (;;) {
    if (signal?.aborted) return false;
    const asked = { after, sealedNow: vault.sealedNow, limit: BATCH };
    const rows = await rowsBehind(sql, read, asked);
    const { renewed, unreadable } = renew(deps, place, rows);
    const resealed = await inTransaction(sql, async (tx) => {
      const count = await replaceSealed(tx, read, renewed);
      await notePass(tx, table, { looked: rows.length, resealed: count, unreadable });
      return count;
    });
    if (renewed.length > 0) clean = false;
    if (resealed > 0) deps.log.debug('sealed anew', { table, rows: resealed });
    if (rows.length < BATCH) break;
    after = rows.at(-1);
  }
  if (clean) await endPass(sql, table, new Date(clock.now()));
  return clean;
}

/** What is under an older key, sealed anew. What no key opens is lost already: it holds up nothing, and is counted. */
function renew({ vault, log }: ResealDeps, { table, columns }: SealedPlace, rows: readonly SealedRow[]) {
  let unreadable = 0;
  const renewed: Renewed[] = [];
  for (const row of rows) {
    const values: Record<string, Uint8Array> = {};
    for (const [column, { context }] of Object.entries(columns)) {
      const sealed = row[column] as Uint8Array | null;
      if (sealed === null || sealed.length === 0) continue;
      try {
        values[column] = vault.seal(vault.open(sealed, context(row)), context(row));
      } catch (error) {
        unreadable++;
        log.error('a sealed value opens with no master key', { table, column, error });
      }
    }
    if (Object.keys(values).length > 0) renewed.push({ row, values });
  }
  return { renewed, unreadable };
}
