import { expect, test } from 'vitest';
import { createNumberSet } from '../../src/modules/tasks/index.ts';

test('rules: which numbers of a list have come before is told of every one, as a set of texts would', () => {
  const numbers = createNumberSet(6000);
  const texts = new Set<string>();
  const isNew = (text: string) => {
    const before = texts.has(text);
    texts.add(text);
    return !before;
  };
  // Neighbours, the same digits in other countries, zeros in front, what is longer than a double holds.
  const lines = Array.from({ length: 6000 }, (_, nth) => {
    const tail = String((nth * 7919) % 2000);
    return [`+8613800${tail.padStart(6, '0')}`, `+1${tail}`, `+0${tail}`, `+999999999999${tail}999999`][
      nth % 4
    ];
  }) as string[];
  for (const line of lines) expect(numbers.add(line)).toBe(isNew(line));
  expect(texts.size).toBeLessThan(lines.length);
});
