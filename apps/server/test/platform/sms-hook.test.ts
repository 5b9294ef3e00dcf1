import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { createSmsHook } from '../../src/platform/sms-hook.ts';
import { type CustomerServer, customerServer } from '../support/customer-server.ts';
import { manualClock } from '../support/manual-clock.ts';

const SECRET = 'the secret of the hook';
const sms = { id: 'n1.abc', phone: '+8613800000200', text: '您的验证码是 123456', language: 'zh' } as const;
const after: (() => unknown)[] = [];

afterEach(async () => {
  for (const undo of after.splice(0).reverse()) await undo();
});

async function service(answer?: (response: ServerResponse) => void): Promise<CustomerServer> {
  const server = await customerServer(answer);
  after.push(() => server.close());
  return server;
}

function hook(url: string) {
  const made = createSmsHook({ url, secret: SECRET, clock: manualClock(1000), timeoutMs: 200 });
  after.push(() => made.close());
  return made;
}

describe('12.2 the SMS hook', () => {
  test('12.2 posts signed JSON with an id by which a repeat is told', async () => {
    const server = await service();
    expect(await hook(server.url).send(sms)).toEqual({
      state: 'sent',
      messageId: 'n1.abc',
      response: 'HTTP 200',
    });
    const [got] = server.received;
    expect(got).toMatchObject({ method: 'POST' });
    expect(JSON.parse(got?.body ?? '')).toEqual(sms);
    expect(got?.headers['idempotency-key']).toBe('n1.abc');
    const signature = createHmac('sha256', SECRET).update(`1000.${got?.body}`).digest('hex');
    expect(got?.headers['x-herald-signature']).toBe(`t=1000,v1=${signature}`);
  });

  test.each([
    [202, 'sent'],
    [400, 'refused'],
    [422, 'refused'],
    [401, 'failed'],
    [404, 'failed'],
    [429, 'failed'],
    [500, 'failed'],
  ])('12.2 HTTP %i means %s', async (status, state) => {
    const server = await service((response) => response.writeHead(status).end('why'));
    expect(await hook(server.url).send(sms)).toMatchObject({ state, response: `HTTP ${status} why` });
  });

  test('4.3.1 a redirect is not followed: the number would go where nobody named', async () => {
    const other = await service();
    const server = await service((response) => response.writeHead(307, { location: other.url }).end());
    expect(await hook(server.url).send(sms)).toMatchObject({ state: 'failed' });
    expect(other.received).toEqual([]);
  });

  test('12.2 a service that never answers, hangs up or is away is tried later', async () => {
    const silent = await service(() => {});
    const gone = await service((response) => response.socket?.destroy());
    for (const url of [silent.url, gone.url, 'http://127.0.0.1:1/']) {
      expect(await hook(url).send(sms)).toMatchObject({ state: 'failed', messageId: 'n1.abc' });
    }
  });

  test('12.2 an answer that is long, no JSON, or has an id of another kind is taken as it is', async () => {
    for (const text of ['x'.repeat(100_000), '{"id":7}', '{"id":""}', 'null', '[]']) {
      const server = await service((response) => response.end(text));
      const outcome = await hook(server.url).send(sms);
      expect(outcome).toMatchObject({ state: 'sent', messageId: 'n1.abc' });
      expect(outcome.response.length).toBeLessThanOrEqual(300);
    }
  });
});
