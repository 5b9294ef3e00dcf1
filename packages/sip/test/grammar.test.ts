import { describe, expect, test } from 'vitest';
import { SipParseError } from '../src/grammar/errors.ts';
import { readEssentials } from '../src/grammar/essentials.ts';
import { header, headerList } from '../src/grammar/headers.ts';
import { bodyText, type SipMessage } from '../src/grammar/message.ts';
import { parseNameAddr } from '../src/grammar/name-addr.ts';
import { parseMessage } from '../src/grammar/parse.ts';
import { formatReason, readReason } from '../src/grammar/reason.ts';
import { checkSingleLine, serialise } from '../src/grammar/serialise.ts';
import { reasonPhrase } from '../src/grammar/status.ts';
import { parseSipUri } from '../src/grammar/uri.ts';
import { parseVia, stampVia } from '../src/grammar/via.ts';

const encoder = new TextEncoder();
const parse = (text: string) => parseMessage(encoder.encode(text.replaceAll('\n', '\r\n')));

const BASE = `INVITE sip:bob@biloxi.com SIP/2.0
Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8
To: Bob <sip:bob@biloxi.com>
From: Alice <sip:alice@atlanta.com>;tag=1928301774
Call-ID: a84b4c76e66710
CSeq: 314159 INVITE
`;

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'taken';
  } catch (error) {
    if (error instanceof SipParseError) return error.code;
    throw error;
  }
}

describe('messages', () => {
  test('RFC 3261 7.3.3 compact forms are read under their long names', () => {
    const message = parse('OPTIONS sip:a SIP/2.0\nv: x\nF: a\nt: b\ni: c\nm: d\nl: 0\nk: e\nc: f\n\n');
    expect(message.headers.map(([name]) => name)).toEqual([
      'Via',
      'From',
      'To',
      'Call-ID',
      'Contact',
      'Content-Length',
      'Supported',
      'Content-Type',
    ]);
  });

  test('RFC 3261 7 what was serialised keeps its bytes, however many and however long the messages after it', () => {
    const messages = [3, 300, 3_000, 9_000, 60_000].flatMap((length) =>
      Array.from(
        { length: 40 },
        (_, nth): SipMessage => ({
          kind: 'request',
          method: 'MESSAGE',
          uri: 'sip:callee@example.com',
          version: 'SIP/2.0',
          // Two, three and four bytes in UTF-8, and half a pair, which becomes U+FFFD.
          headers: [['Subject', `${nth} é 传话 😀 \ud83d`]],
          body: new Uint8Array(length).fill(nth),
        }),
      ),
    );
    const written = messages.map(serialise);
    messages.forEach(({ body }, nth) => {
      const head = `MESSAGE sip:callee@example.com SIP/2.0\r\nSubject: ${nth % 40} é 传话 😀 \ufffd\r\n`;
      const bytes = written[nth] as Uint8Array;
      const whole = Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\r\n\r\n`), body]);
      expect(whole.equals(bytes)).toBe(true);
    });
  });

  test('RFC 3261 7.3.1 unknown header fields are kept as they are, and every message survives parse and serialise', () => {
    const text = `${BASE}X-Odd-Name: "a, b", c\nContent-Length: 5\n\nv=0\nx`.replaceAll('\n', '\r\n');
    const message = parseMessage(encoder.encode(text));
    expect(header(message.headers, 'X-Odd-Name')).toBe('"a, b", c');
    const headers = message.headers.filter(([name]) => name !== 'Content-Length');
    expect(new TextDecoder().decode(serialise({ ...message, headers }))).toBe(text.slice(0, -1));
  });

  test('RFC 3261 7.3.1 values of one header field and of several are one list; commas in quotes and <> part nothing', () => {
    const message = parse(`${BASE}Record-Route: <sip:a;x=1,2>, "x, y" <sip:b>\nRecord-Route: <sip:c>\n\n`);
    expect(headerList(message.headers, 'Record-Route')).toEqual([
      '<sip:a;x=1,2>',
      '"x, y" <sip:b>',
      '<sip:c>',
    ]);
  });

  test('RFC 3261 7.5 empty lines in front are skipped', () => {
    expect(parse(`\n\n\n${BASE}\n`)).toMatchObject({ method: 'INVITE' });
  });

  test('RFC 3261 18.3 without Content-Length the body ends with the datagram', () => {
    expect(bodyText(parse(`${BASE}\nv=0\n`))).toBe('v=0\r\n');
  });

  test.each([
    ['empty', '\r\n\r\n'],
    ['truncated', 'INVITE sip:a SIP/2.0\r\nVia: x\r\n'],
    ['line-break', 'INVITE sip:a SIP/2.0\nVia: x\r\n\r\n'],
    ['line-break', 'INVITE sip:a SIP/2.0\r\nVia: x\ry\r\n\r\n'],
    ['start-line', 'INVITE\r\n\r\n'],
    ['start-line', 'IN(VITE) sip:a SIP/2.0\r\n\r\n'],
    ['status', 'SIP/2.0 20 OK\r\n\r\n'],
    ['status', 'SIP/2.0 2000 OK\r\n\r\n'],
    ['status', 'SIP/2.0 700 OK\r\n\r\n'],
    ['header', 'INVITE sip:a SIP/2.0\r\nno colon\r\n\r\n'],
    ['header', 'INVITE sip:a SIP/2.0\r\n: nameless\r\n\r\n'],
    ['header', 'INVITE sip:a SIP/2.0\r\nVia\r\nTo: x\r\n\r\n'],
    ['too-many-headers', `INVITE sip:a SIP/2.0\r\n${'A: b\r\n'.repeat(257)}\r\n`],
    ['too-long', `INVITE sip:a SIP/2.0\r\nA: ${'b'.repeat(65_536)}\r\n\r\n`],
  ])('rule: refused as %s: %j', (code, text) => {
    expect(codeOf(() => parseMessage(encoder.encode(text)))).toBe(code);
  });

  test.each([
    ['missing-header', BASE.replace(/^Via:.*\n/m, '')],
    ['missing-header', BASE.replace(/^CSeq:.*\n/m, '')],
    ['max-forwards', `${BASE}Max-Forwards: 256\n`],
    ['max-forwards', `${BASE}Max-Forwards: -1\n`],
    ['call-id', BASE.replace('a84b4c76e66710', 'two words')],
    ['via', BASE.replace('SIP/2.0/UDP pc33', 'SIP/2.0 pc33')],
    ['via', BASE.replace('pc33.atlanta.com', '[::1')],
    ['cseq', BASE.replace('314159', '2147483648')],
    ['request-uri', BASE.replace('sip:bob@biloxi.com', 'sip:')],
    ['content-length', `${BASE}Content-Length: 1\n`],
  ])('RFC 3261 8.1.1 refused as %s', (code, text) => {
    expect(codeOf(() => readEssentials(parse(`${text}\n`)))).toBe(code);
  });
});

describe('URIs', () => {
  test('RFC 3261 19.1.3 the parts of a SIP URI', () => {
    expect(parseSipUri('sip:alice:secretword@Atlanta.com:5070;transport=tcp;lr?subject=x')).toEqual({
      scheme: 'sip',
      user: 'alice',
      password: 'secretword',
      host: 'atlanta.com',
      port: 5070,
      params: [
        ['transport', 'tcp'],
        ['lr', undefined],
      ],
      headers: 'subject=x',
    });
    expect(parseSipUri('sips:[2001:db8::10]:5061')).toEqual({
      scheme: 'sips',
      host: '[2001:db8::10]',
      port: 5061,
      params: [],
    });
    expect(parseSipUri('sip:+1-212;phone-context=x@gw')).toMatchObject({
      user: '+1-212;phone-context=x',
      host: 'gw',
    });
  });

  test.each([
    ['scheme', 'tel:+86138'],
    ['uri', 'sip'],
    ['uri', 'sip:@host'],
    ['uri', 'sip:a@b@c'],
    ['uri', 'sip:a@host:70000'],
    ['uri', 'sip:a@host:'],
    ['uri', 'sip:a@ho st'],
    ['uri', 'sip:a@[::g]'],
    ['uri', 'sip:a@host;=x'],
    ['uri', 'sip:a@host;lr;lr'],
    ['uri', 'sip:%zz@host'],
  ])('RFC 3261 25.1 refused as %s: %s', (code, text) => {
    expect(codeOf(() => parseSipUri(text))).toBe(code);
  });

  test('RFC 3261 20.10 display names: quoted, bare, UTF-8, none', () => {
    expect(parseNameAddr('"A \\"B\\" <C>" <sip:d@e>;tag=1')).toEqual({
      displayName: 'A "B" <C>',
      uri: 'sip:d@e',
      params: [['tag', '1']],
    });
    expect(parseNameAddr('张三 <sip:d@e>').displayName).toBe('张三');
    expect(parseNameAddr('sip:d@e;tag=1')).toEqual({
      displayName: '',
      uri: 'sip:d@e',
      params: [['tag', '1']],
    });
  });
});

describe('single header fields', () => {
  test('RFC 3581 4 received and rport are filled in, a forged received is replaced, later Vias are kept', () => {
    const value =
      'SIP/2.0/UDP 10.0.0.1:5070;received=1.2.3.4;rport;branch=z9hG4bK1, SIP/2.0/TCP b;branch=z9hG4bK2';
    expect(stampVia(value, parseVia(value), { address: '192.0.2.7', port: 4000 })).toBe(
      'SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK1;received=192.0.2.7;rport=4000, SIP/2.0/TCP b;branch=z9hG4bK2',
    );
  });

  test('RFC 3326 Reason: SIP and Q.850 causes, read and written', () => {
    const headers = [['Reason', 'SIP ;cause=200 ;text="Call completed elsewhere", Q.850;cause=16']] as const;
    expect(readReason(headers)).toEqual({ sip: 200, q850: 16, text: 'Call completed elsewhere' });
    expect(formatReason({ sip: 200, q850: 16, text: 'say "x"' })).toEqual([
      'SIP;cause=200;text="say \\"x\\""',
      'Q.850;cause=16;text="say \\"x\\""',
    ]);
    expect(readReason([['Reason', 'Q.850;cause=999, "broken']])).toEqual({});
  });

  test('RFC 3261 21 a status without a phrase of its own has that of its class', () => {
    expect([486, 499, 299, 699].map(reasonPhrase)).toEqual([
      'Busy Here',
      'Bad Request',
      'OK',
      'Busy Everywhere',
    ]);
  });

  test('rule: text that would add a header field is refused', () => {
    for (const text of ['a\r\nb', 'a\nb', 'a\rb', 'a\0b'])
      expect(() => checkSingleLine(text, 'x')).toThrow(SipParseError);
    expect(() => checkSingleLine('张三', 'x')).not.toThrow();
  });
});
