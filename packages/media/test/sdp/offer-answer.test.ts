import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SdpError } from '../../src/sdp/errors.ts';
import { answerOffer, createOffer, readAnswer } from '../../src/sdp/offer-answer.ts';

const US = { address: '192.0.2.1', port: 40_000, sessionId: '7' };

function sdp(...lines: string[]): string {
  const head = ['v=0', 'o=- 1 1 IN IP4 203.0.113.9', 's=-', 'c=IN IP4 203.0.113.9', 't=0 0'];
  return `${[...head, ...lines].join('\r\n')}\r\n`;
}

function codeOf(read: () => unknown): string | undefined {
  try {
    read();
  } catch (error) {
    if (error instanceof SdpError) return error.code;
    throw error;
  }
  return undefined;
}

describe('RFC 3264 5 the offer', () => {
  test('RFC 4566 5: an offer is written line by line, A-law first, with keys and packet time', () => {
    expect(createOffer(US).split('\r\n')).toEqual([
      'v=0',
      'o=- 7 1 IN IP4 192.0.2.1',
      's=-',
      'c=IN IP4 192.0.2.1',
      't=0 0',
      'm=audio 40000 RTP/AVP 8 0 101',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-15',
      'a=ptime:20',
      'a=sendrecv',
      'a=rtcp-mux',
      '',
    ]);
  });

  test('RFC 3264 5: codecs, keys, direction and version are the caller’s to choose; IPv6 says so', () => {
    const offer = createOffer({
      ...US,
      address: '2001:db8::1',
      codecs: ['PCMU'],
      dtmf: false,
      direction: 'sendonly',
      sessionVersion: 2,
    });
    expect(offer).toContain('o=- 7 2 IN IP6 2001:db8::1');
    expect(offer).toContain('m=audio 40000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\na=sendonly');
  });

  test.each([
    ['a host name', { ...US, address: 'media.example.com' }],
    ['a line of its own in the address', { ...US, address: '192.0.2.1\r\na=x' }],
    ['a port that is none', { ...US, port: 70_000 }],
    ['a session id that is no number', { ...US, sessionId: 'x' }],
    ['no codec', { ...US, codecs: [] }],
  ])('RFC 4566 5: %s is not written', (_, options) => {
    expect(codeOf(() => createOffer(options))).toBe('options');
  });
});

describe('RFC 3264 6 the answer', () => {
  const offer = sdp(
    'm=audio 5000 RTP/AVP 18 0 8 96',
    'a=rtpmap:18 G729/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:96 telephone-event/8000',
    'a=fmtp:96 0-16',
    'a=ptime:30',
  );

  test('RFC 3264 6.1: the first codec of the offer that we have is taken, keys under the offer’s number', () => {
    const { sdp: answer, remote } = answerOffer(offer, US);
    expect(remote).toEqual({
      address: '203.0.113.9',
      port: 5_000,
      codec: { name: 'PCMU', payloadType: 0 },
      dtmfPayloadType: 96,
      ptimeMs: 30,
      direction: 'sendrecv',
    });
    expect(answer).toContain('m=audio 40000 RTP/AVP 0 96\r\na=rtpmap:0 PCMU/8000\r\n');
    expect(answer).toContain('a=rtpmap:96 telephone-event/8000');
    expect(readAnswer(answer)).toMatchObject({ codec: remote.codec, port: 40_000, address: '192.0.2.1' });
  });

  test('RFC 3264 6: every other stream of the offer is refused in its place, with port 0', () => {
    const many = sdp(
      'm=video 6000 RTP/AVP 31',
      'm=audio 5000 RTP/SAVP 8',
      'm=audio 5002 RTP/AVP 8',
      'm=audio 5004 RTP/AVP 8',
    );
    const { sdp: answer, remote } = answerOffer(many, US);
    expect(remote.port).toBe(5_002);
    expect(answer.split('\r\n').filter((line) => line.startsWith('m='))).toEqual([
      'm=video 0 RTP/AVP 31',
      'm=audio 0 RTP/SAVP 8',
      'm=audio 40000 RTP/AVP 8',
      'm=audio 0 RTP/AVP 8',
    ]);
  });

  test('RFC 3264 6: a stream that the offer has refused itself (port 0) is not taken', () => {
    const { remote } = answerOffer(sdp('m=audio 0 RTP/AVP 8', 'm=audio 5000 RTP/AVP 0'), US);
    expect(remote).toMatchObject({ port: 5_000, codec: { name: 'PCMU' } });
  });

  test.each([
    ['sendrecv', 'sendrecv'],
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['inactive', 'inactive'],
  ])('RFC 3264 6.1: an offer that is %s is answered %s', (direction, mirrored) => {
    const { sdp: answer, remote } = answerOffer(sdp('m=audio 5000 RTP/AVP 8', `a=${direction}`), US);
    expect(remote.direction).toBe(direction);
    expect(answer).toContain(`a=${mirrored}\r\n`);
  });

  test('RFC 3264 8.4: address 0.0.0.0 is hold, as RFC 2543 had it: nothing is sent there', () => {
    const held = sdp('m=audio 5000 RTP/AVP 8', 'c=IN IP4 0.0.0.0');
    expect(answerOffer(held, US).remote.direction).toBe('sendonly');
    expect(answerOffer(`${held}a=recvonly\r\n`, US).remote.direction).toBe('inactive');
  });
});

describe('RFC 3264 7 reading the answer', () => {
  test('RFC 3551 6: static payload types need no rtpmap', () => {
    expect(readAnswer(sdp('m=audio 5000 RTP/AVP 0')).codec).toEqual({ name: 'PCMU', payloadType: 0 });
    expect(readAnswer(sdp('m=audio 5000 RTP/AVP 8')).codec).toEqual({ name: 'PCMA', payloadType: 8 });
  });

  test('RFC 3551 6: an rtpmap wins over the static table', () => {
    const mapped = sdp('m=audio 5000 RTP/AVP 8 97', 'a=rtpmap:8 G726-32/8000', 'a=rtpmap:97 pcma/8000/1');
    expect(readAnswer(mapped).codec).toEqual({ name: 'PCMA', payloadType: 97 });
  });

  test('RFC 4566 5.7: the c= line of the stream wins over that of the session', () => {
    const answer = sdp('m=audio 5000 RTP/AVP 8', 'c=IN IP4 198.51.100.7');
    expect(readAnswer(answer).address).toBe('198.51.100.7');
  });

  test('RFC 4566 6: a direction of the session holds for the stream, unless it has its own', () => {
    const session = sdp().replace('t=0 0\r\n', 't=0 0\r\na=recvonly\r\n');
    expect(readAnswer(`${session}m=audio 5000 RTP/AVP 8\r\n`).direction).toBe('recvonly');
    expect(readAnswer(`${session}m=audio 5000 RTP/AVP 8\r\na=sendrecv\r\n`).direction).toBe('sendrecv');
  });

  test.each([
    ['30', 30],
    ['20', 20],
    ['0', 20],
    ['25', 20],
    ['2000', 20],
    ['x', 20],
  ])('RFC 4566 6: ptime:%s is sent as packets of %i ms', (ptime, ms) => {
    expect(readAnswer(sdp('m=audio 5000 RTP/AVP 8', `a=ptime:${ptime}`)).ptimeMs).toBe(ms);
  });

  test('RFC 4733 2.1: events of another clock rate than the codec’s are not taken', () => {
    const answer = sdp('m=audio 5000 RTP/AVP 8 101', 'a=rtpmap:101 telephone-event/48000');
    expect(readAnswer(answer).dtmfPayloadType).toBeUndefined();
  });

  test('RFC 4733 7.1.1: an event type that the m= line does not list is not agreed on', () => {
    const answer = sdp('m=audio 5000 RTP/AVP 8', 'a=rtpmap:101 telephone-event/8000');
    expect(readAnswer(answer).dtmfPayloadType).toBeUndefined();
  });

  test('RFC 3264 7: lines ended by a bare LF, and a trailing space in the m= line, are read', () => {
    const answer = sdp('m=audio 5000 RTP/AVP  8 0 ').replaceAll('\r\n', '\n');
    expect(readAnswer(answer).codec.name).toBe('PCMA');
  });

  test('RFC 3264 6.1: an answer with a codec that was not offered has none', () => {
    expect(codeOf(() => readAnswer(sdp('m=audio 5000 RTP/AVP 0'), { codecs: ['PCMA'] }))).toBe(
      'no-common-codec',
    );
  });

  test.each([
    ['nothing (a late offer)', '', 'empty'],
    ['blank lines', '\r\n\r\n', 'empty'],
    ['no SDP at all', 'hello', 'malformed'],
    ['no stream', sdp(), 'no-audio'],
    ['no audio', sdp('m=image 5000 udptl t38'), 'no-audio'],
    ['audio under SRTP only', sdp('m=audio 5000 RTP/SAVP 8'), 'no-audio'],
    ['a stream without a port', sdp('m=audio x RTP/AVP 8'), 'malformed'],
    ['a port beyond 65,535', sdp('m=audio 99999 RTP/AVP 8'), 'malformed'],
    ['a refused stream', sdp('m=audio 0 RTP/AVP 8'), 'media-rejected'],
    ['no codec of ours', sdp('m=audio 5000 RTP/AVP 18'), 'no-common-codec'],
    ['no payload types', sdp('m=audio 5000 RTP/AVP'), 'no-common-codec'],
    ['a host name', sdp('m=audio 5000 RTP/AVP 8', 'c=IN IP4 media.example.com'), 'bad-address'],
    ['a number for an address', sdp('m=audio 5000 RTP/AVP 8', 'c=IN IP4 1234'), 'bad-address'],
    ['an octet over 255', sdp('m=audio 5000 RTP/AVP 8', 'c=IN IP4 203.0.113.256'), 'bad-address'],
    ['multicast', sdp('m=audio 5000 RTP/AVP 8', 'c=IN IP4 224.2.1.1/127'), 'bad-address'],
    ['broken IPv6', sdp('m=audio 5000 RTP/AVP 8', 'c=IN IP6 2001::db8::1'), 'bad-address'],
    ['IPv6 with two gaps', sdp('m=audio 5000 RTP/AVP 8', 'c=IN IP6 1:2:3::4:5:6::7:8'), 'bad-address'],
    ['no c= line', 'v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\ns=-\r\nm=audio 5000 RTP/AVP 8\r\n', 'bad-address'],
    ['more than 16 KiB', sdp('m=audio 5000 RTP/AVP 8', `a=x:${'y'.repeat(17_000)}`), 'too-large'],
    ['more than 32 streams', sdp(...Array.from({ length: 33 }, () => 'm=audio 5000 RTP/AVP 8')), 'malformed'],
  ])('RFC 3264 7: an answer of %s is refused by name', (_, answer, code) => {
    expect(codeOf(() => readAnswer(answer))).toBe(code);
  });

  test.each(['::1', '2001:db8::1', '1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', '::'])(
    'RFC 4291 2.2: %s is an IPv6 address',
    (address) => {
      const answer = sdp('m=audio 5000 RTP/AVP 8', `c=IN IP6 ${address}`);
      expect(readAnswer(answer).address).toBe(address);
    },
  );
});

describe('bounds', () => {
  const key = new Uint8Array(30);
  const keys = { AES_CM_128_HMAC_SHA1_80: key, AES_CM_128_HMAC_SHA1_32: key };
  const line = fc.oneof(
    fc.constantFrom(
      'm=audio 5000 RTP/AVP 8 0 101',
      'm=audio 0 RTP/AVP 8',
      'm=audio 5000/2 RTP/AVP 8',
      'm=',
      'c=IN IP4 203.0.113.9',
      'c=IN IP6 ::1',
      'c=IN IP4',
      'a=rtpmap:101 telephone-event/8000',
      'a=rtpmap:8',
      'a=rtpmap:999 PCMA/1e9',
      'a=ptime:-1',
      'a=ptime:1e1',
      'a=sendonly',
      'm=audio 5000 RTP/SAVP 9 8',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:4',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj',
      'a=crypto:',
      'a=rtcp:99999 IN IP4',
      'a=rtcp-mux',
      'a=maxptime:0',
      'a=fmtp:',
      'o=',
      'v=1',
    ),
    fc.string({ maxLength: 60 }),
    fc
      .tuple(fc.constantFrom('a=', 'm=', 'c=', 'o=', 'b=', 't='), fc.string())
      .map(([type, rest]) => type + rest),
  );

  test('RFC 3264: no description makes the readers throw anything but an SdpError', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const text = ['v=0', ...lines].join('\r\n');
        codeOf(() => readAnswer(text));
        codeOf(() => answerOffer(text, US));
        for (const mode of ['allowed', 'required'] as const) {
          codeOf(() => answerOffer(text, { ...US, codecs: ['G722'], srtp: { mode, keys } }));
          codeOf(() => readAnswer(text, { srtp: { mode } }));
        }
        codeOf(() => readAnswer(lines.join('\n')));
      }),
      { numRuns: 2_000 },
    );
  });

  test('RFC 3264: what is taken from a description can always be sent to', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const text = sdp('m=audio 5000 RTP/AVP 8', ...lines);
        let remote: ReturnType<typeof readAnswer>;
        try {
          remote = readAnswer(text);
        } catch {
          return;
        }
        expect(remote.port).toBeGreaterThan(0);
        expect(remote.port).toBeLessThan(65_536);
        expect(remote.ptimeMs % 10).toBe(0);
        expect(remote.codec.payloadType).toBeLessThan(128);
      }),
    );
  });
});
