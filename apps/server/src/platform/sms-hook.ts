import type { Clock } from './clock.ts';
import { createOutboundHttp } from './outbound-http.ts';
import { signBody } from './signed-body.ts';

/** One SMS, for the operator's own SMS service to send. */
export interface Sms {
  /** The same at every try: the service sends one SMS for it. */
  id: string;
  /** E.164. */
  phone: string;
  text: string;
  language: 'zh' | 'en';
}

/** `refused` is for good; after `failed` the same SMS may go through later. */
export interface SmsOutcome {
  state: 'sent' | 'refused' | 'failed';
  /** What the service calls it (`id` in its answer), or our own id. */
  messageId: string;
  response: string;
}

export interface SmsHook {
  /** Never rejects. */
  send(sms: Sms): Promise<SmsOutcome>;
  close(): Promise<void>;
}

/** The operator names the address, so it may be in the operator's own network. */
const ANYWHERE = ['0.0.0.0/0', '::/0'];
const RESPONSE_CHARACTERS = 300;

/**
 * Posts SMS as JSON `{id, phone, text, language}` to the operator's address, signed like receipts:
 * `X-Herald-Signature: t=<ms>,v1=<hex>`, an HMAC-SHA-256 with the secret over `<t>.<body>`, and with the id as
 * `Idempotency-Key`. 2xx: sent; 400 and 422: never to be sent; everything else may be tried again. No redirects; time
 * and size are bounded.
 */
export function createSmsHook(options: {
  url: string;
  secret: string;
  clock: Clock;
  timeoutMs?: number;
}): SmsHook {
  const { url, secret, clock, timeoutMs } = options;
  const http = createOutboundHttp({
    allow: ANYWHERE,
    readText: true,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return {
    async send(sms) {
      const body = JSON.stringify(sms);
      const at = clock.now();
      const {
        status,
        text = '',
        error,
      } = await http.post(url, body, {
        'content-type': 'application/json; charset=utf-8',
        'idempotency-key': sms.id,
        'x-herald-signature': signBody(secret, body, at),
      });
      if (status === undefined) return { state: 'failed', messageId: sms.id, response: error ?? 'failed' };
      const response = `HTTP ${status} ${text}`.trim().slice(0, RESPONSE_CHARACTERS);
      if (status >= 200 && status < 300) return { state: 'sent', messageId: idIn(text) ?? sms.id, response };
      return { state: status === 400 || status === 422 ? 'refused' : 'failed', messageId: sms.id, response };
    },
    close: () => http.close(),
  };
}

function idIn(text: string): string | undefined {
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return typeof id === 'string' && id !== '' && id.length <= 200 ? id : undefined;
  } catch {
    return undefined;
  }
}
