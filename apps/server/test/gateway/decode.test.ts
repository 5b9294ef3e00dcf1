import { defineAction } from '@herald/contract';
import { Type } from 'typebox';
import { describe, expect, test } from 'vitest';
import { compileDecoder } from '../../src/gateway/decode.ts';
import { createTestGateway, postForm, signed } from './support.ts';

const SEND = { Action: 'SendUVMSMessage', CalledNumber: '+8613800000200', TemplateId: 't' };
const RECORDS = { Action: 'GetUVMSSendRecord' };

async function decoded(parameters: Record<string, string>): Promise<unknown> {
  const gateway = createTestGateway();
  const answer = await postForm(gateway, signed(parameters));
  expect(answer.Message ?? 'accepted').toBe('accepted');
  return gateway.desk.calls[0]?.request;
}

async function refused(parameters: Record<string, string>): Promise<string> {
  const answer = await postForm(createTestGateway(), signed(parameters), { 'accept-language': 'en' });
  return `${answer.RetCode} ${answer.Message}`;
}

describe('api: texts become what the schema says', () => {
  test('api: integers, choices, defaults', async () => {
    const request = { ...RECORDS, Page: '3', Purpose: '2', OrderType: 'asc', StartTime: '1700000000' };
    expect(await decoded(request)).toEqual({
      Page: 3,
      NumPerPage: 10,
      OrderBy: 'call_start_time',
      OrderType: 'asc',
      StartTime: 1_700_000_000,
      Purpose: 2,
    });
  });

  test('api: booleans and arrays', async () => {
    const request = { ...SEND, 'TemplateParams.1': 'b', 'TemplateParams.0': '', DryRun: 'false' };
    expect(await decoded(request)).toMatchObject({ TemplateParams: ['', 'b'], DryRun: false });
  });

  test('api: an empty optional parameter counts as absent, as SDKs send it', async () => {
    const request = { ...SEND, FromNumber: '', GroupType: '', ClientToken: '', DryRun: '' };
    expect(await decoded(request)).toEqual({
      CalledNumber: '+8613800000200',
      TemplateId: 't',
      DispatchRule: 0,
      HoldForWindow: false,
      TestMode: false,
      DryRun: false,
    });
  });

  test('api: an empty required parameter is a value: it stops the receipt push', async () => {
    expect(await decoded({ Action: 'UpdateUVMSReceiptUrl', Url: '' })).toEqual({ Url: '' });
  });
});

describe('api: a bad parameter is named, with what is wrong and what to do', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'missing',
      { Action: 'SendUVMSMessage', TemplateId: 't' },
      /^18003 The parameter CalledNumber .*it is missing/,
    ],
    ['empty', { ...SEND, TemplateId: '' }, /^18003 .*TemplateId is invalid: it is empty/],
    ['no integer', { ...RECORDS, Page: '1.5' }, /^18003 .*Page is invalid: it is not an integer/],
    ['no integer', { ...RECORDS, Page: '1e3' }, /^18003 .*Page .*not an integer/],
    ['no integer', { ...RECORDS, Page: ' 1' }, /^18003 .*Page .*not an integer/],
    ['beyond 2^53', { ...RECORDS, StartTime: '9007199254740993' }, /^18003 .*StartTime .*not an integer/],
    ['too small', { ...RECORDS, Page: '-1' }, /^18003 .*Page .*below 0/],
    ['too big', { ...RECORDS, NumPerPage: '101' }, /^18003 .*NumPerPage .*above 100/],
    ['no boolean', { ...SEND, DryRun: 'yes' }, /^18003 .*DryRun .*neither true nor false/],
    ['no choice', { ...RECORDS, OrderType: 'up' }, /^18003 .*OrderType .*none of asc, desc/],
    ['no choice', { ...SEND, GroupType: '3' }, /^18003 .*GroupType .*none of 1, 2/],
    ['too long', { ...SEND, ClientToken: 'x'.repeat(65) }, /^18003 .*ClientToken .*more than 64 characters/],
    ['wrong form', { ...RECORDS, BrevityCode: 'cn' }, /^18003 .*BrevityCode .*not in the expected form/],
    [
      'too long an item',
      { ...SEND, 'TemplateParams.0': 'x'.repeat(1001) },
      /TemplateParams\.0 .*more than 1000 characters/,
    ],
    [
      'an array as one text',
      { ...SEND, TemplateParams: 'a' },
      /TemplateParams is invalid: it is not an array/,
    ],
    [
      'a list that counts from 1',
      { ...SEND, 'TemplateParams.1': 'a' },
      /TemplateParams\.0 is invalid: it is missing/,
    ],
    [
      'a gap',
      { ...SEND, 'TemplateParams.0': 'a', 'TemplateParams.2': 'c' },
      /TemplateParams\.1 is invalid: it is missing/,
    ],
    [
      'a member that is no index',
      { ...SEND, 'TemplateParams.x': 'a' },
      /TemplateParams\.0 is invalid: it is missing/,
    ],
    [
      'an own error: callee',
      { ...SEND, CalledNumber: '13800000200' },
      /^18201 CalledNumber is invalid: it is not in the expected form/,
    ],
    ['an own error: UserId', { ...SEND, UserId: '"' }, /^18006 UserId is invalid/],
    [
      'an own error: URL',
      { Action: 'UpdateUVMSReceiptUrl', Url: 'x'.repeat(1001) },
      /^18701 .*more than 1000 characters/,
    ],
  ])('api: %s: %j', async (_title, parameters, expected) => {
    expect(await refused(parameters)).toMatch(expected);
  });

  test('api: more than 100 values of an array are refused, not cut', async () => {
    const values = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [`TemplateParams.${index}`, 'x']),
    );
    expect(await refused({ ...SEND, ...values })).toMatch(/^18003 .*TemplateParams .*more than 100 items/);
  });

  test('api: in Chinese by default', async () => {
    const answer = await postForm(createTestGateway(), signed({ ...RECORDS, Page: '-1' }));
    expect(answer.Message).toBe('参数 Page 不正确：不能小于 0。请对照 /docs 修改后重试。');
  });
});

test('api: a required array that is not there is named', () => {
  const prices = Type.Array(Type.String());
  const decode = compileDecoder(
    defineAction({
      name: 'PublishUVMSPriceBook',
      summary: { zh: '', en: '' },
      permission: 'uvms:read',
      request: Type.Object({ Prices: prices }),
      response: Type.Object({}),
      errors: [],
    }),
  );
  expect(() => decode(new Map())).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ name: 'Prices' }) }),
  );
});

test('api: a schema that cannot come over the wire is refused when the gateway is made', () => {
  const action = defineAction({
    name: 'Nested',
    summary: { zh: '嵌套', en: 'Nested' },
    permission: 'uvms:read',
    request: Type.Object({ Deep: Type.Object({ A: Type.String() }) }),
    response: Type.Object({}),
    errors: [],
  });
  expect(() => compileDecoder(action)).toThrow('Deep');
});
