import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonicalString, createClient, type Fetch, RefusedError, TransportError } from '../src/index.ts';

interface Sent {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: Record<string, string>;
}

/** A gateway that answers everything with `body`, and what was sent to it. */
function gateway(body: string, status = 200): { fetch: Fetch; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = async (url, { headers, body: text }) => {
    sent.push({ url, headers, body: JSON.parse(text) });
    return { status, headers: { get: () => 'request-7' }, text: async () => body };
  };
  return { fetch, sent };
}

const KEYS = { baseUrl: 'http://gateway.test', publicKey: 'public', privateKey: 'private' };

describe('api: client', () => {
  test('api: signs what it sends, flattened', async () => {
    const { fetch, sent } = gateway('{"RetCode":0,"Action":"SendUVMSMessageResponse","SessionNo":"s-1"}');
    const client = createClient({ ...KEYS, fetch });
    const request = {
      CalledNumber: '+8613800000200',
      TemplateId: 't',
      TemplateParams: ['3A90F1'],
      DryRun: true,
    };
    const answer = await client.call('SendUVMSMessage', request);

    expect(answer.SessionNo).toBe('s-1');
    const { Signature, ...rest } = sent[0]?.body ?? {};
    expect(rest).toEqual({
      Action: 'SendUVMSMessage',
      PublicKey: 'public',
      CalledNumber: '+8613800000200',
      TemplateId: 't',
      'TemplateParams.0': '3A90F1',
      DryRun: 'true',
    });
    const text = canonicalString(new Map(Object.entries(rest)), 'private');
    expect(Signature).toBe(createHash('sha1').update(text, 'utf8').digest('hex'));
  });

  test('api: a session is borne in the header and signs nothing; without one it is anybody', async () => {
    const { fetch, sent } = gateway('{"RetCode":0,"Action":"VerifyUVMSLedgerResponse"}');
    const baseUrl = 'http://gateway.test';
    await createClient({ baseUrl, token: 's-1', fetch }).call('VerifyUVMSLedger', {});
    await createClient({ baseUrl, token: undefined, fetch }).call('QueryUVMSPrices', {});
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer s-1', undefined]);
    expect(sent.map(({ body }) => body)).toEqual([
      { Action: 'VerifyUVMSLedger' },
      { Action: 'QueryUVMSPrices' },
    ]);
  });

  test('api: asks for the reader’s language at the address of the gateway', async () => {
    const { fetch, sent } = gateway('{"RetCode":0,"Action":"QueryUVMSReceiptUrlResponse","Url":""}');
    await createClient({ ...KEYS, fetch, language: 'en' }).call('QueryUVMSReceiptUrl', {});
    await createClient({ ...KEYS, baseUrl: 'http://gateway.test/', fetch }).call('QueryUVMSReceiptUrl', {});
    expect(sent.map(({ url }) => url)).toEqual(['http://gateway.test/', 'http://gateway.test/']);
    expect(sent.map(({ headers }) => headers['accept-language'])).toEqual(['en', 'zh']);
  });

  test('api: a RetCode other than 0 is a RefusedError with its next step and request id', async () => {
    const { fetch } = gateway('{"RetCode":18501,"Action":"SendUVMSMessageResponse","Message":"请充值"}');
    const call = createClient({ ...KEYS, fetch }).call('GetBalance', {});
    await expect(call).rejects.toMatchObject({
      name: 'RefusedError',
      retCode: 18501,
      message: '请充值',
      action: 'GetBalance',
      requestId: 'request-7',
    });
    await expect(call).rejects.toBeInstanceOf(RefusedError);
  });

  test.each(['<html>', '[]', 'null', '{}', '{"RetCode":"0"}', ''])(
    'api: an answer without a RetCode (%s) is a TransportError, not a success',
    async (body) => {
      const { fetch } = gateway(body, 502);
      const call = createClient({ ...KEYS, fetch }).call('GetBalance', {});
      await expect(call).rejects.toBeInstanceOf(TransportError);
      await expect(call).rejects.toThrow('HTTP 502');
    },
  );

  test('api: an unreachable gateway is a TransportError that says why', async () => {
    const fetch: Fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }));
    const call = createClient({ ...KEYS, fetch }).call('GetBalance', {});
    await expect(call).rejects.toThrow('Cannot reach http://gateway.test/: ECONNREFUSED');
    await expect(call).rejects.toBeInstanceOf(TransportError);
  });
});
