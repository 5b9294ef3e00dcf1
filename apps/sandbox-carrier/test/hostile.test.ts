import { createSocket, type Socket } from 'node:dgram';
import { createSeededRandom } from '@herald/sip/testkit';
import { afterEach, expect, test } from 'vitest';
import { type Lab, openLab, turn } from './support/lab.ts';
import { CARRIER_RTP } from './support/ports.ts';

let lab: Lab;
let stranger: Socket;
afterEach(async () => {
  stranger.close();
  await lab.close();
});

const INVITE = (port: number, callId: string, number: string) =>
  [
    `INVITE sip:${number}@127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK${callId};rport`,
    'From: "x" <sip:x@127.0.0.1>;tag=1',
    `To: <sip:${number}@127.0.0.1>`,
    `Call-ID: ${callId}`,
    'CSeq: 1 INVITE',
    'Max-Forwards: 70',
    'Contact: <sip:x@127.0.0.1:9>',
    'Content-Type: application/sdp',
    'Content-Length: 138',
    '',
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=audio 9000 RTP/AVP 8 101',
    'a=rtpmap:101 telephone-event/8000',
    'a=ptime:20',
    '',
  ].join('\r\n');

test('rule: random and mangled packets to SIP and RTP end nothing; a good call among them goes its way', async () => {
  lab = await openLab({ limits: { callSeconds: 1_000_000 } });
  stranger = createSocket('udp4');
  const send = (data: Uint8Array, port: number): Promise<void> =>
    new Promise((resolve) => stranger.send(data, port, '127.0.0.1', () => resolve()));
  const { next, bytes } = createSeededRandom(20_260_101);
  const below = (end: number): number => Math.floor(next() * end);
  const good = await lab.call('0200');
  expect(await good.answered).toBe(true);

  const endings = ['0200', '0201', '0487', '0503', '3550', '4733', '8520', '0408', '0603'];
  for (let round = 0; round < 600; round++) {
    const number = `1380000${endings[below(endings.length)]}`;
    const packet = Buffer.from(INVITE(lab.carrier.port, `fuzz-${round}`, number), 'latin1');
    for (let changes = below(6); changes > 0; changes--) packet[below(packet.length)] = below(256);
    await send(below(4) === 0 ? packet.subarray(0, below(packet.length)) : packet, lab.carrier.port);
    await send(bytes(below(200)), lab.carrier.port);
    const rtp = Buffer.from(bytes(below(60)));
    if (rtp.length > 1) rtp.set([0x80, below(2) === 0 ? 8 : 101]);
    await send(rtp, CARRIER_RTP.min + below(40));
    await turn();
  }
  lab.clock.advance(10_000);

  expect(await lab.caller.options(`sip:127.0.0.1:${lab.carrier.port}`)).toEqual({
    status: 200,
    reason: 'OK',
  });
  expect(lab.log).toEqual([]);
  expect(lab.carrier.stats().handlerErrors).toBe(0);
  expect(lab.carrier.calls({ callId: good.callId })[0]).not.toHaveProperty('end');
  good.out.hangup();
  expect(await good.ended).toEqual({ kind: 'hung-up', by: 'us' });
});
