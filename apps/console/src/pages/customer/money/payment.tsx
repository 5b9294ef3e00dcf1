import type { ResponseOf } from '@herald/contract';
import { useQueryClient } from '@tanstack/react-query';
import { App, Typography } from 'antd';
import { outdate, useAsk } from '../../../api/ask.ts';
import { useWords } from '../../../words/language.ts';
import { MONEY } from './words.ts';

export const MONEY_ANSWERS = [
  'GetBalance',
  'ListUVMSPackages',
  'ListUVMSOrders',
  'ListUVMSCoupons',
  'QueryUVMSServiceGuide',
] as const;

export type Provider = 'balance' | 'sandbox' | 'bank-transfer';

/** Ways to pay; the bank of the sandbox is there where the sandbox is. */
export function useProviders(withBalance: boolean): Provider[] {
  const { data } = useAsk('GetUVMSServiceStatus', {});
  return [
    ...(withBalance ? (['balance'] as const) : []),
    ...(data?.Sandbox ? (['sandbox'] as const) : (['bank-transfer'] as const)),
  ];
}

/** Tells how to go on with an order that was placed: the page or account to pay at, or that it is paid. */
export function usePaymentNext(): (answer: ResponseOf<'PayUVMSOrder'>, done: string) => void {
  const say = useWords(MONEY);
  const client = useQueryClient();
  const { modal, message } = App.useApp();
  return ({ Payment: payment }, done) => {
    outdate(client, MONEY_ANSWERS);
    if (!payment) {
      message.success(done);
      return;
    }
    modal.info({
      title: say('payTitle'),
      content: (
        <>
          <Typography.Paragraph>{payment.Instructions}</Typography.Paragraph>
          {payment.PayUrl && (
            <Typography.Paragraph>
              <a href={payment.PayUrl} target="_blank" rel="noreferrer">
                {say('openPage')}
              </a>
            </Typography.Paragraph>
          )}
          <Typography.Text type="secondary">{say('afterPaying')}</Typography.Text>
        </>
      ),
      afterClose: () => outdate(client, MONEY_ANSWERS),
    });
  };
}
