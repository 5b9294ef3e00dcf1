import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalString,
  decimalText,
  flatten,
  HeraldError,
  numberText,
  type ParameterValue,
} from '../src/index.ts';

const PUBLIC_KEY = 'ucloudsomeone@example.com1296235120854146120';
const PRIVATE_KEY = '46f09bb9fab4f12dfc160dae12273d5332b5debe';

function texts(parameters: { readonly [name: string]: ParameterValue }): Map<string, string> {
  const map = new Map<string, string>();
  flatten(parameters, { add: (name, text) => map.set(name, text) });
  return map;
}

function signature(parameters: { readonly [name: string]: ParameterValue }): string {
  return createHash('sha1')
    .update(canonicalString(texts(parameters), PRIVATE_KEY))
    .digest('hex');
}

describe('api: signature', () => {
  test('api: vector 1', () => {
    const request = { Action: 'DescribeUHostInstance', Region: 'cn-bj2', Limit: 10, PublicKey: PUBLIC_KEY };
    expect(signature(request)).toBe('cba5cf5ec4d4233d206b1b54951e3787350a642f');
  });

  test('api: vector 2', () => {
    const request = {
      Action: 'CreateUHostInstance',
      CPU: 2,
      ChargeType: 'Month',
      DiskSpace: 10,
      ImageId: 'f43736e1-65a5-4bea-ad2e-8a46e18883c2',
      LoginMode: 'Password',
      Memory: 2048,
      Name: 'Host01',
      Password: 'VUNsb3VkLmNu',
      Quantity: 1,
      Region: 'cn-bj2',
      Zone: 'cn-bj2-04',
      PublicKey: PUBLIC_KEY,
    };
    expect(signature(request)).toBe('4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65');
  });

  test('api: Signature itself is left out, PublicKey is in', () => {
    const map = new Map([
      ['Signature', 'ab'],
      ['PublicKey', 'pk'],
      ['Action', 'A'],
    ]);
    expect(canonicalString(map, 'secret')).toBe('ActionAPublicKeypksecret');
  });

  test('api: arrays and nested objects are flattened, null is left out', () => {
    const request = {
      TemplateParams: ['3A90F1', 7],
      A: [{ B: true, C: { D: 1.5 } }],
      Gone: null,
      Also: undefined,
    };
    expect([...texts(request)]).toEqual([
      ['TemplateParams.0', '3A90F1'],
      ['TemplateParams.1', '7'],
      ['A.0.B', 'true'],
      ['A.0.C.D', '1.5'],
    ]);
  });

  test('api: the order of the parameters does not matter, but every name and value does', () => {
    const request = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { minKeys: 1, maxKeys: 20 });
    fc.assert(
      fc.property(request, fc.string(), (parameters, key) => {
        const entries = Object.entries(parameters).filter(([name]) => name !== 'Signature');
        const there = canonicalString(new Map(entries), key);
        expect(canonicalString(new Map(entries.toReversed()), key)).toBe(there);
        for (const [name, value] of entries) expect(there).toContain(name + value);
        expect(there.length).toBe(entries.flat().join('').length + key.length);
      }),
    );
  });

  test('api: a request as JSON values and as the texts of a form sign alike', () => {
    const value = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.maxSafeInteger(),
      fc.array(fc.string(), { maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z][A-Za-z]{0,9}$/), value), (request) => {
        const form = Object.fromEntries(texts(request));
        expect(signature(form)).toBe(signature(request));
      }),
    );
  });

  test('api: nesting is bounded, so that no body can exhaust the stack', () => {
    let deep: ParameterValue = 'x';
    for (let level = 0; level < 9; level++) deep = [deep];
    expect(() => texts({ A: deep })).toThrow(HeraldError);
    expect(() => texts({ A: (deep as readonly ParameterValue[])[0] ?? '' })).not.toThrow();
  });

  test('api: flatten tells when an integer was too big to be exact', () => {
    const sink = { add() {} };
    expect(flatten({ A: [1, 0.1, Number.MAX_SAFE_INTEGER] }, sink)).toBe(true);
    expect(flatten({ A: ['x', { B: 2 ** 60 }] }, sink)).toBe(false);
    expect(flatten({ A: Number.POSITIVE_INFINITY }, sink)).toBe(false);
  });
});

describe('api: numbers in the signature', () => {
  test.each([
    [10, '10'],
    [10.0, '10'],
    [0.1, '0.1'],
    [-0, '0'],
    [-1.5, '-1.5'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [-2e-10, '-0.0000000002'],
    [1.7976931348623157e308, `17976931348623157${'0'.repeat(292)}`],
  ])('api: %d is written %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  test.each([
    ['12345678901234567890', '12345678901234567890'],
    ['1.0', '1'],
    ['12.50e3', '12500'],
    ['-0.0', '0'],
    ['0e5', '0'],
    ['1E400', `1${'0'.repeat(400)}`],
    ['1e401', undefined],
    ['1e99999999999', undefined],
    ['abc', undefined],
    ['', undefined],
  ])('api: the JSON number %s is written %s', (source, text) => {
    expect(decimalText(source)).toBe(text);
  });

  test('api: no number is ever written in scientific notation, and it stays the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = numberText(value);
        expect(text).toMatch(/^-?\d+(?:\.\d+)?$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
