import { HeraldError } from '@herald/contract';
import { lockAccounts, openServiceTerm } from '../../modules/accounts/index.ts';
import {
  type AgreementVersion,
  findAcceptance,
  findRefusal,
  findVersion,
  insertAcceptances,
  lockVersions,
  takeBackRefusal,
  toldPast,
  versionsNow,
} from '../../modules/agreements/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { NotifyDeps } from '../notices/notify.ts';
import { known, phaseOfVersion, type Signer, standingOfAccount } from './agreement-term.ts';
import { tellOfVersion } from './keep-agreement.ts';

/** What is signed: the hash is of the text that was shown; it is that text which is signed, and no other. */
export interface Signed {
  readonly version: number;
  readonly hash: string;
}

/**
 * Signs a version. The one in force opens the service, or opens it again where it had ended; the coming one is signed
 * ahead of its time by an account whose service is open. An account that is new is told of the version that is coming.
 */
export async function acceptAgreement(
  deps: NotifyDeps & { readonly sql: Sql },
  signer: Signer,
  signed: Signed,
): Promise<void> {
  await inTransaction(deps.sql, async (tx) => {
    const unheard = await signAgreement(tx, deps.clock, signer, signed);
    if (unheard) await tellOfVersion(tx, deps, signer.accountId, unheard);
  });
}

/**
 * The same in the caller's transaction.
 * @returns the coming version of which the account, being new, was not told with the others (12.3)
 */
export async function signAgreement(
  tx: Tx,
  clock: Clock,
  { accountId, signer, ip }: Signer,
  signed: Signed,
): Promise<AgreementVersion | undefined> {
  await lockVersions(tx);
  await lockAccounts(tx, [accountId]);
  const now = clock.now();
  const version = known(await findVersion(tx, signed.version), signed.version);
  const { current, coming } = await versionsNow(tx, new Date(now));
  const phase = phaseOfVersion(version, now);
  const isCurrent = version.version === current?.version;
  if (!isCurrent && phase !== 'coming') {
    throw new HeraldError('AGREEMENT_NOT_CURRENT', {
      version: version.version,
      current: current?.version ?? 0,
    });
  }
  if (signed.hash.toLowerCase() !== version.hash) throw new HeraldError('AGREEMENT_TEXT_DIFFERS');
  const { state } = await standingOfAccount(tx, accountId, now);
  if (!isCurrent) {
    if (state === 'not-accepted' || state === 'ended') throw new HeraldError('AGREEMENT_NOT_ACCEPTED');
    if (await findRefusal(tx, accountId)) throw new HeraldError('AGREEMENT_REFUSED');
  }
  if (!(await findAcceptance(tx, accountId, version.version))) {
    await insertAcceptances(tx, [
      {
        accountId,
        version: version.version,
        how: 'signed',
        signer,
        ip,
        hash: version.hash,
        at: new Date(now),
      },
    ]);
  }
  // A refusal of a coming version stands, and so does the end that it brings.
  if (isCurrent && (state === 'not-accepted' || state === 'ended')) {
    // The refusal by which it had ended is over with it.
    await takeBackRefusal(tx, { accountId, by: signer, at: new Date(now) });
    await openServiceTerm(tx, accountId, version.version);
  }
  const isNew = state === 'not-accepted';
  return coming && isNew && (await toldPast(tx, coming.version, accountId)) ? coming : undefined;
}
