/**
 * The life of a flow's newest wording, as one table: state × event → state. What was approved stays in use as its
 * version, whatever becomes of the wording that follows it.
 */
export type FlowPhase = 'draft' | 'to-review' | 'in-review' | 'approved' | 'rejected';
export type FlowChange =
  | 'edit'
  | 'submit'
  | 'withdraw'
  | 'delete' // the customer's
  | 'claim'
  | 'release'
  | 'approve'
  | 'reject'; // the reviewer's

const TABLE: {
  readonly [Phase in FlowPhase]: { readonly [Change in FlowChange]?: FlowPhase | 'deleted' };
} = {
  draft: { edit: 'draft', submit: 'to-review', delete: 'deleted' },
  'to-review': { withdraw: 'draft', claim: 'in-review', approve: 'approved', reject: 'rejected' },
  'in-review': { release: 'to-review', approve: 'approved', reject: 'rejected' },
  approved: { edit: 'draft', delete: 'deleted' },
  rejected: { edit: 'draft', submit: 'to-review', delete: 'deleted' },
};

/** What follows, or undefined where the change cannot happen. */
export function nextPhase(phase: FlowPhase, change: FlowChange): FlowPhase | 'deleted' | undefined {
  return TABLE[phase][change];
}

/** Status as of templates. */
export const STATUS_OF_PHASE = {
  'to-review': 0,
  'in-review': 1,
  approved: 2,
  rejected: 3,
  draft: 5,
} as const satisfies Record<FlowPhase, number>;
export type FlowStatus = (typeof STATUS_OF_PHASE)[FlowPhase];

const PHASES = Object.keys(STATUS_OF_PHASE) as FlowPhase[];

export function phaseOf(status: FlowStatus): FlowPhase {
  return PHASES.find((phase) => STATUS_OF_PHASE[phase] === status) ?? 'draft';
}

/** Ids of flows begin so: where the id of a template is asked for, it tells which it is. */
export const FLOW_ID_PREFIX = 'UVVF';

export const isFlowId = (id: string): boolean => id.startsWith(FLOW_ID_PREFIX);
