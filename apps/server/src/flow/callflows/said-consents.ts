import type { FlowOutcome, FlowScript } from '../../calling/index.ts';
import type { SaidConsent } from '../../modules/privacy/index.ts';

/** 4.3.9: an answer to the question whether may be recorded, or for what, before it is known whose. */
export type Said = Omit<SaidConsent, 'accountId' | 'sessionNo'>;

export function saidConsents(
  { consents }: FlowOutcome,
  { flow: { nodes } }: Pick<FlowScript, 'flow'>,
): Said[] {
  return consents.map(({ node, kind, given, at }) => {
    const asked = nodes[node];
    return { node, kind, given, key: given && asked?.kind === 'record' ? asked.key : '', at: Math.round(at) };
  });
}
