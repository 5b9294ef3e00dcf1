import { expect, test } from 'vitest';
import { dtmfTone } from '../../src/dtmf/tone.ts';
import { amplitudeAt } from '../support/tone.ts';

test.each([
  ['1', 697, 1_209],
  ['6', 770, 1_477],
  ['#', 941, 1_477],
  ['D', 941, 1_633],
])('ITU-T Q.23: key %s is %i Hz and %i Hz and no other', (digit, row, column) => {
  const tone = dtmfTone(digit, 100) as Int16Array;
  expect(tone.length).toBe(800);
  for (const hz of [697, 770, 852, 941, 1_209, 1_336, 1_477, 1_633]) {
    const amplitude = amplitudeAt(tone, hz);
    if (hz === row || hz === column) expect(amplitude).toBeGreaterThan(6_000);
    else expect(amplitude).toBeLessThan(700);
  }
});

test('ITU-T Q.23: what is no key has no tone', () => {
  expect(dtmfTone('x', 100)).toBeUndefined();
});
