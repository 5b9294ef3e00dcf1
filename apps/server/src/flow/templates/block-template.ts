import { endSanctionsOn } from '../../modules/sanctions/index.ts';
import type { Tx } from '../../platform/db.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { turnTemplate } from './turn-template.ts';

/**
 * 4.3.8: the operator disables a template whose script is deviated from, or lifts that again; the customer is told why.
 * From the commit on it is not sent, and what waits of it is not dialled (flow/messages/place-call.ts).
 * @throws HeraldError those of the states
 */
export async function blockTemplate(
  tx: Tx,
  deps: NotifyDeps,
  block: { accountId: string; templateId: string; operatorId: string; reason: string },
  event: 'block' | 'lift',
): Promise<void> {
  const { accountId, templateId, operatorId, reason } = block;
  const at = new Date(deps.clock.now());
  const change = { accountId, templateId, actor: 'operator', actorId: operatorId, reason, at } as const;
  const { name } = await turnTemplate(tx, change, event);
  if (event === 'lift') {
    const lifted = { accountId, kind: 'template-block', targetId: templateId, by: operatorId, at } as const;
    await endSanctionsOn(tx, lifted);
  }
  const kind = event === 'block' ? 'template.blocked' : 'template.block-lifted';
  await notify(tx, deps, { accountId, kind, details: { name, templateId, reason } });
}
