import { expect, test } from 'vitest';
import { dialledNumber } from '../src/plan/dialled-number.ts';
import { createTurns } from '../src/plan/turns.ts';

test.each([
  ['sip:+8613800000486@127.0.0.1:5070', '+8613800000486'],
  ['sip:13800000486@carrier.example', '13800000486'],
  ['SIPS:13800000486@carrier.example', '13800000486'],
  ['sip:+86-138-0000.0486@[::1];user=phone', '+8613800000486'],
  ['sip:+86(138)00000486;phone-context=+86@carrier.example', '+8613800000486'],
  ['sip:13800000486:secret@carrier.example', '13800000486'],
  ['sip:%2B8613800000486@carrier.example', '+8613800000486'],
  ['sip:13800000486%zz@carrier.example', '13800000486%zz'],
  ['sip:carrier.example', ''],
  ['sip:@carrier.example', ''],
  ['mailto:13800000486@carrier.example', ''],
  ['', ''],
])('RFC 3261 19.1.1, RFC 3966 5.1.1: the number dialled in %j is %j', (uri, number) => {
  expect(dialledNumber(uri)).toBe(number);
});

test('rule: of no more numbers than the bound is it remembered whose turn it is', () => {
  const turns = createTurns(2);
  expect(['a', 'b', 'c', 'b', 'b', 'a'].map((number) => turns.isFirst(number))).toEqual([
    true,
    true,
    true,
    false,
    true,
    true,
  ]);
});
