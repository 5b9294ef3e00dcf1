import { afterAll, beforeAll, expect, test } from 'vitest';
import { operator } from '../support/callers.ts';
import { OWNER, type OwnersGateway, openOwnersGateway } from '../support/owners-gateway.ts';
import { MARK } from '../support/owners-steps.ts';

/** Who of the operator's staff brought money in or gave it away can be told afterwards. */

const { operatorId: STAFF } = operator('admin');

let gateway: OwnersGateway;
beforeAll(async () => {
  gateway = await openOwnersGateway();
});
afterAll(() => gateway.close());

test('3.6 a bank transfer names in the list of payments who confirmed it, and one that waits nobody', async () => {
  const paymentOf = async () => {
    const { Payment } = await gateway.call('owner', 'TopUp', { Amount: '5', Provider: 'bank-transfer' });
    return (Payment as { PaymentId: string }).PaymentId;
  };
  const [confirmed, waiting] = [await paymentOf(), await paymentOf()];
  const word = { PaymentId: confirmed, BankReference: 'bank-1', Amount: '5' };
  expect(await gateway.call('staff', 'ConfirmBankTransfer', word)).toMatchObject({ Result: 'delivered' });
  const { Data, Total } = await gateway.call('staff', 'ListUVMSPayments', {
    AccountId: OWNER,
    Provider: 'bank-transfer',
  });
  expect(Total).toBe(2);
  expect(Data).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        PaymentId: confirmed,
        State: 'succeeded',
        ConfirmedBy: STAFF,
        Reference: 'bank-1',
      }),
      expect.objectContaining({ PaymentId: waiting, State: 'pending', ConfirmedBy: '', DoneTime: 0 }),
    ]),
  );
  const pending = await gateway.call('staff', 'ListUVMSPayments', { State: 'pending', AccountId: OWNER });
  expect(pending).toMatchObject({ Total: 1, Data: [{ PaymentId: waiting }] });
});

test('8.5 a coupon and a compensation name in the list of grants who gave them, and why', async () => {
  expect(await gateway.call('staff', 'ListUVMSGrants', { Source: 'campaign' })).toMatchObject({
    Total: 1,
    Data: [{ AccountId: OWNER, CouponId: `${MARK}-gift`, GrantedBy: STAFF, Reason: MARK }],
  });
  // The month has fees: an order that is paid from the balance.
  await gateway.call('owner', 'BuyUVMSPackage', {
    Purpose: 1,
    GroupType: 1,
    Quantity: 10_000,
    Agree: true,
    Provider: 'balance',
  });
  const given = await gateway.call('staff', 'GrantUVMSCompensation', {
    AccountId: OWNER,
    IncidentId: 'inc-1',
    Month: '2026-03',
    Amount: '3',
    ExpireTime: gateway.world.clock.now() + 86_400_000,
    Reason: 'Outage',
  });
  expect(given).toMatchObject({ RetCode: 0, CouponId: 'sla-inc-1' });
  expect(await gateway.call('staff', 'ListUVMSGrants', { Source: 'compensation' })).toMatchObject({
    Total: 1,
    Data: [{ CouponId: 'sla-inc-1', GrantedBy: STAFF, Month: '2026-03', Reason: 'Outage', Amount: '3.0000' }],
  });
});
