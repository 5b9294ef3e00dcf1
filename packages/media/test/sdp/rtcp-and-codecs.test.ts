import { describe, expect, test } from 'vitest';
import { answerOffer, createOffer, readAnswer } from '../../src/sdp/offer-answer.ts';

const US = { address: '192.0.2.1', port: 40_000, sessionId: '7' };
const THEM = { address: '203.0.113.9', port: 5_000, sessionId: '8' };

function sdp(payloads: string, ...lines: string[]): string {
  const head = ['v=0', 'o=- 1 1 IN IP4 203.0.113.9', 's=-', 'c=IN IP4 203.0.113.9', 't=0 0'];
  return `${[...head, `m=audio 5000 RTP/AVP ${payloads}`, ...lines].join('\r\n')}\r\n`;
}

describe('RFC 5761 5.1.1 RTCP on the RTP port', () => {
  test('RFC 5761 5.1.1: it is used when both say so, and not when one does not', () => {
    const offer = createOffer(US);
    const { sdp: answer, remote } = answerOffer(offer, THEM);
    expect([remote.rtcpMux, readAnswer(answer).rtcpMux]).toEqual([true, true]);
    const refused = answerOffer(offer, { ...THEM, rtcpMux: false });
    expect(refused.sdp).not.toContain('rtcp-mux');
    expect([refused.remote.rtcpMux, readAnswer(refused.sdp).rtcpMux]).toEqual([undefined, undefined]);
    expect(createOffer({ ...US, rtcpMux: false })).not.toContain('rtcp-mux');
    expect(readAnswer(answer, { rtcpMux: false }).rtcpMux).toBeUndefined();
    expect(answerOffer(sdp('8'), US).sdp).not.toContain('rtcp-mux');
  });

  test.each([
    ['a=rtcp:6001', 6_001],
    ['a=rtcp:6001 IN IP4 203.0.113.10', 6_001],
    ['a=rtcp:0', undefined],
    ['a=rtcp:99999', undefined],
    ['a=rtcp:x', undefined],
  ])('RFC 3605 2.1: %s names port %s', (line, port) => {
    expect(readAnswer(sdp('8', line)).rtcpPort).toBe(port);
  });
});

describe('RFC 3551 4.5.2 G.722', () => {
  const wide = { codecs: ['G722', 'PCMA'] } as const;

  test('RFC 3551 4.5.2: it is offered under type 9 with a clock rate of 8,000, and taken by who has it', () => {
    const offer = createOffer({ ...US, ...wide });
    expect(offer).toContain('m=audio 40000 RTP/AVP 9 8 101\r\na=rtpmap:9 G722/8000\r\n');
    const { sdp: answer, remote } = answerOffer(offer, { ...THEM, ...wide });
    expect(remote.codec).toEqual({ name: 'G722', payloadType: 9 });
    expect(answer).toContain('m=audio 5000 RTP/AVP 9 101\r\na=rtpmap:9 G722/8000\r\n');
    expect(readAnswer(answer, wide).codec.name).toBe('G722');
  });

  test('RFC 3264 6.1: who has it not, as is the default, takes the next codec', () => {
    expect(answerOffer(createOffer({ ...US, ...wide }), THEM).remote.codec.name).toBe('PCMA');
  });

  test('RFC 3551 4.5.2: a clock rate of 16,000 is another codec', () => {
    const answer = sdp('97 8', 'a=rtpmap:97 G722/16000');
    expect(readAnswer(answer, wide).codec.name).toBe('PCMA');
    expect(readAnswer(sdp('97', 'a=rtpmap:97 G722/8000'), wide).codec).toEqual({
      name: 'G722',
      payloadType: 97,
    });
  });
});

test.each([
  [['a=ptime:30'], 30],
  [['a=maxptime:10'], 10],
  [['a=ptime:40', 'a=maxptime:30'], 30],
  [['a=ptime:40', 'a=maxptime:35'], 30],
  [['a=ptime:20', 'a=maxptime:150'], 20],
  [['a=maxptime:0'], 20],
])('RFC 4566 6: %j is sent as packets of %i ms', (lines, ms) => {
  expect(readAnswer(sdp('8', ...lines)).ptimeMs).toBe(ms);
});
