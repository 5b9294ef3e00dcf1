import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIds, isUuid, uuidFloor } from '../../src/platform/ids.ts';
import { systemRandom } from '../../src/platform/random.ts';
import { manualClock } from '../support/manual-clock.ts';

const NOW = Date.UTC(2026, 2, 10);
const timeOf = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

test('product: an id is a UUIDv7 (RFC 9562 5.7) that carries its millisecond', () => {
  const newId = createIds(manualClock(NOW), systemRandom);
  for (let index = 0; index < 1000; index++) {
    const id = newId();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(timeOf(id)).toBe(NOW);
    expect(isUuid(id)).toBe(true);
  }
});

test('product: each id is greater than the one before, however many fall into a millisecond', () => {
  const clock = manualClock(NOW);
  const newId = createIds(clock, systemRandom);
  let last = '';
  for (let index = 0; index < 20_000; index++) {
    if (index % 7000 === 6999) clock.advance(1);
    const id = newId();
    expect(id > last).toBe(true);
    last = id;
  }
  // Running ahead of the clock is for those that do not fit, and no more.
  expect(timeOf(last) - clock.now()).toBeLessThanOrEqual(5);
});

test('product: a clock that is set back is followed', () => {
  const clock = manualClock(NOW);
  const newId = createIds(clock, systemRandom);
  newId();
  clock.set(NOW - 3_600_000);
  expect(timeOf(newId())).toBe(NOW - 3_600_000);
});

test('product: ids of one millisecond and two processes differ', () => {
  const clock = manualClock(NOW);
  const makers = [1, 2].map(() => createIds(clock, systemRandom));
  const ids = makers.flatMap((newId) => Array.from({ length: 2000 }, newId));
  expect(new Set(ids).size).toBe(4000);
});

test('product: the floor of a moment is below every id of it and above every id before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 47 }), (at) => {
      const clock = manualClock(at);
      const newId = createIds(clock, systemRandom);
      const id = newId();
      expect(uuidFloor(at) <= id).toBe(true);
      expect(uuidFloor(at + 1) > id).toBe(true);
      expect(isUuid(uuidFloor(at))).toBe(true);
    }),
  );
  expect(uuidFloor(-5)).toBe('00000000-0000-0000-0000-000000000000');
  expect(uuidFloor(1.9)).toBe(uuidFloor(1));
});

test.each([
  '',
  'x',
  '0196-',
  '01960000-0000-7000-8000-00000000000',
  '01960000-0000-7000-8000-00000000000g',
  `${'0'.repeat(36)}`,
])('api: %j can be no SessionNo', (text) => {
  expect(isUuid(text)).toBe(false);
});
