import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readChallenge } from '../src/auth/digest.ts';
import { judgeTimer } from '../src/dialog/session-timer.ts';
import { parseAuthValue } from '../src/grammar/challenge.ts';
import { parseCSeq } from '../src/grammar/cseq.ts';
import { readDigit } from '../src/grammar/dtmf-relay.ts';
import { SipParseError } from '../src/grammar/errors.ts';
import { readEssentials } from '../src/grammar/essentials.ts';
import { isTerminated, readReferEvent, readSipfrag } from '../src/grammar/event.ts';
import { headerTokens } from '../src/grammar/headers.ts';
import { readIdentity } from '../src/grammar/identity.ts';
import { formatNameAddr, parseNameAddr } from '../src/grammar/name-addr.ts';
import { readParams } from '../src/grammar/params.ts';
import { parseMessage } from '../src/grammar/parse.ts';
import { readRAck, readRSeq } from '../src/grammar/rack.ts';
import { readReason } from '../src/grammar/reason.ts';
import { splitList } from '../src/grammar/scan.ts';
import { readMinSE, readSessionExpires } from '../src/grammar/session-expires.ts';
import { parseSipUri } from '../src/grammar/uri.ts';
import { parseVia } from '../src/grammar/via.ts';
import { createPair, field } from './pair.ts';
import { torture } from './torture/fixture.ts';
import { ANSWER, createWorld, OFFER } from './world.ts';

const encoder = new TextEncoder();
const seeds = torture.map(({ bytes }) => bytes);

/** A message of RFC 4475 with bytes overwritten, cut out, doubled, or swapped for what parsers trip over. */
const mutilated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        drop: fc.integer({ min: 0, max: 40 }),
        insert: fc.oneof(
          fc.constantFrom(
            '\r\n',
            '\r\n ',
            ' ',
            ':',
            ';',
            ',',
            '"',
            '\\',
            '<',
            '>',
            '@',
            '[',
            '%',
            '=',
            '\0',
            '0',
            '\r',
            '\n',
          ),
          fc.string({ maxLength: 8 }),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([seed, edits]) => {
    let bytes = [...seed];
    for (const { at, drop, insert } of edits) {
      const index = Math.floor(at * bytes.length);
      bytes = [...bytes.slice(0, index), ...encoder.encode(insert), ...bytes.slice(index + drop)];
    }
    return Uint8Array.from(bytes);
  });
const datagram = fc.oneof(
  { weight: 4, arbitrary: mutilated },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
);

test('rule: whatever arrives, the parser throws nothing but SipParseError', () => {
  fc.assert(
    fc.property(datagram, (data) => {
      try {
        const message = parseMessage(data);
        readReason(message.headers);
        readEssentials(message);
      } catch (error) {
        if (!(error instanceof SipParseError)) throw error;
      }
    }),
    { numRuns: 3000 },
  );
});

/** A header field's value out of what such values are made of. */
const fieldValue = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          ...'<>",;:=?@()[]{}\\/% \t',
          'sip:',
          'tag',
          'a',
          '1',
          '"x"',
          '<sip:a@b>',
          ';q=0.5',
          'SIP/2.0/UDP ',
          'Digest ',
        ),
      },
      { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

test('rule: each reader of a header field gives a value, undefined, or throws SipParseError', () => {
  const throwing = [
    parseNameAddr,
    parseVia,
    parseCSeq,
    parseAuthValue,
    parseSipUri,
    splitList,
    (text: string) => readParams(text, 0),
  ];
  const tolerant = [
    readRAck,
    readRSeq,
    readSessionExpires,
    readMinSE,
    readChallenge,
    readSipfrag,
    (text: string) => readDigit('application/dtmf-relay', text),
  ];
  fc.assert(
    fc.property(fieldValue, (value) => {
      for (const read of throwing) {
        try {
          read(value);
        } catch (error) {
          if (!(error instanceof SipParseError)) throw error;
        }
      }
      for (const read of tolerant) read(value);
      const names = [
        'Event',
        'Subscription-State',
        'Privacy',
        'P-Asserted-Identity',
        'Diversion',
        'Reason',
        'Supported',
        'Session-Expires',
      ];
      const headers = names.map((name) => [name, value] as const);
      readReason(headers);
      readIdentity(headers);
      readReferEvent(headers);
      isTerminated(headers);
      headerTokens(headers, 'Supported');
      judgeTimer(headers, { expires: 600, minimum: 90 });
    }),
    { numRuns: 3000 },
  );
});

test('rule: a name-addr that is read and written again is read the same', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 30 }).filter((name) => !/[\r\n\0]/.test(name)),
      (name) => {
        expect(parseNameAddr(formatNameAddr('sip:a@b', name))).toEqual({
          displayName: name,
          uri: 'sip:a@b',
          params: [],
        });
      },
    ),
    { numRuns: 500 },
  );
});

/** A request inside a call, more or less as it should be. */
const inDialog = fc.record({
  method: fc.constantFrom(
    'PRACK',
    'UPDATE',
    'INFO',
    'REFER',
    'NOTIFY',
    'INVITE',
    'OPTIONS',
    'ACK',
    'CANCEL',
    'FLY',
  ),
  cseq: fc.integer({ min: 0, max: 12 }),
  fields: fc.array(
    fc.tuple(
      fc.constantFrom(
        'RAck',
        'RSeq',
        'Refer-To',
        'Event',
        'Subscription-State',
        'Session-Expires',
        'Min-SE',
        'Supported',
        'Require',
        'Content-Type',
        'Info-Package',
        'Contact',
      ),
      fc.oneof(
        fieldValue,
        fc.constantFrom(
          '1 1 INVITE',
          '<sip:x@y>',
          'refer',
          'terminated',
          '90',
          '1800;refresher=uac',
          'timer',
          '100rel',
          'application/sdp',
          'application/dtmf-relay',
          'message/sipfrag',
        ),
      ),
    ),
    { maxLength: 4 },
  ),
  body: fc.constantFrom('', OFFER, ANSWER, 'Signal=1', 'SIP/2.0 200 OK', 'x'),
});

test('rule: whatever a peer does inside a call, nothing is thrown, and nothing is left when it is over', () => {
  fc.assert(
    fc.property(fc.array(inDialog, { minLength: 1, maxLength: 12 }), fc.boolean(), (requests, placedByUs) => {
      const pair = createPair();
      const { call, called } = pair.connect(
        {},
        { callee: { onReoffer: () => ANSWER, onRefer: (refer) => refer.accept() } },
      );
      const invite = placedByUs ? pair.caller : pair.callee;
      const [us, them] = placedByUs ? ['192.0.2.1', '192.0.2.2'] : ['192.0.2.2', '192.0.2.1'];
      void called.update();
      pair.world.settle();
      // The tags stand in what the callee sent: From is its own.
      const update = pair.latest('callee UPDATE');
      const [theirs, ours] = placedByUs
        ? [field(update, 'From'), field(update, 'To')]
        : [field(update, 'To'), field(update, 'From')];
      const stranger = pair.world.network.transport('192.0.2.77');
      for (const [index, { method, cseq, fields, body }] of requests.entries()) {
        const lines = [
          `${method} sip:us@${us} SIP/2.0`,
          `Via: SIP/2.0/UDP ${them};branch=z9hG4bKfuzz${index}`,
          `From: ${theirs}`,
          `To: ${ours}`,
          `Call-ID: ${call.callId}`,
          `CSeq: ${cseq} ${method}`,
          ...fields.map(([name, value]) => `${name}: ${value.replace(/[\r\n]/g, '')}`),
          '',
          body,
        ];
        stranger.send(encoder.encode(lines.join('\r\n')), { address: us, port: 5060 }, () => {});
        pair.world.clock.advance(700);
      }
      call.hangup();
      called.hangup();
      pair.world.clock.runOut();
      for (const agent of [invite, pair.caller, pair.callee]) {
        expect(agent.stats()).toMatchObject({ transactions: 0, calls: 0, dialogs: 0, handlerErrors: 0 });
      }
      expect(pair.world.clock.pending).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('rule: whatever arrives, the user agent throws nothing, keeps a running call, and is empty in the end', () => {
  fc.assert(
    fc.property(fc.array(datagram, { minLength: 1, maxLength: 20 }), (datagrams) => {
      const world = createWorld();
      const agent = world.agent('192.0.2.1', { onInvite: (call) => call.ring() });
      world.agent('192.0.2.2', { onInvite: (call) => call.answer(ANSWER) });
      const { call, log } = world.call(agent, 'sip:x@192.0.2.2');
      world.settle();
      const stranger = world.network.transport('198.51.100.1');
      for (const data of datagrams) stranger.send(data, { address: '192.0.2.1', port: 5060 }, () => {});
      world.settle();
      expect(log.events).toEqual(['answer']);
      expect(agent.stats().transactions).toBeLessThanOrEqual(1 + datagrams.length);
      call.hangup();
      world.clock.runOut();
      expect(agent.stats()).toMatchObject({ transactions: 0, calls: 0, dialogs: 0, handlerErrors: 0 });
      expect(world.clock.pending).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test('rule: the messages of a call, mutilated on the way at random, never break either side', () => {
  fc.assert(
    fc.property(
      fc.infiniteStream(
        fc.record({
          hit: fc.boolean(),
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          byte: fc.integer({ min: 0, max: 255 }),
        }),
      ),
      (faults) => {
        const world = createWorld();
        const caller = world.agent('192.0.2.1');
        const callee = world.agent('192.0.2.2', { onInvite: (call) => call.answer(ANSWER) });
        const clean = world.network.transport('198.51.100.1');
        world.network.pass = (text, from, to) => {
          if (from.address === '198.51.100.1') return true;
          const { value } = faults.next();
          if (value === undefined || !value.hit) return true;
          const bytes = encoder.encode(text);
          bytes[Math.floor(value.at * bytes.length)] = value.byte;
          clean.send(bytes, to, () => {});
          return false;
        };
        const { call, log } = world.call(caller, 'sip:x@192.0.2.2', { body: OFFER });
        world.clock.advance(5000);
        call.hangup();
        world.clock.runOut(600_000);
        expect(log.end).toBeDefined();
        expect(log.events.filter((event) => event === log.end?.kind)).toHaveLength(1);
        expect(caller.stats()).toMatchObject({ transactions: 0, calls: 0, dialogs: 0, handlerErrors: 0 });
        expect(callee.stats()).toMatchObject({ transactions: 0, handlerErrors: 0 });
      },
    ),
    { numRuns: 150 },
  );
});
