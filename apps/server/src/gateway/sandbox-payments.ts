import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PaymentWord } from '../flow/money/confirm-payment.ts';
import type { PaymentProvider } from '../flow/money/payment-provider.ts';
import { formatYuan, parseYuan } from '../platform/money.ts';
import { isSignedBody, signBody } from '../platform/signed-body.ts';
import { secure } from './headers.ts';

const NAME = 'sandbox';
const SIGNATURE_HEADER = 'x-sandbox-signature';

/** What the sandbox's bank knows of a payment; it travels in the page's address, signed. */
interface Ticket {
  readonly paymentId: string;
  readonly orderId: string;
  readonly amount: string;
}

interface Notice extends Ticket {
  readonly succeeded: boolean;
  readonly reference: string;
}

export interface SandboxBank {
  /** HMAC key of its callbacks and pages. */
  readonly secret: Uint8Array;
  /** Where this service is reached, without a slash at the end. */
  baseUrl(): string;
  now(): number;
  /** How the bank reaches the service: over the network, like any provider. */
  post(url: string, body: string, headers: Record<string, string>): Promise<{ status: number }>;
}

/**
 * A bank for trying things out: it has a page with a button to pay and one to decline, and tells the outcome the way
 * real providers do, by a signed request to `/payments/sandbox`. No money moves anywhere.
 */
export function sandboxProvider(bank: SandboxBank): PaymentProvider {
  return {
    name: NAME,
    async start({ paymentId, orderId, amount }) {
      const ticket: Ticket = { paymentId, orderId, amount: formatYuan(amount) };
      return {
        payUrl: `${bank.baseUrl()}/sandbox/pay?ticket=${encodeTicket(bank, ticket)}`,
        words: {
          zh: '请打开付款页面完成支付（沙箱，不会产生真实费用）。',
          en: 'Open the page and pay (sandbox: no real money moves).',
        },
      };
    },
    readCallback({ headers, body }) {
      if (!isSignedBody(bank.secret, body, String(headers[SIGNATURE_HEADER]), bank.now())) return undefined;
      return wordOf(JSON.parse(Buffer.from(body).toString('utf8')) as Notice);
    },
  };
}

function wordOf({ paymentId, reference, succeeded, amount }: Notice): PaymentWord {
  return { provider: NAME, paymentId, providerRef: reference, succeeded, amount: parseYuan(amount) ?? 0n };
}

/** What is signed of a ticket: everybody sees that signature, and it must be worth nothing as a callback's. */
const ticketBody = (text: string) => `ticket ${text}`;

function encodeTicket(bank: SandboxBank, ticket: Ticket): string {
  const text = JSON.stringify(ticket);
  const signature = signBody(bank.secret, ticketBody(text), bank.now());
  return Buffer.from(JSON.stringify([text, signature])).toString('base64url');
}

function decodeTicket(bank: SandboxBank, encoded: string): Ticket | undefined {
  try {
    const [text, signature] = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')) as [
      string,
      string,
    ];
    const at = Number(/^t=(\d+)/.exec(signature)?.[1]);
    // The page may be opened later than a callback may arrive: only the signature counts, by its own time.
    return isSignedBody(bank.secret, ticketBody(text), signature, at)
      ? (JSON.parse(text) as Ticket)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The bank's page and its two buttons. */
export function registerSandboxBank(app: FastifyInstance, bank: SandboxBank): void {
  const ticketOf = (request: FastifyRequest) => {
    const { searchParams } = new URL(request.raw.url ?? '/', 'http://sandbox');
    return decodeTicket(bank, searchParams.get('ticket') ?? '');
  };
  const page = (body: string) => `<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>沙箱银行 Sandbox bank</title><style>${STYLE}</style></head><body><main><h1>沙箱银行 Sandbox bank</h1>
${body}</main></body></html>`;

  app.get('/sandbox/pay', (request, reply) => {
    secure(reply, request.id);
    reply
      .header('Content-Security-Policy', CSP)
      .header('Cache-Control', 'no-store')
      .type('text/html; charset=utf-8');
    const ticket = ticketOf(request);
    if (!ticket) return reply.code(404).send(page('<p>没有这笔支付。There is no such payment.</p>'));
    return reply.send(
      page(`<p>订单 Order ${ticket.orderId}</p><p class="amount">¥${ticket.amount}</p>
<p>沙箱支付，不会产生真实费用。No real money moves.</p>
<form method="post"><button name="do" value="pay">付款 Pay</button> <button name="do" value="decline">拒绝 Decline</button></form>`),
    );
  });

  app.post('/sandbox/pay', async (request, reply) => {
    secure(reply, request.id);
    reply
      .header('Content-Security-Policy', CSP)
      .header('Cache-Control', 'no-store')
      .type('text/html; charset=utf-8');
    const ticket = ticketOf(request);
    if (!ticket) return reply.code(404).send(page('<p>没有这笔支付。There is no such payment.</p>'));
    const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
    const succeeded = form.get('do') === 'pay';
    // One reference a payment: a second click says the same again.
    const reference = createHash('sha256')
      .update(`${ticket.paymentId} ${succeeded}`)
      .digest('hex')
      .slice(0, 32);
    const body = JSON.stringify({ ...ticket, succeeded, reference } satisfies Notice);
    const headers = {
      'content-type': 'application/json',
      [SIGNATURE_HEADER]: signBody(bank.secret, body, bank.now()),
    };
    const { status } = await bank.post(`${bank.baseUrl()}/payments/${NAME}`, body, headers);
    const done = succeeded ? '已付款。Paid.' : '已拒绝。Declined.';
    return reply.send(
      page(status === 200 ? `<p>${done}</p>` : '<p>商户未确认。The shop did not take it.</p>'),
    );
  });
}

const STYLE = `:root{color-scheme:light dark}body{margin:0;font:16px/1.7 system-ui,sans-serif}
main{max-width:28rem;margin:0 auto;padding:4rem 1.5rem}h1{font-size:1.3rem}.amount{font-size:2rem;margin:.5rem 0}
button{font:inherit;padding:.5rem 1.5rem;margin-right:.5rem}`;
const CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
