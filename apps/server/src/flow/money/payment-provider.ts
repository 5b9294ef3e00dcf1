import type { PaymentWord } from './confirm-payment.ts';

/** How money comes in from outside. */
export interface PaymentProvider {
  readonly name: string;
  /**
   * What the payer is to do. Called after the payment is written down and outside any transaction; it may be called
   * again for the same payment.
   */
  start(payment: StartedPayment): Promise<PaymentInstructions>;
  /**
   * What a request at `/payments/<name>` says, once it is sure that it is the provider's; undefined for anybody else's.
   * Absent where the provider says nothing by itself.
   */
  readCallback?(callback: PaymentCallback): PaymentWord | undefined;
}

export interface StartedPayment {
  readonly paymentId: string;
  readonly orderId: string;
  /** 10⁻⁴ yuan. */
  readonly amount: bigint;
}

export interface PaymentInstructions {
  /** Page to pay at; empty when there is none. */
  readonly payUrl: string;
  readonly words: { readonly zh: string; readonly en: string };
}

export interface PaymentCallback {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/**
 * Bank transfer: the payer names the payment, and the operator confirms what has arrived.
 * @param bankAccount where to, as payers are told: name, bank, account
 */
export function bankTransferProvider(bankAccount: string): PaymentProvider {
  return {
    name: 'bank-transfer',
    start: async ({ paymentId }) => ({
      payUrl: '',
      words: {
        zh: `请汇款至：${bankAccount}。附言请写支付编号 ${paymentId}；到账后由平台确认。`,
        en: `Transfer to: ${bankAccount}. Name the payment ${paymentId}; the operator confirms its arrival.`,
      },
    }),
  };
}
