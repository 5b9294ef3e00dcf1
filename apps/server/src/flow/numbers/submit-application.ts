import { HeraldError, NUMBER_KINDS } from '@herald/contract';
import { listCapabilities } from '../../modules/accounts/index.ts';
import {
  type Application,
  type ApplicationKey,
  checkForm,
  moveApplication,
} from '../../modules/numbers/index.ts';
import { openReview, withdrawReview } from '../../modules/reviews/index.ts';
import { APPROVED, findTemplates } from '../../modules/templates/index.ts';
import { cityOfArea } from '../../platform/attribution.ts';
import type { Tx } from '../../platform/db.ts';
import { requireEnterprise } from '../qualification/qualify-deps.ts';
import { type By, holdApplication, type NumberDeps, note } from './number-deps.ts';

const CAPABILITY = 'number-application';

/**
 * Puts an application before the operator's first check.
 * @throws HeraldError NUMBER_APPLICATION_UNKNOWN, NUMBER_APPLICATION_STATE, NUMBER_APPLICATION_INVALID,
 * CAPABILITY_MISSING, ENTERPRISE_NOT_APPROVED
 */
export async function submitApplication(
  tx: Tx,
  deps: NumberDeps,
  { key, by }: { key: ApplicationKey; by: By },
): Promise<void> {
  const { accountId, applicationId } = key;
  const at = new Date(deps.clock.now());
  const { application, next } = await holdApplication(tx, key, 'submit');
  await requireEnterprise(tx, deps.vault, accountId);
  if (!(await listCapabilities(tx, accountId)).has(CAPABILITY)) {
    throw new HeraldError('CAPABILITY_MISSING', { capability: CAPABILITY });
  }
  await checkApplication(tx, application);
  await moveApplication(tx, key, { state: next, dueAt: null, at });
  await openReview(tx, deps, {
    accountId,
    reviewId: deps.newId(),
    kind: 'number',
    subjectId: applicationId,
    title: `${applicationId} ${NUMBER_KINDS[application.kind].zh} ${NUMBER_KINDS[application.kind].en}`,
    findings: [],
    submittedAt: at,
  });
  await note(tx, deps, { accountId, subjectId: applicationId, event: 'submitted', by });
}

/** Takes an application off the desk; it is a draft again. @throws HeraldError those of the states */
export async function withdrawApplication(
  tx: Tx,
  deps: NumberDeps,
  { key, by }: { key: ApplicationKey; by: By },
): Promise<void> {
  const { accountId, applicationId } = key;
  const at = new Date(deps.clock.now());
  const { next } = await holdApplication(tx, key, 'withdraw');
  await moveApplication(tx, key, { state: next, dueAt: null, at });
  await withdrawReview(tx, { accountId, kind: 'number', subjectId: applicationId, at });
  await note(tx, deps, { accountId, subjectId: applicationId, event: 'withdrawn', by });
}

async function checkApplication(tx: Tx, application: Application): Promise<void> {
  const { accountId, templateIds } = application;
  const templates = await findTemplates(
    tx,
    templateIds.map((templateId) => ({ accountId, templateId })),
  );
  const approved = new Set(
    templates.filter(({ status }) => status === APPROVED).map(({ templateId }) => templateId),
  );
  const fault = checkForm(application, (code) => cityOfArea(code) !== undefined, approved);
  if (fault) {
    throw new HeraldError('NUMBER_APPLICATION_INVALID', { problemZh: fault.zh, problemEn: fault.en });
  }
}
