import type { Flow } from '@herald/callflow';
import { HeraldError } from '@herald/contract';
import { bindFlow, findFlow, findLiveFlows, unbindFlow } from '../../modules/callflows/index.ts';
import { findNumber } from '../../modules/numbers/index.ts';
import type { Tx } from '../../platform/db.ts';

/**
 * Has an approved flow answer the calls to an exclusive number of the account; an empty flowId unbinds. Calls that come
 * in cost nothing, so a flow that calls somebody cannot be bound; nor one with variables, which nobody would fill.
 * @throws HeraldError INBOUND_NUMBER_UNKNOWN, FLOW_NOT_FOUND, INBOUND_FLOW_UNFIT
 */
export async function bindInboundFlow(
  tx: Tx,
  binding: { accountId: string; number: string; flowId: string; at: Date },
): Promise<void> {
  const { accountId, number, flowId } = binding;
  const own = await findNumber(tx, { accountId, number });
  if (!own || own.status === 'cancelled') throw new HeraldError('INBOUND_NUMBER_UNKNOWN', { number });
  if (flowId === '') return unbindFlow(tx, binding);
  if (!(await findFlow(tx, { accountId, flowId }))) throw new HeraldError('FLOW_NOT_FOUND', { flowId });
  const [live] = await findLiveFlows(tx, [{ accountId, flowId }]);
  const problem = live ? unfit(live.graph) : UNAPPROVED;
  if (problem) throw new HeraldError('INBOUND_FLOW_UNFIT', { flowId, ...problem });
  return bindFlow(tx, binding);
}

const UNAPPROVED = {
  problemZh: '没有通过审核的版本，或已被平台停用',
  problemEn: 'no version of it is approved, or the operator has disabled it',
};

/** Why the caller cannot be answered with it. Later versions are judged when the call comes. */
export function unfit(graph: string): { problemZh: string; problemEn: string } | undefined {
  const { nodes } = JSON.parse(graph) as Flow;
  if (Object.values(nodes).some(({ kind }) => kind === 'transfer')) {
    return { problemZh: '含有转接（transfer）节点', problemEn: 'it transfers calls (a transfer node)' };
  }
  if (/\{\d{1,2}\}/.test(graph)) return { problemZh: '含有变量', problemEn: 'it has variables' };
  return undefined;
}
