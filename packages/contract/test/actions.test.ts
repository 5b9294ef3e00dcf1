import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action, isActionName } from '../src/index.ts';

const actions: [string, Action][] = Object.entries(ACTIONS);

interface Schema {
  readonly words?: { readonly zh: string; readonly en: string };
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
}

/** Every named field of a schema, with its path. */
function fieldsOf(schema: Schema, path: string): [string, Schema][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    [`${path}.${name}`, field],
    ...fieldsOf(field, `${path}.${name}`),
    ...(field.items ? fieldsOf(field.items, `${path}.${name}`) : []),
  ]);
}

function accepts(action: Action, request: object): boolean {
  return Compile(action.request).Check(request);
}

describe('api: Actions', () => {
  test.each(actions)(
    'api: %s stands under its own name, with words for it in both languages',
    (name, action) => {
      expect(action.name).toBe(name);
      expect(action.summary.zh).toMatch(/\p{Script=Han}/u);
      expect(action.summary.en).toMatch(/^[A-Z]/);
    },
  );

  test.each(actions)('api: every field of %s has words in both languages', (_name, action) => {
    const fields = [...fieldsOf(action.request, 'request'), ...fieldsOf(action.response, 'response')];
    for (const [path, { words }] of fields) {
      expect(words?.zh, path).toMatch(/\p{Script=Han}/u);
      expect(words?.en, path).toMatch(/[A-Za-z]/);
    }
  });

  test('api: names of JavaScript are no Actions', () => {
    for (const name of ['constructor', '__proto__', 'toString', '', 'sendUVMSMessage']) {
      expect(isActionName(name)).toBe(false);
    }
    expect(isActionName('SendUVMSMessage')).toBe(true);
  });
});

describe('api: SendUVMSMessage', () => {
  const least = { CalledNumber: '+8613800000200', TemplateId: 'UVVT1' };

  test.each(['+8613800000200', '+12025550123', '+6591234567'])(
    'api: CalledNumber %s is E.164',
    (CalledNumber) => {
      expect(accepts(ACTIONS.SendUVMSMessage, { ...least, CalledNumber })).toBe(true);
    },
  );

  test.each([
    '13800000200',
    '+0138000002',
    '+86 13800000200',
    '+1234567890123456',
    '+86',
    '+8613800000200\n',
    '',
  ])('api: CalledNumber %j is not', (CalledNumber) => {
    expect(accepts(ACTIONS.SendUVMSMessage, { ...least, CalledNumber })).toBe(false);
  });

  test.each(['', 'order-1', '订单 12', 'é#*09', '一'.repeat(32)])('api: UserId %j is taken', (UserId) => {
    expect(accepts(ACTIONS.SendUVMSMessage, { ...least, UserId })).toBe(true);
  });

  test.each(['a"b', "a'b", '“a”', '😀', '👨‍👩‍👧', '🇨🇳', '1️⃣', 'a\u0007', 'x'.repeat(33)])(
    'api: UserId %j has a quote, an emoji, a control character or more than 32 characters',
    (UserId) => {
      expect(accepts(ACTIONS.SendUVMSMessage, { ...least, UserId })).toBe(false);
    },
  );

  test('api: GroupType is 1 or 2, DispatchRule 0 or 1', () => {
    for (const GroupType of [1, 2])
      expect(accepts(ACTIONS.SendUVMSMessage, { ...least, GroupType })).toBe(true);
    for (const GroupType of [0, 3])
      expect(accepts(ACTIONS.SendUVMSMessage, { ...least, GroupType })).toBe(false);
    for (const DispatchRule of [0, 1])
      expect(accepts(ACTIONS.SendUVMSMessage, { ...least, DispatchRule })).toBe(true);
    expect(accepts(ACTIONS.SendUVMSMessage, { ...least, DispatchRule: 2 })).toBe(false);
  });
});
