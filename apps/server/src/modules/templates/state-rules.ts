import type { Template } from './rules.ts';

/**
 * The life of a template, as one table: state × event → state. Words change as a draft or after a rejection only, so
 * that what is under review, approved or disabled can always be read as it was judged; another wording is a copy.
 *
 * `blocked` is the operator's own disabling (4.3.8): the customer cannot undo it, and once it is lifted the template
 * rests as disabled until its customer enables it.
 */
export type TemplateState =
  | 'draft'
  | 'to-review'
  | 'in-review'
  | 'approved'
  | 'rejected'
  | 'disabled'
  | 'blocked'
  | 'deleted';

export type TemplateEvent =
  | 'edit'
  | 'submit'
  | 'withdraw'
  | 'delete'
  | 'disable'
  | 'enable' // the customer's
  | 'claim'
  | 'release'
  | 'approve'
  | 'reject' // the reviewer's
  | 'block'
  | 'lift'; // the operator's

const TABLE: {
  readonly [State in TemplateState]: { readonly [Event in TemplateEvent]?: TemplateState };
} = {
  draft: { edit: 'draft', submit: 'to-review', delete: 'deleted' },
  'to-review': { withdraw: 'draft', claim: 'in-review', approve: 'approved', reject: 'rejected' },
  'in-review': { release: 'to-review', approve: 'approved', reject: 'rejected' },
  approved: { disable: 'disabled', block: 'blocked' },
  rejected: { edit: 'draft', submit: 'to-review', delete: 'deleted' },
  disabled: { enable: 'approved', block: 'blocked' },
  blocked: { lift: 'disabled' },
  deleted: {},
};

/** The state that follows, or undefined where the event cannot happen. */
export function nextTemplateState(state: TemplateState, event: TemplateEvent): TemplateState | undefined {
  return TABLE[state][event];
}

/** Status as published, 0–4, and 5 of our own for drafts; both ways of being disabled are 4. */
export type Status = Template['status'];

export const STATUS_OF = {
  'to-review': 0,
  'in-review': 1,
  approved: 2,
  rejected: 3,
  disabled: 4,
  blocked: 4,
  draft: 5,
} as const satisfies Record<Exclude<TemplateState, 'deleted'>, Status>;

const STATES = ['to-review', 'in-review', 'approved', 'rejected', 'disabled', 'draft'] as const;

/** The state that a row tells by its status and whether the operator has blocked it. */
export function stateOf(status: Status, blocked: boolean): Exclude<TemplateState, 'deleted'> {
  return status === STATUS_OF.disabled && blocked ? 'blocked' : STATES[status];
}
