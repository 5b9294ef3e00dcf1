import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { NUMBER_PLAN, OTHER_NUMBERS } from '../src/index.ts';

test('rule: the table in the README is the number plan', async () => {
  const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, ...rows] = text
    .slice(text.indexOf('| ending '))
    .split('\n\n', 1)[0]
    ?.split('\n')
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim()),
    ) ?? [''];
  const { name, zh, en } = OTHER_NUMBERS;
  const plan = NUMBER_PLAN.map((row) => [`\`${row.ending}\``, row.name, row.zh, row.en]);
  expect(rows.slice(1)).toEqual([...plan, ['any other', name, zh, en]]);
});
