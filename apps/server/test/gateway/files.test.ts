import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { HeraldError, MEMBER_ROLES } from '@herald/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect } from '../support/sample-files.ts';
import {
  type Answer,
  createTestGateway,
  PUBLIC_KEY,
  signed,
  storedKey,
  type TestGateway,
} from './support.ts';

let gateway: TestGateway;
let port: number;
/** What the handler received. */
let received: Buffer[];

const STORED = { FileId: 'f', Name: 'a.png', Type: 'png', Size: 1, Sha256: 'x' } as const;

beforeEach(async () => {
  received = [];
  gateway = createTestGateway();
  gateway.desk.upload = async (upload) => {
    received.push(await collect(upload.content));
    return STORED;
  };
  await gateway.app.listen({ host: '127.0.0.1', port: 0 });
  port = (gateway.app.server.address() as AddressInfo).port;
});
afterEach(() => gateway.app.close());

const query = (parameters: Record<string, string> = {}) =>
  new URLSearchParams(signed({ Action: 'UploadUVMSFile', Kind: 'material', ...parameters })).toString();

async function post(
  body: Buffer | undefined,
  options: { query?: string; type?: string } = {},
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/?${options.query ?? query()}`, {
    method: 'POST',
    headers: { 'content-type': options.type ?? 'application/octet-stream' },
    ...(body ? { body: new Uint8Array(body) } : {}),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

describe('api: a file comes in', () => {
  test.each([
    'application/octet-stream',
    'image/png',
    'application/json',
    'application/x-www-form-urlencoded',
  ])('api: the body is the file, whatever its Content-Type says (%s)', async (type) => {
    const bytes = Buffer.alloc(600_000, '{"Action":"GetBalance"}');
    expect(await post(bytes, { type })).toMatchObject({
      RetCode: 0,
      Action: 'UploadUVMSFileResponse',
      FileId: 'f',
    });
    expect(received.map((body) => body.equals(bytes))).toEqual([true]);
  });

  test('api: it streams: the handler has the first bytes while the last are not sent yet', async () => {
    const first = Promise.withResolvers<string>();
    gateway.desk.upload = async ({ content, declaredBytes }) => {
      expect(declaredBytes).toBeUndefined();
      for await (const chunk of content) first.resolve(Buffer.from(chunk).toString());
      return STORED;
    };
    const request = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: `/?${query()}` });
    request.write('first');
    expect(await first.promise).toBe('first');
    request.end('last');
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(JSON.parse((await collect(response)).toString())).toMatchObject({ RetCode: 0 });
  });

  test('api: who sends it is asked before any of it is read', async () => {
    const wrong = query().replace(/Signature=\w/, 'Signature=z');
    expect(await post(Buffer.alloc(100), { query: wrong })).toMatchObject({ RetCode: 171 });
    gateway.keys.set(PUBLIC_KEY, storedKey({ permissions: new Set(MEMBER_ROLES.finance.permissions) }));
    expect(await post(Buffer.alloc(100))).toMatchObject({ RetCode: 299 });
    expect(received).toEqual([]);
  });

  test('api: a refusal reaches a sender who is still sending', async () => {
    gateway.desk.upload = async () => {
      throw new HeraldError('FILE_TOO_LARGE', { limitMiB: 8 });
    };
    for (let turn = 0; turn < 5; turn++) {
      expect(await post(Buffer.alloc(8_000_000))).toMatchObject({ RetCode: 18_161 });
    }
  });

  test('api: a handler that stops in the middle is heard as well', async () => {
    gateway.desk.upload = async ({ content }) => {
      for await (const chunk of content) if (chunk.length > 0) break;
      throw new HeraldError('FILE_TYPE_REFUSED', { types: 'image/png' });
    };
    for (let turn = 0; turn < 5; turn++) {
      expect(await post(Buffer.alloc(8_000_000))).toMatchObject({ RetCode: 18_162 });
    }
  });

  test('api: a length beyond all bounds is refused at once and the connection closed', async () => {
    gateway.desk.upload = async ({ declaredBytes }) => {
      expect(declaredBytes).toBe(10_000_000_000);
      throw new HeraldError('FILE_TOO_LARGE', { limitMiB: 8 });
    };
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST /?${query()} HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n`);
    const answer = (await collect(socket)).toString();
    expect(answer).toContain('"RetCode":18161');
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  test('api: a sender who goes away in the middle is told apart: the content breaks off', async () => {
    const broken = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    gateway.desk.upload = async ({ content }) => {
      try {
        for await (const _ of content) begun.resolve();
        broken.resolve('whole');
      } catch {
        broken.resolve('broken off');
      }
      return STORED;
    };
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST /?${query()} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf`);
    await begun.promise;
    socket.destroy();
    expect(await broken.promise).toBe('broken off');
  });

  test('api: without a body, or with the parameters in the body, it says how a file is sent', async () => {
    expect(await post(undefined)).toMatchObject({ RetCode: 18_160 });
    const get = await fetch(`http://127.0.0.1:${port}/?${query()}`);
    expect(await get.json()).toMatchObject({ RetCode: 18_160 });
    const body = signed({ Action: 'UploadUVMSFile', Kind: 'material' });
    const inBody = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: new URLSearchParams(body),
    });
    expect(await inBody.json()).toMatchObject({ RetCode: 18_160 });
  });

  test('api: other Actions read their body as ever, within its bound', async () => {
    const form = new URLSearchParams(signed({ Action: 'GetBalance' }));
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: form });
    expect(await answer.json()).toMatchObject({ RetCode: 0 });
    const large = await post(Buffer.alloc(300_000), { query: 'Action=GetBalance' });
    expect(large).toMatchObject({ RetCode: 18_002 });
  });
});

describe('4.3.1 a file goes out', () => {
  const download = () =>
    fetch(
      `http://127.0.0.1:${port}/?${new URLSearchParams(signed({ Action: 'DownloadUVMSFile', FileId: 'f' }))}`,
    );

  test('4.3.1 it is saved under its name, and no browser runs or sniffs it', async () => {
    const bytes = Buffer.alloc(200_000, 7);
    gateway.desk.answers.DownloadUVMSFile = (async () => ({
      name: '营业 "执照".png',
      mime: 'image/png',
      size: bytes.length,
      content: [bytes.subarray(0, 50_000), bytes.subarray(50_000)],
    })) as never;
    const response = await download();
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': '200000',
      'content-disposition': `attachment; filename="__ ____.png"; filename*=UTF-8''${encodeURIComponent('营业 "执照".png')}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    });
  });

  test('4.3.1 a refusal is JSON with its RetCode', async () => {
    gateway.desk.answers.DownloadUVMSFile = async () => {
      throw new HeraldError('FILE_NOT_FOUND', { fileId: 'f' });
    };
    expect(await (await download()).json()).toMatchObject({ RetCode: 18_166 });
  });

  test('4.3.1 a file that fails on its way is broken off, logged, and not taken for whole', async () => {
    async function* content() {
      yield Buffer.alloc(1000);
      throw new Error('altered');
    }
    gateway.desk.answers.DownloadUVMSFile = (async () => ({
      name: 'a.png',
      mime: 'image/png',
      size: 2000,
      content: content(),
    })) as never;
    await expect(download().then((response) => response.arrayBuffer())).rejects.toThrow();
    expect(gateway.logged.map(({ event }) => event)).toEqual(['gateway.file-broken-off']);
  });
});

test('4.3.1 whoever may bring material may call the Action that brings it', () => {
  for (const [role, { permissions }] of Object.entries(MEMBER_ROLES)) {
    const held: readonly string[] = permissions;
    if (held.includes('enterprise:write')) expect(held, role).toContain('template:write');
  }
});
