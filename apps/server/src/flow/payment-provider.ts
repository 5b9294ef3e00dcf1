/** How money comes in from outside. What a provider says later arrives by its own way and ends in confirmPayment. */
export interface PaymentProvider {
  readonly name: string;
  /**
   * What the payer is to do. Called after the payment is written down and outside any transaction; it may be called
   * again for the same payment.
   */
  start(payment: { paymentId: string; orderId: string; amount: bigint }): Promise<PaymentInstructions>;
}

export interface PaymentInstructions {
  /** Page to pay at; empty when there is none. */
  readonly payUrl: string;
  readonly words: { readonly zh: string; readonly en: string };
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
