import { HeraldError, QUALIFICATION_STATES, type QualificationState, type Words } from '@herald/contract';
import { useFile } from '../../modules/files/index.ts';
import { findEnterprise, type Problem } from '../../modules/qualification/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import type { Random } from '../../platform/random.ts';
import type { Vault } from '../../platform/vault.ts';

/** What the flows of qualification work with. */
export interface QualifyDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  newId(): string;
  readonly jobs: Jobs;
  readonly limits: Limits;
}

/** Whose doing it is: an account, and who acts for it. */
export interface Acting {
  readonly accountId: string;
  readonly by: string;
}

/** What is wrong with a field of a document, as the caller is told. */
export function refuseProblem(name: string, problem: Problem): void {
  if (problem) throw new HeraldError('FIELD_INVALID', { name, problemZh: problem.zh, problemEn: problem.en });
}

/** What is asked for cannot be done in this state. */
export function notInState(
  subject: Words,
  state: QualificationState,
  allowed: readonly QualificationState[],
): HeraldError {
  const words = allowed.map((one) => QUALIFICATION_STATES[one]);
  return new HeraldError('QUALIFICATION_STATE', {
    subjectZh: subject.zh,
    subjectEn: subject.en,
    stateZh: QUALIFICATION_STATES[state].zh,
    stateEn: QUALIFICATION_STATES[state].en,
    allowedZh: words.map(({ zh }) => zh).join('、'),
    allowedEn: words.map(({ en }) => en).join(', '),
  });
}

/** Keeps an uploaded material for a use; answers its id as it is stored. */
export async function useMaterial(tx: Tx, accountId: string, fileId: string, use: string): Promise<string> {
  const id = fileId.toLowerCase();
  if (!isUuid(id) || !(await useFile(tx, { accountId, fileId: id, kind: 'material', use }))) {
    throw new HeraldError('FILE_NOT_FOUND', { fileId });
  }
  return id;
}

/** 4.2.1: what only an approved enterprise may ask for. Its row is held, so that it stays so until the commit. */
export async function requireEnterprise(tx: Tx, vault: Vault, accountId: string): Promise<void> {
  const enterprise = await findEnterprise(tx, vault, accountId, true);
  if (enterprise?.state !== 'approved') throw new HeraldError('ENTERPRISE_NOT_APPROVED');
}
