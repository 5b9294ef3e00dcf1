import { HeraldError } from '@herald/contract';
import {
  type ApplicationForm,
  type ApplicationKey,
  insertApplication,
  MOST_APPLICATIONS,
  updateForm,
} from '../../modules/numbers/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { randomText } from '../../platform/random.ts';
import { type By, holdApplication, type NumberDeps, note } from './number-deps.ts';

/** Begins an application as a draft, whatever rules it breaks. @throws HeraldError COUNT_LIMIT */
export async function draftApplication(
  tx: Tx,
  deps: NumberDeps,
  { accountId, form, by }: { accountId: string; form: ApplicationForm; by: By },
): Promise<ApplicationKey> {
  const at = new Date(deps.clock.now());
  const key = { accountId, applicationId: `UVNA${formatDay(at.getTime())}${randomText(deps.random, 10)}` };
  if (!(await insertApplication(tx, key, form, { by: by.id, at, most: MOST_APPLICATIONS }))) {
    const what = { whatZh: '号码申请', whatEn: 'number applications' };
    throw new HeraldError('COUNT_LIMIT', { ...what, limit: MOST_APPLICATIONS });
  }
  await note(tx, deps, { accountId, subjectId: key.applicationId, event: 'created', by });
  return key;
}

/** Changes a draft. @throws HeraldError NUMBER_APPLICATION_UNKNOWN, NUMBER_APPLICATION_STATE */
export async function editApplication(
  tx: Tx,
  deps: NumberDeps,
  { key, form, by }: { key: ApplicationKey; form: ApplicationForm; by: By },
): Promise<void> {
  await holdApplication(tx, key, 'edit');
  await updateForm(tx, key, form, new Date(deps.clock.now()));
  await note(tx, deps, { accountId: key.accountId, subjectId: key.applicationId, event: 'edited', by });
}
