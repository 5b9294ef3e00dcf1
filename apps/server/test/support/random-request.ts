import type { Action } from '@herald/contract';
import fc, { type Arbitrary } from 'fast-check';
import { type Field, fieldsOf } from './generated-request.ts';
import type { Ids } from './owners-steps.ts';

/** What has been trouble somewhere: quotes, patterns, formats, bounds of types, signs that are more than one. */
const NASTY = [
  "'; --",
  '%_\\',
  '{1}{2}',
  '../../etc/passwd',
  'null',
  '-1',
  '1e400',
  '0.00001',
  '9'.repeat(30),
  '2026-02-30',
  '999.999.999.999',
  '::ffff:10.0.0.1%eth0',
  'http://[::1',
  '00000000-0000-4000-8000-000000000000',
  '传话\u202e\u200b',
  '👨‍👩‍👧‍👦🏳️‍🌈',
  'e\u0301\u0327',
  '\r\nX: y\t',
];
const LONGEST = 200;
const GREATEST = Number.MAX_SAFE_INTEGER;

/** A request of an Action as flat texts: its required fields, and others or not; most values fit, some do not. */
export function randomRequest(action: Action, ids: Ids): Arbitrary<Record<string, string>> {
  const required = new Set<string>(action.request.required ?? []);
  const fields = Object.fromEntries(
    fieldsOf(action).map(([name, field]) => {
      const value = textsOf(name, field, ids);
      return [name, required.has(name) ? value : fc.option(value, { nil: undefined, freq: 2 })];
    }),
  );
  return fc.record(fields).map((values) => {
    const texts: Record<string, string> = { Action: action.name };
    for (const [name, value] of Object.entries(values)) {
      if (typeof value === 'string') texts[name] = value;
      else for (const [index, one] of (value ?? []).entries()) texts[`${name}.${index}`] = one;
    }
    return texts;
  });
}

function textsOf(name: string, field: Field, ids: Ids): Arbitrary<string | string[]> {
  if (field.type !== 'array') return textOf(name, field, ids);
  const { items = {}, minItems: minLength = 0, maxItems = 3 } = field;
  return fc.array(textOf(name, items, ids), { minLength, maxLength: Math.min(maxItems, minLength + 3) });
}

function textOf(name: string, field: Field, ids: Ids): Arbitrary<string> {
  if (field.enum) return fc.constantFrom(...field.enum).map(String);
  switch (field.type) {
    case 'boolean':
      return fc.boolean().map(String);
    case 'integer': {
      const { minimum: min = -GREATEST, maximum: max = GREATEST } = field;
      return fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, 0, -1)).map(String);
    }
    case 'number':
      return fc.double({ min: -1e15, max: 1e15, noNaN: true }).map((value) => value.toFixed(4));
    default:
      return fc.oneof(...stringsOf(name, field, ids));
  }
}

function stringsOf(name: string, field: Field, ids: Ids): Arbitrary<string>[] {
  const { pattern, minLength = 0, maxLength = LONGEST, examples = [] } = field;
  const known = [ids[name] ?? [], examples].flat().map(String);
  const fitting =
    pattern === undefined
      ? fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, LONGEST) })
      : fc.stringMatching(new RegExp(pattern, 'u'));
  return [
    fitting.map((text) => text.replaceAll('\0', '')),
    fc.constantFrom(...NASTY),
    ...(known.length > 0 ? [fc.constantFrom(...known)] : []),
  ];
}
