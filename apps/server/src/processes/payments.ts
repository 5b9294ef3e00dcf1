import { confirmPayment } from '../flow/money/confirm-payment.ts';
import { bankTransferProvider, type PaymentProvider } from '../flow/money/payment-provider.ts';
import { type GatewayDeps, type SandboxBank, sandboxProvider } from '../gateway/index.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Base } from './base.ts';

/** How money comes in: the providers that are offered, and what the gateway serves for them. */
export interface Payments {
  readonly providers: readonly PaymentProvider[];
  readonly gateway: Pick<GatewayDeps, 'payments' | 'sandboxBank'>;
}

/** @param url where this process is reached, once it listens */
export function openPayments(base: Base & { jobs: Jobs }, url: () => string): Payments {
  const { config, clock, vault } = base;
  const bank: SandboxBank | undefined = config.sandbox.enabled
    ? {
        secret: vault.key('sandbox bank'),
        baseUrl: () => config.publicUrl ?? url(),
        now: () => clock.now(),
        post: (to, body, headers) =>
          fetch(to, { method: 'POST', body, headers, signal: AbortSignal.timeout(10_000) }),
      }
    : undefined;
  const providers = [
    ...(config.bankAccount === undefined ? [] : [bankTransferProvider(config.bankAccount)]),
    ...(bank ? [sandboxProvider(bank)] : []),
  ];
  const payments = {
    providers,
    confirm: (word: Parameters<typeof confirmPayment>[1]) => confirmPayment(base, word),
  };
  return { providers, gateway: { payments, ...(bank ? { sandboxBank: bank } : {}) } };
}
