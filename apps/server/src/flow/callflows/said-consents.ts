import type { FlowOutcome, FlowScript } from '../../calling/index.ts';
import type { ConsentKind } from '../../modules/privacy/index.ts';

/** 4.3.9: an answer to the question whether may be recorded, or for what, and the key by which it was yes. */
export interface Said {
  readonly node: string;
  readonly kind: ConsentKind;
  readonly given: boolean;
  readonly key: string;
  /** ms */
  readonly at: number;
}

export function saidConsents(
  { consents }: FlowOutcome,
  { flow: { nodes } }: Pick<FlowScript, 'flow'>,
): Said[] {
  return consents.map(({ node, kind, given, at }) => {
    const asked = nodes[node];
    return { node, kind, given, key: given && asked?.kind === 'record' ? asked.key : '', at: Math.round(at) };
  });
}
