import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { checkDraft, type Draft } from '../../src/modules/templates/index.ts';

/** Rows of the guide's table of examples: a content that passes, one that does not, the rule that says why. */
const ROW = /^\| `([^`]+)` +\| `([^`]+)` +\| `([a-z-]+)` +\|$/gm;

describe.each([
  ['docs/guide-templates.md', 'en'],
  ['docs/guide-templates.zh-CN.md', 'zh'],
] as const)('%s', async (path, language) => {
  const text = await readFile(new URL(`../../../../${path}`, import.meta.url), 'utf8');
  const rows = [...text.matchAll(ROW)].map(
    ([, good = '', bad = '', rule = '']) => [good, bad, rule] as const,
  );
  const draft: Draft = {
    kind: 'text',
    name: '指南示例',
    scene: '指南中的示例',
    appId: undefined,
    purpose: 2,
    language,
    content: '',
    allDay: false,
  };
  const rules = (content: string) =>
    checkDraft({ ...draft, content }, { appApproved: true }).map(({ rule }) => rule);

  test('rules: the guide has examples', () => expect(rows.length).toBeGreaterThan(7));

  test.each(rows)('rules: %s passes, %s does not: %s', (good, bad, rule) => {
    expect(rules(good)).toEqual([]);
    expect(rules(bad)).toContain(rule);
  });
});
