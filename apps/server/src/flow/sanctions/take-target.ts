import { HeraldError } from '@herald/contract';
import { blockFlow, isFlowId, lockFlow } from '../../modules/callflows/index.ts';
import { lockNumber } from '../../modules/numbers/index.ts';
import type { Sanction } from '../../modules/sanctions/index.ts';
import { lockTemplate } from '../../modules/templates/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { NotifyDeps } from '../notices/notify.ts';
import { holdPause } from '../numbers/pause-number.ts';
import { turnTemplate } from '../templates/turn-template.ts';

type Taken = Pick<Sanction, 'accountId' | 'kind' | 'targetId'>;
interface Why {
  /** Of the staff; '' is the platform by itself. */
  by: string;
  reason: string;
}

/**
 * Takes one template, flow or number out of use, under its lock; the notice of the sanction tells the account.
 * @throws HeraldError TEMPLATE_NOT_FOUND, TEMPLATE_STATE, FLOW_NOT_FOUND, NUMBER_NOT_FOUND
 */
export async function takeTarget(tx: Tx, deps: NotifyDeps, taken: Taken, { by, reason }: Why): Promise<void> {
  const { accountId, kind, targetId } = taken;
  const at = new Date(deps.clock.now());
  if (kind === 'number-pause') {
    const number = await lockNumber(tx, { accountId, number: targetId });
    if (!number) throw new HeraldError('NUMBER_NOT_FOUND', { number: targetId });
    await holdPause(tx, deps, number, { paused: true, operatorId: by, reason });
  } else if (isFlowId(targetId)) {
    const key = { accountId, flowId: targetId };
    if (!(await lockFlow(tx, key))) throw new HeraldError('FLOW_NOT_FOUND', { flowId: targetId });
    await blockFlow(tx, key, { blocked: true, remark: reason }, at);
  } else {
    const change = { accountId, templateId: targetId, actor: 'operator', actorId: by, reason, at } as const;
    await turnTemplate(tx, change, 'block');
  }
}

/** Puts it back, unless somebody did already, or it is gone. */
export async function giveTargetBack(
  tx: Tx,
  deps: NotifyDeps,
  taken: Taken,
  { by, reason }: Why,
): Promise<void> {
  const { accountId, kind, targetId } = taken;
  const at = new Date(deps.clock.now());
  if (kind === 'number-pause') {
    const number = await lockNumber(tx, { accountId, number: targetId });
    if (number?.pausedAt) await holdPause(tx, deps, number, { paused: false, operatorId: by, reason: '' });
  } else if (isFlowId(targetId)) {
    const key = { accountId, flowId: targetId };
    const flow = await lockFlow(tx, key);
    if (flow?.blocked) await blockFlow(tx, key, { blocked: false, remark: reason }, at);
  } else {
    const template = await lockTemplate(tx, { accountId, templateId: targetId });
    if (template?.state !== 'blocked') return;
    const change = { accountId, templateId: targetId, actor: 'operator', actorId: by, reason, at } as const;
    await turnTemplate(tx, change, 'lift');
  }
}
