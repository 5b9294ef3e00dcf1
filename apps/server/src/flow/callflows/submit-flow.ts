import { type Flow, promptsOf } from '@herald/callflow';
import { HeraldError } from '@herald/contract';
import { accountOpenedAt, readAccounts } from '../../modules/accounts/index.ts';
import type { FlowKey, StoredFlow } from '../../modules/callflows/index.ts';
import { openReview, withdrawReview } from '../../modules/reviews/index.ts';
import { countApprovals, preReview, rejectedContents } from '../../modules/templates/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { screenerNow } from '../screening/screening.ts';
import { screenDraft } from '../templates/check-template.ts';
import { concernsOf } from '../templates/submit-template.ts';
import { findFlowFaults, refuseFlowFaults } from './check-flow.ts';
import { turnFlow } from './turn-flow.ts';

/** Rejected templates that a new flow is compared with. */
const MOST_COMPARED = 50;
const DAY_MS = 86_400_000;

/** All that a flow says, for whoever reads it. */
export function textsOf(flow: Flow): string {
  return Object.values(flow.nodes)
    .flatMap((node) => [...promptsOf(node).values()])
    .join('\n');
}

/** What an account must have been granted for a flow: key-press navigation, and recording where it records (4.3.9). */
export function capabilitiesFor(flow: Flow): string[] {
  const records = Object.values(flow.nodes).some(({ kind }) => kind === 'record');
  return records ? ['navigation', 'recording'] : ['navigation'];
}

/**
 * Puts a flow before the reviewers (4.2.7 b): it keeps every rule, its account may use what is in it, and it waits on
 * the desk with what the pre-review noticed.
 * @throws HeraldError FLOW_INVALID naming the first fault, CAPABILITY_MISSING, and those of the states
 */
export async function submitFlow(
  tx: Tx,
  deps: { newId(): string; allowNetworks: readonly string[]; limits: Limits },
  key: FlowKey,
  at: Date,
): Promise<StoredFlow> {
  const stored = await turnFlow(tx, key, 'submit', at, '');
  const { accountId, flowId } = key;
  const { flow, faults } = await findFlowFaults(tx, accountId, stored, deps.allowNetworks);
  refuseFlowFaults(faults);
  if (!flow) throw new Error('a flow without faults can be read');
  const [account] = await readAccounts(tx, [accountId]);
  const missing = capabilitiesFor(flow).find((capability) => !account?.capabilities.includes(capability));
  if (missing !== undefined) throw new HeraldError('CAPABILITY_MISSING', { capability: missing });
  const [rejected, approvedBefore, openedAt] = await Promise.all([
    rejectedContents(tx, accountId, MOST_COMPARED),
    countApprovals(tx, accountId),
    accountOpenedAt(tx, accountId),
  ]);
  const { name, scene } = stored;
  const content = textsOf(flow);
  const screened = screenDraft(await screenerNow(tx), { name, scene, content });
  await openReview(tx, deps, {
    ...{ accountId, reviewId: deps.newId(), kind: 'flow', subjectId: flowId, title: name, submittedAt: at },
    findings: [
      ...concernsOf(screened),
      ...preReview(
        { content },
        {
          rejected,
          approvedBefore,
          accountAgeDays: (at.getTime() - (openedAt?.getTime() ?? at.getTime())) / DAY_MS,
        },
      ),
    ],
  });
  return stored;
}

/** Takes a flow off the desk, while no reviewer has taken it. @throws HeraldError those of the states */
export async function withdrawFlow(tx: Tx, key: FlowKey, at: Date): Promise<StoredFlow> {
  const flow = await turnFlow(tx, key, 'withdraw', at);
  await withdrawReview(tx, { accountId: key.accountId, kind: 'flow', subjectId: key.flowId, at });
  return flow;
}
