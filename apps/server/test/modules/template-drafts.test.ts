import { explainTemplateRule, TEMPLATE_RULES } from '@herald/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDraft, type Draft, MAX_VARIABLES, mayBeSubmitted } from '../../src/modules/templates/index.ts';

const notice: Draft = {
  kind: 'text',
  name: '发货通知',
  scene: '用户的订单发货时通知用户',
  appId: 'app-1',
  purpose: 2,
  language: 'zh',
  content: '您的订单{1}已由{2}发出，请注意查收。',
  allDay: false,
};
const code: Draft = { ...notice, purpose: 1, allDay: true, content: '您的验证码是{1}，五分钟内有效。' };

/** The rules that the examples below have broken. */
const broken = new Set<string>();

/** What is found, as [rule, the text at its place]. */
function found(draft: Draft, facts = { appApproved: true }): [string, string][] {
  return checkDraft(draft, facts).map(({ rule, field, start, end }) => {
    broken.add(rule);
    const texts: Record<string, string> = {
      Name: draft.name,
      Scene: draft.scene,
      AppId: draft.appId ?? '',
      Content: draft.content,
    };
    return [rule, (texts[field] ?? '').slice(start, end)];
  });
}
const ofContent = (content: string, draft = notice) => found({ ...draft, content });

describe('rules: what may be submitted', () => {
  test.each([
    ['a notice', notice],
    ['a code', code],
    ['a notice without variables', { ...notice, content: '您好，您预约的检查明天上午开始，请空腹前来。' }],
    ['variables in any order of the text', { ...notice, content: '您预约的{2}已确认，请于{1}前到达。' }],
    [
      'an alarm of internal production, all day',
      { ...notice, appId: undefined, allDay: true, content: '服务{1}于{2}发生{3}，请尽快处理。' },
    ],
    [
      'English',
      {
        ...notice,
        language: 'en' as const,
        content: 'Your parcel {1} will arrive on {2}, between 8:00 and 9:00.',
      },
    ],
    ['a recording', { ...notice, kind: 'audio' as const, content: '您好，本小区今晚八点停水检修。' }],
  ])('rules: %s', (_what, draft) => {
    expect(found(draft)).toEqual([]);
  });
});

describe('rules: each fault is found at its place', () => {
  test.each<[string, string, [string, string][]]>([
    ['nothing', '  ', [['content-empty', '  ']]],
    ['a percent sign', '您的电量低于20%，请充电。', [['content-character', '%']]],
    ['symbols side by side are one finding', '请联系客服&@处理您的订单。', [['content-character', '&@']]],
    ['an emoji counts two units', '您的订单😀已发货。', [['content-character', '😀']]],
    ['a rare hanzi', '您的订单𠮷已发货。', [['content-character', '𠮷']]],
    ['a line break', '您的订单已发货。\n请查收。', [['content-line-break', '\n']]],
    ['full-width digits', '您的订单１２已发货。', [['content-full-width', '１２']]],
    ['full-width braces', '您的订单｛１｝已发货。', [['brace-full-width', '｛１｝']]],
    ['one full-width brace', '您的订单{1｝已发货。', [['brace-full-width', '{1｝']]],
    ['a brace left open', '您的订单{1已发货。', [['brace-unpaired', '{']]],
    ['a brace never opened', '您的订单1}已发货。', [['brace-unpaired', '}']]],
    ['a name for a variable', '您的订单{order}已发货。', [['variable-malformed', '{order}']]],
    ['nothing in the braces', '您的订单{}已发货。', [['variable-malformed', '{}']]],
    ['a number from 0', '您的订单{0}已发货。', [['variable-malformed', '{0}']]],
    ['a number of three digits', '您的订单{100}已发货。', [['variable-malformed', '{100}']]],
    ['spaces in the braces', '您的订单{ 1 }已发货。', [['variable-malformed', '{ 1 }']]],
    ['a leading zero', '您的订单{01}已发货。', [['variable-malformed', '{01}']]],
    ['the same twice', '您的订单{1}已发货，单号是{1}。', [['variable-repeated', '{1}']]],
    ['a gap', '您的订单{1}已发货，单号是{3}。', [['variable-gap', '{3}']]],
    ['a start from 2', '您的订单{2}已发货。', [['variable-gap', '{2}']]],
    ['side by side', '您的订单{1}{2}已发货。', [['variable-adjacent', '{1}{2}']]],
    ['joined by a dash', '您的订单{1}-{2}已发货。', [['variable-combined', '{1}-{2}']]],
    ['joined by digits', '您的订单{1}，86 {2}已发货。', [['variable-combined', '{1}，86 {2}']]],
    [
      'one word is not enough',
      '请{1}。您的订单已发货。'.slice(0, 5),
      [
        ['variable-bare', '{1}'],
        ['content-wordless', '请{1}。'],
      ],
    ],
    [
      'only variables',
      '{1}',
      [
        ['variable-bare', '{1}'],
        ['content-wordless', '{1}'],
      ],
    ],
    ['one letter on each side', '您的订单已发至{1}，{2}号{3}楼请取。', [['variable-combined', '{1}，{2}']]],
    ['another language', 'Your parcel has arrived.', [['language-absent', 'Your parcel has arrived.']]],
  ])('rules: %s', (_what, content, expected) => {
    expect(ofContent(content)).toEqual(expected);
  });

  test('rules: a variable between others needs two letters on one side', () => {
    expect(ofContent('您的包裹{1}由{2}于{3}送达小区。')).toEqual([['variable-bare', '{2}']]);
  });

  test.each([
    ['none', '您的验证码已发送。', '您的验证码已发送。'],
    ['two', '您的验证码是{1}，请在{2}分钟内使用。', '您的验证码是{1}，请在{2}分钟内使用。'],
    ['another number than 1', '您的验证码是{2}，请勿泄露。', '您的验证码是{2}，请勿泄露。'],
  ])('rules: a code has exactly one variable, {1}: not %s', (_what, content, place) => {
    expect(ofContent(content, code)).toEqual([['variable-of-code', place]]);
  });

  test('rules: at most so many variables, marked from the first that is too many', () => {
    const content = Array.from({ length: MAX_VARIABLES + 1 }, (_, at) => `字段值{${at + 1}}`).join('，');
    expect(ofContent(content)).toEqual([['variable-count', `{${MAX_VARIABLES + 1}}`]]);
  });

  test('rules: 1000 characters with variables, marked from the first that is too many', () => {
    const content = `您的订单{1}已发货${'，请查收'.repeat(300)}`;
    expect(ofContent(content.slice(0, 1000))).toEqual([]);
    expect(ofContent(content.slice(0, 1003))).toEqual([['content-length', content.slice(1000, 1003)]]);
  });

  test('rules: names are short and hold no symbols', () => {
    expect(found({ ...notice, name: '单' })).toEqual([['name-length', '单']]);
    expect(found({ ...notice, name: ' 单 ' })).toEqual([['name-length', ' 单 ']]);
    expect(found({ ...notice, name: '名'.repeat(33) })).toEqual([['name-length', '名'.repeat(33)]]);
    expect(found({ ...notice, name: '发货%通知&' })).toEqual([
      ['name-character', '%'],
      ['name-character', '&'],
    ]);
    expect(found({ ...notice, name: '发货{1}' })).toEqual([
      ['name-character', '{'],
      ['name-character', '}'],
    ]);
  });

  test('rules: the scene is described', () => {
    expect(found({ ...notice, scene: '' })).toEqual([['scene-length', '']]);
  });

  test('rules: internal production needs no app; an app is an approved one of the account', () => {
    expect(found({ ...notice, appId: undefined }, { appApproved: false })).toEqual([]);
    expect(found(notice, { appApproved: false })).toEqual([['app-unknown', 'app-1']]);
  });

  test('4.2.2 i: marketing is refused', () => {
    expect(found({ ...notice, purpose: 3 })).toEqual([['marketing', '']]);
  });

  test('rules: all day is for codes and for internal production', () => {
    expect(found({ ...notice, allDay: true })).toEqual([['all-day', '']]);
    expect(found({ ...code, allDay: true })).toEqual([]);
    expect(found({ ...notice, appId: undefined, allDay: true })).toEqual([]);
  });

  test('rules: a recording has no variables and tells no code', () => {
    const recording: Draft = { ...notice, kind: 'audio', content: '您好，您的订单{1}已发货。' };
    expect(found(recording)).toEqual([['variable-in-audio', '{1}']]);
    expect(found({ ...recording, purpose: 1, content: '您好，您的订单已发货。' })).toEqual([
      ['audio-of-code', ''],
    ]);
  });

  test('rules: words of another language beside the own are a hint, and keep nobody from submitting', () => {
    const mixed = checkDraft(
      { ...notice, language: 'en', content: 'Your order from 传话 has been shipped.' },
      { appApproved: true },
    );
    expect(mixed.map(({ rule }) => rule)).toEqual(['language-mixed']);
    expect(mayBeSubmitted(mixed)).toBe(true);
    expect(mayBeSubmitted(checkDraft({ ...notice, name: '' }, { appApproved: true }))).toBe(false);
  });
});

/** Told by the language, and by the lexicon (screening.test.ts). */
const ELSEWHERE = new Set(['language-mixed', 'forbidden-content', 'sensitive-content']);

test('rules: every other rule of the table is broken by an example above', () => {
  const names = Object.keys(TEMPLATE_RULES).filter((name) => !ELSEWHERE.has(name));
  expect([...broken].toSorted()).toEqual(names.toSorted());
});

describe('rules: whatever is written', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc
      .array(
        fc.constantFrom('{', '}', '｛', '｝', '{1}', '{2}', '1', ' ', '您的', '%', '😀', '\ud800', '，', 'a'),
        {
          maxLength: 60,
        },
      )
      .map((parts) => parts.join('')),
  );
  const drafts: fc.Arbitrary<Draft> = fc.record({
    kind: fc.constantFrom('text', 'audio'),
    name: hostile,
    scene: hostile,
    appId: fc.option(hostile, { nil: undefined }),
    purpose: fc.constantFrom(1, 2, 3),
    language: fc.constantFrom('zh', 'en'),
    content: hostile,
    allDay: fc.boolean(),
  });
  const fields = { Name: 'name', Scene: 'scene', AppId: 'appId', Content: 'content' } as const;

  test('rules: it is judged without a throw, and each place lies inside its text', () => {
    fc.assert(
      fc.property(drafts, fc.boolean(), (draft, appApproved) => {
        for (const { field, start, end } of checkDraft(draft, { appApproved })) {
          const text = field in fields ? (draft[fields[field as keyof typeof fields]] ?? '') : '';
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
          // A place cuts no character in two.
          if (!text.isWellFormed()) continue;
          for (const part of [text.slice(0, start), text.slice(start, end), text.slice(end)]) {
            expect(part.isWellFormed()).toBe(true);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('rules: every finding is explained in both languages, with no place left open', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        for (const { rule, details } of checkDraft(draft, { appApproved: false })) {
          const wanted = new Set(
            JSON.stringify(TEMPLATE_RULES[rule])
              .match(/\{([a-zA-Z]+)\}/g)
              ?.map((place) => place.slice(1, -1)),
          );
          for (const place of wanted) expect(details, `${rule} ${place}`).toHaveProperty(place);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('rules: variables in a text of our own are written as customers write them', () => {
    const { mend } = explainTemplateRule('variable-of-code', 'zh', { count: 0 });
    expect(mend).toContain('写 {1}，');
  });

  /** Words that give meaning, with a variable after each but the last; numbers in any order. */
  const valid = fc
    .record({
      words: fc.array(fc.constantFrom('您的订单号', '，快递员', '已送达', '，请于今天', '，取件码为'), {
        minLength: 2,
        maxLength: MAX_VARIABLES,
      }),
      order: fc.infiniteStream(fc.nat()),
    })
    .map(({ words, order }) => {
      const numbers = words.slice(1).map((_, index) => index + 1);
      const shuffled = numbers
        .map((number) => [order.next().value as number, number] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, number]) => number);
      return words.map((word, index) => (index === 0 ? word : `{${shuffled[index - 1]}}${word}`)).join('');
    });

  test('rules: a text made of valid parts passes', () => {
    fc.assert(
      fc.property(valid, (content) => {
        expect(checkDraft({ ...notice, content }, { appApproved: true })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('rules: a code made of words around {1} passes', () => {
    const words = fc.constantFrom('您的验证码是', '登录校验码', '，请勿告诉他人', '五分钟内有效');
    fc.assert(
      fc.property(words, words, (before, after) => {
        expect(checkDraft({ ...code, content: `${before}{1}${after}` }, { appApproved: true })).toEqual([]);
      }),
    );
  });
});
