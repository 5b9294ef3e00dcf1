import { once } from 'node:events';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createClient } from '@herald/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answer,
  createTestGateway,
  PRIVATE_KEY,
  PUBLIC_KEY,
  sign,
  signed,
  type TestGateway,
} from './support.ts';

let gateway: TestGateway;
let port: number;

beforeEach(async () => {
  gateway = createTestGateway();
  await gateway.app.listen({ host: '127.0.0.1', port: 0 });
  port = (gateway.app.server.address() as AddressInfo).port;
});

afterEach(async () => {
  await gateway.app.close();
});

interface HttpAnswer {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly body: Answer;
}

/** One HTTP request over a real socket. */
function http(options: RequestOptions, payload = ''): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const id = response.headers['x-ucloud-request-uuid'];
        resolve({
          status: response.statusCode ?? 0,
          requestId: typeof id === 'string' ? id : undefined,
          body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
        });
      });
    });
    request.on('error', reject);
    request.end(payload);
  });
}

const SEND = {
  Action: 'SendUVMSMessage',
  CalledNumber: '+8613800000200',
  TemplateId: 'UVVT20260101abcdef',
  UserId: '订单 7&=+',
};

const EXPECTED_REQUEST = {
  CalledNumber: '+8613800000200',
  TemplateId: 'UVVT20260101abcdef',
  TemplateParams: ['3A90F1', '验证码'],
  UserId: '订单 7&=+',
  GroupType: 1,
  DispatchRule: 0,
  HoldForWindow: false,
  TestMode: false,
  DryRun: true,
};

function expectSent(answer: HttpAnswer): void {
  expect(answer.body).toMatchObject({ RetCode: 0, Action: 'SendUVMSMessageResponse', SessionNo: 's' });
  expect(answer.status).toBe(200);
  expect(answer.requestId).toBe('request-1');
  expect(gateway.desk.calls[0]?.request).toEqual(EXPECTED_REQUEST);
}

describe('api: clients that existed before', () => {
  test('api: the JavaScript SDK: JSON, flattened, numbers and booleans as such, signed by their string form', async () => {
    const flat: Record<string, string | number | boolean> = {
      ...SEND,
      'TemplateParams.0': '3A90F1',
      'TemplateParams.1': '验证码',
      GroupType: 1,
      DryRun: true,
      PublicKey: PUBLIC_KEY,
    };
    const Signature = sign(
      Object.fromEntries(Object.entries(flat).map(([name, value]) => [name, value.toString()])),
    );
    const headers = { 'Content-Type': 'application/json', 'User-Agent': 'JS-SDK/0.1.0' };
    expectSent(await http({ method: 'POST', path: '/', headers }, JSON.stringify({ ...flat, Signature })));
  });

  test('api: JSON with an array as an array, signed flattened', async () => {
    const texts = signed({
      ...SEND,
      'TemplateParams.0': '3A90F1',
      'TemplateParams.1': '验证码',
      GroupType: '1',
      DryRun: 'true',
    });
    const body = {
      ...SEND,
      TemplateParams: ['3A90F1', '验证码'],
      GroupType: 1.0,
      DryRun: true,
      PublicKey: PUBLIC_KEY,
      Signature: texts.Signature,
    };
    const headers = { 'Content-Type': 'application/json; charset=UTF-8' };
    expectSent(await http({ method: 'POST', path: '/', headers }, JSON.stringify(body)));
  });

  test('api: the Python SDK: a form, everything strings, header U-Timestamp-Ms', async () => {
    const form = signed({
      ...SEND,
      'TemplateParams.0': '3A90F1',
      'TemplateParams.1': '验证码',
      GroupType: '1',
      DryRun: 'true',
    });
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'User-Agent': 'Python/3.11.2 Python-SDK/0.11.50',
      'U-Timestamp-Ms': '1700000000000',
    };
    expectSent(await http({ method: 'POST', path: '/', headers }, new URLSearchParams(form).toString()));
  });

  test('api: the Go SDK: a form with spaces as +, empty values left out, to the bare host', async () => {
    const form = signed({
      ...SEND,
      'TemplateParams.0': '3A90F1',
      'TemplateParams.1': '验证码',
      GroupType: '1',
      DryRun: 'true',
    });
    const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
    const body = Object.entries(form)
      .sort()
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .join('&');
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'User-Agent': 'GO/go1.22 GO-SDK/0.22',
    };
    expectSent(await http({ method: 'POST', path: '/', headers }, body));
  });

  test('1.4 curl and browsers: GET', async () => {
    const form = signed({
      ...SEND,
      'TemplateParams.0': '3A90F1',
      'TemplateParams.1': '验证码',
      GroupType: '1',
      DryRun: 'true',
    });
    const path = `/?${new URLSearchParams(form)}`;
    expectSent(await http({ method: 'GET', path, headers: { Accept: 'text/html,*/*' } }));
  });

  test('api: a part in the query and a part in the body are one set of parameters', async () => {
    const {
      Action = '',
      Signature = '',
      ...rest
    } = signed({
      ...SEND,
      'TemplateParams.0': '3A90F1',
      'TemplateParams.1': '验证码',
      GroupType: '1',
      DryRun: 'true',
    });
    const path = `/?${new URLSearchParams({ Action, Signature })}`;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expectSent(await http({ method: 'POST', path, headers }, new URLSearchParams(rest).toString()));
  });

  test('api: our own client', async () => {
    const client = createClient({
      baseUrl: `http://127.0.0.1:${port}`,
      publicKey: PUBLIC_KEY,
      privateKey: PRIVATE_KEY,
    });
    const { DispatchRule, HoldForWindow, ...request } = EXPECTED_REQUEST;
    const answer = await client.call('SendUVMSMessage', { ...request, GroupType: 1 });
    expect(answer.SessionNo).toBe('s');
    expect(gateway.desk.calls[0]?.request).toEqual({ ...request, DispatchRule, HoldForWindow });
    await expect(
      client.call('SendUVMSMessage', { CalledNumber: '138', TemplateId: 't' }),
    ).rejects.toMatchObject({
      retCode: 18201,
      requestId: 'request-2',
    });
  });
});

/** Writes bytes to a socket and reads until the server is done with it. */
async function raw(bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

describe('RFC 9112: bytes that are no request', () => {
  test.each([
    ['RFC 9112 3: no request line', 'hello\r\n\r\n'],
    [
      'RFC 9112 6.3: two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
    ],
    [
      'RFC 9112 6.1: length and chunked',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'RFC 9112 7.1: a chunk that lies',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
    [
      'RFC 9110 4.1: a path of no percent-encoding',
      'GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    ],
    [
      'RFC 3986 2.5: a query of bare UTF-8',
      'GET /?UserId=订单 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    ],
    ['RFC 6585 5: endless headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
  ])('%s is answered with 4xx', async (_title, bytes) => {
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  test('RFC 9110 7.2: a Host that is no host does not break a page', async () => {
    for (const path of ['/', '/docs', '/docs/assets', '/docs/assets/', '/openapi.json', '/readyz']) {
      const head = await raw(
        `GET ${path} HTTP/1.1\r\nHost: [\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
      );
      expect(head, path).toMatch(/^HTTP\/1\.1 [234]\d\d /);
    }
  });

  test('api: a body above the limit is refused with a RetCode, before it is all there', async () => {
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${2 ** 30}\r\n\r\n`;
    const answer = await raw(`${head}{"Action":`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"RetCode":18002');
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });
});

test('api: nothing listens before the process says so', () => {
  expect(createTestGateway().app.server.listening).toBe(false);
});
