import { expect, test } from 'vitest';
import { createUseNotes, type Use } from '../../src/platform/use-notes.ts';
import { manualClock } from '../support/manual-clock.ts';
import { memoryLog } from '../support/memory-log.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('product: many uses are one write with the last of each, in one order, a few seconds later', async () => {
  const clock = manualClock(0);
  const written: (readonly Use[])[] = [];
  const notes = createUseNotes({ clock, log: memoryLog() }, async (uses) => void written.push(uses));
  for (let use = 0; use < 100; use++) {
    notes.note(use % 2 ? 'b' : 'a');
    clock.advance(10);
  }
  await settled();
  expect(written).toEqual([]);
  clock.advance(5000);
  await settled();
  expect(written).toEqual([
    [
      { id: 'a', at: new Date(980) },
      { id: 'b', at: new Date(990) },
    ],
  ]);
  clock.advance(60_000);
  await settled();
  expect(written).toHaveLength(1);
});

test('product: what is noted is written when the process stops; a write that fails is said and holds up nothing', async () => {
  const clock = manualClock(0);
  const log = memoryLog();
  let fails = true;
  const written: string[] = [];
  const notes = createUseNotes({ clock, log }, async (uses) => {
    if (fails) throw new Error('away');
    written.push(...uses.map(({ id }) => id));
  });
  notes.note('lost');
  clock.advance(5000);
  await settled();
  expect(log.lines).toHaveLength(1);
  fails = false;
  notes.note('kept');
  await notes.stop();
  expect(written).toEqual(['kept']);
});

test('product: between two writes no more than a bounded number is noted', async () => {
  const counts: number[] = [];
  const notes = createUseNotes({ clock: manualClock(0), log: memoryLog() }, async (uses) => {
    counts.push(uses.length);
  });
  for (let use = 0; use < 10_500; use++) notes.note(`id-${use}`);
  await notes.stop();
  expect(counts).toEqual([10_000]);
});
