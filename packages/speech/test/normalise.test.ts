import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalise, spellCode } from '../src/index.ts';
import { normaliseRun } from '../src/normalise/normalise.ts';

type Table = readonly (readonly [written: string, said: string])[];

const CHINESE: Record<string, Table> = {
  'letters with digits are read one by one, 1 as 幺': [
    ['A3F9', 'A 三 F 九'],
    ['您的取件码a1b2。', '您的取件码 A 幺 B 二。'],
    ['G1234次', 'G 幺 二 三 四 次'],
    ['MU-5123', 'M U 杠 五 幺 二 三'],
    ['5G网络', '五 G 网络'],
  ],
  'whole numbers are amounts': [
    ['0', '零'],
    ['10', '十'],
    ['12', '十二'],
    ['105', '一百零五'],
    ['110', '一百一十'],
    ['200', '二百'],
    ['2000', '两千'],
    ['1005', '一千零五'],
    ['10005', '一万零五'],
    ['22000', '二万二千'],
    ['1000001', '一百万零一'],
    ['1,234,567', '一百二十三万四千五百六十七'],
    ['100,000,000', '一亿'],
    ['１２', '十二'],
    ['-5', '负五'],
  ],
  '2 is 两 before what it counts, 二 where it is a name': [
    ['2个', '两个'],
    ['2小时', '两小时'],
    ['2万', '两万'],
    ['第2次', '第二次'],
    ['2月2日', '二月二日'],
  ],
  'decimals, fractions, ranges': [
    ['3.14', '三点一四'],
    ['1/2', '二分之一'],
    ['3-5天', '三到五天'],
    ['9:00-18:00', '九点整到十八点整'],
  ],
  dates: [
    ['2026-11-24', '二零二六年十一月二十四日'],
    ['2026/1/5', '二零二六年一月五日'],
    ['2026年11月24日', '二零二六年十一月二十四日'],
    ['2011年', '二零一一年'],
    ['10年', '十年'],
  ],
  times: [
    ['14:05', '十四点零五分'],
    ['14：00', '十四点整'],
    ['2:30', '两点三十分'],
    ['14:05:30', '十四点零五分三十秒'],
    ['2026-11-24 14:05', '二零二六年十一月二十四日 十四点零五分'],
  ],
  money: [
    ['¥1,234.50', '一千二百三十四元五角'],
    ['￥12.05', '十二元零五分'],
    ['12.5元', '十二元五角'],
    ['12元', '十二元'],
    ['2元', '两元'],
    ['0.06元', '六分'],
    ['0.00元', '零元'],
    ['1.5万元', '一点五万元'],
    ['$12.50', '十二点五美元'],
    ['100港币', '一百港元'],
  ],
  'telephone numbers are read one by one in their groups': [
    ['13800000200', '幺三八，零零零零，零二零零'],
    ['+86 138-0000-0200', '加八六，幺三八，零零零零，零二零零'],
    ['021-61234567', '零二幺，六幺二三，四五六七'],
    ['400-800-8820', '四零零，八零零，八八二零'],
    ['请拨打10086转8001', '请拨打幺零零八六转八零零幺'],
    ['138****0200', '幺三八，星号，零二零零'],
  ],
  percentages: [
    ['99.9%', '百分之九十九点九'],
    ['10%-20%', '百分之十到百分之二十'],
    ['5‰', '千分之五'],
  ],
  units: [
    ['2kg', '两千克'],
    ['36.5℃', '三十六点五摄氏度'],
    ['-5℃', '负五摄氏度'],
    ['120km/h', '一百二十千米每小时'],
  ],
  'digits that are a name are read one by one': [
    ['尾号6789的卡', '尾号六七八九的卡'],
    ['验证码是123456', '验证码是幺二三四五六'],
    ['订单12345678', '订单幺二三四五六七八'],
    ['007', '零零七'],
    ['3-1203室', '三杠幺二零三室'],
    ['192.168.1.1', '幺九二点幺六八点幺点幺'],
  ],
  'what is not spoken becomes a pause or nothing': [
    ['【Herald】您的包裹（顺丰）到了！', 'Herald，您的包裹，顺丰，到了！'],
    ['好的😀\u0007', '好的'],
    ['', ''],
    ['……', '……'],
  ],
  'capitals are letters': [['SIM卡', 'S I M 卡']],
};

const ENGLISH: Record<string, Table> = {
  'letters with digits are read one by one': [
    ['B3F9', 'B three F nine'],
    // The comma keeps the letter A from being read as the article.
    ['A3F9', 'A, three F nine'],
    ['Flight MU5123', 'Flight M U five one two three'],
  ],
  numbers: [
    ['0', 'zero'],
    ['105', 'one hundred five'],
    ['1,234,567', 'one million two hundred thirty-four thousand five hundred sixty-seven'],
    ['3.14', 'three point one four'],
    ['22nd', 'twenty-second'],
    ['3-5 days', 'three to five days'],
  ],
  'dates and years': [
    ['2026-11-24', 'November twenty-fourth, twenty twenty-six'],
    ['2005-03-12', 'March twelfth, two thousand five'],
    ['in 1905', 'in nineteen oh five'],
    ['1905 users', 'one thousand nine hundred five users'],
  ],
  times: [
    ['14:05', 'two oh five P M'],
    ['9:30', 'nine thirty'],
    ['9:00', "nine o'clock"],
    ['9:00 AM', 'nine AM'],
    ['0:30', 'twelve thirty A M'],
  ],
  money: [
    ['$1,234.50', 'one thousand two hundred thirty-four dollars and fifty cents'],
    ['$1.00', 'one dollar'],
    ['$0.05', 'five cents'],
    ['£2.50', 'two pounds and fifty pence'],
    ['¥12.50', 'twelve point five yuan'],
    ['1.5万元', 'fifteen thousand yuan'],
  ],
  'telephone numbers and names': [
    ['13800000200', 'one three eight, zero zero zero zero, zero two zero zero'],
    ['Your code is 123456.', 'Your code is one two three four five six.'],
    ['call 911 now', 'call nine one one now'],
  ],
  'percentages and units': [
    ['99.9%', 'ninety-nine point nine percent'],
    ['1kg', 'one kilogram'],
    ['5kg', 'five kilograms'],
    ['36.5°C', 'thirty-six point five degrees Celsius'],
  ],
  'words stay': [
    ["It's a state-of-the-art idea (really)!", "It's a state-of-the-art idea, really!"],
    ['"ok" & more', 'ok and more'],
  ],
};

for (const [language, rules] of [
  ['zh', CHINESE],
  ['en', ENGLISH],
] as const) {
  describe(`Normalisation (${language})`, () => {
    for (const [rule, table] of Object.entries(rules)) {
      test.each(table)(`${rule}: %s → %s`, (written, said) => {
        expect(normalise(written, language)).toBe(said);
      });
    }
  });
}

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
      'nine',
      'AM.',
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
      .array(fc.constantFrom(...'0123456789.,:-/%¥$元年月日AbZ +*#号第尾是T'), { maxLength: 60 })
      .map((cs) => cs.join('')),
  );

  test.each(['zh', 'en'] as const)('No ASCII digit and no command is left to the voice (%s)', (language) => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(normalise(text, language)).toMatch(/^[\p{L}\p{M}\p{N}\s，。！？；：、,.!?;:…'’-]*$/u);
        expect(normalise(text, language)).not.toMatch(/[0-9]/);
        expect(spellCode(text, language).join('')).not.toMatch(/[0-9]/);
      }),
      { numRuns: 500 },
    );
  });
});
