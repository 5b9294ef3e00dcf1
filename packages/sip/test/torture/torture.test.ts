import { describe, expect, test } from 'vitest';
import { SipParseError } from '../../src/grammar/errors.ts';
import { readEssentials } from '../../src/grammar/essentials.ts';
import { header, headerFields, headerList } from '../../src/grammar/headers.ts';
import { parseNameAddr } from '../../src/grammar/name-addr.ts';
import { param } from '../../src/grammar/params.ts';
import { parseMessage } from '../../src/grammar/parse.ts';
import { parseSipUri } from '../../src/grammar/uri.ts';
import { createWorld } from '../world.ts';
import { layers } from './layers.ts';
import { invalid, valid } from './messages.ts';

const encoder = new TextEncoder();
const bytes = (text: string): Uint8Array => encoder.encode(text.replaceAll('\n', '\r\n'));
const all: Record<string, string> = { ...valid, ...invalid, ...layers };
const message = (name: string) => parseMessage(bytes(all[name] ?? ''));

/** The code of the refusal, or 'taken'. */
function verdict(name: string): string {
  try {
    readEssentials(message(name));
    return 'taken';
  } catch (error) {
    if (error instanceof SipParseError) return error.code;
    throw error;
  }
}

test('RFC 4475: all 49 messages are here', () => {
  expect(Object.keys(all)).toHaveLength(49);
});

describe('what the grammar says', () => {
  test.each(Object.keys(valid))('RFC 4475 3.1.1 %s is taken', (name) => {
    expect(verdict(name)).toBe('taken');
  });

  test.each([
    ['badinv01', 'parameter'],
    ['clerr', 'content-length'],
    ['ncl', 'content-length'],
    ['scalar02', 'cseq'],
    ['scalarlg', 'cseq'],
    ['quotbal', 'parameter'],
    ['ltgtruri', 'request-uri'],
    ['lwsruri', 'request-uri'],
    ['lwsstart', 'request-uri'],
    ['trws', 'request-uri'],
    ['escruri', 'request-uri'],
    ['badaspec', 'uri'],
    ['baddn', 'name-addr'],
    ['badvers', 'version'],
    ['mismatch01', 'cseq'],
    ['mismatch02', 'cseq'],
    ['bigcode', 'status'],
    ['insuf', 'missing-header'],
    ['unkscm', 'scheme'],
    ['novelsc', 'scheme'],
    ['multi01', 'repeated-header'],
    ['mcl01', 'repeated-header'],
    // The RFC lets an element that does not use Date or Contact take these two.
    ['baddate', 'taken'],
    ['regbadct', 'taken'],
  ])('RFC 4475 %s: %s', (name, code) => {
    expect(verdict(name)).toBe(code);
  });

  test('RFC 4475 3.1.1.1 wsinv: folding, odd spelling, escaped quotes and several Vias are read', () => {
    const parsed = message('wsinv');
    const essentials = readEssentials(parsed);
    expect(essentials).toMatchObject({
      callId: 'wsinv.ndaksdj@192.0.2.1',
      cseq: { number: 9, method: 'INVITE' },
      toTag: '1918181833n',
      fromTag: '98asjd8',
      via: { protocol: 'SIP/2.0', transport: 'UDP', host: '192.0.2.2', branch: '390skdjuw' },
    });
    expect(parseNameAddr(essentials.from).displayName).toBe('J Rosenberg \\"');
    expect(header(parsed.headers, 'Subject')).toBe('');
    expect(header(parsed.headers, 'NewFangledHeader')).toBe('newfangled value continued newfangled value');
    expect(headerList(parsed.headers, 'Via')).toHaveLength(3);
    const contact = parseNameAddr(header(parsed.headers, 'Contact') ?? '');
    expect(contact.displayName).toBe('Quoted string ""');
    expect([param(contact.params, 'newparam'), param(contact.params, 'q')]).toEqual(['newvalue', '0.33']);
    expect(parsed.body).toHaveLength(150);
  });

  test('RFC 4475 3.1.1.2 intmeth: every odd character comes through', () => {
    const parsed = message('intmeth');
    const essentials = readEssentials(parsed);
    expect(parsed.kind === 'request' && parsed.method).toBe("!interesting-Method0123456789_*+`.%indeed'~");
    expect(parsed.kind === 'request' && parseSipUri(parsed.uri)).toMatchObject({
      user: "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
      password: "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)",
      host: 'example.com',
    });
    expect(parseNameAddr(essentials.to).displayName).toBe('BEL:\u0007 NUL:\u0000 DEL:\u007f');
    expect(essentials.fromTag).toBe("_token~1'+`*%!-.");
    expect(header(parsed.headers, "extensionHeader-!.%*+_`'~")).toBe('大停電');
  });

  test('RFC 4475 3.1.1.5 esc02: % in a method and in a header name is no escape', () => {
    const parsed = message('esc02');
    expect(headerFields(parsed.headers, 'Contact')).toHaveLength(2);
    expect(parsed.kind === 'request' && parsed.method).toBe('RE%47IST%45R');
  });

  test('RFC 4475 3.1.1.8 dblreq: what follows Content-Length is dropped', () => {
    expect(message('dblreq').body).toHaveLength(0);
  });

  test('RFC 4475 3.1.1.9 semiuri: the semicolon belongs to the user part', () => {
    const parsed = message('semiuri');
    expect(parsed.kind === 'request' && parseSipUri(parsed.uri)).toMatchObject({
      user: 'user;par=u%40example.net',
      params: [],
    });
  });

  test('RFC 4475 3.1.1.11 mpart01: the body keeps its bytes', () => {
    expect([...message('mpart01').body].filter((byte) => byte === 0)).toHaveLength(2);
  });

  test('RFC 4475 3.1.1.12 unreason and 3.1.1.13 noreason: any reason phrase, or none', () => {
    expect(message('unreason')).toMatchObject({
      status: 200,
      reason: '= 2**3 * 5**2 но сто девяносто девять - простое',
    });
    expect(message('noreason')).toMatchObject({ status: 100, reason: '' });
  });

  test('RFC 4475 3.1.2.13 regbadct: a bare Contact with "?" cannot be read', () => {
    expect(() => parseNameAddr(header(message('regbadct').headers, 'Contact') ?? '')).toThrow(SipParseError);
  });

  test("RFC 4475 3.3.12 cparam01 and 3.3.13 cparam02: the parameter is the header's without, the URI's with angle brackets", () => {
    const first = parseNameAddr(header(message('cparam01').headers, 'Contact') ?? '');
    const second = parseNameAddr(header(message('cparam02').headers, 'Contact') ?? '');
    expect([first.uri, first.params]).toEqual([
      'sip:+19725552222@gw1.example.net',
      [['unknownparam', undefined]],
    ]);
    expect([second.uri, second.params]).toEqual(['sip:+19725552222@gw1.example.net;unknownparam', []]);
  });
});

describe('what the user agent answers', () => {
  const EXPECTED: Record<string, string> = {
    wsinv: '481 Call/Transaction Does Not Exist',
    intmeth: '501 Not Implemented',
    esc01: 'rings',
    escnull: '405 Method Not Allowed',
    esc02: '501 Not Implemented',
    lwsdisp: '200 OK',
    longreq: 'rings',
    dblreq: '405 Method Not Allowed',
    semiuri: '200 OK',
    transports: '200 OK',
    mpart01: '405 Method Not Allowed',
    unreason: 'nothing',
    noreason: 'nothing',
    badinv01: 'nothing',
    clerr: '400 Body shorter than Content-Length',
    ncl: '400 Content-Length is not a number',
    scalar02: '400 CSeq is not a number below 2**31 and a method',
    scalarlg: 'nothing',
    quotbal: '400 Unbalanced quote',
    ltgtruri: '400 Request-URI without a scheme',
    lwsruri: '400 White space in the request line',
    lwsstart: '400 White space in the request line',
    trws: '400 White space in the request line',
    escruri: '400 Unreadable Request-URI',
    baddate: 'rings',
    regbadct: '405 Method Not Allowed',
    badaspec: '400 Character not allowed in a URI',
    baddn: '400 Display name needs quotes',
    badvers: '505 Version Not Supported',
    mismatch01: '400 CSeq method is not the request method',
    mismatch02: '400 CSeq method is not the request method',
    bigcode: 'nothing',
    badbranch: '200 OK',
    insuf: '400 From missing',
    unkscm: '416 Unsupported URI Scheme',
    novelsc: '416 Unsupported URI Scheme',
    unksm2: '405 Method Not Allowed',
    bext01: '420 Bad Extension',
    invut: '415 Unsupported Media Type',
    regaut01: '405 Method Not Allowed',
    multi01: '400 CSeq given twice',
    mcl01: '400 Content-Length given twice',
    bcast: 'nothing',
    zeromf: '200 OK',
    cparam01: '405 Method Not Allowed',
    cparam02: '405 Method Not Allowed',
    regescrt: '405 Method Not Allowed',
    sdp01: '406 Not Acceptable',
    inv2543: 'rings',
  };

  test.each(Object.keys(all))(
    'RFC 4475 %s is answered as the table says, and leaves nothing behind',
    (name) => {
      const world = createWorld();
      const sent: string[] = [];
      const agent = world.agent('192.0.2.200', { onInvite: (call) => call.ring() });
      world.network.pass = (text, from) => {
        if (from.address === '192.0.2.200') sent.push(text);
        return true;
      };
      const source = world.network.transport('198.51.100.7');
      source.send(bytes(all[name] ?? ''), { address: '192.0.2.200', port: 5060 }, () => {});
      world.settle();
      const line = (sent[0] ?? '').split('\r\n', 1)[0]?.replace('SIP/2.0 ', '');
      expect(line === '' ? 'nothing' : line === '180 Ringing' ? 'rings' : line).toBe(EXPECTED[name]);
      if (name === 'bext01') {
        expect(sent[0]).toContain('\r\nUnsupported: nothingSupportsThis, nothingSupportsThisEither\r\n');
      }
      world.clock.runOut();
      expect(agent.stats()).toMatchObject({ transactions: 0, calls: 0, dialogs: 0 });
    },
  );
});
