import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { createSystemResolver, type Lookup, type Resolver } from '../src/index.ts';

const TYPES = { A: 1, AAAA: 28, SRV: 33, NAPTR: 35 } as const;
interface Answer {
  readonly ttl: number;
  readonly data: Buffer;
}

let socket: Socket | undefined;
afterEach(() => socket?.close());

const name = (text: string): Buffer =>
  Buffer.concat([
    ...text
      .split('.')
      .filter((label) => label !== '')
      .map(text8),
    Buffer.of(0),
  ]);
const text8 = (text: string): Buffer => Buffer.concat([Buffer.of(text.length), Buffer.from(text)]);
const u16 = (...values: number[]): Buffer =>
  Buffer.concat(values.map((value) => Buffer.of(value >> 8, value & 255)));

/** A name server on loopback (RFC 1035 4.1) that knows these records and no others; gives the names it was asked. */
async function serve(
  zone: Record<string, readonly Answer[]>,
): Promise<{ resolver: Resolver; asked: string[] }> {
  const asked: string[] = [];
  const server = createSocket('udp4');
  socket = server;
  server.on('message', (query, from) => {
    let at = 12;
    const labels: string[] = [];
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.subarray(at + 1, at + 1 + length).toString());
      at += length + 1;
    }
    const type = query.readUInt16BE(at + 1);
    const question = `${labels.join('.')} ${Object.entries(TYPES).find(([, code]) => code === type)?.[0]}`;
    asked.push(question);
    const answers = zone[question] ?? [];
    const head = Buffer.concat([
      query.subarray(0, 2),
      u16(answers.length > 0 ? 0x8180 : 0x8183, 1, answers.length, 0, 0),
    ]);
    const records = answers.map(({ ttl, data }) =>
      Buffer.concat([u16(0xc00c, type, 1, ttl >> 16, ttl & 65_535, data.length), data]),
    );
    server.send(Buffer.concat([head, query.subarray(12, at + 5), ...records]), from.port, from.address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    resolver: createSystemResolver({ servers: [`127.0.0.1:${server.address().port}`], timeoutMs: 500 }),
    asked,
  };
}

const found = <T>(ask: (done: (lookup: Lookup<T>) => void) => void): Promise<Lookup<T>> => new Promise(ask);

test('RFC 3263 4 NAPTR, SRV and addresses as a name server gives them, addresses for as long as it says', async () => {
  const { resolver } = await serve({
    'carrier.example NAPTR': [
      {
        ttl: 9,
        data: Buffer.concat([
          u16(10, 20),
          text8('s'),
          text8('SIP+D2U'),
          text8(''),
          name('_sip._udp.carrier.example'),
        ]),
      },
    ],
    '_sip._udp.carrier.example SRV': [
      { ttl: 9, data: Buffer.concat([u16(1, 2, 5062), name('edge.carrier.example')]) },
    ],
    'edge.carrier.example A': [
      { ttl: 120, data: Buffer.of(192, 0, 2, 1) },
      { ttl: 30, data: Buffer.of(192, 0, 2, 2) },
    ],
    'edge.carrier.example AAAA': [
      { ttl: 86_400 * 30, data: Buffer.from('20010db8000000000000000000000001', 'hex') },
    ],
  });
  expect(await found((done) => resolver.naptr('carrier.example', done))).toEqual({
    records: [
      {
        order: 10,
        preference: 20,
        flags: 's',
        service: 'SIP+D2U',
        regexp: '',
        replacement: '_sip._udp.carrier.example',
      },
    ],
    ttlMs: 60_000,
  });
  expect(await found((done) => resolver.srv('_sip._udp.carrier.example', done))).toEqual({
    records: [{ priority: 1, weight: 2, port: 5062, target: 'edge.carrier.example' }],
    ttlMs: 60_000,
  });
  const addresses = await found<string>((done) => resolver.addresses('edge.carrier.example', 4, done));
  expect([...addresses.records].sort()).toEqual(['192.0.2.1', '192.0.2.2']);
  expect(addresses.ttlMs).toBe(30_000);
  // A day and more is cut to an hour.
  expect(await found((done) => resolver.addresses('edge.carrier.example', 6, done))).toEqual({
    records: ['2001:db8::1'],
    ttlMs: 3_600_000,
  });
});

test('rule: no records, or no such name, is an empty list that is soon asked for again', async () => {
  const { resolver } = await serve({});
  const nothing = { records: [], ttlMs: 5_000 };
  expect(await found((done) => resolver.naptr('nowhere.example', done))).toEqual(nothing);
  expect(await found((done) => resolver.srv('nowhere.example', done))).toEqual(nothing);
});

test('RFC 6761 6.3, 6.4 localhost is the loopback, and what ends with .invalid is nothing; neither leaves the machine', async () => {
  const { resolver, asked } = await serve({});
  expect((await found<string>((done) => resolver.addresses('localhost', 4, done))).records).toEqual([
    '127.0.0.1',
  ]);
  expect((await found<string>((done) => resolver.addresses('sip.localhost', 6, done))).records).toEqual([
    '::1',
  ]);
  expect((await found<string>((done) => resolver.addresses('x.invalid', 4, done))).records).toEqual([]);
  expect((await found((done) => resolver.srv('x.invalid', done))).records).toEqual([]);
  expect(asked).toEqual([]);
});
