import { describe, expect, test } from 'vitest';
import {
  ACTIONS,
  type Action,
  BUSINESS_CODES,
  explain,
  GATEWAY_CODES,
  HeraldError,
  RET_CODES,
  type RetCodeName,
  retCodeRow,
} from '../src/index.ts';

const names = Object.keys(RET_CODES) as RetCodeName[];
const HAN = /\p{Script=Han}/u;

function places(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
}

/** `problemZh` and `problemEn` are the same place in two languages. */
function withoutLanguage(text: string): string[] {
  return places(text).map((name) => name.replace(/(?:Zh|En)$/, ''));
}

describe('api: RetCodes', () => {
  test('api: the published codes keep their numbers', () => {
    expect(Object.fromEntries(Object.entries(GATEWAY_CODES).map(([name, { code }]) => [name, code]))).toEqual(
      {
        TIMED_OUT: 110,
        GATEWAY_FAULT: 130,
        SERVICE_UNAVAILABLE: 150,
        RATE_LIMITED: 153,
        ACTION_MISSING: 160,
        ACTION_UNKNOWN: 161,
        SIGNATURE_MISSING: 170,
        SIGNATURE_WRONG: 171,
        USER_UNKNOWN: 172,
        TOKEN_UNKNOWN: 174,
        PROJECT_UNKNOWN: 292,
        IP_REFUSED: 294,
        NOT_PERMITTED: 299,
      },
    );
  });

  test('api: business errors are in 18000–18999, and no two rows share a code', () => {
    for (const { code } of Object.values(BUSINESS_CODES)) {
      expect(code).toBeGreaterThanOrEqual(18_000);
      expect(code).toBeLessThanOrEqual(18_999);
    }
    expect(new Set(names.map((name) => RET_CODES[name].code)).size).toBe(names.length);
  });

  test.each(names)(
    'api: %s says in both languages what happened and, in a further sentence, what to do',
    (name) => {
      const { zh, en, source } = RET_CODES[name];
      expect(zh).toMatch(HAN);
      expect(en).not.toMatch(HAN);
      expect(zh.match(/[。；]/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
      expect(en.match(/[.;](?= |$)/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
      expect(zh.endsWith('。')).toBe(true);
      expect(en.endsWith('.')).toBe(true);
      expect(source).not.toBe('');
    },
  );

  test.each(names)('api: %s has the same places for details in both languages', (name) => {
    const { zh, en } = RET_CODES[name];
    expect(withoutLanguage(zh)).toEqual(withoutLanguage(en));
    expect(places(zh).filter((place) => place.endsWith('En'))).toEqual([]);
    expect(places(en).filter((place) => place.endsWith('Zh'))).toEqual([]);
  });

  test('api: every error that an Action declares is in the table, once', () => {
    for (const action of Object.values(ACTIONS) as Action[]) {
      expect(new Set(action.errors).size, action.name).toBe(action.errors.length);
      for (const name of action.errors) expect(RET_CODES).toHaveProperty(name);
    }
  });

  test('4.2.7 b, 4.3.2, 3.6, 4.2.2: refusals by a clause name it', () => {
    expect(BUSINESS_CODES.TEMPLATE_NOT_APPROVED.source).toBe('4.2.7 b');
    expect(BUSINESS_CODES.CALLEE_REFUSES.source).toBe('4.3.2');
    expect(BUSINESS_CODES.FUNDS_INSUFFICIENT.source).toBe('3.6');
    expect(BUSINESS_CODES.VALUE_SCREENED.source).toBe('4.2.2');
  });
});

describe('api: HeraldError', () => {
  test('api: carries code, name and details, and its message is filled in', () => {
    const error = new HeraldError('TEMPLATE_PARAMS_COUNT', { expected: 2, given: 1 });
    expect(error).toMatchObject({
      code: 18303,
      name: 'TEMPLATE_PARAMS_COUNT',
      details: { expected: 2, given: 1 },
    });
    expect(error.message).toContain('has 2 variables, 1 were given');
    expect(explain(error.code, 'zh', error.details)).toContain('需要 2 个变量，收到 1 个');
  });

  test('api: details are put in as they are, even when they look like a place or a pattern', () => {
    const text = explain(18301, 'en', { templateId: '{templateId} $& $1' });
    expect(text).toContain('no template {templateId} $& $1.');
  });

  test('api: an unknown code is said to be unknown, in both languages', () => {
    expect(retCodeRow(99_999)).toBeUndefined();
    expect(explain(99_999, 'zh')).toBe('未知返回码 99999。');
    expect(explain(99_999, 'en')).toBe('Unknown RetCode 99999.');
  });
});
