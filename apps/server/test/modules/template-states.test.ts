import { describe, expect, test } from 'vitest';
import {
  nextTemplateState,
  STATUS_OF,
  stateOf,
  type TemplateEvent,
  type TemplateState,
} from '../../src/modules/templates/index.ts';

const EVENTS: TemplateEvent[] = [
  'edit',
  'submit',
  'withdraw',
  'delete',
  'disable',
  'enable',
  'claim',
  'release',
  'approve',
  'reject',
  'block',
  'lift',
];
const STATES: TemplateState[] = [
  'draft',
  'to-review',
  'in-review',
  'approved',
  'rejected',
  'disabled',
  'blocked',
  'deleted',
];

/** Every way that there is; whatever is not here cannot happen. */
const WAYS: [TemplateState, TemplateEvent, TemplateState][] = [
  ['draft', 'edit', 'draft'],
  ['draft', 'submit', 'to-review'],
  ['draft', 'delete', 'deleted'],
  ['to-review', 'withdraw', 'draft'],
  ['to-review', 'claim', 'in-review'],
  ['to-review', 'approve', 'approved'],
  ['to-review', 'reject', 'rejected'],
  ['in-review', 'release', 'to-review'],
  ['in-review', 'approve', 'approved'],
  ['in-review', 'reject', 'rejected'],
  ['approved', 'disable', 'disabled'],
  ['approved', 'block', 'blocked'],
  ['rejected', 'edit', 'draft'],
  ['rejected', 'submit', 'to-review'],
  ['rejected', 'delete', 'deleted'],
  ['disabled', 'enable', 'approved'],
  ['disabled', 'block', 'blocked'],
  ['blocked', 'lift', 'disabled'],
];

describe('states of a template', () => {
  test.each(STATES.flatMap((state) => EVENTS.map((event) => [state, event] as const)))(
    '4.2.7 b: %s × %s',
    (state, event) => {
      const way = WAYS.find(([from, by]) => from === state && by === event);
      expect(nextTemplateState(state, event)).toBe(way?.[2]);
    },
  );

  test('4.2.7 b: nothing but a decision of the reviewer’s leads from words that can be changed to approved ones', () => {
    const reached = new Set<TemplateState>(['draft', 'rejected']);
    const byCustomer: TemplateEvent[] = ['edit', 'submit', 'withdraw', 'delete', 'disable', 'enable'];
    for (const state of reached) {
      for (const event of byCustomer) {
        const next = nextTemplateState(state, event);
        if (next) reached.add(next);
      }
    }
    expect(reached.has('approved')).toBe(false);
  });

  test('4.3.8: what the operator has blocked, no event of the customer’s moves', () => {
    for (const event of ['edit', 'submit', 'withdraw', 'delete', 'disable', 'enable'] as const) {
      expect(nextTemplateState('blocked', event)).toBeUndefined();
    }
  });

  test('api: every state but deleted has one status, and is told by it again', () => {
    for (const [state, status] of Object.entries(STATUS_OF)) {
      expect(stateOf(status, state === 'blocked')).toBe(state);
    }
  });
});
