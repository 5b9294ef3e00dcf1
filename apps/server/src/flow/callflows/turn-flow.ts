import { FLOW_EVENT_WORDS, FLOW_STATE_WORDS, HeraldError } from '@herald/contract';
import {
  deleteFlow,
  type FlowChange,
  type FlowKey,
  type FlowPhase,
  lockFlow,
  moveFlow,
  nextPhase,
  phaseOf,
  STATUS_OF_PHASE,
  type StoredFlow,
} from '../../modules/callflows/index.ts';
import type { Tx } from '../../platform/db.ts';

/**
 * Leads the wording of a flow by one change into its next state, under the lock of its row.
 * @param remark what its customer reads of it; undefined leaves what is there
 * @returns the flow as it was
 * @throws HeraldError FLOW_NOT_FOUND, FLOW_STATE
 */
export async function turnFlow(
  tx: Tx,
  key: FlowKey,
  change: Exclude<FlowChange, 'edit'>,
  at: Date,
  remark?: string,
): Promise<StoredFlow> {
  const { flow, next } = await lockForChange(tx, key, change);
  if (next === 'deleted') await deleteFlow(tx, key);
  else await moveFlow(tx, key, { status: STATUS_OF_PHASE[next], remark }, at);
  return flow;
}

/** The flow, locked, and the state that the change leads to. @throws HeraldError where there is none */
export async function lockForChange(
  tx: Tx,
  key: FlowKey,
  change: FlowChange,
): Promise<{ flow: StoredFlow; next: FlowPhase | 'deleted' }> {
  const { flowId } = key;
  const flow = await lockFlow(tx, key);
  if (!flow) throw new HeraldError('FLOW_NOT_FOUND', { flowId });
  const phase = phaseOf(flow.status);
  const next = nextPhase(phase, change);
  if (next) return { flow, next };
  const is = FLOW_STATE_WORDS[phase];
  const wanted = FLOW_EVENT_WORDS[change];
  throw new HeraldError('FLOW_STATE', {
    flowId,
    ...{ stateZh: is.zh, stateEn: is.en, eventZh: wanted.zh, eventEn: wanted.en },
    ...{ remedyZh: is.remedy.zh, remedyEn: is.remedy.en },
  });
}
