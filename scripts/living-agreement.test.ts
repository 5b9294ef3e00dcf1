import { describe, expect, test } from 'vitest';
import { clausesOfTitle, outdated, placeOf, someOf, testsByClause } from './living-agreement.ts';

describe('the living agreement', () => {
  test.each([
    ['3.6 the balance never goes below zero', ['3.6']],
    ['4.2.7 b, 4.3.2, 3.6 all of it', ['4.2.7', '4.3.2', '3.6']],
    ['4.2.2 i: commercial messages', ['4.2.2']],
    ['3.7 a package that ran out is bought again', ['3.7']],
    ['RFC 3261 8.1.1 a request', []],
    ['12.5元 is money', []],
    ['2026.01.05 is a date', []],
    ['rule: 3.6 is named later', []],
  ])('product: “%s” proves %j', (title, clauses) => {
    expect(clausesOfTitle(title)).toEqual(clauses);
  });

  const report = (...tests: [title: string, status: string][]) => ({
    startTime: 0,
    testResults: [
      { name: '/repo/a.test.ts', assertionResults: tests.map(([title, status]) => ({ title, status })) },
    ],
  });

  test('product: a test that was skipped proves nothing, one that failed is shown as that', () => {
    const found = testsByClause(
      [report(['3.6 one', 'passed'], ['3.6 two', 'failed'], ['3.6 three', 'skipped'])],
      '/repo',
    );
    expect(found.get('3.6')).toEqual([
      { file: 'a.test.ts', title: '3.6 one', result: 'passed' },
      { file: 'a.test.ts', title: '3.6 two', result: 'failed' },
    ]);
  });

  test('product: of many tests each file shows one before another shows its second', () => {
    const tests = ['a', 'a', 'a', 'b'].map((file, nth) => ({
      file,
      title: `${nth}`,
      result: 'passed' as const,
    }));
    expect(someOf(tests).map(({ file }) => file)).toEqual(['a', 'b', 'a', 'a']);
  });

  test('product: a place is an exported symbol, with the first sentence of its docstring', () => {
    const source =
      '/** Adds. Twice. */\nexport function one() {}\n/**\n * Takes\n * away: all.\n */\nexport async function two() {}\nfunction three() {}';
    expect(placeOf('f.ts#one', () => source)).toEqual({ file: 'f.ts', symbol: 'one', says: 'Adds.' });
    expect(placeOf('f.ts#two', () => source)?.says).toBe('Takes away.');
    expect(placeOf('f.ts#three', () => source)).toBeUndefined();
  });

  test('product: what is shown and no test bears out any more is found', () => {
    const proof = {
      places: [],
      passed: 1,
      failed: 0,
      tests: [{ file: 'a.test.ts', title: '3.6 gone', result: 'passed' as const }],
    };
    const shown = { ranAt: '', clauses: { '3.6': proof } };
    const ran = testsByClause([report(['3.6 one', 'passed'])], '/repo');
    expect(outdated(shown, shown, ran)).toEqual(['3.6: there is no test “3.6 gone” any more']);
  });
});
