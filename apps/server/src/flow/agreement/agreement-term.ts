import { HeraldError } from '@herald/contract';
import { findServiceTerm } from '../../modules/accounts/index.ts';
import { type AgreementVersion, phaseOf, type Standing, standing } from '../../modules/agreements/index.ts';
import type { Db } from '../../platform/db.ts';

/** Who puts a name to something. */
export interface Signer {
  readonly accountId: string;
  /** Member or public key. */
  readonly signer: string;
  readonly ip: string;
}

/** Where an account stands with the agreement. */
export async function standingOfAccount(db: Db, accountId: string, now: number): Promise<Standing> {
  const term = await findServiceTerm(db, accountId);
  return standing(
    {
      agreementVersion: term?.agreementVersion ?? null,
      serviceEndsAt: term?.serviceEndsAt?.getTime(),
    },
    now,
  );
}

export function phaseOfVersion(version: AgreementVersion, now: number) {
  return phaseOf(
    {
      announcedAt: version.announcedAt?.getTime(),
      effectiveAt: version.effectiveAt?.getTime(),
      withdrawnAt: version.withdrawnAt?.getTime(),
      immediate: version.immediate,
    },
    now,
  );
}

/** The version, where it is there. @throws HeraldError AGREEMENT_VERSION_UNKNOWN */
export function known(version: AgreementVersion | undefined, asked: number): AgreementVersion {
  if (!version) throw new HeraldError('AGREEMENT_VERSION_UNKNOWN', { version: asked });
  return version;
}
