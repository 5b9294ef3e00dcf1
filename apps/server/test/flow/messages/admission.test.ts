import { RET_CODES } from '@herald/contract';
import { describe, expect, test } from 'vitest';
import {
  clauseOf,
  type Facts,
  judge,
  packTrail,
  type SendRequest,
  unpackTrail,
} from '../../../src/flow/messages/admission.ts';
import type { Narrowing } from '../../../src/modules/compliance/index.ts';
import { attribute, timeZonesOf } from '../../../src/platform/attribution.ts';
import { TEN_IN_BEIJING } from '../../support/database.ts';
import { codeTemplate, noticeTemplate, sendFacts, sendRequest } from '../../support/send-request.ts';

const HOUR = 3_600_000;
/** Every rule, in the order in which it is told. */
const RULES = [
  'account',
  'agreement',
  'enterprise',
  'test-mode',
  'project',
  'called-number',
  'destination',
  'template',
  'app',
  'capability',
  'values',
  'content',
  'number',
  'window',
  'narrowing',
  'refusal',
  'frequency',
  'attention',
  'send-cap',
  'queue',
  'funds',
  'spending',
];
const day = { ...codeTemplate, allDay: false };
const active = sendFacts().account;

interface Case {
  title: string;
  rule: string;
  request?: Partial<SendRequest>;
  facts?: Partial<Facts>;
  /** Name of the refusal; absent: the rule lets it pass. */
  refuses?: keyof typeof RET_CODES;
}

const ABROAD = '+12125550100';
/** A callee in New York, in a country that the account has opened. */
const abroad = (change: Partial<Facts>): Partial<Facts> => ({
  callee: attribute(ABROAD),
  zones: timeZonesOf(ABROAD),
  destinations: new Set(['US']),
  account: { ...active, capabilities: [...active.capabilities, 'international'] },
  prices: [{ purpose: 1, groupType: 1, prefix: '+1', amount: 8000n, stepSeconds: 0 }],
  ...change,
});
const order = (change: Partial<Narrowing>): Narrowing => ({
  narrowingId: 'n',
  hours: undefined,
  purposes: [],
  countries: [],
  cityCodes: [],
  prefixes: [],
  shown: [],
  reason: 'by law',
  clause: '8.2',
  since: new Date(0),
  until: undefined,
  ...change,
});
const own = { exclusiveNumbers: ['+862151869999'] };
const CASES: Case[] = [
  { title: '5.2 an active account passes', rule: 'account' },
  {
    title: '5.2 a suspended account is refused',
    rule: 'account',
    facts: { account: { ...active, status: 'suspended' } },
    refuses: 'ACCOUNT_SUSPENDED',
  },
  {
    title: '12.5 a terminated account is refused',
    rule: 'account',
    facts: { account: { ...active, status: 'terminated' } },
    refuses: 'ACCOUNT_SUSPENDED',
  },
  {
    title: 'preamble an account that never accepted the agreement is refused',
    rule: 'agreement',
    facts: { account: { ...active, agreementVersion: null } },
    refuses: 'AGREEMENT_NOT_ACCEPTED',
  },
  {
    title: '12.3 until its service ends an account that refused a change passes',
    rule: 'agreement',
    facts: { account: { ...active, serviceEndsAt: new Date(TEN_IN_BEIJING + 1) } },
  },
  {
    title: '12.3 from then on it is refused',
    rule: 'agreement',
    facts: { account: { ...active, serviceEndsAt: new Date(TEN_IN_BEIJING) } },
    refuses: 'SERVICE_ENDED',
  },
  { title: '4.2.1 an approved enterprise passes', rule: 'enterprise' },
  {
    title: '4.2.1 without one nothing is sent',
    rule: 'enterprise',
    facts: { account: { ...active, enterpriseApproved: false } },
    refuses: 'ENTERPRISE_NOT_APPROVED',
  },
  { title: '4.3.4 a send that is no test passes', rule: 'test-mode' },
  {
    title: '4.3.4 a test to a test callee passes',
    rule: 'test-mode',
    request: { testMode: true },
    facts: { testCallee: true },
  },
  {
    title: '4.3.4 a test to anybody else is refused',
    rule: 'test-mode',
    request: { testMode: true },
    refuses: 'TEST_CALLEE_UNKNOWN',
  },
  { title: '4.3.5 a key sends any template of its account', rule: 'app' },
  {
    title: '4.3.5 an app sends its own',
    rule: 'app',
    request: { appId: 'UVAP1' },
    facts: { template: { ...codeTemplate, appId: 'UVAP1' }, usableApps: new Set(['UVAP1']) },
  },
  {
    title: '4.2.5 a key sends an app’s',
    rule: 'app',
    facts: { template: { ...codeTemplate, appId: 'UVAP1' }, usableApps: new Set(['UVAP1']) },
  },
  {
    title: '4.2.5 nobody sends those of an app that is disabled, deleted or not approved',
    rule: 'app',
    facts: { template: { ...codeTemplate, appId: 'UVAP1' }, usableApps: new Set(['UVAP2']) },
    refuses: 'APP_NOT_USABLE',
  },
  {
    title: '4.3.5 not another app’s',
    rule: 'app',
    request: { appId: 'UVAP1' },
    facts: { template: { ...codeTemplate, appId: 'UVAP2' } },
    refuses: 'APP_TEMPLATE_FOREIGN',
  },
  {
    title: '4.3.5 nor those of internal production',
    rule: 'app',
    request: { appId: 'UVAP1' },
    refuses: 'APP_TEMPLATE_FOREIGN',
  },
  { title: 'api: no project is asked for', rule: 'project' },
  {
    title: 'api: a project of the account passes',
    rule: 'project',
    request: { projectId: 'p' },
    facts: { projectKnown: true },
  },
  {
    title: 'api: an unknown project is refused',
    rule: 'project',
    request: { projectId: 'p' },
    refuses: 'PROJECT_UNKNOWN',
  },
  { title: '2.1 a mainland number passes', rule: 'called-number' },
  {
    title: 'api: a number without plus is refused',
    rule: 'called-number',
    request: { calledNumber: '13800000200' },
    facts: { callee: attribute('13800000200') },
    refuses: 'CALLED_NUMBER_INVALID',
  },
  {
    title: '2.1 a destination abroad that the account has not opened is refused',
    rule: 'destination',
    request: { calledNumber: ABROAD },
    facts: abroad({ destinations: new Set(['GB']) }),
    refuses: 'DESTINATION_NOT_ENABLED',
  },
  {
    title: '1.1 one that it has opened, but the capability was taken away',
    rule: 'destination',
    request: { calledNumber: ABROAD },
    facts: abroad({ account: active }),
    refuses: 'CAPABILITY_MISSING',
  },
  {
    title: '2.1 one that it has opened passes',
    rule: 'destination',
    request: { calledNumber: ABROAD },
    facts: abroad({}),
  },
  {
    title: 'rules: what costs more than the ceiling is not called',
    rule: 'spending',
    request: { calledNumber: ABROAD },
    facts: abroad({ spending: { dailyCap: 1_000_000n, spent: 0n, priceCeiling: 7999n } }),
    refuses: 'PRICE_ABOVE_CEILING',
  },
  {
    title: 'rules: a day’s spending abroad ends at its cap',
    rule: 'spending',
    request: { calledNumber: ABROAD },
    facts: abroad({ spending: { dailyCap: 100_000n, spent: 92_001n, priceCeiling: 8000n } }),
    refuses: 'SPEND_CAP_REACHED',
  },
  {
    title: 'rules: and not before',
    rule: 'spending',
    request: { calledNumber: ABROAD },
    facts: abroad({ spending: { dailyCap: 100_000n, spent: 92_000n, priceCeiling: 8000n } }),
  },
  {
    title: 'rules: a package of the mainland pays for no call abroad',
    rule: 'funds',
    request: { calledNumber: ABROAD },
    facts: abroad({ purses: [{ ledgerAccount: 'package:P', commodity: 'code.random', available: 9n }] }),
    refuses: 'FUNDS_INSUFFICIENT',
  },
  {
    title: 'rules: the hours are those at the callee',
    rule: 'window',
    request: { calledNumber: ABROAD },
    facts: abroad({ template: day }), // 22:00 in New York
    refuses: 'OUT_OF_WINDOW',
  },
  {
    title: '5.4 what the operator has stopped is refused with the reason',
    rule: 'narrowing',
    facts: { narrowings: [order({ cityCodes: ['010'] })] },
    refuses: 'NARROWED',
  },
  {
    title: '8.2 within the hours that are left it passes',
    rule: 'narrowing',
    facts: { narrowings: [order({ hours: { opens: 600, closes: 601 } })] },
  },
  {
    title: '8.2 outside of them it is refused',
    rule: 'narrowing',
    facts: { narrowings: [order({ hours: { opens: 601, closes: 700 } })] },
    refuses: 'NARROWED',
  },
  {
    title: '5.4 an order for other purposes, countries, numbers concerns nobody else',
    rule: 'narrowing',
    facts: {
      narrowings: [order({ purposes: [2] }), order({ countries: ['US'] }), order({ prefixes: ['+86139'] })],
    },
  },
  { title: '4.2.7 b an approved template passes', rule: 'template' },
  {
    title: 'api: no such template is refused',
    rule: 'template',
    facts: { template: undefined },
    refuses: 'TEMPLATE_NOT_FOUND',
  },
  ...([0, 1, 3, 4] as const).map(
    (status): Case => ({
      title: `4.2.7 b a template in status ${status} is refused`,
      rule: 'template',
      facts: { template: { ...codeTemplate, status } },
      refuses: 'TEMPLATE_NOT_APPROVED',
    }),
  ),
  { title: '2.1 a granted capability passes', rule: 'capability' },
  {
    title: '2.1 a code without its capability is refused',
    rule: 'capability',
    facts: { account: { ...active, capabilities: ['notification'] } },
    refuses: 'CAPABILITY_MISSING',
  },
  {
    title: '2.1 a notice without its capability is refused',
    rule: 'capability',
    facts: { template: noticeTemplate, account: { ...active, capabilities: ['verification-code'] } },
    refuses: 'CAPABILITY_MISSING',
  },
  { title: 'rules: a code of letters and digits passes', rule: 'values' },
  {
    title: 'api: too few values are refused',
    rule: 'values',
    request: { values: [] },
    refuses: 'TEMPLATE_PARAMS_COUNT',
  },
  {
    title: 'rules: a code of seven is refused',
    rule: 'values',
    request: { values: ['1234567'] },
    refuses: 'CODE_VALUE_INVALID',
  },
  {
    title: '4.2.2 plain words in a value pass',
    rule: 'content',
    request: { values: ['王先生'] },
    facts: { template: noticeTemplate },
  },
  {
    title: '4.2.2 a forbidden word in a value is refused',
    rule: 'content',
    request: { values: ['六合彩'] },
    facts: { template: noticeTemplate },
    refuses: 'VALUE_SCREENED',
  },
  {
    title: '4.2.2 a link in a notice is refused',
    rule: 'values',
    request: { values: ['http://x.cn'] },
    facts: { template: noticeTemplate },
    refuses: 'VALUE_INVALID',
  },
  { title: 'rules: the random group passes', rule: 'number' },
  {
    title: 'rules: an exclusive number of the account passes, with or without its plus',
    rule: 'number',
    request: { fromNumber: '862151869999' },
    facts: own,
  },
  {
    title: 'rules: the exclusive group without a number takes one of the account',
    rule: 'number',
    request: { groupType: 2 },
    facts: own,
  },
  {
    title: 'api: the exclusive group of an account without numbers is refused',
    rule: 'number',
    request: { groupType: 2 },
    refuses: 'FROM_NUMBER_MISSING',
  },
  {
    title: 'api: a number of somebody else is refused',
    rule: 'number',
    request: { fromNumber: '+862151868888' },
    facts: own,
    refuses: 'FROM_NUMBER_UNKNOWN',
  },
  {
    title: 'rules: a number of the account’s own that has expired is refused, and why is said',
    rule: 'number',
    request: { fromNumber: '+862151867777' },
    facts: { ...own, restingNumbers: new Map([['+862151867777', 'expired']]) },
    refuses: 'FROM_NUMBER_RESTING',
  },
  {
    title: 'api: the random group with a number is refused',
    rule: 'number',
    request: { groupType: 1, fromNumber: '+862151869999' },
    facts: own,
    refuses: 'GROUP_TYPE_CONFLICT',
  },
  { title: 'rules: inside the window passes', rule: 'window', facts: { template: day } },
  {
    title: 'rules: outside the window is refused',
    rule: 'window',
    facts: { template: day, now: TEN_IN_BEIJING + 10 * HOUR },
    refuses: 'OUT_OF_WINDOW',
  },
  {
    title: 'rules: outside the window passes where the sender has it held',
    rule: 'window',
    request: { holdForWindow: true },
    facts: { template: day, now: TEN_IN_BEIJING + 10 * HOUR },
  },
  {
    title: 'rules: an all-day template passes at night',
    rule: 'window',
    facts: { now: TEN_IN_BEIJING + 15 * HOUR },
  },
  { title: '4.3.2 a callee who refused nobody passes', rule: 'refusal' },
  {
    title: '4.3.2 a callee who refused is not called',
    rule: 'refusal',
    facts: { calleeRefuses: true },
    refuses: 'CALLEE_REFUSES',
  },
  {
    title: '4.2.8 the second code in a minute is refused',
    rule: 'frequency',
    facts: { recent: [TEN_IN_BEIJING - 59_999] },
    refuses: 'FREQUENCY_EXCEEDED',
  },
  {
    title: '4.2.8 a minute later it passes',
    rule: 'frequency',
    facts: { recent: [TEN_IN_BEIJING - 60_000] },
  },
  {
    title: '4.2.8 the callee’s last call of the day passes; codes do not use up what notices may',
    rule: 'attention',
    facts: { attention: { used: { 1: 99, 2: 20 }, budgets: { 1: 100, 2: 20 } } },
  },
  {
    title: '4.2.8 one call more over all customers is refused',
    rule: 'attention',
    facts: { attention: { used: { 1: 100, 2: 0 }, budgets: { 1: 100, 2: 20 } } },
    refuses: 'ATTENTION_SPENT',
  },
  { title: '4.2.5 an account under no restriction passes', rule: 'send-cap' },
  {
    title: '4.2.5 what a restriction leaves of a day is used up',
    rule: 'send-cap',
    facts: {
      capped: {
        caps: [{ clause: '5.2', perMinute: 10, perDay: 100 }],
        sent: { lastMinute: 0, today: 100 },
      },
    },
    refuses: 'SEND_CAPPED',
  },
  { title: 'rules: a queue with room passes', rule: 'queue' },
  {
    title: 'rules: a full queue is refused',
    rule: 'queue',
    facts: { queueFullAt: 5 },
    refuses: 'QUEUE_FULL',
  },
  { title: '3.6 a balance that covers it passes', rule: 'funds' },
  {
    title: '3.6 a balance that does not is refused',
    rule: 'funds',
    facts: { purses: [{ ledgerAccount: 'cash', commodity: 'CNY', available: 999n }] },
    refuses: 'FUNDS_INSUFFICIENT',
  },
  {
    title: '3.6 an account that never paid is refused',
    rule: 'funds',
    facts: { purses: [] },
    refuses: 'FUNDS_INSUFFICIENT',
  },
  {
    title: '3.2 no price in force is refused',
    rule: 'funds',
    facts: { prices: [] },
    refuses: 'PRICE_MISSING',
  },
  {
    title: '3.6 a package of the kind pays where there is no price',
    rule: 'funds',
    facts: {
      prices: [],
      purses: [{ ledgerAccount: 'package:p', commodity: 'code.random', available: 1n, expiresAt: 1 }],
    },
  },
  {
    title: '3.6 a package of another kind does not',
    rule: 'funds',
    facts: {
      prices: [],
      purses: [{ ledgerAccount: 'package:p', commodity: 'notice.random', available: 9n, expiresAt: 1 }],
    },
    refuses: 'PRICE_MISSING',
  },
];

describe('each rule alone', () => {
  test.each(CASES)('$title', ({ rule, request, facts, refuses }) => {
    const { verdicts, refusals, admitted } = judge(sendRequest(request), sendFacts(facts));
    expect(verdicts.find((verdict) => verdict.rule === rule)).toMatchObject(
      refuses ? { verdict: 'refuse', detail: refuses } : { verdict: 'pass' },
    );
    // Only the rule in question refuses: the others had nothing against it.
    expect(verdicts.filter((verdict) => verdict.verdict === 'refuse')).toHaveLength(refuses ? 1 : 0);
    expect(refusals[0]?.refusal.name).toBe(refuses);
    expect(admitted === undefined).toBe(refuses !== undefined);
  });

  test('product: every rule has a case that passes and one that refuses, and a clause', () => {
    for (const rule of RULES) {
      const of = CASES.filter((one) => one.rule === rule);
      expect(of.some((one) => one.refuses === undefined)).toBe(true);
      expect(of.some((one) => one.refuses)).toBe(true);
      expect(clauseOf(rule)).not.toBe('');
    }
    expect(clauseOf('toString')).toBe('rules');
  });
});

describe('all rules together', () => {
  const hopeless = sendRequest({
    projectId: 'p',
    calledNumber: '+1',
    values: [],
    groupType: 2,
  });
  const facts = sendFacts({
    callee: attribute('+1'),
    account: {
      ...active,
      status: 'suspended',
      capabilities: [],
      enterpriseApproved: false,
      agreementVersion: null,
    },
    template: day,
    now: TEN_IN_BEIJING + 10 * HOUR,
    calleeRefuses: true,
    recent: [TEN_IN_BEIJING + 10 * HOUR],
    queueFullAt: 5,
    attention: { used: { 1: 100, 2: 20 }, budgets: { 1: 100, 2: 20 } },
    capped: {
      caps: [{ clause: '4.3.6', perMinute: 1, perDay: undefined }],
      sent: { lastMinute: 1, today: 1 },
    },
  });

  test('product: all are judged, in one order, also after the first refusal', () => {
    const { verdicts } = judge(hopeless, facts);
    expect(verdicts.map((verdict) => verdict.rule)).toEqual(RULES);
    expect(verdicts.filter((verdict) => verdict.verdict === 'refuse').map((verdict) => verdict.rule)).toEqual(
      RULES.filter(
        (rule) =>
          ![
            'test-mode',
            'destination',
            'template',
            'app',
            'content',
            'narrowing',
            'funds',
            'spending',
          ].includes(rule),
      ),
    );
  });

  test('product: the first that refuses is what the caller is told', () => {
    expect(judge(hopeless, facts).refusals[0]?.refusal.name).toBe('ACCOUNT_SUSPENDED');
    expect(judge(hopeless, { ...facts, account: active }).refusals[0]?.refusal.name).toBe('PROJECT_UNKNOWN');
    expect(
      judge({ ...hopeless, projectId: undefined }, { ...facts, account: active }).refusals[0]?.refusal.name,
    ).toBe('CALLED_NUMBER_INVALID');
  });

  test('product: without a template, what depends on it is skipped and not refused', () => {
    const { verdicts } = judge(sendRequest(), sendFacts({ template: undefined }));
    expect(verdicts.filter((verdict) => verdict.verdict === 'skip').map((verdict) => verdict.rule)).toEqual([
      'app',
      'capability',
      'values',
      'content',
      'window',
      'narrowing',
      'frequency',
      'attention',
      'funds',
      'spending',
    ]);
  });

  test('product: pure: neither request nor facts are changed, and the same gives the same', () => {
    const frozen = Object.freeze(
      sendFacts({ recent: Object.freeze([TEN_IN_BEIJING - 86_000_000]) as number[] }),
    );
    for (const purse of frozen.purses) Object.freeze(purse);
    const request = Object.freeze(sendRequest());
    expect(judge(request, frozen)).toEqual(judge(request, frozen));
  });

  test('product: every refusal is a row of the error table, with every place of its text filled', () => {
    for (const { request, facts: changed, refuses } of CASES) {
      if (!refuses) continue;
      const refusal = judge(sendRequest(request), sendFacts(changed)).refusals[0]?.refusal;
      const places = [...RET_CODES[refuses].en.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(refusal?.details ?? {})).toEqual(expect.arrayContaining(places));
    }
  });
});

describe('what is accepted', () => {
  test('3.6 a code reserves one message, a notice every minute that it may last', () => {
    expect(judge(sendRequest(), sendFacts()).admitted?.funding.reserved).toBe(1000n);
    const long = judge(
      sendRequest({ values: ['长'.repeat(300)] }),
      sendFacts({ template: noticeTemplate }),
    ).admitted;
    expect(long?.units).toBeGreaterThan(1n);
    expect(long?.funding.reserved).toBe((long?.units ?? 0n) * 1200n);
    expect(long?.maxTalkSeconds).toBe(Number(long?.units) * 60);
  });

  test('3.6 the package that expires first pays before the balance', () => {
    const purses = [
      { ledgerAccount: 'cash', commodity: 'CNY', available: 9000n },
      { ledgerAccount: 'package:late', commodity: 'code.random', available: 9n, expiresAt: 20 },
      { ledgerAccount: 'package:soon', commodity: 'code.random', available: 9n, expiresAt: 10 },
    ];
    expect(judge(sendRequest(), sendFacts({ purses })).admitted?.funding.parts).toEqual([
      { ledgerAccount: 'package:soon', amount: 1n },
    ]);
  });

  test.each([
    ['rules: a code is of use for five minutes', codeTemplate, 10, 10, 10 + 5 / 60],
    ['rules: a notice for a day', noticeTemplate, 10, 10, 34],
    ['rules: inside the window: until it closes', { ...noticeTemplate, allDay: false }, 19, 19, 20],
    ['rules: from the minute it opens', { ...noticeTemplate, allDay: false }, 8, 8, 20],
    ['rules: held before it opens: that day', { ...noticeTemplate, allDay: false }, 7, 8, 20],
    ['rules: held after it closed: the next day', { ...noticeTemplate, allDay: false }, 20, 32, 44],
  ])('%s', (_title, template, now, due, expires) => {
    const hour = (hours: number) => TEN_IN_BEIJING + (hours - 10) * HOUR;
    const { admitted } = judge(sendRequest({ holdForWindow: true }), sendFacts({ template, now: hour(now) }));
    expect(admitted).toMatchObject({ dueAt: hour(due), expiresAt: hour(expires) });
  });

  test('product: the trail that is stored reads back as it was', () => {
    const { verdicts } = judge(sendRequest(), sendFacts({ template: undefined, calleeRefuses: true }));
    expect(unpackTrail(packTrail(verdicts))).toEqual(verdicts);
  });
});
