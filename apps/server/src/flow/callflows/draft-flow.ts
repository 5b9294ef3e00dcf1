import { HeraldError } from '@herald/contract';
import {
  FLOW_ID_PREFIX,
  type FlowDraft,
  type FlowKey,
  findFlow,
  insertFlow,
  updateFlow,
} from '../../modules/callflows/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import { type Random, randomText } from '../../platform/random.ts';
import { lockForChange } from './turn-flow.ts';

/** Flows of one account, whatever their states. */
export const MOST_FLOWS = 500;

/** Writes a new draft, whatever rules it breaks. @throws HeraldError FLOWS_TOO_MANY */
export async function createFlow(
  tx: Tx,
  deps: { random: Random },
  accountId: string,
  draft: FlowDraft,
  at: Date,
): Promise<FlowKey> {
  const flowId = `${FLOW_ID_PREFIX}${formatDay(at.getTime())}${randomText(deps.random, 10)}`;
  const key = { accountId, flowId };
  if (!(await insertFlow(tx, key, draft, at, MOST_FLOWS))) {
    throw new HeraldError('FLOWS_TOO_MANY', { limit: MOST_FLOWS });
  }
  return key;
}

/** Changes a wording. One that was approved is followed by another version. @throws HeraldError those of the states */
export async function changeFlow(tx: Tx, key: FlowKey, edit: Partial<FlowDraft>, at: Date): Promise<void> {
  const { flow } = await lockForChange(tx, key, 'edit');
  const version = flow.liveVersion === flow.version ? flow.version + 1 : flow.version;
  await updateFlow(tx, key, { ...flow, ...edit, version }, at);
}

/** A new draft with the wording of a flow in whatever state. @throws HeraldError FLOW_NOT_FOUND, FLOWS_TOO_MANY */
export async function copyFlow(
  tx: Tx,
  deps: { random: Random },
  key: FlowKey,
  name: string | undefined,
  at: Date,
): Promise<FlowKey> {
  const flow = await findFlow(tx, key);
  if (!flow) throw new HeraldError('FLOW_NOT_FOUND', { flowId: key.flowId });
  return createFlow(tx, deps, key.accountId, { ...flow, name: name ?? flow.name }, at);
}
