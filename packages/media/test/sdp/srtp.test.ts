import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/sdp/base64.ts';
import type { SrtpKeys, SrtpOptions } from '../../src/sdp/crypto.ts';
import { SdpError } from '../../src/sdp/errors.ts';
import { answerOffer, createOffer, readAnswer } from '../../src/sdp/offer-answer.ts';

const keys = (first: number): SrtpKeys => ({
  AES_CM_128_HMAC_SHA1_80: new Uint8Array(30).fill(first),
  AES_CM_128_HMAC_SHA1_32: new Uint8Array(30).fill(first + 1),
});
const US = { address: '192.0.2.1', port: 40_000, sessionId: '7' };
const THEM = { address: '203.0.113.9', port: 5_000, sessionId: '8' };
const ours = (mode: SrtpOptions['mode']) => ({ mode, keys: keys(1) });
const theirs = (mode: SrtpOptions['mode']) => ({ mode, keys: keys(100) });

/** RFC 4568 6.1's own key. */
const KEY = 'd0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj';

function sdp(profile: string, ...lines: string[]): string {
  const head = ['v=0', 'o=- 1 1 IN IP4 203.0.113.9', 's=-', 'c=IN IP4 203.0.113.9', 't=0 0'];
  return `${[...head, `m=audio 5000 ${profile} 8`, ...lines].join('\r\n')}\r\n`;
}

function codeOf(read: () => unknown): string {
  try {
    read();
    return 'read';
  } catch (error) {
    return error instanceof SdpError ? error.code : String(error);
  }
}

describe('RFC 4568 keys in the description', () => {
  test('RFC 4568 5.1.1: an offer that requires SRTP has RTP/SAVP and a key for each suite', () => {
    const offer = createOffer({ ...US, srtp: ours('required') });
    expect(offer).toContain('m=audio 40000 RTP/SAVP 8 0 101\r\n');
    expect(offer).toContain(`a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${'AQEB'.repeat(10)}\r\n`);
    expect(offer).toContain(`a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:${'AgIC'.repeat(10)}\r\n`);
  });

  test('RFC 4568 5.1.2: the answer takes one line, under its tag, and each side has the other’s key', () => {
    const offer = createOffer({ ...US, srtp: ours('required') });
    const { sdp: answer, remote } = answerOffer(offer, { ...THEM, srtp: theirs('allowed') });
    expect(remote.srtp).toEqual({ suite: 'AES_CM_128_HMAC_SHA1_80', key: new Uint8Array(30).fill(1) });
    expect(answer).toContain('m=audio 5000 RTP/SAVP 8 101\r\n');
    expect(answer.match(/a=crypto:.*/g)).toEqual([
      `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${'ZGRk'.repeat(10)}`,
    ]);
    const heard = readAnswer(answer, { srtp: ours('required') });
    expect(heard.srtp).toEqual({ suite: 'AES_CM_128_HMAC_SHA1_80', key: new Uint8Array(30).fill(100) });
  });

  test('RFC 4568 6.2.2: a suite of the offer that is known is taken, under the offer’s own tag', () => {
    const offer = sdp(
      'RTP/SAVP',
      `a=crypto:1 F8_128_HMAC_SHA1_80 inline:${KEY}`,
      `a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:${KEY}|2^20`,
    );
    const { sdp: answer, remote } = answerOffer(offer, { ...US, srtp: ours('required') });
    expect(remote.srtp).toEqual({ suite: 'AES_CM_128_HMAC_SHA1_32', key: decodeBase64(KEY) });
    expect(answer).toContain('a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:AgIC');
  });

  test.each([
    ['a master key identifier', `inline:${KEY}|2^20|1:4`],
    ['two keys', `inline:${KEY};inline:${KEY}`],
    ['a key that is too short', `inline:${KEY.slice(4)}`],
    ['no base64', `inline:${'!'.repeat(40)}`],
    ['another key method', `uri:${KEY}`],
    ['no encryption', `inline:${KEY} UNENCRYPTED_SRTP`],
    ['another rate of keys', `inline:${KEY} KDR=1`],
  ])('RFC 4568 6.1, 6.3: a line with %s cannot be used', (_, config) => {
    const offer = sdp('RTP/SAVP', `a=crypto:1 AES_CM_128_HMAC_SHA1_80 ${config}`);
    expect(codeOf(() => answerOffer(offer, { ...US, srtp: ours('allowed') }))).toBe('no-srtp');
  });

  test('RFC 4568 5.1.3: an answer with a tag or suite that was not offered is refused', () => {
    const answer = (tag: number, suite: string) => sdp('RTP/SAVP', `a=crypto:${tag} ${suite} inline:${KEY}`);
    const read = (text: string) => codeOf(() => readAnswer(text, { srtp: ours('required') }));
    expect(read(answer(1, 'AES_CM_128_HMAC_SHA1_80'))).toBe('read');
    expect(read(answer(2, 'AES_CM_128_HMAC_SHA1_80'))).toBe('no-srtp');
    expect(read(answer(3, 'AES_CM_128_HMAC_SHA1_80'))).toBe('no-srtp');
  });
});

describe('off, allowed, required', () => {
  const plain = sdp('RTP/AVP');
  const keyed = sdp('RTP/AVP', `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`);
  const secure = sdp('RTP/SAVP', `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`);
  const keyless = sdp('RTP/SAVP');
  const outcome = (text: string, mode: 'off' | SrtpOptions['mode']) => {
    let found = '';
    const code = codeOf(() => {
      const { remote } = answerOffer(text, mode === 'off' ? US : { ...US, srtp: ours(mode) });
      found = remote.srtp === undefined ? 'RTP' : 'SRTP';
    });
    return code === 'read' ? found : code;
  };

  test.each([
    ['off', 'RTP', 'RTP', 'no-audio', 'no-audio'],
    ['allowed', 'RTP', 'SRTP', 'SRTP', 'no-srtp'],
    ['required', 'no-srtp', 'SRTP', 'SRTP', 'no-srtp'],
  ] as const)(
    'RFC 8643 4: %s: RTP/AVP → %s, with keys → %s, RTP/SAVP → %s, without keys → %s',
    (mode, ...outcomes) => {
      expect([plain, keyed, secure, keyless].map((text) => outcome(text, mode))).toEqual(outcomes);
    },
  );

  test('RFC 8643 4: SRTP that is allowed is offered in RTP/AVP, so that who has none answers without', () => {
    const offer = createOffer({ ...US, srtp: ours('allowed') });
    expect(offer).toContain('m=audio 40000 RTP/AVP 8 0 101\r\n');
    const without = answerOffer(offer, THEM).sdp;
    expect(without).not.toContain('crypto');
    expect(readAnswer(without, { srtp: ours('allowed') }).srtp).toBeUndefined();
    expect(codeOf(() => readAnswer(without, { srtp: ours('required') }))).toBe('no-srtp');
    const withKeys = answerOffer(offer, { ...THEM, srtp: theirs('allowed') }).sdp;
    expect(withKeys).toContain('m=audio 5000 RTP/AVP 8 101\r\n');
    expect(readAnswer(withKeys, { srtp: ours('allowed') }).srtp?.key).toEqual(new Uint8Array(30).fill(100));
  });
});

test('RFC 4648 10: the vectors of base64, both ways', () => {
  const vectors = {
    '': '',
    f: 'Zg==',
    fo: 'Zm8=',
    foo: 'Zm9v',
    foob: 'Zm9vYg==',
    fooba: 'Zm9vYmE=',
    foobar: 'Zm9vYmFy',
  };
  for (const [text, coded] of Object.entries(vectors)) {
    expect(encodeBase64(new TextEncoder().encode(text))).toBe(coded);
    expect(new TextDecoder().decode(decodeBase64(coded))).toBe(text);
  }
  expect([decodeBase64('A'), decodeBase64('Zm-v'), decodeBase64('Zg==Zg==')]).toEqual(
    Array(3).fill(undefined),
  );
});
