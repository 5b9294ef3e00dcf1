import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, createTestGateway, PUBLIC_KEY, postForm, sign, signed } from './support.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

async function post(
  payload: string | Buffer,
  contentType: string | undefined,
  headers = {},
): Promise<Answer> {
  const { app } = createTestGateway();
  const type = contentType === undefined ? {} : { 'content-type': contentType };
  const response = await app.inject({ method: 'POST', url: '/', headers: { ...type, ...headers }, payload });
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(response.headers['x-ucloud-request-uuid']).toBe('request-1');
  return response.json<Answer>();
}

const MALFORMED = 18001;
const TOO_LARGE = 18002;
const INVALID = 18003;
const CONFLICT = 18004;

describe('api: hostile input is a RetCode', () => {
  test.each<[string, string | Buffer, string | undefined, number]>([
    ['an empty JSON body', '', JSON_TYPE, 160],
    ['JSON that stops', '{"Action":', JSON_TYPE, MALFORMED],
    ['JSON that is no object', '["Action"]', JSON_TYPE, MALFORMED],
    ['JSON null', 'null', JSON_TYPE, MALFORMED],
    ['a body without a type', 'Action=GetBalance', undefined, MALFORMED],
    ['a type that is none', 'Action=GetBalance', 'nonsense', MALFORMED],
    ['a type with a comma', 'Action=GetBalance', 'application/json, text/html', MALFORMED],
    ['multipart', '--x\r\n\r\nAction\r\n--x--', 'multipart/form-data; boundary=x', MALFORMED],
    ['XML', '<Action/>', 'text/xml', MALFORMED],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), JSON_TYPE, MALFORMED],
    ['UTF-8 percent-encoded wrongly', 'Action=%ff%fe', FORM, MALFORMED],
    ['a percent sign alone', 'Action=100%', FORM, MALFORMED],
    ['a surrogate alone in a value', '{"Action":"GetBalance","ProjectId":"\\ud800"}', JSON_TYPE, INVALID],
    ['a surrogate alone in a name', '{"\\udc00":"x"}', JSON_TYPE, MALFORMED],
    ['a NUL in a value', 'Action=GetBalance&ProjectId=a%00b', FORM, INVALID],
    ['a NUL in a name', 'Action=GetBalance&a%00b=1', FORM, MALFORMED],
    ['a parameter twice', 'Action=GetBalance&Action=SendUVMSMessage', FORM, CONFLICT],
    [
      'an array beside its own flattening',
      '{"Action":"GetBalance","A":["x"],"A.0":"x"}',
      JSON_TYPE,
      CONFLICT,
    ],
    ['deep arrays', `{"A":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, JSON_TYPE, TOO_LARGE],
    ['deep objects', `${'{"A":'.repeat(20_000)}1${'}'.repeat(20_000)}`, JSON_TYPE, TOO_LARGE],
    ['513 parameters', Array.from({ length: 513 }, (_, index) => `p${index}=1`).join('&'), FORM, TOO_LARGE],
    ['513 array items', JSON.stringify({ A: Array(513).fill('x') }), JSON_TYPE, TOO_LARGE],
    ['a long value', `Action=GetBalance&ProjectId=${'x'.repeat(16_385)}`, FORM, TOO_LARGE],
    ['a long name', `${'x'.repeat(129)}=1`, FORM, TOO_LARGE],
    ['a body above 256 KiB', 'x'.repeat(256 * 1024 + 1), FORM, TOO_LARGE],
    ['a number beyond every float', '{"Action":"GetBalance","N":1e999999999}', JSON_TYPE, MALFORMED],
    ['nothing but separators', '&&&===&', FORM, 160],
    ['an Action that is no text', '{"Action":{"a":1}}', JSON_TYPE, 160],
    ['an Action that is a number', '{"Action":7}', JSON_TYPE, 161],
  ])('api: %s', async (_title, payload, contentType, retCode) => {
    expect((await post(payload, contentType)).RetCode).toBe(retCode);
  });

  test('api: a compressed body is refused', async () => {
    expect((await post('x', JSON_TYPE, { 'content-encoding': 'gzip' })).RetCode).toBe(MALFORMED);
  });

  test('api: what malformed means is said in the reader’s language', async () => {
    expect((await post('{', JSON_TYPE)).Message).toContain('请求体不是有效的 JSON');
    expect((await post('{', JSON_TYPE, { 'accept-language': 'en' })).Message).toContain(
      'the body is not valid JSON',
    );
  });

  test('api: a parameter in query and body is a conflict, even when it is the same', async () => {
    const { app } = createTestGateway();
    const headers = { 'content-type': FORM };
    const response = await app.inject({
      method: 'POST',
      url: '/?Action=GetBalance',
      headers,
      payload: 'Action=GetBalance',
    });
    expect(response.json()).toMatchObject({ RetCode: CONFLICT });
    expect(response.json().Message).toContain('Action');
  });

  test.each([
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '__proto__.polluted',
    'constructor.prototype.polluted',
  ])('api: a parameter named %s is a name like any other', async (name) => {
    const gateway = createTestGateway();
    expect((await postForm(gateway, signed({ Action: 'GetBalance', [name]: 'true' }))).RetCode).toBe(0);
    expect(gateway.desk.calls[0]?.request).toEqual({});
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('api: __proto__ inside JSON is signed and ignored', async () => {
    const texts = { Action: 'GetBalance', '__proto__.polluted': 'true', PublicKey: PUBLIC_KEY };
    const payload = `{"Action":"GetBalance","__proto__":{"polluted":true},"PublicKey":"${PUBLIC_KEY}","Signature":"${sign(texts)}"}`;
    expect((await post(payload, JSON_TYPE)).RetCode).toBe(0);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('api: numbers in JSON are signed by their plain decimal', () => {
  test.each([
    ['12345678901234567890', '12345678901234567890'],
    ['-9007199254740993', '-9007199254740993'],
    ['1e21', '1000000000000000000000'],
    ['1.0', '1'],
    ['0.1', '0.1'],
    ['-0', '0'],
    ['1e-7', '0.0000001'],
  ])('api: %s is signed as %s', async (json, text) => {
    const texts = { Action: 'GetBalance', N: text, PublicKey: PUBLIC_KEY };
    const payload = `{"Action":"GetBalance","N":${json},"PublicKey":"${PUBLIC_KEY}","Signature":"${sign(texts)}"}`;
    expect((await post(payload, JSON_TYPE)).RetCode).toBe(0);
  });

  test('api: a number where a text belongs is read as its text, all digits kept', async () => {
    const gateway = createTestGateway();
    const texts = { Action: 'GetUVMSReceipt', SessionNo: '12345678901234567890', PublicKey: PUBLIC_KEY };
    const payload = `{"Action":"GetUVMSReceipt","SessionNo":12345678901234567890,"PublicKey":"${PUBLIC_KEY}","Signature":"${sign(texts)}"}`;
    await gateway.app.inject({ method: 'POST', url: '/', headers: { 'content-type': JSON_TYPE }, payload });
    expect(gateway.desk.calls[0]?.request).toEqual({ SessionNo: '12345678901234567890' });
  });
});

describe('api: nothing that anyone sends is answered with 5xx', () => {
  const name = fc.oneof(
    fc.constantFrom(
      'Action',
      'PublicKey',
      'Signature',
      'CalledNumber',
      'TemplateParams',
      'TemplateParams.0',
      'Page',
    ),
    fc.constantFrom('__proto__', 'constructor', ''),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const action = fc.constantFrom('SendUVMSMessage', 'GetUVMSSendRecord', 'GetBalance', 'x', '');
  const contentType = fc.oneof(
    fc.constantFrom(FORM, JSON_TYPE, `${JSON_TYPE}; charset=utf-8`, 'text/plain', 'a/b;c', ';', '/'),
    fc.stringMatching(/^[\x20-\x7e]{0,20}$/),
  );
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.json({ maxDepth: 12 }).map((text) => Buffer.from(text)),
    fc.dictionary(name, fc.jsonValue(), { maxKeys: 8 }).map((value) => Buffer.from(JSON.stringify(value))),
    fc
      .array(fc.tuple(name, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 8 })
      .map((pairs) => Buffer.from(pairs.map((pair) => pair.join('=')).join('&'))),
  );

  test('api: whatever the body and its type, HTTP 200 with a RetCode, and no handler is reached unsigned', async () => {
    const gateway = createTestGateway();
    await fc.assert(
      fc.asyncProperty(body, contentType, async (payload, type) => {
        const headers = { 'content-type': type };
        const response = await gateway.app.inject({ method: 'POST', url: '/', headers, payload });
        expect(response.statusCode).toBe(200);
        const answer = response.json<Answer>();
        expect(answer.RetCode).toBeGreaterThan(0);
        expect(answer.Message).not.toMatch(/\bat .+\.ts:\d+|node_modules/);
      }),
      { numRuns: 500 },
    );
    expect(gateway.desk.calls).toEqual([]);
    expect(gateway.logged).toEqual([]);
  });

  test('api: whatever parameters are signed, HTTP 200, and only requests that fit the schema reach a handler', async () => {
    const gateway = createTestGateway({ ratePerSecond: 1e6, rateBurst: 1e6 });
    const value = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.integer().map(String),
      fc.constantFrom('+8613800000200', 'true'),
    );
    await fc.assert(
      fc.asyncProperty(action, fc.dictionary(name, value, { maxKeys: 8 }), async (Action, parameters) => {
        const { Signature: _signature, PublicKey: _publicKey, ...rest } = parameters;
        const before = gateway.desk.calls.length;
        const answer = await postForm(gateway, signed({ ...rest, Action }));
        expect(gateway.desk.calls.length - before).toBe(answer.RetCode === 0 ? 1 : 0);
        expect(answer.RetCode).not.toBe(150);
      }),
      { numRuns: 500 },
    );
    expect(gateway.logged).toEqual([]);
  });

  test('api: whatever the path and method, JSON with a 4xx or a page; never 5xx', async () => {
    const gateway = createTestGateway();
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS');
    const path = fc.oneof(
      fc.webUrl({ withQueryParameters: true }).map((url) => `/${url.slice(8)}`),
      fc.stringMatching(/^\/[!-~]{0,30}$/),
      fc.constantFrom(
        '/docs',
        '/docs/',
        '/docs/assets/',
        '/openapi.json',
        '/healthz',
        '/readyz',
        '//',
        '/%',
        '/?%zz=1',
      ),
    );
    // Over a socket: a client that tidies up addresses would keep the worst of them from the gateway.
    await gateway.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = gateway.app.server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (verb: string, target: string) =>
      new Promise<{ status: number; body: string }>((resolve, reject) => {
        request({ port, host: '127.0.0.1', agent, method: verb, path: target }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            body += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        })
          .once('error', reject)
          .end();
      });
    try {
      await fc.assert(
        fc.asyncProperty(method, path, async (verb, url) => {
          const { status, body } = await ask(verb, url);
          expect(status).toBeLessThan(500);
          if (status >= 400 && verb !== 'HEAD') expect(JSON.parse(body)).toHaveProperty('Message');
        }),
        { numRuns: 500 },
      );
      expect((await ask('GET', '/\\')).status).toBe(404);
    } finally {
      agent.destroy();
      await gateway.app.close();
    }
  });
});
