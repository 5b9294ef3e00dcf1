import { HeraldError } from '@herald/contract';
import { lockAccounts, setServiceEnd } from '../../modules/accounts/index.ts';
import {
  findAcceptance,
  findRefusal,
  findVersion,
  insertRefusal,
  lockVersions,
  takeBackRefusal,
} from '../../modules/agreements/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { known, phaseOfVersion, type Signer, standingOfAccount } from './agreement-term.ts';

type Deps = NotifyDeps & { readonly sql: Sql };

/**
 * 12.3: refuses a coming version in writing, within its time of notice. The service goes on until the version takes
 * effect, and ends then.
 * @returns when the service ends (ms)
 */
export async function refuseAgreement(
  deps: Deps,
  { accountId, signer, ip }: Signer,
  refused: { readonly version: number; readonly reason: string },
): Promise<number> {
  return await inTransaction(deps.sql, async (tx) => {
    const now = await begin(tx, deps, accountId);
    const version = known(await findVersion(tx, refused.version), refused.version);
    const endsAt = version.effectiveAt;
    if (phaseOfVersion(version, now) !== 'coming' || !endsAt) {
      throw new HeraldError('AGREEMENT_NOT_REFUSABLE', { version: version.version });
    }
    const { state } = await standingOfAccount(tx, accountId, now);
    if (state === 'not-accepted' || state === 'ended') throw new HeraldError('AGREEMENT_NOT_ACCEPTED');
    if (await findRefusal(tx, accountId)) throw new HeraldError('AGREEMENT_REFUSED');
    if (await findAcceptance(tx, accountId, version.version)) {
      throw new HeraldError('AGREEMENT_SIGNED', { version: version.version });
    }
    const refusalId = deps.newId();
    const { reason } = refused;
    const at = new Date(now);
    await insertRefusal(tx, { accountId, refusalId, version: version.version, reason, signer, ip, at });
    await setServiceEnd(tx, [accountId], endsAt);
    const details = { version: version.version, endsAt: endsAt.getTime() };
    await notify(tx, deps, { accountId, kind: 'agreement.refused', details });
    return endsAt.getTime();
  });
}

/** Takes a refusal back, before the service has ended by it: as if it had not been said, but it stays on record. */
export async function takeBackAgreementRefusal(deps: Deps, { accountId, signer }: Signer): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const now = await begin(tx, deps, accountId);
    const { state } = await standingOfAccount(tx, accountId, now);
    if (state !== 'ending') throw new HeraldError('AGREEMENT_NOTHING_REFUSED');
    await takeBackRefusal(tx, { accountId, by: signer, at: new Date(now) });
    await setServiceEnd(tx, [accountId], undefined);
  });
}

async function begin(tx: Tx, deps: Deps, accountId: string): Promise<number> {
  await lockVersions(tx);
  await lockAccounts(tx, [accountId]);
  return deps.clock.now();
}
