import { expect, test } from 'vitest';
import type { OutgoingCallHandlers } from '../src/index.ts';
import { ANSWER, createWorld, OFFER } from './world.ts';

const US = { address: '192.0.2.1', port: 5060 };
const CALLEE = 'sip:callee@192.0.2.2';

/** Our user agent as caller, and a scripted callee. */
function createCaller(options: { credentials?: { username: string; password: string } } = {}) {
  const world = createWorld();
  const agent = world.agent(US.address);
  const peer = world.peer('192.0.2.2');
  const placed = world.call(agent, CALLEE, options);
  world.settle();
  const answer = (tag: string, headers: string[] = []) => {
    peer.respond(peer.latest('INVITE'), '200 OK', {
      tag,
      headers: ['Contact: <sip:them@192.0.2.2>', 'Content-Type: application/sdp', ...headers],
      body: ANSWER,
    });
    world.settle();
  };
  const methods = () => peer.firstLines().map((line) => line.split(' ', 1)[0]);
  return { world, agent, peer, ...placed, answer, methods };
}

test('RFC 3261 13.2.2.4 a repeated 200 is acknowledged again, and answered once', () => {
  const { answer, methods, log } = createCaller();
  answer('a');
  answer('a');
  expect(methods()).toEqual(['INVITE', 'ACK', 'ACK']);
  expect(log.events).toEqual(['answer']);
});

test.each([
  ['the same dialog', 'a', 'answer'],
  ['another fork, which has said nothing', 'b', 'answer '],
])('RFC 3261 13.2.1 the SDP of a 183 is the answer where the 200 comes without: %s', (_which, tag, heard) => {
  const { world, peer, log } = createCaller();
  peer.respond(peer.latest('INVITE'), '183 Session Progress', { tag: 'a', body: ANSWER });
  world.settle();
  peer.respond(peer.latest('INVITE'), '200 OK', { tag, headers: ['Contact: <sip:them@192.0.2.2>'] });
  world.settle();
  expect(log.events).toEqual(['183', heard]);
});

test('RFC 3261 13.2.2.4 a second fork that answers is acknowledged and hung up, the first goes on', () => {
  const { answer, methods, log, peer } = createCaller();
  answer('a');
  answer('b');
  expect(methods()).toEqual(['INVITE', 'ACK', 'ACK', 'BYE']);
  expect(peer.latest('BYE')).toContain('To: <sip:callee@192.0.2.2>;tag=b');
  expect(log.events).toEqual(['answer']);
});

test('RFC 3261 12.1.2 the dialog has the Call-ID and From tag of the INVITE, whatever the answer says', () => {
  const { world, agent, peer, call } = createCaller();
  const invite = peer.latest('INVITE');
  const line = (name: string) => new RegExp(`^${name}: .*$`, 'm').exec(invite)?.[0] ?? '';
  const [from, callId] = [line('From'), line('Call-ID')];
  const theirs = [from.replace(/tag=.*/, 'tag=theirs'), 'Call-ID: theirs'];
  const rest = [line('Via'), `${line('To')};tag=a`, line('CSeq'), 'Contact: <sip:them@192.0.2.2>'];
  peer.send(['SIP/2.0 200 OK', ...theirs, ...rest].join('\n'), US);
  world.settle();
  call.hangup();
  world.settle();
  for (const method of ['ACK', 'BYE']) {
    expect(peer.latest(method)).toContain(`${from}\r\n`);
    expect(peer.latest(method)).toContain(`${callId}\r\n`);
  }
  expect(agent.stats().dialogs).toBe(0);
});

test('rule: no more forks are followed than the limit', () => {
  const { answer, methods } = createCaller();
  for (let fork = 0; fork < 20; fork++) answer(`fork${fork}`);
  expect(methods().filter((method) => method === 'ACK')).toHaveLength(16);
});

test("RFC 3261 12.2.1.1 loose routes: the route set is Record-Route reversed, the Request-URI the peer's Contact", () => {
  const { answer, call, world, peer } = createCaller();
  const edge = world.peer('192.0.2.50');
  answer('a', ['Record-Route: <sip:192.0.2.60;lr>, <sip:192.0.2.50;lr;x=1>']);
  call.hangup();
  world.settle();
  expect(edge.firstLines()).toEqual(['ACK sip:them@192.0.2.2 SIP/2.0', 'BYE sip:them@192.0.2.2 SIP/2.0']);
  expect(edge.received[1]).toContain('Route: <sip:192.0.2.50;lr;x=1>\r\nRoute: <sip:192.0.2.60;lr>\r\n');
  expect(peer.received).toHaveLength(1);
});

test("RFC 3261 12.2.1.1 a strict router: its URI is the Request-URI, the peer's Contact the last Route", () => {
  const { answer, world } = createCaller();
  const edge = world.peer('192.0.2.50');
  answer('a', ['Record-Route: <sip:192.0.2.60;lr>, <sip:192.0.2.50>']);
  expect(edge.firstLines()).toEqual(['ACK sip:192.0.2.50 SIP/2.0']);
  expect(edge.received[0]).toContain('Route: <sip:192.0.2.60;lr>\r\nRoute: <sip:them@192.0.2.2>\r\n');
});

test('RFC 3261 22.2 a 401 is answered with credentials and the next CSeq; its nonce serves ACK and BYE', () => {
  const { peer, world, answer, call, log } = createCaller({
    credentials: { username: 'u', password: 'p' },
  });
  peer.respond(peer.latest('INVITE'), '401 Unauthorized', {
    tag: 'x',
    headers: ['WWW-Authenticate: Digest realm="trunk", nonce="n1", qop="auth,auth-int", algorithm=SHA-256'],
  });
  world.settle();
  expect(peer.received).toHaveLength(3);
  expect(peer.received[1]).toMatch(/^ACK /);
  expect(peer.received[2]).toContain('\r\nCSeq: 2 INVITE\r\n');
  expect(peer.received[2]).toMatch(
    /^Authorization: Digest username="u", realm="trunk", nonce="n1", .*nc=00000001/m,
  );
  answer('a');
  expect(peer.latest('ACK')).toMatch(/^Authorization: .*nc=00000001/m);
  call.hangup();
  world.settle();
  expect(peer.latest('BYE')).toMatch(/^Authorization: .*nc=00000002/m);
  expect(log.events).toEqual(['answer', 'hung-up']);
});

test('RFC 3261 22.2 credentials that are refused end the call with the 401; without any, at once', () => {
  for (const credentials of [{ username: 'u', password: 'wrong' }, undefined]) {
    const { peer, world, log } = createCaller(credentials ? { credentials } : {});
    for (let nonce = 0; nonce < 3; nonce++) {
      peer.respond(peer.latest('INVITE'), '401 Unauthorized', {
        tag: `x${nonce}`,
        headers: [`WWW-Authenticate: Digest realm="trunk", nonce="n${nonce}"`],
      });
      world.settle();
    }
    expect(log.end).toEqual({ kind: 'rejected', status: 401, reason: 'Unauthorized' });
    expect(peer.firstLines().filter((line) => line.startsWith('INVITE'))).toHaveLength(credentials ? 2 : 1);
  }
});

test('RFC 3261 22.3 a 407 of a proxy and then a 401 of the callee are both answered', () => {
  const { peer, world, answer, log } = createCaller({ credentials: { username: 'u', password: 'p' } });
  peer.respond(peer.latest('INVITE'), '407 Proxy Authentication Required', {
    tag: 'x',
    headers: ['Proxy-Authenticate: Digest realm="proxy", nonce="p"'],
  });
  world.settle();
  peer.respond(peer.latest('INVITE'), '401 Unauthorized', {
    tag: 'y',
    headers: ['WWW-Authenticate: Digest realm="callee", nonce="c"'],
  });
  world.settle();
  const third = peer.latest('INVITE');
  expect(third).toContain('CSeq: 3 INVITE');
  expect(third).toMatch(/^Proxy-Authorization: .*realm="proxy"/m);
  expect(third).toMatch(/^Authorization: .*realm="callee"/m);
  answer('a');
  expect(log.events).toEqual(['answer']);
});

test('RFC 3261 18.1.2 a response whose Via is not ours is dropped', () => {
  const { peer, world, agent, log } = createCaller();
  const stray = peer.latest('INVITE').replace('SIP/2.0/UDP 192.0.2.1:5060', 'SIP/2.0/UDP 192.0.2.99:5060');
  peer.received.push(stray);
  peer.send(
    `SIP/2.0 486 Busy Here\n${stray
      .split('\r\n')
      .slice(1, 8)
      .filter((line) => /^(Via|From|To|Call-ID|CSeq)/.test(line))
      .join('\n')}`,
    US,
  );
  world.settle();
  expect(log.events).toEqual([]);
  expect(agent.stats().dropped).toBe(1);
});

test('RFC 3261 9.1 the CANCEL has the branch, Request-URI, From, To and CSeq number of its INVITE, and a Reason', () => {
  const { peer, world, call } = createCaller();
  peer.respond(peer.latest('INVITE'), '180 Ringing', { tag: 'r' });
  world.settle();
  call.hangup({ text: 'gave up', sip: 487 });
  world.settle();
  const line = (text: string, name: string) => new RegExp(`^${name}: .*$`, 'm').exec(text)?.[0];
  const [invite, cancel] = [peer.latest('INVITE'), peer.latest('CANCEL')];
  for (const name of ['Via', 'From', 'To', 'Call-ID']) expect(line(cancel, name)).toBe(line(invite, name));
  expect(line(cancel, 'CSeq')).toBe('CSeq: 1 CANCEL');
  expect(line(cancel, 'Reason')).toBe('Reason: SIP;cause=487;text="gave up"');
});

test('rule: a final response that crosses the CANCEL is the truth about the call', () => {
  const { peer, world, call, log } = createCaller();
  peer.respond(peer.latest('INVITE'), '180 Ringing', { tag: 'r' });
  world.settle();
  call.hangup();
  peer.respond(peer.latest('INVITE'), '486 Busy Here', { tag: 'r' });
  world.settle();
  expect(log.end).toEqual({ kind: 'rejected', status: 486, reason: 'Busy Here' });
});

test('rule: what a handler throws is counted and hurts no call', () => {
  const world = createWorld();
  const agent = world.agent(US.address);
  const callee = world.agent('192.0.2.2', { onInvite: (call) => call.answer(ANSWER) });
  const handlers: OutgoingCallHandlers = {
    onAnswer: () => {
      throw new Error('mine');
    },
    onEnd: () => {},
  };
  const call = agent.invite({ target: CALLEE, from: 'sip:a@192.0.2.1', body: OFFER, handlers });
  world.settle();
  expect(agent.stats()).toMatchObject({ handlerErrors: 1, dialogs: 1 });
  call.hangup();
  world.settle();
  expect(callee.stats()).toMatchObject({ dialogs: 0 });
});
