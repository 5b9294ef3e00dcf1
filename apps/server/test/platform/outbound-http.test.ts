import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createOutboundHttp,
  judgeUrl,
  mayReach,
  type OutboundHttp,
} from '../../src/platform/outbound-http.ts';
import { type CustomerServer, customerServer } from '../support/customer-server.ts';

const LOOPBACK = ['127.0.0.0/8'];

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254', // where clouds keep their secrets
    '100.64.0.1',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:169.254.169.254',
    '::127.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::127.0.0.1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
  ])('api: %s is not on the public internet', (address) => {
    expect(mayReach(address, [])).toBe(false);
  });

  test.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '192.169.0.1', '::ffff:1.1.1.1', '2606:4700:4700::1111'])(
    'api: %s is',
    (address) => {
      expect(mayReach(address, [])).toBe(true);
    },
  );

  test('api: what the operator allows may be reached, in either way of writing, and nothing beside it', () => {
    const allow = ['10.1.0.0/16', 'fd00::/8'];
    expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd00::1'].map((one) => mayReach(one, allow))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['10.2.0.1', '127.0.0.1', 'fc00::1'].map((one) => mayReach(one, allow))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('URLs', () => {
  test.each([
    ['', 'not-a-url'],
    ['example.com/receipts', 'not-a-url'],
    ['http://', 'not-a-url'],
    ['ftp://example.com/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://user@example.com/', 'credentials'],
    ['https://user:password@example.com/', 'credentials'],
    ['http://localhost/', 'private-address'],
    ['http://LOCALHOST:8080/', 'private-address'],
    ['http://127.0.0.1/', 'private-address'],
    ['http://127.1/', 'private-address'],
    ['http://2130706433/', 'private-address'], // 127.0.0.1 as one number
    ['http://0x7f000001/', 'private-address'],
    ['http://0177.0.0.1/', 'private-address'],
    ['http://0x7f.1/', 'private-address'],
    ['http://0/', 'private-address'],
    ['http://１２７.0.0.1/', 'private-address'],
    ['http://[::1]/', 'private-address'],
    ['http://[::ffff:127.0.0.1]/', 'private-address'],
    ['http://[::ffff:7f00:1]/', 'private-address'],
    ['http://169.254.169.254/latest/meta-data', 'private-address'],
    ['http://[fd00::1]/', 'private-address'],
  ])('api: %s is refused: %s', (url, fault) => {
    expect(judgeUrl(url, [])).toBe(fault);
  });

  test.each([
    'https://example.com/receipts?a=b',
    'http://example.com:8080/',
    'http://1.1.1.1/',
    'https://例子.中国/',
  ])('api: %s can be one', (url) => {
    expect(judgeUrl(url, [])).toBeUndefined();
  });

  test('api: an allowed network opens its own addresses', () => {
    expect(judgeUrl('http://127.0.0.1:1/', LOOPBACK)).toBeUndefined();
    expect(judgeUrl('http://localhost/', LOOPBACK)).toBeUndefined();
    expect(judgeUrl('http://10.0.0.1/', LOOPBACK)).toBe('private-address');
  });
});

describe('requests', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  const server = async (...[answer]: Parameters<typeof customerServer>): Promise<CustomerServer> => {
    const opened = await customerServer(answer);
    open.push(opened);
    return opened;
  };
  const client = (options: Partial<Parameters<typeof createOutboundHttp>[0]> = {}): OutboundHttp => {
    const opened = createOutboundHttp({ allow: LOOPBACK, ...options });
    open.push(opened);
    return opened;
  };
  /** A name server that knows one name and counts how often it is asked. */
  const names = (...addresses: string[]) => {
    const asked: string[] = [];
    const lookup: LookupFunction = (hostname, _options, callback) => {
      asked.push(hostname);
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
    return { asked, lookup };
  };
  const portOf = (one: CustomerServer) => new URL(one.url).port;

  test('api: a body is posted with its headers, the status is told', async () => {
    const customer = await server((response) => response.writeHead(202).end('x'));
    expect(await client().post(customer.url, '{"a":"中"}', { 'content-type': 'application/json' })).toEqual({
      status: 202,
    });
    expect(customer.received[0]).toMatchObject({
      method: 'POST',
      body: '{"a":"中"}',
      headers: { 'content-type': 'application/json', 'user-agent': 'Herald' },
    });
  });

  test.each(['127.0.0.1', '10.0.0.1', '::1', '::ffff:127.0.0.1', '169.254.169.254'])(
    'api: a name that leads to %s is not followed there',
    async (address) => {
      const customer = await server();
      const { lookup } = names(address);
      const answer = await client({ allow: [], lookup }).post(
        `http://trap.example:${portOf(customer)}/`,
        '',
        {},
      );
      expect(answer.status).toBeUndefined();
      expect(answer.error).toContain('may not be reached');
      expect(customer.received).toEqual([]);
    },
  );

  test('api: nor one that leads to a public address and a private one', async () => {
    const { lookup } = names('1.1.1.1', '127.0.0.1');
    expect(await client({ allow: [], lookup }).post('http://trap.example/', '', {})).toMatchObject({
      error: expect.stringContaining('may not be reached'),
    });
  });

  test('api: the connection goes to the address that was judged: the name is asked for once', async () => {
    const customer = await server();
    const { lookup, asked } = names('127.0.0.1');
    const answer = await client({ lookup }).post(`http://customer.example:${portOf(customer)}/`, 'x', {});
    expect(answer).toEqual({ status: 200 });
    expect(asked).toEqual(['customer.example']);
    expect(customer.received[0]?.headers.host).toBe(`customer.example:${portOf(customer)}`);
  });

  test('api: a name that leads nowhere is told, and nothing is thrown', async () => {
    const lookup: LookupFunction = (_hostname, _options, callback) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
    expect(await client({ lookup }).post('http://nowhere.example/', '', {})).toEqual({
      error: 'no such name',
    });
    expect(await client({ lookup: names().lookup }).post('http://empty.example/', '', {})).toMatchObject({
      error: expect.any(String),
    });
    expect(await client().post('no url', '', {})).toMatchObject({
      error: expect.stringContaining('not-a-url'),
    });
    expect(await client({ allow: ['nonsense'] }).post('http://1.1.1.1/', '', {})).toMatchObject({
      error: expect.any(String),
    });
  });

  test('api: a redirect is an answer, and is not followed', async () => {
    const inside = await server();
    const customer = await server((response) => response.writeHead(302, { location: inside.url }).end());
    expect(await client().post(customer.url, '', {})).toEqual({ status: 302 });
    expect(inside.received).toEqual([]);
  });

  test('api: 200 is 200, however long its body is, and no more of it is read than the bound', async () => {
    let written = 0;
    const customer = await server((response) => {
      const more = () => {
        while (!response.destroyed) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536))) break;
        }
      };
      response.on('drain', more);
      more();
    });
    expect(await client().post(customer.url, '', {})).toEqual({ status: 200 });
    expect(written).toBeLessThan(50_000_000);
  });

  test('api: who never answers is waited for no longer than the bound', async () => {
    const customer = await server(() => {});
    expect(await client({ timeoutMs: 100 }).post(customer.url, '', {})).toMatchObject({
      error: expect.any(String),
    });
  });

  test('api: who answers 200 and then drips its body for ever has answered', async () => {
    const customer = await server((response) => {
      response.writeHead(200).write('x');
    });
    expect(await client({ timeoutMs: 100 }).post(customer.url, '', {})).toEqual({ status: 200 });
  });
});
