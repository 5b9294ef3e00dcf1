import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SipParseError } from '../src/grammar/errors.ts';
import { readEssentials } from '../src/grammar/essentials.ts';
import { parseMessage } from '../src/grammar/parse.ts';
import { readReason } from '../src/grammar/reason.ts';
import { layers } from './torture/layers.ts';
import { invalid, valid } from './torture/messages.ts';
import { ANSWER, createWorld, OFFER } from './world.ts';

const encoder = new TextEncoder();
const seeds = Object.values({ ...valid, ...invalid, ...layers }).map((text) =>
  encoder.encode(text.replaceAll('\n', '\r\n')),
);

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
