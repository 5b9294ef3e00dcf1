import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BUILT_IN,
  buildAutomaton,
  CATEGORIES,
  compileScreener,
  screenValues,
  type Term,
} from '../../src/modules/screening/index.ts';
import { hanzi } from '../../src/platform/hanzi.ts';

const builtIn = compileScreener(BUILT_IN, hanzi);
const screenerOf = (...terms: Partial<Term>[]) =>
  compileScreener(
    terms.map((term) => ({ category: 'vice', effect: 'review', text: '', ...term })),
    hanzi,
  );
const found = (text: string) => builtIn.screen(text).map(({ term }) => term);

describe('4.2.2 the automaton', () => {
  test('4.2.2 it finds what looking for every word at every place finds', () => {
    const word = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 8 }),
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 }),
        (words, text) => {
          const hits: string[] = [];
          buildAutomaton(words).scan(text, (end, pattern) => hits.push(`${end} ${pattern}`));
          const expected = text.flatMap((_, end) =>
            words.flatMap((one, pattern) =>
              text.slice(Math.max(0, end - one.length + 1), end + 1).join('') === one.join('')
                ? [`${end} ${pattern}`]
                : [],
            ),
          );
          expect(hits.sort()).toEqual(expected.sort());
        },
      ),
    );
  });
});

describe('4.2.2 every category has its words, which are found with their place', () => {
  test.each(Object.entries(CATEGORIES))('4.2.2 %s', (category, { clause }) => {
    expect(clause).toMatch(/^4\.2\.2 [a-l]$/);
    for (const { text } of BUILT_IN.filter((term) => term.category === category)) {
      const hits = builtIn.screen(`您好，${text.toUpperCase()}，请查收。`);
      expect(hits, text).toContainEqual(
        expect.objectContaining({ category, term: text, alike: false, start: 3, end: 3 + text.length }),
      );
    }
  });

  test('4.2.2 all letters from a to l have a category', () => {
    const letters = Object.values(CATEGORIES).map(({ clause }) => clause.slice(-1));
    expect(letters.sort().join('')).toBe('abcdefghijkl');
  });
});

describe('4.2.2 the many ways to write a word are one', () => {
  test.each([
    ['full width', 'ｃａｓｉｎｏ'],
    ['case', 'CaSiNo'],
    ['signs between', 'c*a·s_i-n o'],
    ['stops between', 'c.a.s:i.n.o'],
    ['circled letters', 'ⓒⓐⓢⓘⓝⓞ'],
  ])('4.2.2 %s', (_what, text) => {
    expect(found(text)).toEqual(['casino']);
  });

  test.each([
    ['traditional hanzi', '賭博', '赌博'],
    ['spaces between hanzi', '赌 博', '赌博'],
    ['signs between hanzi', '赌★博', '赌博'],
    ['stops between hanzi', '赌.博：', '赌博'],
    ['other hanzi of the same sound', '六盒彩', '六合彩'],
  ])('4.2.2 %s', (_what, text, term) => {
    expect(found(text)).toEqual([term]);
  });

  test('4.2.2 a word does not go across the end of a clause, nor does one of two hanzi go by its sound', () => {
    expect(found('会议正在进行中，奖状随后寄出。')).toEqual([]);
    expect(found('渡泊')).toEqual([]);
    expect(found('Not a cas. Ino is a name. 赌: 博')).toEqual([]);
  });

  test('4.2.2 places are those of the text as it was written', () => {
    expect(screenerOf({ text: '赌博' }).screen('𠮷，赌 博！')).toEqual([
      expect.objectContaining({ start: 3, end: 6 }),
    ]);
  });

  test('4.2.2 whatever is written, it answers, and its places are in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const { start, end } of builtIn.screen(`赌${text}博`)) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(text.length + 2);
        }
      }),
    );
  });
});

describe('4.2.2 the values of a send', () => {
  const content = '您好，{1}，您的订单{2}已发货。';
  const verdict = (first: string, second: string, text = content) =>
    screenValues(builtIn, text, [first, second]);

  test('4.2.2 what is said every day passes', () => {
    expect(verdict('王先生', 'SF1234567890123')).toBeUndefined();
    expect(verdict('李女士', '20260310-88')).toBeUndefined();
  });

  test('4.2.2 a word in a value is found, whichever its effect, with the value that holds it', () => {
    expect(verdict('王先生', '六合彩')).toEqual({ index: 1, category: 'vice' });
    expect(verdict('限时优惠', '1')).toEqual({ index: 0, category: 'marketing' });
  });

  test('4.2.2 a word that a value makes with the filed words is found', () => {
    expect(screenValues(builtIn, '您{1}奖了', ['中'])).toEqual({ index: 0, category: 'fraud' });
  });

  test('4.2.2 words of the filed text alone were before a reviewer', () => {
    expect(screenValues(builtIn, '谨防骗子，您的订单{1}已发货。', ['88'])).toBeUndefined();
  });

  test('4.2.2 what only sounds like a word counts where that word is blocked', () => {
    expect(verdict('六盒彩', '1')).toEqual({ index: 0, category: 'vice' });
    expect(verdict('理才产品', '1')).toBeUndefined();
  });

  test('4.2.2 what ends clauses hides no word within a value', () => {
    expect(verdict('六，合、彩', '1')).toEqual({ index: 0, category: 'vice' });
    expect(verdict('王先生', '限。时')).toEqual({ index: 1, category: 'marketing' });
    expect(verdict('理，才，产，品', '1')).toBeUndefined();
  });

  test.each([
    ...['访问ｗｗｗ．example．com', 'https://a', '192.168.1.1', 'example。com', 'ex ample.cn'],
    ...['example点com', 'example dot cn'],
  ])('4.2.2 a link: %s', (value) => {
    expect(verdict(value, '1')).toEqual({ index: 0, category: 'link' });
  });

  test('4.2.2 a telephone number, unless the filed words announce one', () => {
    expect(verdict('13800000200', '1')).toEqual({ index: 0, category: 'phone' });
    expect(verdict('138 0000-0200', '1')).toEqual({ index: 0, category: 'phone' });
    expect(verdict('4001234567', '1')).toEqual({ index: 0, category: 'phone' });
    expect(verdict('138.0000.0200', '1')).toEqual({ index: 0, category: 'phone' });
    expect(verdict('幺三八 〇〇零零 零贰〇〇', '1')).toEqual({ index: 0, category: 'phone' });
    expect(verdict('2026-11-26 13:05:30', '1390.50元，共11件')).toBeUndefined();
    expect(verdict('13800000200', '1', '快递员电话{1}，订单{2}。')).toBeUndefined();
  });
});
