import { describe, expect, test } from 'vitest';
import { SipParseError } from '../../src/grammar/errors.ts';
import { readEssentials } from '../../src/grammar/essentials.ts';
import { Framer } from '../../src/grammar/framer.ts';
import { header, headerFields, headerList } from '../../src/grammar/headers.ts';
import type { SipMessage } from '../../src/grammar/message.ts';
import { parseNameAddr } from '../../src/grammar/name-addr.ts';
import { param } from '../../src/grammar/params.ts';
import { parseMessage } from '../../src/grammar/parse.ts';
import { parseSipUri } from '../../src/grammar/uri.ts';
import { createWorld } from '../world.ts';
import { torture } from './fixture.ts';
import { SIGNATURE } from './messages.ts';

/** 'taken', or the code of the refusal. */
function verdict(bytes: Uint8Array): string {
  try {
    readEssentials(parseMessage(bytes));
    return 'taken';
  } catch (error) {
    if (error instanceof SipParseError) return error.code;
    throw error;
  }
}

/** What our user agent, which rings for every call, says to it over UDP: a status line, 'rings', 'nothing'. */
function answerTo(bytes: Uint8Array): { line: string; text: string } {
  const world = createWorld();
  const sent: string[] = [];
  const agent = world.agent('192.0.2.200', { onInvite: (call) => call.ring() });
  world.network.pass = (text, from) => {
    if (from.address === '192.0.2.200') sent.push(text);
    return true;
  };
  const source = world.network.transport('198.51.100.7');
  source.send(bytes, { address: '192.0.2.200', port: 5060 }, () => {});
  world.settle();
  const line = (sent[0] ?? '').split('\r\n', 1)[0]?.replace('SIP/2.0 ', '') ?? '';
  // Whatever it was, nothing of it is left in the end.
  world.clock.runOut();
  expect(agent.stats()).toMatchObject({ transactions: 0, calls: 0, dialogs: 0, handlerErrors: 0 });
  return { line: line === '' ? 'nothing' : line === '180 Ringing' ? 'rings' : line, text: sent[0] ?? '' };
}

/** name → what the grammar says, what the user agent answers. */
const EXPECTED: Record<string, readonly [grammar: string, answer: string]> = {
  // It has a To tag, and there is no such dialog.
  wsinv: ['taken', '481 Call/Transaction Does Not Exist'],
  intmeth: ['taken', '501 Not Implemented'],
  esc01: ['taken', 'rings'],
  escnull: ['taken', '405 Method Not Allowed'],
  esc02: ['taken', '501 Not Implemented'],
  lwsdisp: ['taken', '200 OK'],
  longreq: ['taken', 'rings'],
  dblreq: ['taken', '405 Method Not Allowed'],
  semiuri: ['taken', '200 OK'],
  transports: ['taken', '200 OK'],
  mpart01: ['taken', '405 Method Not Allowed'],
  unreason: ['taken', 'nothing'],
  noreason: ['taken', 'nothing'],
  // No way back can be read.
  badinv01: ['parameter', 'nothing'],
  clerr: ['content-length', '400 Body shorter than Content-Length'],
  ncl: ['content-length', '400 Content-Length is not a number'],
  scalar02: ['cseq', '400 CSeq is not a number below 2**31 and a method'],
  scalarlg: ['cseq', 'nothing'],
  quotbal: ['parameter', '400 Unbalanced quote'],
  ltgtruri: ['request-uri', '400 Request-URI without a scheme'],
  lwsruri: ['request-uri', '400 White space in the request line'],
  lwsstart: ['request-uri', '400 White space in the request line'],
  trws: ['request-uri', '400 White space in the request line'],
  escruri: ['request-uri', '400 Unreadable Request-URI'],
  // "An element … wishing to reject … 400"; who does not use the Date may take it.
  baddate: ['taken', 'rings'],
  regbadct: ['taken', '405 Method Not Allowed'],
  badaspec: ['uri', '400 Character not allowed in a URI'],
  baddn: ['name-addr', '400 Display name needs quotes'],
  badvers: ['version', '505 Version Not Supported'],
  mismatch01: ['cseq', '400 CSeq method is not the request method'],
  mismatch02: ['cseq', '400 CSeq method is not the request method'],
  bigcode: ['status', 'nothing'],
  // The bare cookie is a branch of RFC 2543, by whose rules the transaction is matched.
  badbranch: ['taken', '200 OK'],
  insuf: ['missing-header', '400 From missing'],
  unkscm: ['scheme', '416 Unsupported URI Scheme'],
  novelsc: ['scheme', '416 Unsupported URI Scheme'],
  unksm2: ['taken', '405 Method Not Allowed'],
  bext01: ['taken', '420 Bad Extension'],
  invut: ['taken', '415 Unsupported Media Type'],
  regaut01: ['taken', '405 Method Not Allowed'],
  multi01: ['repeated-header', '400 CSeq given twice'],
  mcl01: ['repeated-header', '400 Content-Length given twice'],
  bcast: ['taken', 'nothing'],
  // We forward nothing; an OPTIONS for us is for us.
  zeromf: ['taken', '200 OK'],
  cparam01: ['taken', '405 Method Not Allowed'],
  cparam02: ['taken', '405 Method Not Allowed'],
  regescrt: ['taken', '405 Method Not Allowed'],
  sdp01: ['taken', '406 Not Acceptable'],
  inv2543: ['taken', 'rings'],
};

const contact = (message: SipMessage) => parseNameAddr(header(message.headers, 'Contact') ?? '');
const uriOf = (message: SipMessage) => parseSipUri(message.kind === 'request' ? message.uri : '');

/** What more the RFC says of a message. */
const DETAILS: Record<string, (message: SipMessage, answer: string) => void> = {
  wsinv(message) {
    const essentials = readEssentials(message);
    expect(essentials).toMatchObject({
      callId: 'wsinv.ndaksdj@192.0.2.1',
      cseq: { number: 9, method: 'INVITE' },
      toTag: '1918181833n',
      fromTag: '98asjd8',
      via: { protocol: 'SIP/2.0', transport: 'UDP', host: '192.0.2.2', branch: '390skdjuw' },
    });
    expect(parseNameAddr(essentials.from).displayName).toBe('J Rosenberg \\"');
    expect(header(message.headers, 'Subject')).toBe('');
    expect(header(message.headers, 'NewFangledHeader')).toBe('newfangled value continued newfangled value');
    expect(header(message.headers, 'UnknownHeaderWithUnusualValue')).toBe(';;,,;;,;');
    expect(headerList(message.headers, 'Via')).toHaveLength(3);
    const { displayName, params } = contact(message);
    expect(displayName).toBe('Quoted string ""');
    expect([param(params, 'newparam'), param(params, 'secondparam'), param(params, 'q')]).toEqual([
      'newvalue',
      '',
      '0.33',
    ]);
    expect(message.body).toHaveLength(150);
  },
  intmeth(message, answer) {
    const essentials = readEssentials(message);
    expect(message.kind === 'request' && message.method).toBe("!interesting-Method0123456789_*+`.%indeed'~");
    expect(uriOf(message)).toMatchObject({
      user: "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
      password: "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)",
      host: 'example.com',
    });
    expect(parseNameAddr(essentials.to).displayName).toBe('BEL:\u0007 NUL:\u0000 DEL:\u007f');
    expect(essentials.fromTag).toBe("_token~1'+`*%!-.");
    expect(header(message.headers, "extensionHeader-!.%*+_`'~")).toBe('\ufeff大停電');
    // "Endpoints will generate a 501 listing the methods they understand in an Allow header field."
    expect(answer).toContain('\r\nAllow: INVITE, ACK,');
  },
  esc01(message) {
    expect(uriOf(message)).toMatchObject({
      scheme: 'sip',
      user: 'sips%3Auser%40example.com',
      host: 'example.net',
    });
    expect(parseSipUri(contact(message).uri).params).toEqual([
      ['%6c%72', undefined],
      ['n%61me', 'v%61lue%25%34%31'],
    ]);
  },
  escnull(message) {
    expect(
      headerList(message.headers, 'Contact').map((each) => parseSipUri(parseNameAddr(each).uri).user),
    ).toEqual(['%00', '%00%00']);
  },
  esc02(message) {
    expect(headerFields(message.headers, 'Contact')).toHaveLength(2);
    expect(header(message.headers, 'C%6Fntact')).toBe('<sip:alias2@host2.example.com>');
    expect(message.kind === 'request' && message.method).toBe('RE%47IST%45R');
    expect(parseNameAddr(readEssentials(message).to).displayName).toBe('%Z%45');
  },
  lwsdisp: (message) => expect(parseNameAddr(readEssentials(message).from).displayName).toBe('caller'),
  longreq(message) {
    expect(headerList(message.headers, 'Via')).toHaveLength(34);
    expect(readEssentials(message).callId).toHaveLength(
      'longreq.one'.length + 20 * 'really'.length + 'longcallid'.length,
    );
    expect(message.body).toHaveLength(150);
  },
  dblreq: (message) => expect(message.body).toHaveLength(0),
  semiuri: (message) =>
    expect(uriOf(message)).toMatchObject({ user: 'user;par=u%40example.net', params: [] }),
  transports: (message) =>
    expect(headerList(message.headers, 'Via').map((via) => via.split(/[/ ]/)[2])).toEqual([
      'UDP',
      'SCTP',
      'TLS',
      'UNKNOWN',
      'TCP',
    ]),
  mpart01(message) {
    expect(message.body).toHaveLength(553);
    expect(Buffer.from(message.body).indexOf(SIGNATURE)).toBeGreaterThan(0);
  },
  unreason: (message) =>
    expect(message).toMatchObject({ status: 200, reason: '= 2**3 * 5**2 но сто девяносто девять - простое' }),
  noreason: (message) => expect(message).toMatchObject({ status: 100, reason: '' }),
  // 'the escaped headers must not be acted on': the bare URI with "?" cannot be read as a Contact.
  regbadct: (message) => expect(() => contact(message)).toThrow(SipParseError),
  unksm2: (message) =>
    expect(readEssentials(message)).toMatchObject({
      toUri: 'isbn:2983792873',
      fromUri: 'http://www.example.com',
    }),
  bext01: (_message, answer) =>
    expect(answer).toContain('\r\nUnsupported: nothingSupportsThis, nothingSupportsThisEither\r\n'),
  invut: (_message, answer) => expect(answer).toContain('\r\nAccept: application/sdp\r\n'),
  cparam01: (message) =>
    expect(contact(message)).toMatchObject({
      uri: 'sip:+19725552222@gw1.example.net',
      params: [['unknownparam', undefined]],
    }),
  cparam02: (message) =>
    expect(contact(message)).toMatchObject({
      uri: 'sip:+19725552222@gw1.example.net;unknownparam',
      params: [],
    }),
  regescrt: (message) =>
    expect(parseSipUri(contact(message).uri).headers).toBe('Route=%3Csip:sip.example.com%3E'),
  inv2543: (message) => expect(message.body.length).toBe(105),
};

describe('RFC 4475', () => {
  test('RFC 4475: all 49 messages are here, and what Content-Length says of each is so, but where it is the point', () => {
    expect(torture).toHaveLength(49);
    expect(Object.keys(EXPECTED)).toEqual(torture.map(({ name }) => name));
    const wrong = torture.filter(({ bytes }) => {
      const text = Buffer.from(bytes).toString('latin1');
      const length = /^(?:content-length|l)[ \t]*:[ \t]*(\S+)\r$/im.exec(text)?.[1];
      return length !== undefined && Number(length) !== bytes.length - text.indexOf('\r\n\r\n') - 4;
    });
    expect(wrong.map(({ name }) => name)).toEqual(['dblreq', 'clerr', 'ncl', 'multi01', 'mcl01']);
  });

  test.each(torture.map((each) => [`${each.section} ${each.name}: ${each.title}`, each] as const))(
    'RFC 4475 %s',
    (_title, { name, bytes }) => {
      const [grammar, expected] = EXPECTED[name] ?? [];
      expect(verdict(bytes)).toBe(grammar);
      const { line, text } = answerTo(bytes);
      expect(line).toBe(expected);
      if (DETAILS[name] !== undefined) DETAILS[name](parseMessage(bytes), text);
    },
  );

  test('RFC 4475: over a stream, what frames itself is one message; what does not ends the stream', () => {
    const kinds = (bytes: Uint8Array) => new Framer().push(bytes).map(({ kind }) => kind);
    for (const { name, bytes } of torture) {
      // 3.1.1.8: over a stream the octets behind are the next message. 3.1.2.2: the rest of the body never comes.
      const expected: Record<string, string[]> = {
        dblreq: ['message', 'message'],
        clerr: [],
        ncl: ['broken'],
        // It says 154 and brings 152.
        multi01: [],
        mcl01: ['message'],
        inv2543: ['broken'],
      };
      expect([name, kinds(bytes).slice(0, 2)]).toEqual([name, expected[name] ?? ['message']]);
    }
  });
});
