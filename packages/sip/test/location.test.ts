import { describe, expect, test } from 'vitest';
import { orderSrv, selectServices } from '../src/location/select.ts';
import type { Naptr, Srv } from '../src/ports.ts';
import { createSeededRandom, createZoneResolver, type Zone } from '../src/testkit/index.ts';
import { ANSWER, createWorld, OFFER } from './world.ts';

const US = '192.0.2.1';
const naptr = (
  order: number,
  preference: number,
  service: string,
  replacement: string,
  flags = 's',
): Naptr => ({
  order,
  preference,
  flags,
  service,
  replacement,
});
const srv = (priority: number, weight: number, target: string, port = 5060): Srv => ({
  priority,
  weight,
  port,
  target,
});

describe('what DNS says, in order', () => {
  test('RFC 3263 4.1 services: those we speak, by order and preference, whose flag is s; sips takes TLS alone', () => {
    const records = [
      naptr(50, 50, 'SIPS+D2T', '_sips._tcp.example.com'),
      naptr(90, 50, 'SIP+D2T', '_sip._tcp.example.com'),
      naptr(100, 10, 'sip+d2u', '_sip._udp.example.com'),
      naptr(1, 1, 'SIP+D2S', '_sip._sctp.example.com'),
      naptr(1, 1, 'E2U+sip', '', 'u'),
      naptr(2, 1, 'SIP+D2U', 'not-srv.example.com', 'a'),
    ];
    const chosen = (secure: boolean, ...supported: ('UDP' | 'TCP' | 'TLS')[]) =>
      selectServices(records, supported, secure).map(({ protocol }) => protocol);
    expect(chosen(false, 'UDP', 'TCP', 'TLS')).toEqual(['TLS', 'TCP', 'UDP']);
    expect(chosen(false, 'UDP')).toEqual(['UDP']);
    expect(chosen(true, 'UDP', 'TLS')).toEqual(['TLS']);
  });

  test('RFC 2782 priority comes first; within one the weights are the chances, 0 the smallest', () => {
    const records = [srv(2, 0, 'backup'), srv(1, 60, 'big'), srv(1, 20, 'small'), srv(1, 0, 'least')];
    const random = createSeededRandom(7);
    const firsts: Record<string, number> = {};
    for (let run = 0; run < 8_000; run++) {
      const ordered = orderSrv(records, random.next).map(({ target }) => target);
      expect(ordered).toHaveLength(4);
      expect(ordered[3]).toBe('backup');
      const first = ordered[0] as string;
      firsts[first] = (firsts[first] ?? 0) + 1;
    }
    // 60 and 20 of 81 numbers; 0 is drawn by the number 0 alone.
    expect((firsts.big ?? 0) / 8_000).toBeCloseTo(60 / 81, 1);
    expect((firsts.small ?? 0) / 8_000).toBeCloseTo(20 / 81, 1);
    expect(firsts.least).toBeGreaterThan(0);
    expect(firsts.least).toBeLessThan(200);
  });
});

/** Our user agent with UDP and TCP and this zone, and a callee at each address given. */
function createDomain(zone: Zone, ...callees: string[]) {
  const world = createWorld();
  const resolver = createZoneResolver(zone);
  const { network } = world;
  const agent = world.agent(US, {
    resolver,
    transport: [network.transport(US), network.transport(US, 5060, 'TCP')],
  });
  const reached: string[] = [];
  network.pass = (text, from, to, protocol) => {
    if (from.address === US && /^(INVITE|OPTIONS) /.test(text))
      reached.push(`${protocol} ${to.address}:${to.port}`);
    return true;
  };
  for (const address of callees) {
    for (const protocol of ['UDP', 'TCP'] as const) {
      world.agent(address, {
        transport: network.transport(address, 5060, protocol),
        onInvite: (call) => call.answer(ANSWER),
      });
    }
  }
  const call = (target: string) => {
    const placed = world.call(agent, target);
    world.settle();
    return placed;
  };
  return { world, network, resolver, agent, reached, call };
}

describe('where a request goes', () => {
  const ZONE: Zone = {
    naptr: {
      'example.com': [naptr(10, 1, 'SIP+D2T', 'tcp.example.com'), naptr(20, 1, 'SIP+D2U', 'udp.example.com')],
    },
    srv: {
      'tcp.example.com': [srv(1, 0, 'a.example.com')],
      '_sip._udp.plain.example': [srv(1, 0, 'b.example.com', 5062)],
      '_sip._tcp.plain.example': [srv(1, 0, 'a.example.com', 5063)],
    },
    addresses: {
      'a.example.com': ['192.0.2.10'],
      'b.example.com': ['192.0.2.20'],
      'example.com': ['192.0.2.30'],
      'bare.example': ['192.0.2.40'],
    },
  };

  test.each([
    ['4.1 NAPTR chooses the transport, its SRV the host', 'sip:x@example.com', 'TCP 192.0.2.10:5060'],
    [
      '4.1 without NAPTR the SRV records of each transport are asked for, UDP first',
      'sip:x@plain.example',
      'UDP 192.0.2.20:5062',
    ],
    ['4.1 a transport parameter needs no NAPTR', 'sip:x@plain.example;transport=tcp', 'TCP 192.0.2.10:5063'],
    ['4.2 a port needs no SRV', 'sip:x@example.com:5070', 'UDP 192.0.2.30:5070'],
    ['4.2 without SRV the address of the name, port 5060', 'sip:x@bare.example', 'UDP 192.0.2.40:5060'],
    ['4 maddr stands for the host', 'sip:x@example.com;maddr=192.0.2.50', 'UDP 192.0.2.50:5060'],
    ['4.1 an IP address means UDP', 'sip:x@192.0.2.60', 'UDP 192.0.2.60:5060'],
  ])('RFC 3263 %s', (_what, target, expected) => {
    const { call, reached } = createDomain(ZONE);
    call(target);
    expect(reached).toEqual([expected]);
  });

  test('RFC 2782 a target of "." says that the service is not there: the next transport, or the name itself', () => {
    const { call, reached } = createDomain({
      srv: { '_sip._udp.off.example': [srv(0, 0, '.', 0)], '_sip._tcp.off.example': [srv(1, 0, 'a')] },
      addresses: { a: ['192.0.2.10'], '.': ['192.0.2.99'] },
    });
    call('sip:x@off.example');
    expect(reached).toEqual(['TCP 192.0.2.10:5060']);
  });

  test.each([
    ['sip:x@nowhere.example', 'cannot resolve nowhere.example'],
    ['sips:x@192.0.2.9', 'sips needs a transport that this user agent has not'],
    [
      'sip:x@192.0.2.9;transport=sctp',
      'cannot send to sip:x@192.0.2.9;transport=sctp: not a transport of ours',
    ],
  ])('RFC 3263 4 %s cannot be sent: the call ends as transport-error', (target, message) => {
    expect(createDomain(ZONE).call(target).log.end).toEqual({ kind: 'transport-error', message });
  });

  test('rule: records are asked for once while they hold, also when they are none, and again after', () => {
    const { call, resolver, world } = createDomain(ZONE, '192.0.2.40');
    for (let time = 0; time < 3; time++) call('sip:x@bare.example');
    const once = [
      'naptr bare.example',
      'srv _sip._udp.bare.example',
      'srv _sip._tcp.bare.example',
      'a bare.example',
    ];
    expect(resolver.asked).toEqual(once);
    world.clock.advance(60_001);
    call('sip:x@bare.example');
    expect(resolver.asked).toEqual([...once, ...once]);
  });

  test('rule: no more names are remembered than the limit', () => {
    const world = createWorld();
    const resolver = createZoneResolver({
      addresses: { a: ['192.0.2.7'], b: ['192.0.2.7'], c: ['192.0.2.7'] },
    });
    const agent = world.agent(US, { resolver, limits: { names: 2 } });
    for (const name of ['a', 'b', 'c', 'c', 'a']) world.call(agent, `sip:x@${name}:5060`);
    expect(resolver.asked).toEqual(['a a', 'a b', 'a c', 'a a']);
  });

  test('rule: calls that wait for one name ask once', () => {
    const world = createWorld();
    const waiting: ((found: { records: string[]; ttlMs: number }) => void)[] = [];
    const resolver = {
      ...createZoneResolver({}),
      addresses: (_n: string, _f: 4 | 6, done: (typeof waiting)[0]) => void waiting.push(done),
    };
    const agent = world.agent(US, { resolver });
    world.agent('192.0.2.7', { onInvite: (call) => call.answer(ANSWER) });
    const calls = [1, 2, 3].map(() => world.call(agent, 'sip:x@slow.example:5060'));
    expect(waiting).toHaveLength(1);
    waiting[0]?.({ records: ['192.0.2.7'], ttlMs: 1_000 });
    world.settle();
    expect(calls.map(({ log }) => log.events)).toEqual([['answer'], ['answer'], ['answer']]);
  });
});

describe('RFC 3263 4.3 failover', () => {
  const ZONE: Zone = {
    srv: { '_sip._udp.example.com': [srv(1, 0, 'a'), srv(2, 0, 'b')] },
    addresses: { a: ['192.0.2.10'], b: ['192.0.2.20'] },
  };

  test('RFC 3263 4.3 a transport error: the next address, with a new branch and the same Call-ID and CSeq', () => {
    const { call, network, reached, world } = createDomain(ZONE, '192.0.2.20');
    network.broken.set('192.0.2.10', 'EHOSTUNREACH');
    const { log } = call('sip:x@example.com');
    expect(log.events).toEqual(['answer']);
    expect(reached).toEqual(['UDP 192.0.2.20:5060']);
    world.settle();
  });

  test('RFC 3263 4.3 silence until timer B: the next address; the branch is new, the rest the same', () => {
    const { call, world } = createDomain(ZONE);
    const [silent, alive] = [world.peer('192.0.2.10'), world.peer('192.0.2.20')];
    call('sip:x@example.com');
    world.clock.advance(31_980);
    expect(alive.received).toHaveLength(0);
    world.clock.advance(20);
    const line = (text: string | undefined, name: string) =>
      new RegExp(`^${name}: .*$`, 'm').exec(text ?? '')?.[0];
    for (const name of ['Call-ID', 'CSeq', 'From', 'To']) {
      expect(line(alive.received[0], name)).toBe(line(silent.received[0], name));
    }
    expect(line(alive.received[0], 'Via')).not.toBe(line(silent.received[0], 'Via'));
  });

  test("RFC 3263 4.3 a 503: the next address; the last one's 503 is the end of the call", () => {
    const { call, world } = createDomain(ZONE);
    const peers = [world.peer('192.0.2.10'), world.peer('192.0.2.20')];
    const { log } = call('sip:x@example.com');
    for (const peer of peers) {
      expect(log.end).toBeUndefined();
      peer.respond(peer.latest('INVITE'), '503 Service Unavailable', { tag: 'x' });
      world.settle();
      expect(peer.firstLines().map((line) => line.split(' ')[0])).toEqual(['INVITE', 'ACK']);
    }
    expect(log.end).toEqual({ kind: 'rejected', status: 503, reason: 'Service Unavailable' });
  });

  test('rule: any other response is the answer, and a caller who hung up is not taken elsewhere', () => {
    const { call, world } = createDomain(ZONE);
    const [first, second] = [world.peer('192.0.2.10'), world.peer('192.0.2.20')];
    const busy = call('sip:x@example.com');
    first.respond(first.latest('INVITE'), '486 Busy Here', { tag: 'x' });
    world.settle();
    expect(busy.log.end).toMatchObject({ kind: 'rejected', status: 486 });
    const given = call('sip:x@example.com');
    given.call.hangup();
    world.clock.advance(32_000);
    expect(given.log.end).toEqual({ kind: 'cancelled' });
    expect(second.received).toEqual([]);
  });

  test('RFC 3261 9.1 a caller who hangs up after a failover sends no CANCEL before the new address has answered', () => {
    const { world, agent } = createDomain({ addresses: { 'b.example': ['192.0.2.11', '192.0.2.12'] } });
    const [first, second] = ['192.0.2.11', '192.0.2.12'].map((address) => world.peer(address));
    if (first === undefined || second === undefined) throw new Error('no peers');
    const { call, log } = world.call(agent, 'sip:x@b.example');
    world.settle();
    first.respond(first.latest('INVITE'), '100 Trying');
    first.respond(first.latest('INVITE'), '503 Service Unavailable', { tag: 'x' });
    world.settle();
    call.hangup();
    world.settle();
    expect(second.firstLines().map((line) => line.split(' ')[0])).toEqual(['INVITE']);
    second.respond(second.latest('INVITE'), '100 Trying');
    world.settle();
    expect(second.firstLines().at(-1)).toMatch(/^CANCEL /);
    second.respond(second.latest('INVITE'), '487 Request Terminated', { tag: 'y' });
    world.settle();
    expect(log.end).toEqual({ kind: 'cancelled' });
  });

  test('RFC 3261 18.1.1 over 1,300 bytes TCP is tried, then UDP at the same address, then the next address', () => {
    const { agent, network, reached, world } = createDomain(ZONE);
    const tried: string[] = [];
    for (const address of ['192.0.2.10', '192.0.2.20']) network.broken.set(`TCP ${address}`, 'ECONNREFUSED');
    network.broken.set('UDP 192.0.2.10', 'EMSGSIZE');
    const { log } = world.call(agent, 'sip:x@example.com', { body: OFFER + 'a=x\r\n'.repeat(300) });
    world.settle();
    tried.push(...reached);
    expect(tried).toEqual(['UDP 192.0.2.20:5060']);
    expect(agent.stats().sendErrors).toBe(3);
    expect(log.end).toBeUndefined();
    network.broken.clear();
    world.call(agent, 'sip:x@example.com', { body: OFFER + 'a=x\r\n'.repeat(300) });
    expect(reached.at(-1)).toBe('TCP 192.0.2.10:5060');
  });
});
