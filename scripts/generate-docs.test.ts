import { readFileSync } from 'node:fs';
import { ACTION_ROOMS, RECEIPT_ROWS, RET_CODES } from '@herald/contract';
import { describe, expect, test } from 'vitest';
import { apiReference, type Room, roomReference } from './generate-api-docs.ts';
import { contentOf, GENERATED } from './generate-docs.ts';
import { tableRows } from './generate-markdown.ts';
import { signatureOf, VECTORS } from './generate-vectors.ts';

test.each(GENERATED)('$path is what the code says now; if not: npm run docs', (file) => {
  expect(readFileSync(file.path, 'utf8')).toBe(contentOf(file));
});

test.each(GENERATED)('$path: no text is missing', ({ language, text }) => {
  expect(text(language)).not.toMatch(/undefined|\[object|\|\s+\|$/m);
});

describe.each(['en', 'zh'] as const)('API reference, %s', (language) => {
  const reference = apiReference(language);

  test('every Action, with every parameter and field', () => {
    for (const [room, actions] of Object.entries(ACTION_ROOMS)) {
      const text = roomReference(language, room as Room);
      for (const action of Object.values(actions)) {
        const [, section = ''] = text.split(`\n## ${action.name}\n`);
        const names = [action.request.properties, action.response.properties].flatMap(Object.keys);
        for (const name of names) expect(section.split('\n## ')[0]).toContain(`| \`${name}\` |`);
      }
    }
  });

  test('every RetCode and every receipt reason has its row', () => {
    const cells = tableRows(reference).map(([first]) => first);
    for (const { code } of Object.values(RET_CODES)) expect(cells).toContain(String(code));
    for (const reason of Object.keys(RECEIPT_ROWS)) expect(cells).toContain(`\`${reason}\``);
  });
});

test('signature: both published vectors', () => {
  expect(VECTORS.map(signatureOf)).toEqual([
    'cba5cf5ec4d4233d206b1b54951e3787350a642f',
    '4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65',
  ]);
});
