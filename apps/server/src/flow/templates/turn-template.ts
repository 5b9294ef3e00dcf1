import { HeraldError, TEMPLATE_EVENT_WORDS, TEMPLATE_STATE_WORDS } from '@herald/contract';
import {
  deleteTemplate,
  forgetSounds,
  lockSounds,
  lockTemplate,
  moveTemplate,
  nextTemplateState,
  recordChange,
  STATUS_OF,
  type StoredTemplate,
  type TemplateEvent,
  type TemplateKey,
  type TemplateState,
} from '../../modules/templates/index.ts';
import type { Tx } from '../../platform/db.ts';

/** Who changes a template, and when. */
export interface TemplateChange extends TemplateKey {
  actor: 'customer' | 'operator';
  /** Member, key or operator. */
  actorId: string;
  /** The customer reads it as the template's remark where a reviewer or the operator gives it. */
  reason?: string;
  at: Date;
}

/**
 * Leads a template by one event into its next state, under the lock of its row and with a row of its history.
 * @returns the template as it was
 * @throws HeraldError TEMPLATE_NOT_FOUND, TEMPLATE_BLOCKED, TEMPLATE_STATE
 */
export async function turnTemplate(
  tx: Tx,
  change: TemplateChange,
  event: Exclude<TemplateEvent, 'edit'>,
): Promise<StoredTemplate> {
  const { template, next } = await lockForEvent(tx, change, event);
  const { at, actor, actorId, reason = '' } = change;
  if (next === 'deleted') {
    await deleteTemplate(tx, change);
    if (template.sound) {
      await lockSounds(tx, change.accountId);
      await forgetSounds(tx, change.accountId);
    }
    await recordChange(tx, change, {
      at,
      event,
      status: template.status,
      actor,
      actorId,
      reason,
      content: template.content,
    });
    return template;
  }
  const status = STATUS_OF[next];
  const remark = event === 'submit' || event === 'enable' ? '' : actor === 'operator' ? reason : undefined;
  await moveTemplate(tx, change, { status, blocked: next === 'blocked', remark }, at);
  await recordChange(tx, change, { at, event, status, actor, actorId, reason, content: template.content });
  return template;
}

/** The template, locked, and the state that the event leads to. @throws HeraldError where there is none */
export async function lockForEvent(
  tx: Tx,
  key: TemplateKey,
  event: TemplateEvent,
): Promise<{ template: StoredTemplate; next: TemplateState }> {
  const { templateId } = key;
  const template = await lockTemplate(tx, key);
  if (!template) throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId });
  const { state } = template;
  const next = nextTemplateState(state, event);
  if (next) return { template, next };
  if (state === 'blocked' && event === 'enable') {
    throw new HeraldError('TEMPLATE_BLOCKED', { templateId, reason: template.remark });
  }
  const is = TEMPLATE_STATE_WORDS[state];
  const wanted = TEMPLATE_EVENT_WORDS[event];
  throw new HeraldError('TEMPLATE_STATE', {
    templateId,
    stateZh: is.zh,
    stateEn: is.en,
    eventZh: wanted.zh,
    eventEn: wanted.en,
    remedyZh: is.remedy.zh,
    remedyEn: is.remedy.en,
  });
}
