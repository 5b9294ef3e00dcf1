import { HeraldError } from '@herald/contract';
import { blockFlow, type FlowKey, lockFlow } from '../../modules/callflows/index.ts';
import { endSanctionsOn } from '../../modules/sanctions/index.ts';
import type { Tx } from '../../platform/db.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';

/**
 * 4.3.8: the operator disables a flow, or lifts that again; the customer is told why. From the commit on it is not sent,
 * what waits of it is not dialled (flow/messages/place-call.ts), and it answers no calls. Doing it twice changes nothing.
 * @throws HeraldError FLOW_NOT_FOUND
 */
export async function setFlowBlock(
  tx: Tx,
  deps: NotifyDeps,
  key: FlowKey,
  to: { blocked: boolean; reason: string; operatorId: string },
): Promise<void> {
  const { accountId, flowId } = key;
  const { blocked, reason, operatorId } = to;
  const at = new Date(deps.clock.now());
  const flow = await lockFlow(tx, key);
  if (!flow) throw new HeraldError('FLOW_NOT_FOUND', { flowId });
  if (flow.blocked === blocked) return;
  await blockFlow(tx, key, { blocked, remark: reason }, at);
  if (!blocked) {
    const lifted = { accountId, kind: 'template-block', targetId: flowId, by: operatorId, at } as const;
    await endSanctionsOn(tx, lifted);
  }
  const kind = blocked ? 'flow.blocked' : 'flow.block-lifted';
  await notify(tx, deps, { accountId, kind, details: { name: flow.name, flowId, reason } });
}
