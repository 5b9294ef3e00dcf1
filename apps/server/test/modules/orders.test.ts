import { expect, test } from 'vitest';
import { nextOrderState } from '../../src/modules/orders/index.ts';

const STATES = ['unpaid', 'paid', 'cancelled', 'expired'] as const;
const EVENTS = ['pay', 'cancel', 'expire'] as const;

test('3.6 an order is decided once: only what is unpaid can be paid, cancelled or expire', () => {
  const table = STATES.map((state) => [state, EVENTS.map((event) => nextOrderState(state, event))]);
  expect(Object.fromEntries(table)).toEqual({
    unpaid: ['paid', 'cancelled', 'expired'],
    paid: [undefined, undefined, undefined],
    cancelled: [undefined, undefined, undefined],
    expired: [undefined, undefined, undefined],
  });
});
