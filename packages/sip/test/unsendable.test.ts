import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { type CallEnd, createUdpTransport, createUserAgent, type UserAgent } from '../src/index.ts';
import { ANSWER, OFFER } from './world.ts';

let agent: UserAgent;
let peer: Socket;

async function open(): Promise<{
  say(text: string): void;
  heard(start: string): Promise<string>;
  port: number;
}> {
  agent = createUserAgent({ transport: await createUdpTransport({ host: '127.0.0.1', port: 0 }) });
  peer = createSocket('udp4');
  peer.bind(0, '127.0.0.1');
  await once(peer, 'listening');
  return {
    port: peer.address().port,
    say: (text) => peer.send(text, agent.address.port, '127.0.0.1'),
    heard: async (start) => {
      for (;;) {
        const [data] = await once(peer, 'message');
        if (`${data}`.startsWith(start)) return `${data}`;
      }
    },
  };
}

afterEach(async () => {
  peer.close();
  await agent.close();
});

const options = (via: string, branch: string): string =>
  `OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP ${via};branch=z9hG4bK${branch}\r\nFrom: <sip:a@b>;tag=1\r\n` +
  `To: <sip:c@b>\r\nCall-ID: ${branch}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n`;

test('RFC 3261 18.2.2 an answer to a Via with port 0 cannot be sent, and that is all that happens', async () => {
  const { say, heard, port } = await open();
  say(options('127.0.0.1:0', 'nowhere'));
  const answer = heard('SIP/2.0 200');
  say(options(`127.0.0.1:${port}`, 'here'));
  expect(await answer).toContain('Call-ID: here');
  expect(agent.stats()).toMatchObject({ received: 2, sendErrors: 1 });
});

test.each(['127.0.0.1:0', '999.1.1.1:5060', '[::1]:5060', '127.0.0.1:65535;maddr=256.0.0.1'])(
  'RFC 3261 12.2.1.1 a Contact that leads nowhere (%s) ends no more than its own call',
  async (contact) => {
    const { say, heard, port } = await open();
    const invite = heard('INVITE');
    const end = new Promise<CallEnd>((resolve) => {
      const call = agent.invite({
        target: `sip:callee@127.0.0.1:${port}`,
        from: 'sip:caller@127.0.0.1',
        body: OFFER,
        handlers: { onAnswer: () => call.hangup(), onEnd: resolve },
      });
    });
    const copied = (await invite)
      .split('\r\n')
      .filter((line) => /^(Via|From|Call-ID|CSeq):/.test(line))
      .join('\r\n');
    say(
      `SIP/2.0 200 OK\r\n${copied}\r\nTo: <sip:callee@127.0.0.1>;tag=2\r\nContact: <sip:x@${contact}>\r\n` +
        `Content-Type: application/sdp\r\nContent-Length: ${ANSWER.length}\r\n\r\n${ANSWER}`,
    );
    expect(await end).toEqual({ kind: 'hung-up', by: 'us' });
    const answer = heard('SIP/2.0 200');
    say(options(`127.0.0.1:${port}`, 'alive'));
    expect(await answer).toContain('Call-ID: alive');
    expect(agent.stats().sendErrors).toBeGreaterThan(0);
  },
);
