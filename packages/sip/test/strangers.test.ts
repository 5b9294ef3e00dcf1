import { createSocket, type Socket } from 'node:dgram';
import { afterEach, expect, test } from 'vitest';
import {
  createUdpTransport,
  createUserAgent,
  type IncomingCall,
  trustAddresses,
  type UserAgent,
  type UserAgentOptions,
} from '../src/index.ts';
import { createManualClock } from '../src/testkit/index.ts';
import { createWorld } from './world.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** An agent at 127.0.0.1 that trusts 127.0.0.2, on a clock that stands still unless a test moves it. */
async function agentOver(options: Partial<UserAgentOptions> = {}) {
  const clock = createManualClock();
  const calls: IncomingCall[] = [];
  const agent: UserAgent = createUserAgent({
    transport: await createUdpTransport({ host: '127.0.0.1', port: 0 }),
    clock,
    isTrusted: trustAddresses(['127.0.0.2']),
    onInvite: (call) => calls.push(call),
    strangerAnswersPerSecond: 3,
    limits: { closeWaitMs: 0 },
    ...options,
  });
  open.push({
    close() {
      const closed = agent.close();
      clock.runOut();
      return closed;
    },
  });
  return { agent, clock, calls };
}

/** A socket that sends datagrams to the agent and keeps what comes back. */
async function socketAt(address: string, agent: UserAgent) {
  const socket: Socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(data.toString()));
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  open.push({ close: () => socket.close() });
  const before = () => agent.stats().received;
  return {
    heard,
    /** Resolves once the agent has had it, and whatever it says at once has had time to arrive. */
    async send(text: string): Promise<void> {
      const count = before();
      socket.send(text, agent.address.port, '127.0.0.1');
      while (before() === count) await new Promise(setImmediate);
      for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
    },
  };
}

const request = (method: string, more = '', branch = `z9hG4bK${method}`) =>
  `${method} sip:+8613800000200@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.66:5060;rport;branch=${branch}\r\nMax-Forwards: 70\r\nFrom: <sip:a@192.0.2.66>;tag=1\r\nTo: <sip:+8613800000200@127.0.0.1>${more}\r\nCall-ID: c-${method}\r\nCSeq: 1 ${method}\r\nContact: <sip:a@192.0.2.66>\r\nContent-Length: 0\r\n\r\n`;

test('RFC 3261 8.2.7 a stranger gets one small response to each datagram; nothing is kept and nothing repeats it', async () => {
  const { agent, clock, calls } = await agentOver();
  const stranger = await socketAt('127.0.0.3', agent);
  const invite = request('INVITE');
  await stranger.send(invite);
  expect(stranger.heard).toHaveLength(1);
  expect(stranger.heard[0]).toMatch(/^SIP\/2\.0 403 Forbidden\r\n/);
  expect((stranger.heard[0] ?? '').length).toBeLessThan(1.25 * invite.length);
  expect(agent.stats()).toMatchObject({ transactions: 0, calls: 0, dialogs: 0, strangers: 1 });
  // "same To tag": so that a retransmission gets the very same response
  await stranger.send(invite);
  expect(stranger.heard).toEqual([stranger.heard[0], stranger.heard[0]]);
  const toTag = /^To: .*;tag=(\S+)\r$/m.exec(stranger.heard[0] ?? '')?.[1];
  await stranger.send(request('ACK', `;tag=${toTag}`, 'z9hG4bKINVITE'));
  clock.advance(64_000);
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  expect(stranger.heard).toHaveLength(2);
  expect(clock.pending).toBe(0);
  expect(agent.stats()).toMatchObject({ sent: 2, retransmitted: 0, strangers: 2, strangersAnswered: 2 });
  expect(calls).toEqual([]);
});

test('RFC 3261 12.2.2, 9.2 what of a stranger belongs to no call of ours is told so; OPTIONS are forbidden as an INVITE is', async () => {
  const { agent } = await agentOver({ strangerAnswersPerSecond: 9 });
  const stranger = await socketAt('127.0.0.3', agent);
  await stranger.send(request('BYE', ';tag=none'));
  await stranger.send(request('CANCEL'));
  await stranger.send(request('OPTIONS'));
  await stranger.send(request('REGISTER'));
  await stranger.send(request('INVITE').replace('Max-Forwards: 70', 'Max-Forwards: x'));
  expect(stranger.heard.map((text) => text.slice(8, 11))).toEqual(['481', '481', '403', '403']);
  expect(agent.stats()).toMatchObject({ transactions: 0, strangers: 5, strangersAnswered: 4, dropped: 5 });
});

test('rule: strangers get so many answers a second together, whoever they are, and none where the bound is 0', async () => {
  const { agent, clock } = await agentOver();
  const strangers = [await socketAt('127.0.0.3', agent), await socketAt('127.0.0.4', agent)];
  const total = () => strangers.reduce((sum, { heard }) => sum + heard.length, 0);
  for (let n = 0; n < 4; n++)
    for (const each of strangers) await each.send(request('INVITE', '', `z9hG4bK${n}`));
  expect(total()).toBe(3);
  clock.advance(500);
  await strangers[0]?.send(request('INVITE'));
  await strangers[0]?.send(request('INVITE'));
  expect(total()).toBe(4);
  clock.advance(3_600_000);
  for (let n = 0; n < 5; n++) await strangers[1]?.send(request('INVITE', '', `z9hG4bKlate${n}`));
  expect(total()).toBe(7);
  const silent = await agentOver({ strangerAnswersPerSecond: 0 });
  const other = await socketAt('127.0.0.3', silent.agent);
  await other.send(request('INVITE'));
  expect(other.heard).toEqual([]);
});

test('RFC 3261 17.2.1 an INVITE of somebody who is trusted has its transaction, and its refusal is repeated until the ACK', async () => {
  const { agent, clock, calls } = await agentOver();
  const friend = await socketAt('127.0.0.2', agent);
  await friend.send(request('INVITE'));
  expect(calls).toHaveLength(1);
  calls[0]?.reject(404);
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  clock.advance(500);
  for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
  expect(friend.heard.map((text) => text.slice(8, 11))).toEqual(['404', '404']);
  await friend.send(request('ACK', '', 'z9hG4bKINVITE'));
  clock.advance(32_000);
  expect(friend.heard).toHaveLength(2);
});

test('rule: of the shortest header fields, too, a stranger’s response is not twice the request', () => {
  const world = createWorld();
  const agent = world.agent('192.0.2.1', {
    isTrusted: () => false,
    strangerAnswersPerSecond: 100,
  });
  const peer = world.peer('192.0.2.9');
  const vias = 'v:SIP/2.0/UDP a\n'.repeat(200);
  const text = `INVITE sip:a SIP/2.0\nv:SIP/2.0/UDP a;rport;branch=z9hG4bKx\n${vias}f:<sip:a>;tag=1\nt:<sip:a>\ni:1\nCSeq:1 INVITE\nm:<sip:a>`;
  peer.send(text, { address: '192.0.2.1', port: 5060 });
  world.settle();
  expect(peer.received).toHaveLength(1);
  expect((peer.received[0] ?? '').length).toBeLessThan(2 * text.length);
  expect(agent.stats().transactions).toBe(0);
});
