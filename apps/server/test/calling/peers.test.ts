import { createSocket } from 'node:dgram';
import { createUdpTransport, createUserAgent } from '@herald/sip';
import { expect, onTestFinished, test } from 'vitest';
import { createPeers } from '../../src/calling/peers.ts';
import type {
  CallTrunk,
  FlowScript,
  IncomingFacts,
  Reception,
  Receptionist,
} from '../../src/calling/types.ts';
import { createWorld } from './support/world.ts';

const trunk = (trunkId: string, host: string, terms: CallTrunk['terms'] = {}): CallTrunk => ({
  ...{ trunkId, host, port: 5060, terms },
});

/** An engine whose receptionist keeps what it is told, and takes nobody unless told to. */
async function engineWith(
  more = {},
  reception: Reception = { refuse: { status: 404, reason: 'Not Found' } },
) {
  const world = createWorld();
  const asked: IncomingFacts[] = [];
  let strangers = 0;
  const receptionist: Receptionist = {
    receive: async (facts) => {
      asked.push(facts);
      return reception;
    },
    ask: async () => null as never,
    over() {},
    strangers(requests) {
      strangers += requests;
    },
  };
  const sipPort = await freePort();
  const engine = await world.engine({ sipPort, receptionist, ...more });
  return { world, engine, asked, sipPort, strangers: () => strangers };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

/** A call from this address; resolves with how it ended. */
async function callFrom(address: string, sipPort: number, clock: ReturnType<typeof createWorld>['clock']) {
  const transport = await createUdpTransport({ host: address, port: 0 });
  const agent = createUserAgent({ transport, clock, limits: { closeWaitMs: 0 } });
  onTestFinished(() => agent.close());
  return new Promise<string>((resolve) =>
    agent.invite({
      target: `sip:+862151860001@127.0.0.1:${sipPort}`,
      from: `sip:13800000200@${address}`,
      body: 'v=0\r\n',
      handlers: { onEnd: (end) => resolve(end.kind === 'rejected' ? `${end.status}` : end.kind) },
    }),
  );
}

test('voice: once the trunks are told, calls are taken from their addresses alone, whatever the name; others are counted', async () => {
  const { world, engine, asked, sipPort, strangers } = await engineWith();
  const ring = (address: string) => world.pass(callFrom(address, sipPort, world.clock));
  expect(await ring('127.0.0.3')).toBe('404');
  engine.hear([trunk('far', '127.0.0.9'), trunk('near', 'localhost'), trunk('twin', '127.0.0.1')]);
  await world.pass(Promise.resolve());
  expect(await ring('127.0.0.1')).toBe('404');
  expect(asked.at(-1)).toMatchObject({ address: '127.0.0.1', trunkIds: ['near', 'twin'] });
  expect(await ring('127.0.0.3')).toBe('403');
  expect(asked).toHaveLength(2);
  // Its trunk is switched off: it is a stranger from now on.
  engine.hear([trunk('other', '127.0.0.3', { registrar: '127.0.0.4', outboundProxy: '127.0.0.5:5080' })]);
  await world.pass(Promise.resolve());
  expect(await ring('127.0.0.1')).toBe('403');
  for (const address of ['127.0.0.3', '127.0.0.4', '127.0.0.5']) {
    expect(await ring(address)).toBe('404');
    expect(asked.at(-1)?.trunkIds).toEqual(['other']);
  }
  world.clock.advance(5000);
  expect(strangers()).toBe(2);
});

test('voice: calls are taken from the further sources of a trunk, too, addresses and networks; what is neither admits nobody', async () => {
  const { world, engine, asked, sipPort } = await engineWith();
  const ring = (address: string) => world.pass(callFrom(address, sipPort, world.clock));
  engine.hear([
    trunk('first', '127.0.0.9', { sources: ['127.0.0.3', '127.0.1.0/24', 'nonsense'] }),
    trunk('second', '127.0.0.3', { sources: [] }),
  ]);
  await world.pass(Promise.resolve());
  expect([await ring('127.0.0.3'), asked.at(-1)?.trunkIds]).toEqual(['404', ['second', 'first']]);
  expect([await ring('127.0.1.200'), asked.at(-1)?.trunkIds]).toEqual(['404', ['first']]);
  expect([await ring('127.0.2.1'), asked.length]).toEqual(['403', 2]);
});

test.each([
  ['required', 'RTP/SAVP', '200 m=audio RTP/SAVP 9 a=crypto'],
  ['required', 'RTP/AVP', '488'],
  ['off', 'RTP/SAVP', '488'],
  ['allowed', 'RTP/AVP', '200 m=audio RTP/AVP 9'],
] as const)(
  'voice: a call that comes in is spoken to on the terms of its trunk: SRTP %s, offered %s: %s',
  async (srtp, protocol, expected) => {
    const flow = {
      start: 'bye',
      maxSeconds: 60,
      nodes: { bye: { kind: 'hangup', say: [{ kind: 'text', text: '您好' }] } },
    };
    const script = { language: 'zh', flow } as unknown as FlowScript;
    const { world, engine, sipPort } = await engineWith({}, { take: { script, maxTalkMs: 60_000 } });
    engine.hear([trunk('t', '127.0.0.1', { srtp, codecs: ['G722', 'PCMA'] })]);
    await world.pass(Promise.resolve());
    const transport = await createUdpTransport({ host: '127.0.0.1', port: 0 });
    const agent = createUserAgent({ transport, clock: world.clock, limits: { closeWaitMs: 0 } });
    onTestFinished(() => agent.close());
    const crypto =
      protocol === 'RTP/SAVP' ? `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${'A'.repeat(40)}\r\n` : '';
    const answered = new Promise<string>((resolve) =>
      agent.invite({
        target: `sip:+862151860001@127.0.0.1:${sipPort}`,
        from: 'sip:13800000200@127.0.0.1',
        body: `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 ${protocol} 0 9 8\r\n${crypto}`,
        handlers: {
          onAnswer: ({ body }) => resolve(`200 ${body}`),
          onEnd: (end) => resolve(end.kind === 'rejected' ? `${end.status}` : end.kind),
        },
      }),
    );
    const [status, ...lines] = (await world.pass(answered)).split(/ (?=v=0)|\r\n/);
    const media = lines.filter((line) => /^(m=audio|a=crypto)/.test(line));
    expect([status, ...media.map((line) => line.replace(/ \d{5}(?= RTP)|:1 .*/g, ''))].join(' ')).toBe(
      expected,
    );
  },
);

test('rule: from a network that is trusted beside the trunks we are asked whether we are there, and not called', async () => {
  const { world, engine, asked, sipPort } = await engineWith({ trustedNetworks: ['127.0.0.3/32'] });
  engine.hear([]);
  await world.pass(Promise.resolve());
  const transport = await createUdpTransport({ host: '127.0.0.3', port: 0 });
  const agent = createUserAgent({ transport, clock: world.clock, limits: { closeWaitMs: 0 } });
  onTestFinished(() => agent.close());
  expect(await world.pass(agent.options(`sip:127.0.0.1:${sipPort}`))).toMatchObject({ status: 200 });
  expect(await world.pass(callFrom('127.0.0.3', sipPort, world.clock))).toBe('404');
  expect(asked).toMatchObject([{ trunkIds: [] }]);
});

test('rule: strangers that are to have no answer have none', async () => {
  const { world, engine, asked, sipPort } = await engineWith({ strangerAnswersPerSecond: 0 });
  engine.hear([]);
  await world.pass(Promise.resolve());
  expect(await world.pass(callFrom('127.0.0.3', sipPort, world.clock))).toBe('timeout');
  expect(asked).toEqual([]);
});

test('RFC 3263 4 every address that DNS gives for a trunk is its own, also when DNS is away, and not for ever', async () => {
  let now = 0;
  let addresses = ['192.0.2.1', '2001:db8::1'];
  const clock = { now: () => now, setTimer: () => ({ cancel() {} }) };
  const locate = async () => addresses.map((address) => ({ protocol: 'UDP' as const, address, port: 5060 }));
  const peers = createPeers(() => ({ locate }), clock);
  const told = async () => {
    peers.hear([trunk('t', 'carrier.example')]);
    await new Promise(setImmediate);
  };
  expect(peers.has('198.51.100.1')).toBe(true);
  await told();
  expect(['192.0.2.1', '2001:DB8:0::1', '198.51.100.1'].map(peers.has)).toEqual([true, true, false]);
  addresses = [];
  now += 86_400_000;
  await told();
  expect(peers.trunksAt('192.0.2.1')).toMatchObject([{ trunkId: 't' }]);
  addresses = ['192.0.2.2'];
  await told();
  expect(['192.0.2.1', '192.0.2.2'].map(peers.has)).toEqual([false, true]);
  addresses = ['192.0.2.3'];
  now += 60_000;
  await told();
  expect(['192.0.2.2', '192.0.2.3'].map(peers.has)).toEqual([true, true]);
});
