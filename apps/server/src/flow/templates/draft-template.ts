import { HeraldError } from '@herald/contract';
import {
  checkDraft,
  type Draft,
  draftOf,
  forgetSounds,
  insertDraft,
  lockSounds,
  lockTemplate,
  MARKETING,
  type Purpose,
  type RecordedSound,
  recordChange,
  updateDraft,
} from '../../modules/templates/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { type Random, randomText } from '../../platform/random.ts';
import { refuseFaults } from './check-template.ts';
import { lockForEvent, type TemplateChange } from './turn-template.ts';

/** Templates of one account, whatever their states. */
export const MOST_TEMPLATES = 2000;
const DRAFT = 5;

/** What a draft's author may change; the purpose stays (see `updateDraft`). */
export type DraftEdit = Partial<Omit<Draft, 'purpose' | 'kind'>> & { sound?: RecordedSound };

/**
 * Writes a new draft, whatever rules it breaks, as long as it can be kept at all.
 * @throws HeraldError TEMPLATES_TOO_MANY, MARKETING_REFUSED, TEMPLATE_INVALID for texts that are too long
 */
export async function createTemplate(
  tx: Tx,
  deps: { random: Random },
  draft: Draft,
  sound: RecordedSound | undefined,
  by: Omit<TemplateChange, 'templateId'>,
): Promise<string> {
  const kept = keepable(draft);
  const { accountId, at, actor, actorId } = by;
  const key = { accountId, templateId: newTemplateId(at, deps.random) };
  if (!(await insertDraft(tx, key, kept, sound, at, MOST_TEMPLATES))) {
    throw new HeraldError('TEMPLATES_TOO_MANY', { limit: MOST_TEMPLATES });
  }
  await recordChange(tx, key, {
    at,
    event: 'create',
    status: DRAFT,
    actor,
    actorId,
    reason: '',
    content: draft.content,
  });
  return key.templateId;
}

/** Changes a draft, or a rejected template, which becomes a draft again. @throws HeraldError as above, and the states' */
export async function updateTemplate(tx: Tx, edit: DraftEdit, by: TemplateChange): Promise<void> {
  const { template } = await lockForEvent(tx, by, 'edit');
  const { sound = template.sound, ...words } = edit;
  const draft = keepable({ ...draftOf(template), ...words, kind: sound ? 'audio' : 'text' });
  const { at, actor, actorId } = by;
  await updateDraft(tx, by, draft, sound, at);
  if (template.sound) {
    await lockSounds(tx, by.accountId);
    await forgetSounds(tx, by.accountId);
  }
  await recordChange(tx, by, {
    at,
    event: 'edit',
    status: DRAFT,
    actor,
    actorId,
    reason: '',
    content: draft.content,
  });
}

/**
 * A new draft with the words of a template in whatever state; it is held until the commit, for its sound is the copy's.
 * @throws HeraldError TEMPLATE_NOT_FOUND, TEMPLATES_TOO_MANY
 */
export async function copyTemplate(
  tx: Tx,
  deps: { random: Random },
  templateId: string,
  name: string | undefined,
  by: Omit<TemplateChange, 'templateId'>,
): Promise<string> {
  const template = await lockTemplate(tx, { accountId: by.accountId, templateId });
  if (!template) throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId });
  const draft = { ...draftOf(template), ...(name === undefined ? {} : { name }) };
  return createTemplate(tx, deps, draft, template.sound, by);
}

/** A draft may break every rule but those without which it could not be stored. */
function keepable(draft: Draft): Draft & { purpose: Purpose } {
  const { purpose } = draft;
  const tooLong = checkDraft(draft, { appApproved: true }).filter(
    ({ rule, details }) => rule.endsWith('-length') && Number(details.length) > Number(details.most),
  );
  refuseFaults(tooLong);
  if (purpose === MARKETING) throw new HeraldError('MARKETING_REFUSED');
  return { ...draft, purpose };
}

/** UVVT, the day in Beijing, ten letters and digits. */
function newTemplateId(at: Date, random: Random): string {
  return `UVVT${formatDay(at.getTime())}${randomText(random, 10)}`;
}
