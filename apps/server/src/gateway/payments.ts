import { HeraldError } from '@herald/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PaymentResult, PaymentWord } from '../flow/money/confirm-payment.ts';
import type { PaymentProvider } from '../flow/money/payment-provider.ts';

import { secure } from './headers.ts';

export interface PaymentDeps {
  readonly providers: readonly PaymentProvider[];
  confirm(word: PaymentWord): Promise<PaymentResult>;
  readonly log: { error(event: string, facts: Readonly<Record<string, unknown>>): void };
}

/**
 * Where providers say that something was paid: `POST /payments/<provider>`. 200 when their word was taken (however
 * often it comes), 400 when it cannot be, 401 when it is not theirs; they try again after anything else.
 */
export function registerPaymentCallbacks(app: FastifyInstance, deps: PaymentDeps): void {
  for (const provider of deps.providers) {
    const { name, readCallback } = provider;
    if (!readCallback) continue;
    app.post(`/payments/${name}`, async (request, reply) => {
      const word = readCallback.call(provider, { headers: request.headers, body: bodyOf(request) });
      if (!word) return answer(reply, request, 401, 'unsigned');
      try {
        return answer(reply, request, 200, await deps.confirm(word));
      } catch (error) {
        if (!(error instanceof HeraldError)) throw error;
        deps.log.error('gateway.payment-refused', {
          provider: name,
          payment: word.paymentId,
          reason: error.name,
        });
        return answer(reply, request, 400, error.name);
      }
    });
  }
}

function bodyOf(request: FastifyRequest): Uint8Array {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function answer(reply: FastifyReply, request: FastifyRequest, status: number, result: string): FastifyReply {
  secure(reply, request.id);
  return reply.code(status).header('Cache-Control', 'no-store').send({ result });
}
