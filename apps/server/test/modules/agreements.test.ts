import { describe, expect, test } from 'vitest';
import {
  builtInClauses,
  type Clause,
  diffClauses,
  fillPlaces,
  hashOf,
  judgeNotice,
  labelOf,
  NOTICE_MS,
  numbersMissing,
  openPlaces,
  phaseOf,
  problemOf,
  readClauses,
  standing,
  UNNAMED_OPERATOR,
} from '../../src/modules/agreements/index.ts';

const letters = (number: string, last: string) =>
  Array.from(
    { length: last.charCodeAt(0) - 96 },
    (_, index) => `${number} ${String.fromCharCode(97 + index)}`,
  );
const numbered = (chapter: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${chapter}.${index + 1}`);

/** The clauses by which the software acts, in their order. */
const NUMBERS = [
  'preamble',
  ...['1', ...numbered('1', 6)],
  ...['2', '2.1'],
  ...['3', ...numbered('3', 7)],
  ...['4', '4.1', ...numbered('4.1', 2), '4.2', '4.2.1', '4.2.2', ...letters('4.2.2', 'l')],
  ...['4.2.3', '4.2.4', '4.2.5', '4.2.6', '4.2.7', ...letters('4.2.7', 'b'), '4.2.8'],
  ...['4.2.9', ...letters('4.2.9', 'j'), '4.2.10', '4.2.11', ...letters('4.2.11', 'e')],
  ...['4.3', ...numbered('4.3', 9)],
  ...['5', ...numbered('5', 6)],
  ...['6', '6.1', '6.2', '6.3', '6.4', ...letters('6.4', 'g'), '6.5'],
  ...['7', ...numbered('7', 3)],
  ...['8', '8.1', '8.2', '8.3', ...letters('8.3', 'f'), '8.4', '8.5'],
  ...['9', ...numbered('9', 3)],
  ...['10', ...numbered('10', 2)],
  ...['11', '11.1'],
  ...['12', ...numbered('12', 5)],
];

describe('the text that comes with the service', () => {
  test.each(['zh', 'en'] as const)('preamble every clause is there, in its place, in %s', (language) => {
    expect(builtInClauses()[language].map(({ number }) => number)).toEqual(NUMBERS);
  });

  test.each(['zh', 'en'] as const)(
    'preamble no clause is empty, and bold is opened and closed, in %s',
    (language) => {
      for (const { number, title, text } of builtInClauses()[language]) {
        expect(title + text, number).not.toBe('');
        for (const line of text.split('\n'))
          expect((line.split('**').length - 1) % 2, `${number}: ${line}`).toBe(0);
      }
    },
  );

  test.each(['zh', 'en'] as const)('12.4 the operator’s name fills every place, in %s', (language) => {
    const clauses = builtInClauses()[language];
    expect(openPlaces(clauses).sort()).toEqual(['console', 'contact', 'court', 'licence', 'operator']);
    const filled = fillPlaces(clauses, { ...UNNAMED_OPERATOR[language], operator: '甲公司' });
    expect(openPlaces(filled)).toEqual([]);
    expect(filled[0]?.text).toContain('甲公司');
  });

  test('preamble another word is another hash', () => {
    const { zh, en } = builtInClauses();
    const changed = zh.map((clause) =>
      clause.number === '3.7' ? { ...clause, text: `${clause.text}。` } : clause,
    );
    expect(hashOf({ zh: changed, en })).not.toBe(hashOf({ zh, en }));
    expect(hashOf({ zh: [...zh], en })).toBe(hashOf({ zh, en }));
  });
});

describe('reading a text by its numbers', () => {
  const text = `前言。
**加粗的前言。**

## 一、	总则
1.1	第一条。
   接着第一条。

**1.2 全部加粗。**

a) 甲；
**b） 乙；**
c 不是项

第二条 费用
2.1、免费。
2.2.1 更深`;

  test('preamble chapters, clauses, letters and lines find their place', () => {
    expect(readClauses(text, 'zh')).toEqual([
      { number: 'preamble', title: '', text: '前言。\n**加粗的前言。**' },
      { number: '1', title: '总则', text: '' },
      { number: '1.1', title: '', text: '第一条。\n接着第一条。' },
      { number: '1.2', title: '', text: '**全部加粗。**' },
      { number: '1.2 a', title: '', text: '甲；' },
      { number: '1.2 b', title: '', text: '**乙；**\nc 不是项' },
      { number: '2', title: '费用', text: '' },
      { number: '2.1', title: '', text: '免费。' },
      { number: '2.2.1', title: '', text: '更深' },
    ] satisfies Clause[]);
  });

  test('preamble a sentence that begins with a number is no chapter', () => {
    const clauses = readClauses('1. Fees\n1.1 Pay.\n3. This is a sentence.', 'en');
    expect(clauses.map(({ number }) => number)).toEqual(['1', '1.1']);
  });

  test('preamble what cannot be an agreement is named', () => {
    expect(problemOf(readClauses('只有一段话。', 'zh'))?.en).toMatch(/no clause/);
    expect(problemOf(readClauses('1.1 a.\n1.1 b.', 'en'))?.en).toMatch(/1\.1 is there twice/);
    expect(problemOf(builtInClauses().zh)).toBeUndefined();
  });

  test('preamble what is missing and what is extra is told by number', () => {
    const own = readClauses('1. A\n1.1 x.\n1.9 y.', 'en');
    const missing = numbersMissing(own, builtInClauses().en);
    expect(missing).toContain('12.3');
    expect(missing).not.toContain('1.1');
    expect(numbersMissing(builtInClauses().en, own)).toEqual(['1.9']);
  });

  test('preamble a number is written as the language writes it', () => {
    expect(['preamble', '12', '4.2.2', '4.2.2 a'].map((number) => labelOf(number, 'zh'))).toEqual([
      '',
      '十二、',
      '4.2.2',
      'a)',
    ]);
    expect(labelOf('12', 'en')).toBe('12.');
  });
});

describe('what is different', () => {
  const clause = (number: string, text: string): Clause => ({ number, title: '', text });

  test('12.3 clause by clause, word by word: both versions are read off the pieces', () => {
    const older = [clause('1.1', '套餐不能退订。'), clause('1.2', '旧的。'), clause('1.3', '不变。')];
    const newer = [clause('1.1', '套餐可以退订。'), clause('1.3', '不变。'), clause('1.4', '新的。')];
    const changes = diffClauses(older, newer, 'zh');
    expect(changes.map(({ number, change }) => `${number} ${change}`)).toEqual([
      '1.1 changed',
      '1.2 removed',
      '1.3 same',
      '1.4 added',
    ]);
    const pieces = changes[0]?.pieces ?? [];
    const side = (not: string) =>
      pieces
        .filter(({ kind }) => kind !== not)
        .map(({ text }) => text)
        .join('');
    expect(side('added')).toBe('套餐不能退订。');
    expect(side('removed')).toBe('套餐可以退订。');
    expect(pieces.some(({ kind, text }) => kind === 'same' && text.includes('退订'))).toBe(true);
  });

  test('12.3 a clause that was the first and is gone stands first', () => {
    const changes = diffClauses([clause('1.1', 'a'), clause('1.2', 'b')], [clause('1.2', 'b')], 'en');
    expect(changes.map(({ number }) => number)).toEqual(['1.1', '1.2']);
  });

  test('12.3 a clause of which most words differ is shown as replaced; one word is found in the longest', () => {
    const kinds = (then: string, now: string) =>
      diffClauses([clause('1', then)], [clause('1', now)], 'en')[0]?.pieces.map(({ kind }) => kind);
    expect(kinds('a '.repeat(400), 'b '.repeat(400))).toEqual(['removed', 'added']);
    const long = 'a b '.repeat(9000);
    expect(kinds(`${long}c ${long}`, `${long}d ${long}`)).toEqual(['same', 'removed', 'added', 'same']);
  });

  test('12.3 anybody may ask what differs: a text of the greatest length, all of it other words, keeps nobody waiting', () => {
    const words = (from: number) =>
      Array.from({ length: 66 }, (_, nth) => {
        const signs = Array.from(
          { length: 2990 },
          (_, at) => 0x4e00 + (((nth * 2990 + at) * 7919 + from) % 15_000),
        );
        return clause(`1.${nth}`, String.fromCodePoint(...signs));
      });
    const changes = diffClauses(words(0), words(5), 'zh');
    expect(changes.every(({ pieces }) => pieces.length === 2)).toBe(true);
  });
});

describe('times', () => {
  test('12.3 seven days ahead, to the millisecond; not more than a year', () => {
    expect(judgeNotice(0, NOTICE_MS)).toBe('ok');
    expect(judgeNotice(0, NOTICE_MS - 1)).toEqual({ problem: 'too-short', earliest: NOTICE_MS });
    expect(judgeNotice(0, 400 * 86_400_000)).toMatchObject({ problem: 'too-far' });
  });

  test('12.3 a version is draft, coming, effective, or withdrawn', () => {
    const timing = { announcedAt: 1, effectiveAt: 10, withdrawnAt: undefined, immediate: false };
    expect(phaseOf({ ...timing, announcedAt: undefined, effectiveAt: undefined }, 5)).toBe('draft');
    expect(phaseOf(timing, 9)).toBe('coming');
    expect(phaseOf(timing, 10)).toBe('effective');
    expect(phaseOf({ ...timing, withdrawnAt: 5 }, 20)).toBe('withdrawn');
  });

  test('12.3 the service of an account that refused goes on until the moment, and not beyond', () => {
    const term = { agreementVersion: 1, serviceEndsAt: 10 };
    expect(standing(term, 9).state).toBe('ending');
    expect(standing(term, 10).state).toBe('ended');
    expect(standing({ agreementVersion: null, serviceEndsAt: undefined }, 0).state).toBe('not-accepted');
  });
});
