import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tableRows } from './generate-markdown.ts';

/** Folders whose processes an operator starts; the command line is told of in words. */
const SOURCES = ['apps/server/src', 'apps/sandbox-carrier/src'];
/** Where settings are read: config.ts and the files of one part each. */
const CONFIG = readdirSync('apps/server/src/platform')
  .filter((name) => name === 'config.ts' || name.endsWith('-settings.ts'))
  .map((name) => readFileSync(`apps/server/src/platform/${name}`, 'utf8'))
  .join('\n');

/** Every NAME that is read from an environment: `process.env.NAME`, `env.NAME`, or by the readers of settings. */
function variablesRead(): Set<string> {
  const names = new Set<string>();
  const readers = /\b(?:text|integer|oneOf|portRange|networks)\(\s*'([A-Z_]+)'/g;
  for (const [, name = ''] of CONFIG.matchAll(readers)) names.add(name);
  for (const folder of SOURCES) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(`${folder}/${file}`, 'utf8');
      for (const [, name = ''] of source.matchAll(/\b(?:env|environment)\.([A-Z][A-Z_]+)\b/g))
        names.add(name);
    }
  }
  return names;
}

describe.each(['docs/operations.md', 'docs/operations.zh-CN.md'])('%s', (path) => {
  const text = readFileSync(path, 'utf8');
  const [settings = ''] = /^## (?:Settings|配置项)$.*?(?=^## )/ms.exec(text) ?? [];
  const rows = tableRows(settings).filter(([name]) => /^`[A-Z_]+`$/.test(name ?? ''));
  const rowOf = (name: string) => rows.find(([first]) => first === `\`${name}\``) ?? [];

  test('lists every variable that is read, and no other', () => {
    expect(rows.map(([name]) => name?.replaceAll('`', '')).sort()).toEqual([...variablesRead()].sort());
  });

  test('gives defaults and ranges as they are read', () => {
    const integers = CONFIG.matchAll(/integer\('([A-Z_]+)', ([\d_]+), ([\d_]+), ([\d_]+)\)/g);
    for (const [, name = '', ...numbers] of integers) {
      const [fallback, min, max] = numbers.map((number) => number.replaceAll('_', ''));
      const [, shown, , range = ''] = rowOf(name);
      expect([name, shown]).toEqual([name, `\`${fallback}\``]);
      expect([name, range.split(/[;；]/)[0]]).toEqual([name, `${min} – ${max}`]);
    }
    const texts = CONFIG.matchAll(/(?:text|portRange)\('([A-Z_]+)', '([^']+)'\)/g);
    for (const [, name = '', fallback] of texts)
      expect([name, rowOf(name)[1]]).toEqual([name, `\`${fallback}\``]);
    const choices = CONFIG.matchAll(/oneOf\('([A-Z_]+)', \[([^\]]+)\], '(\w+)'\)/g);
    for (const [, name = '', all = '', fallback] of choices) {
      const [, shown, , range = ''] = rowOf(name);
      expect([name, shown]).toEqual([name, `\`${fallback}\``]);
      expect(range.split(/, |、/)).toEqual(all.split(', ').map((choice) => choice.replaceAll("'", '`')));
    }
  });
});
