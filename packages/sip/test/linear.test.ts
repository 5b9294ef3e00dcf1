import { describe, expect, test } from 'vitest';
import { readChallenge } from '../src/auth/digest.ts';
import { readDigit } from '../src/grammar/dtmf-relay.ts';
import { SipParseError } from '../src/grammar/errors.ts';
import { readEssentials } from '../src/grammar/essentials.ts';
import { isTerminated, readReferEvent, readSipfrag } from '../src/grammar/event.ts';
import { Framer } from '../src/grammar/framer.ts';
import { headerList, headerTokens } from '../src/grammar/headers.ts';
import { readIdentity } from '../src/grammar/identity.ts';
import { bodyText } from '../src/grammar/message.ts';
import { parseNameAddr } from '../src/grammar/name-addr.ts';
import { MAX_MESSAGE_BYTES, parseMessage } from '../src/grammar/parse.ts';
import { readRAck } from '../src/grammar/rack.ts';
import { readReason } from '../src/grammar/reason.ts';
import { readSessionExpires } from '../src/grammar/session-expires.ts';
import { parseSipUri } from '../src/grammar/uri.ts';

const encoder = new TextEncoder();

/**
 * How many characters `act` looks at or copies through the methods of strings: the work of a grammar, whatever the
 * machine. Patterns count as the text they are run on; those of this package are anchored or take one pass.
 */
function workOf(act: () => void): number {
  const own = String.prototype as unknown as Record<string, (...args: never[]) => unknown>;
  const original = new Map<string, (typeof own)[string]>();
  let work = 0;
  const costs: Record<string, (text: string, result: unknown, args: unknown[]) => number> = {
    charCodeAt: () => 1,
    charAt: () => 1,
    indexOf: (text, result, [, from]) =>
      (Number(result) < 0 ? text.length : Number(result)) - Number(from ?? 0) + 1,
    slice: (_text, result) => String(result).length,
    includes: (text) => text.length,
    split: (text) => text.length,
    toLowerCase: (text) => text.length,
    toUpperCase: (text) => text.length,
    trim: (text) => text.length,
    replace: (text) => text.length,
    search: (text) => text.length,
  };
  for (const [name, cost] of Object.entries(costs)) {
    const method = own[name] as (...args: never[]) => unknown;
    original.set(name, method);
    own[name] = function counted(this: string, ...args: never[]): unknown {
      const result = method.apply(this, args);
      work += cost(`${this}`, result, args);
      return result;
    };
  }
  try {
    act();
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error;
  } finally {
    for (const [name, method] of original) own[name] = method;
  }
  return work;
}

/** Whatever is read of a message. */
function readAll(bytes: Uint8Array): void {
  const message = parseMessage(bytes);
  const attempts: (() => unknown)[] = [
    () => readEssentials(message),
    () => readReason(message.headers),
    () => readIdentity(message.headers),
    () => headerTokens(message.headers, 'Supported'),
    () => readReferEvent(message.headers),
    () => isTerminated(message.headers),
    () => readSipfrag(bodyText(message)),
    ...message.headers.flatMap(([name, value]) => [
      () => headerList(message.headers, name),
      () => parseNameAddr(value),
      () => readSessionExpires(value),
      () => readRAck(value),
      () => readChallenge(value),
      () => parseSipUri(value),
      () => readDigit('application/dtmf-relay', value),
    ]),
  ];
  for (const attempt of attempts) {
    try {
      attempt();
    } catch (error) {
      if (!(error instanceof SipParseError)) throw error;
    }
  }
}

/** A request in which `field` has the value, and the others are in order. */
function withField(field: string, value: string): Uint8Array {
  const fields: Record<string, string> = {
    Via: 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
    From: '<sip:a@b>;tag=1',
    To: '<sip:c@d>',
    'Call-ID': 'x',
    CSeq: '1 OPTIONS',
    [field]: value,
  };
  const lines = Object.entries(fields).map(([name, each]) => `${name}: ${each}\r\n`);
  return encoder.encode(`OPTIONS sip:c@d SIP/2.0\r\n${lines.join('')}\r\n`);
}

/** What parsers trip over, made as long as wanted. */
const UNITS: Record<string, (count: number) => string> = {
  commas: (count) => ','.repeat(count),
  semicolons: (count) => ';'.repeat(count),
  parameters: (count) => Array.from({ length: count / 8 }, (_, at) => `;p${at}=v`).join(''),
  'the same parameter': (count) => ';a=b'.repeat(count / 4),
  quotes: (count) => '"'.repeat(count),
  'quoted strings': (count) => '"a",'.repeat(count / 4),
  'an unbalanced quote after commas': (count) => `${'a,'.repeat(count / 2)}"`,
  backslashes: (count) => `"${'\\'.repeat(count)}"`,
  'open angles': (count) => '<'.repeat(count),
  'angles and commas': (count) => '<,'.repeat(count / 2),
  'blanks in the middle': (count) => `SIP/2.0/UDP a${' '.repeat(count)}b;x`,
  'blanks and tabs around colons': (count) => `SIP/2.0/UDP a${' \t: '.repeat(count / 4)}`,
  'blanks behind a parameter': (count) => `<sip:a@b>;tag${' '.repeat(count)}x`,
  folding: (count) => 'a\r\n '.repeat(count / 4),
  'empty folding': (count) => '\r\n '.repeat(count / 3),
  colons: (count) => ':'.repeat(count),
  'at signs': (count) => `sip:${'@'.repeat(count)}`,
  escapes: (count) => `sip:${'%41'.repeat(count / 3)}@a`,
  'uri parameters': (count) =>
    `<sip:a@b${Array.from({ length: count / 8 }, (_, at) => `;p${at}=v`).join('')}>`,
  'list of addresses': (count) => '<sip:a@b>;x=y,'.repeat(count / 14),
  'digest parameters': (count) =>
    `Digest ${Array.from({ length: count / 8 }, (_, at) => `p${at}=v,`).join('')}`,
  lines: (count) => `x\r\n${'A:\r\n'.repeat(count / 4)}B: x`,
};
const FIELDS = ['Via', 'From', 'To', 'Contact', 'Route', 'Reason', 'Diversion', 'Supported', 'Event', 'X'];

describe('the work of reading grows with the message and no faster', () => {
  test.each(Object.entries(UNITS))('rule: 64 KiB of %s, in any header field', (_what, make) => {
    for (const field of FIELDS) {
      const [half, whole] = [30_000, 60_000].map((count) => {
        const bytes = withField(field, make(count));
        expect(bytes.length).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
        return workOf(() => readAll(bytes));
      }) as [number, number];
      // Some fifteen readers go over each value, each a few times.
      expect([field, whole]).toEqual([field, Math.min(whole, 120 * 60_000)]);
      expect([field, whole]).toEqual([field, Math.min(whole, 2.2 * half + 10_000)]);
    }
  });

  test('rule: a stream that comes byte by byte is gone over once', () => {
    // Gone over anew for each byte these would be two thousand million steps each, and no test ends in time.
    for (const [name, make] of Object.entries(UNITS)) {
      const bytes = withField('X', make(60_000));
      const framer = new Framer();
      for (let at = 0; at < bytes.length; at++) framer.push(bytes.subarray(at, at + 1));
      expect([name, framer.partial]).toEqual([name, false]);
    }
  });

  test('rule: no more than 128 parameters stand in one header field or URI', () => {
    const params = (count: number): string => Array.from({ length: count }, (_, at) => `;p${at}`).join('');
    expect(parseNameAddr(`<sip:a@b>${params(128)}`).params).toHaveLength(128);
    expect(parseSipUri(`sip:a@b${params(128)}`).params).toHaveLength(128);
    expect(() => parseNameAddr(`<sip:a@b>${params(129)}`)).toThrow('Over 128 parameters');
    expect(() => parseSipUri(`sip:a@b${params(129)}`)).toThrow('Over 128 URI parameters');
  });
});
