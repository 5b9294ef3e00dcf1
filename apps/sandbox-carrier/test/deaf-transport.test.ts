import type { Endpoint, Transport } from '@herald/sip';
import { describe, expect, test } from 'vitest';
import { deafTransport, type Unheard } from '../src/line/deaf-transport.ts';

const FROM: Endpoint = { address: '192.0.2.9', port: 5_060 };

/** A transport of which a test says what comes in. */
function createDeaf(deliver: (text: string) => void = () => {}) {
  const inner: Transport = {
    protocol: 'UDP',
    reliable: false,
    family: 4,
    address: { host: '192.0.2.1', port: 5_060 },
    send: () => {},
    close: () => Promise.resolve(),
  };
  const unheard: Unheard[] = [];
  const log: string[] = [];
  const outer = deafTransport(inner, {
    isDeaf: (uri) => uri.includes('0408'),
    onUnheard: (request) => unheard.push(request),
    log: (line) => log.push(line),
  });
  const heard: string[] = [];
  outer.onPacket = (data) => {
    const text = Buffer.from(data).toString('latin1');
    heard.push(text);
    deliver(text);
  };
  const receive = (text: string): void => inner.onPacket?.(Buffer.from(text, 'latin1'), FROM);
  return { receive, heard, unheard, log };
}

describe('deaf ears', () => {
  test('voice: a request to a deaf number is not heard, whatever form its Call-ID has', () => {
    const { receive, heard, unheard } = createDeaf();
    receive('INVITE sip:0408@x SIP/2.0\r\nVia: y\r\nCall-ID: a@b\r\n\r\n');
    receive('INVITE sip:0408@x SIP/2.0\r\ni : short\r\n\r\n');
    receive('CANCEL sip:0408@x SIP/2.0\r\n\r\nCall-ID is not here');
    expect(heard).toEqual([]);
    expect(unheard.map(({ callId }) => callId)).toEqual(['a@b', 'short', '']);
  });

  test('voice: everything else is heard: other numbers, responses, what is no SIP', () => {
    const { receive, heard, unheard } = createDeaf();
    const packets = [
      'INVITE sip:0200@x SIP/2.0\r\nTo: sip:0408@x\r\n\r\n',
      'SIP/2.0 200 OK\r\n\r\n',
      '',
      '0408',
    ];
    for (const packet of packets) receive(packet);
    expect(heard).toEqual(packets);
    expect(unheard).toEqual([]);
  });

  test('rule: what a packet makes throw is logged, and the next packet is read', () => {
    const { receive, heard, log } = createDeaf((text) => {
      if (text === 'bad') throw new Error('cannot digest this');
    });
    receive('bad');
    receive('good');
    expect(heard).toEqual(['bad', 'good']);
    expect(log).toEqual([expect.stringMatching(/192\.0\.2\.9:5060: Error: cannot digest this/)]);
  });
});
