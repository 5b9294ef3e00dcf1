import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { normalise, SpeechError, spellCode } from '../src/index.ts';
import { normaliseRun } from '../src/normalise/normalise.ts';
import { RULES } from '../src/normalise/recognise.ts';

describe('Codes', () => {
  test('A code is read character by character: A3F9 is A 三 F 九, 1 is 幺', () => {
    expect(spellCode('A3F9', 'zh')).toEqual(['A', '三', 'F', '九']);
    expect(spellCode('0123456789', 'zh').join('')).toBe('零幺二三四五六七八九');
    expect(spellCode('a3f9', 'en')).toEqual(['A', 'three', 'F', 'nine']);
  });

  test('A code may be grouped and written full-width; signs are named or dropped', () => {
    expect(spellCode('１２ab-9 ！#', 'zh')).toEqual(['幺', '二', 'A', 'B', '九', '井号']);
    expect(spellCode('x.y_z/😀', 'en')).toEqual(['X', 'dot', 'Y', 'underscore', 'Z', 'slash']);
  });
});

describe('A value is normalised in the context of its template', () => {
  const run = (language: 'zh' | 'en', ...parts: string[]) =>
    normaliseRun(
      parts.map((part) => ({ text: part.replace('=', ''), variable: part.startsWith('=') })),
      language,
    );

  test('The template tells what the digits are', () => {
    expect(run('zh', '尾号', '=6789', '的卡')).toEqual(['尾号', '六七八九', '的卡']);
    expect(run('zh', '共', '=6789', '笔')).toEqual(['共', '六千七百八十九', '笔']);
    expect(run('zh', '第', '=2', '次，', '=2', '个')).toEqual(['第', '二', '次，', '两', '个']);
  });

  test('What spans a border is said by the variable, so that template parts keep no value', () => {
    expect(run('zh', '余额', '=12.5', '元，5分钟内')).toEqual(['余额', '十二元五角', '五分钟内']);
    expect(run('zh', '余额¥', '=20', '。')).toEqual(['余额', '二十元', '。']);
    expect(run('zh', '', '=2026', '年', '=11', '月', '=24', '日')).toEqual([
      '',
      '二零二六年十一月二十四日',
      ...Array(5).fill(''),
    ]);
    expect(run('en', 'Pay $', '=12.50', ' by ', '=9:00', ' AM.')).toEqual([
      'Pay',
      'twelve dollars and fifty cents',
      'by',
      'nine A M',
      '',
    ]);
  });

  test('Parts that hold nothing recognised are what they are alone', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[您好请查收的快递]{0,8}$/), { maxLength: 6 }), (texts) => {
        expect(
          normaliseRun(
            texts.map((text) => ({ text, variable: true })),
            'zh',
          ),
        ).toEqual(texts);
      }),
    );
  });
});

describe('Whatever is written', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.constantFrom(...'0123456789.,:-/%¥$元年月日AbZ +*#号第尾是T½²①Ⅳ٣𝟗'), { maxLength: 60 })
      .map(join),
    fc
      .array(fc.constantFrom('2026-', '138', '****', ' am', 'Nov ', '万元', '℃', 'v1.', '验证码', '-', '8'), {
        maxLength: 30,
      })
      .map(join),
  );
  const languages = ['zh', 'en'] as const;

  test.each(languages)('No numeral of any script and no command is left to the voice (%s)', (language) => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(normalise(text, language)).toMatch(/^[\p{L}\p{M}\s，。！？；：、,.!?;:…'’-]*$/u);
        expect(spellCode(text, language).join('')).not.toMatch(/[0-9]/);
      }),
      { numRuns: 1000 },
    );
  });

  test.each(languages)('Every digit is said: no digit can be taken away unheard (%s)', (language) => {
    const digits = fc.stringMatching(/^[0-9]{1,120}$/);
    fc.assert(
      fc.property(digits, fc.constantFrom('', 'A', '尾号', '¥', '-', 'x '), (number, before) => {
        const said = normalise(before + number, language);
        // As an amount or one by one: a number that ends in another digit is another sound.
        const other = number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10);
        expect(normalise(before + other, language)).not.toBe(said);
        expect(said.length).toBeGreaterThan(0);
        if (number.length > 40) expect(words(said, language)).toBeGreaterThanOrEqual(number.length);
      }),
      { numRuns: 500 },
    );
  });

  test.each(languages)('Digits of another script are said as plain ones (%s)', (language) => {
    const scripts = [0xff10, 0x660, 0x966, 0x1d7ce];
    const plain = fc.stringMatching(/^[尾号¥%.\-: 0-9]{1,30}$/);
    fc.assert(
      fc.property(plain, fc.constantFrom(...scripts), (text, zero) => {
        const other = text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
        expect(normalise(other, language)).toBe(normalise(text, language));
      }),
    );
  });

  test.each(languages)('What is said is at most 32 times as long as what was written (%s)', (language) => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(normalise(text, language).length).toBeLessThanOrEqual(32 * text.length);
      }),
      { numRuns: 1000 },
    );
  });

  test('10,000 characters are a sentence; more are refused', () => {
    expect(() => normalise('好'.repeat(10_001), 'zh')).toThrow(SpeechError);
    expect(normalise('好'.repeat(10_000), 'zh')).toHaveLength(10_000);
  });
});

describe('The work is linear in the length', () => {
  test('No rule can look further than a bound: each repetition in its pattern has an upper limit', () => {
    for (const { pattern } of RULES) {
      // Classes and escapes away, what is left of + * and {n,} repeats without limit.
      const bare = pattern.source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, 'x');
      expect(bare, pattern.source).not.toMatch(/[+*]|\{\d+,\}/);
    }
  });

  test.each([
    ['1'],
    ['a'],
    ['-'],
    ['a-'],
    ['1-'],
    ['1.'],
    ['1,000'],
    ['1,'],
    ['*'],
    ['1*'],
    ['：'],
    [',.'],
    ['+1 '],
    ['验证码'],
    ['Nov 1 '],
    ['1/'],
    ['¥'],
    ['1234 '],
    ['v1.'],
    [' '],
    ["'"],
    ['(0'],
  ])('At 2,000 characters of “%s” each rule is asked at most once a character', (part) => {
    const text = part.repeat(Math.floor(2000 / part.length));
    const patterns = new Set(RULES.map(({ pattern }) => pattern));
    const exec = vi.spyOn(RegExp.prototype, 'exec');
    normalise(text, 'en');
    const asked = exec.mock.contexts.filter((pattern) => patterns.has(pattern as RegExp)).length;
    exec.mockRestore();
    expect(asked).toBeLessThanOrEqual(RULES.length * text.length);
  });
});

const join = (parts: string[]) => parts.join('');

/** How many are said: a syllable is a word in Chinese. */
const words = (said: string, language: 'zh' | 'en') =>
  language === 'zh' ? said.replace(/\P{L}/gu, '').length : said.split(' ').length;
