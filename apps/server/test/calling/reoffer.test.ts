import { answerOffer, createMediaEngine, createRecorder } from '@herald/media';
import type { ScriptedPeer } from '@herald/sip/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { field, openScriptedCallee } from './support/scripted-callee.ts';
import { bursts } from './support/signal.ts';
import { createWorld, placeCall, planFor, SCRIPT, type World } from './support/world.ts';

interface Talk {
  /** Sends a request within the call, and gives the final response to it. */
  request(method: string, cseq: number, body: string): Promise<string>;
  ack(cseq: number, body?: string): void;
}

/** Answers the INVITE with a session description, and speaks within the call from then on. */
async function answer(world: World, peer: ScriptedPeer & { port: number }, sdp: string): Promise<Talk> {
  const invite = await world.until(() => peer.received[0]);
  const contact = `Contact: <sip:127.0.0.1:${peer.port}>`;
  const headers = [contact, 'Content-Type: application/sdp'];
  peer.respond(invite, '200 OK', { tag: 'callee', headers, body: sdp });
  await world.pass(world.until(() => peer.received.find((text) => text.startsWith('ACK'))));
  const to = { address: '127.0.0.1', port: Number(/:(\d+)>/.exec(field(invite, 'Contact'))?.[1]) };
  const send = (method: string, cseq: number, body: string) =>
    peer.send(
      [
        `${method} sip:127.0.0.1:${to.port} SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${peer.port};branch=z9hG4bK${method}${cseq}`,
        'Max-Forwards: 70',
        `From: ${field(invite, 'To')};tag=callee`,
        `To: ${field(invite, 'From')}`,
        `Call-ID: ${field(invite, 'Call-ID')}`,
        `CSeq: ${cseq} ${method}`,
        contact,
        ...(body === '' ? [] : ['Content-Type: application/sdp']),
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\n'),
      to,
    );
  return {
    async request(method, cseq, body) {
      send(method, cseq, body);
      return world.until(() =>
        peer.received.find(
          (text) => /^SIP\/2.0 [2-6]/.test(text) && field(text, 'CSeq') === `${cseq} ${method}`,
        ),
      );
    },
    ack: (cseq, body = '') => send('ACK', cseq, body),
  };
}

/** The sound of a callee before and after it has moved. */
async function openTwoSessions({ clock }: World) {
  const media = createMediaEngine({ address: '127.0.0.1', portMin: 44_000, portMax: 44_999, clock });
  onTestFinished(() => media.close());
  return [await media.open(), await media.open()] as const;
}

test('RFC 3261 14.2 a re-INVITE moves the sound, and one that cannot be met is a 488 and changes nothing', async () => {
  const world = createWorld();
  const engine = await world.engine();
  const peer = await openScriptedCallee();
  const [here, there] = await openTwoSessions(world);
  const heard = { here: createRecorder(), there: createRecorder() };
  here.record(heard.here);
  there.record(heard.there);
  const describe = (port: number, version: number) =>
    `v=0\r\no=- 7 ${version} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 8\r\n`;

  const placed = placeCall(engine, planFor(peer.port, { script: { ...SCRIPT, plays: 3 } }));
  const invite = await world.until(() => peer.received[0]);
  const offered = invite.slice(invite.indexOf('v=0'));
  const { remote } = answerOffer(offered, { address: '127.0.0.1', port: here.port, sessionId: '7' });
  here.connect(remote);
  there.connect(remote);
  const talk = await answer(world, peer, describe(here.port, 1));
  await world.pass(placed.told('played 1'));

  const moved = await talk.request('INVITE', 1, describe(there.port, 2));
  talk.ack(1);
  expect(moved).toMatch(/^SIP\/2.0 200 /);
  // RFC 3264 8: the same session and port, the next version.
  const origin = /o=- (\d+) 1 /.exec(offered)?.[1];
  expect(moved).toContain(`o=- ${origin} 2 IN IP4 127.0.0.1`);
  expect(moved).toContain(`m=audio ${remote.port} RTP/AVP 8`);
  await world.pass(placed.told('played 2'));

  const refused = await talk.request('INVITE', 2, describe(there.port, 3).replace('audio', 'video'));
  talk.ack(2);
  expect(refused).toMatch(/^SIP\/2.0 488 /);

  const bye = await world.pass(world.until(() => peer.received.find((text) => text.startsWith('BYE'))));
  peer.respond(bye, '200 OK');
  expect(await world.pass(placed.outcome)).toMatchObject({ result: 'answered', playsCompleted: 3 });
  expect(bursts(heard.here.pcm(0))).toHaveLength(1);
  expect(bursts(heard.there.pcm(0))).toHaveLength(2);
});

test('RFC 3264 8.4 a callee that holds the call is not spoken to until it takes it back', async () => {
  const world = createWorld();
  const engine = await world.engine();
  const peer = await openScriptedCallee();
  const media = createMediaEngine({
    address: '127.0.0.1',
    portMin: 44_000,
    portMax: 44_999,
    clock: world.clock,
  });
  onTestFinished(() => media.close());
  const session = await media.open();
  const heard = createRecorder();
  session.record(heard);
  const describe = (version: number, direction: string) =>
    `v=0\r\no=- 7 ${version} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${session.port} RTP/AVP 8\r\na=${direction}\r\n`;

  const placed = placeCall(engine, planFor(peer.port));
  const invite = await world.until(() => peer.received[0]);
  const offered = invite.slice(invite.indexOf('v=0'));
  session.connect(answerOffer(offered, { address: '127.0.0.1', port: session.port, sessionId: '7' }).remote);
  const talk = await answer(world, peer, describe(1, 'sendrecv'));
  await world.pass(placed.told('played 1'));
  const held = await talk.request('INVITE', 1, describe(2, 'sendonly'));
  talk.ack(1);
  expect(held).toContain('a=recvonly');
  await world.pass(placed.told('playing 2'));
  const before = world.clock.now();
  await world.pass(world.until(() => world.clock.now() - before > 5000));
  expect(placed.events).not.toContain('played 2');
  expect(bursts(heard.pcm(0))).toHaveLength(1);

  await talk.request('INVITE', 2, describe(3, 'sendrecv'));
  talk.ack(2);
  const bye = await world.pass(world.until(() => peer.received.find((text) => text.startsWith('BYE'))));
  peer.respond(bye, '200 OK');
  expect(await world.pass(placed.outcome)).toMatchObject({ playsCompleted: 2 });
  expect(bursts(heard.pcm(0))).toHaveLength(2);
});

test('RFC 3261 14.2 a re-INVITE without an offer gets a whole one: a held call comes back, to another port', async () => {
  const world = createWorld();
  const engine = await world.engine();
  const peer = await openScriptedCallee();
  const [here, there] = await openTwoSessions(world);
  const heard = createRecorder();
  there.record(heard);
  const describe = (port: number, version: number, direction: string) =>
    `v=0\r\no=- 7 ${version} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 8\r\na=${direction}\r\n`;

  const placed = placeCall(engine, planFor(peer.port));
  const invite = await world.until(() => peer.received[0]);
  const offered = invite.slice(invite.indexOf('v=0'));
  there.connect(answerOffer(offered, { address: '127.0.0.1', port: there.port, sessionId: '7' }).remote);
  const talk = await answer(world, peer, describe(here.port, 1, 'sendrecv'));
  await world.pass(placed.told('played 1'));
  await talk.request('INVITE', 1, describe(here.port, 2, 'sendonly'));
  talk.ack(1);

  const offer = await talk.request('INVITE', 2, '');
  expect(offer).toContain('a=sendrecv');
  expect(offer).toMatch(/o=- \d+ 3 IN IP4/);
  talk.ack(2, describe(there.port, 3, 'sendrecv'));
  // An answer that cannot be used changes nothing.
  await talk.request('INVITE', 3, '');
  talk.ack(3, describe(there.port, 4, 'sendrecv').replace('audio', 'video'));

  const bye = await world.pass(world.until(() => peer.received.find((text) => text.startsWith('BYE'))));
  peer.respond(bye, '200 OK');
  expect(await world.pass(placed.outcome)).toMatchObject({ result: 'answered', playsCompleted: 2 });
  expect(bursts(heard.pcm(0))).toHaveLength(1);
});
