import type { DetailsOf, RetCodeName } from '@herald/contract';
import type { FlowScript } from '../../calling/index.ts';
import type { LockedAccount } from '../../modules/accounts/index.ts';
import { standing } from '../../modules/agreements/index.ts';
import { type Narrowing, narrowed } from '../../modules/compliance/index.ts';
import {
  CNY,
  chooseFunding,
  type Funding,
  longestUnits,
  type Purse,
  unitsOf,
} from '../../modules/ledger/index.ts';
import { checkCalledNumber, RESTING_WORDS, type Resting } from '../../modules/numbers/index.ts';
import { type Price, priceFor } from '../../modules/pricing/index.ts';
import {
  capFault,
  checkFrequency,
  type FrequencyLimits,
  HOME,
  type SendCap,
  type Sent,
  type Spending,
  spendFault,
} from '../../modules/quotas/index.ts';
import { CATEGORIES, type Screener, screenValues, type ValueHit } from '../../modules/screening/index.ts';
import {
  APPROVED,
  CODE,
  checkValues,
  inWindow,
  minuteOfDay,
  type Script,
  speak,
  type Template,
  talkLimitSeconds,
  testTemplate,
  type ValuesVerdict,
  windowCloses,
  windowOpens,
} from '../../modules/templates/index.ts';
import { type Attributed, type Attribution, BEIJING_ZONE } from '../../platform/attribution.ts';
import { beijingMidnightAfter, beijingTime } from '../../platform/beijing-time.ts';
import { formatYuan } from '../../platform/money.ts';
import { type FlowTemplate, speakFlow } from '../callflows/live-flow.ts';
import { textsOf } from '../callflows/submit-flow.ts';
import { withTail } from './spoken-tail.ts';

/** What a caller asks for. */
export interface SendRequest {
  accountId: string;
  calledNumber: string;
  templateId: string;
  values: readonly string[];
  fromNumber: string | undefined;
  groupType: 1 | 2 | undefined;
  projectId: string | undefined;
  /** The app that signed; absent for keys and members. */
  appId?: string | undefined;
  /** Outside the window: hold until it opens, instead of refusing. */
  holdForWindow: boolean;
  /** 4.3.4: to a test callee of the account, before it is qualified. */
  testMode?: boolean | undefined;
}

/** All that the rules judge by, as of one moment. */
export interface Facts {
  now: number;
  account: LockedAccount;
  projectKnown: boolean;
  /** Where the called number belongs, or why there can be no such number. */
  callee: Attributed;
  template: FlowTemplate | (Template & { readonly appId?: string | undefined }) | undefined;
  /** Of the account's own, those that can be shown now. */
  exclusiveNumbers: readonly string[];
  /** The others, and why they cannot. */
  restingNumbers: ReadonlyMap<string, Resting>;
  /** Apps whose templates may be sent: approved, enabled, not deleted. */
  usableApps: ReadonlySet<string>;
  calleeRefuses: boolean;
  /** Whether the account has proved that it may ring the callee in test mode. */
  testCallee: boolean;
  /** The lexicon in force. */
  screener: Screener;
  /** Times of earlier sends to the callee with this purpose, newest first. */
  recent: readonly number[];
  frequency: FrequencyLimits;
  purses: readonly Purse[];
  prices: readonly Price[];
  /** Countries that the account has opened. */
  destinations: ReadonlySet<string>;
  /** What it may spend abroad, and has; only for a callee who is there. */
  spending: Spending | undefined;
  /** Calls that the callee has had today over all customers, by purpose, and how many there may be. */
  attention: { used: Readonly<Record<1 | 2, number>>; budgets: Readonly<Record<1 | 2, number>> };
  /** What restrictions leave the account, and what it has sent; only where there are any. */
  capped: { caps: readonly SendCap[]; sent: Sent } | undefined;
  /** Orders of the operator that stand. */
  narrowings: readonly Narrowing[];
  /** Time zones that the callee can be in. */
  zones: readonly string[];
  /** Present while the queue holds as many messages as it may. */
  queueFullAt: number | undefined;
}

export interface Verdict {
  rule: RuleName;
  verdict: 'pass' | 'refuse' | 'skip';
  detail: string;
}

/** What an accepted message will be. */
export interface Admitted {
  template: Template;
  script: Script | FlowScript;
  /** Of a flow. */
  flowVersion?: number;
  /** Longest second line; 0 where there is none. */
  lineSeconds: number;
  groupType: 1 | 2;
  fromNumber: string | undefined;
  callee: Attribution;
  funding: Funding;
  /** Messages or minutes reserved. */
  units: bigint;
  maxTalkSeconds: number;
  dueAt: number;
  expiresAt: number;
}

export interface Refusal {
  name: RetCodeName;
  details: Record<string, string | number>;
}

export interface Judgement {
  verdicts: Verdict[];
  /** Every rule that refuses; the first is what the caller is told. */
  refusals: { rule: RuleName; refusal: Refusal }[];
  admitted: Admitted | undefined;
  /** Present where nothing else stands in the way and nothing pays: what was wanted, and its price from money. */
  unpaid: Unpaid | undefined;
}

export interface Unpaid {
  purpose: 1 | 2;
  groupType: 1 | 2;
  maxTalkSeconds: number;
  unitPrice: bigint;
  stepSeconds: number;
}

/** A verification code that arrives later than this is of no use to anybody. */
const CODE_LIVES_MS = 5 * 60_000;
const NOTICE_LIVES_MS = 24 * 3_600_000;

type Ruling = { pass: string } | { skip: string } | Refusal;

const refuse = <Name extends RetCodeName>(
  name: Name,
  ...[details]: keyof DetailsOf<Name> extends never ? [] : [details: DetailsOf<Name>]
): Refusal => ({ name, details: { ...details } });

/** What earlier rules found out, for later ones. */
interface Found extends Partial<Admitted> {
  unpaid?: Unpaid;
}

/** Every rule in the order in which it is told; each with the clause (or document) that it comes from. */
const RULES = {
  account: {
    clause: '5.2',
    judge: (_request, facts) =>
      facts.account.status === 'active' ? { pass: '' } : refuse('ACCOUNT_SUSPENDED'),
  },
  agreement: {
    clause: '12.3',
    judge(_request, { account, now }) {
      const serviceEndsAt = account.serviceEndsAt?.getTime();
      const stands = standing({ agreementVersion: account.agreementVersion, serviceEndsAt }, now);
      switch (stands.state) {
        case 'not-accepted':
          return refuse('AGREEMENT_NOT_ACCEPTED');
        case 'ended':
          return refuse('SERVICE_ENDED', {
            endedZh: beijingTime(stands.endsAt, 'zh'),
            endedEn: beijingTime(stands.endsAt, 'en'),
          });
        default:
          return { pass: `version ${stands.version}` };
      }
    },
  },
  enterprise: {
    clause: '4.2.1',
    judge(request, facts) {
      if (request.testMode) return { skip: 'test mode' };
      return facts.account.enterpriseApproved ? { pass: '' } : refuse('ENTERPRISE_NOT_APPROVED');
    },
  },
  'test-mode': {
    clause: '4.3.4',
    judge(request, facts) {
      if (request.testMode) return facts.testCallee ? { pass: 'test callee' } : refuse('TEST_CALLEE_UNKNOWN');
      return testTemplate(request.templateId) ? refuse('TEST_TEMPLATE') : { pass: '' };
    },
  },
  project: {
    clause: 'api',
    judge(request, facts) {
      if (request.projectId === undefined) return { pass: '' };
      return facts.projectKnown ? { pass: '' } : refuse('PROJECT_UNKNOWN', { projectId: request.projectId });
    },
  },
  'called-number': {
    clause: '2.1',
    judge(_request, { callee }, found) {
      const verdict = checkCalledNumber(callee);
      if (!verdict.ok) return refuse('CALLED_NUMBER_INVALID', verdict.problem);
      found.callee = verdict.callee;
      return { pass: verdict.callee.brevityCode };
    },
  },
  destination: {
    clause: '2.1',
    judge(_request, { account, destinations }, found) {
      if (!found.callee) return { skip: 'no number' };
      const { brevityCode, countryCode } = found.callee;
      if (brevityCode === HOME) return { pass: HOME };
      if (!destinations.has(brevityCode)) {
        return refuse('DESTINATION_NOT_ENABLED', { destination: `${brevityCode} +${countryCode}`.trim() });
      }
      if (account.capabilities.includes('international')) return { pass: brevityCode };
      return refuseCapability(account, 'international');
    },
  },
  template: {
    clause: '4.2.7 b',
    judge(request, facts, found) {
      if (!facts.template) return refuse('TEMPLATE_NOT_FOUND', { templateId: request.templateId });
      if (facts.template.status !== APPROVED) {
        return refuse('TEMPLATE_NOT_APPROVED', { templateId: request.templateId });
      }
      found.template = facts.template;
      return { pass: facts.template.purpose === CODE ? 'code' : 'notice' };
    },
  },
  app: {
    clause: '4.3.5',
    judge(request, facts) {
      if (!facts.template) return { skip: 'no template' };
      const { appId } = facts.template;
      if (request.appId !== undefined && appId !== request.appId) {
        return refuse('APP_TEMPLATE_FOREIGN', { templateId: request.templateId });
      }
      // Internal production: a template of no app.
      if (appId === undefined) return { pass: '' };
      return facts.usableApps.has(appId) ? { pass: appId } : refuse('APP_NOT_USABLE', { appId });
    },
  },
  capability: {
    clause: '2.1',
    judge(request, facts) {
      if (!facts.template) return { skip: 'no template' };
      if (request.testMode) return { skip: 'test mode' };
      const needed = capabilitiesOf(facts.template);
      const missing = needed.find((capability) => !facts.account.capabilities.includes(capability));
      if (missing === undefined) return { pass: needed.join(', ') };
      return refuseCapability(facts.account, missing);
    },
  },
  values: {
    clause: '4.3.8',
    judge(request, _facts, found) {
      if (!found.template) return { skip: 'no template' };
      const verdict = checkValues(found.template, request.values);
      if (verdict.ok) {
        const { template } = found;
        found.script =
          'flow' in template
            ? speakFlow(template as FlowTemplate, request.values)
            : withTail(template, speak(template, request.values));
        return { pass: `${request.values.length}` };
      }
      return refuseValues(verdict);
    },
  },
  content: {
    clause: '4.2.2',
    judge(request, facts, found) {
      if (!found.template || !found.script) return { skip: 'nothing to read' };
      // Up to six letters and digits, read one by one: nothing is said by them.
      if (found.template.purpose === CODE) return { pass: 'a code' };
      const { template } = found;
      const filed = 'flow' in template ? textsOf((template as FlowTemplate).flow.graph) : template.content;
      const hit = screenValues(facts.screener, filed, request.values);
      return hit ? refuseHit(hit) : { pass: '' };
    },
  },
  number: {
    clause: 'rules',
    judge(request, facts, found) {
      const group = request.groupType ?? (request.fromNumber === undefined ? 1 : 2);
      found.groupType = group;
      if (request.testMode && group !== 1) return refuse('TEST_MODE_NUMBER');
      if (group === 1) {
        return request.fromNumber === undefined ? { pass: 'random' } : refuse('GROUP_TYPE_CONFLICT');
      }
      if (request.fromNumber === undefined) {
        return facts.exclusiveNumbers.length > 0 ? { pass: 'exclusive' } : refuse('FROM_NUMBER_MISSING');
      }
      const wanted = request.fromNumber.startsWith('+') ? request.fromNumber : `+${request.fromNumber}`;
      const resting = facts.restingNumbers.get(wanted);
      if (resting !== undefined) {
        const { zh, en } = RESTING_WORDS[resting];
        return refuse('FROM_NUMBER_RESTING', { fromNumber: wanted, whyZh: zh, whyEn: en });
      }
      if (!facts.exclusiveNumbers.includes(wanted)) {
        return refuse('FROM_NUMBER_UNKNOWN', { fromNumber: request.fromNumber });
      }
      found.fromNumber = wanted;
      return { pass: 'exclusive' };
    },
  },
  window: {
    clause: 'rules',
    judge(request, facts, found) {
      if (!found.template) return { skip: 'no template' };
      const { allDay, purpose } = found.template;
      const open = inWindow(allDay, facts.now, facts.zones);
      if (!open && !request.holdForWindow) return refuse('OUT_OF_WINDOW', { window: '8:00–20:00' });
      found.dueAt = open ? facts.now : windowOpens(allDay, facts.now, facts.zones);
      found.expiresAt = allDay
        ? found.dueAt + (purpose === CODE ? CODE_LIVES_MS : NOTICE_LIVES_MS)
        : windowCloses(found.dueAt, facts.zones);
      return { pass: allDay ? 'all day' : open ? '8:00–20:00' : 'held until 8:00' };
    },
  },
  narrowing: {
    clause: '5.4',
    judge(request, { narrowings, zones, now }, found) {
      if (!found.callee || !found.template) return { skip: 'no number or no template' };
      const { brevityCode: country, cityCode } = found.callee;
      const { purpose } = found.template;
      const message = { purpose, country, cityCode, calledNumber: request.calledNumber };
      const order = narrowed(
        narrowings,
        message,
        zones.map((zone) => minuteOfDay(zone, now)),
      );
      return order ? refuse('NARROWED', { reason: order.narrowing.reason }) : { pass: '' };
    },
  },
  refusal: {
    clause: '4.3.2',
    judge: (_request, facts) => (facts.calleeRefuses ? refuse('CALLEE_REFUSES') : { pass: '' }),
  },
  frequency: {
    clause: '4.2.8',
    judge(_request, facts, found) {
      if (!found.template) return { skip: 'no template' };
      const verdict = checkFrequency(facts.recent, facts.now, facts.frequency[found.template.purpose]);
      if (verdict.ok) return { pass: `${verdict.used} in 24 h` };
      return refuse('FREQUENCY_EXCEEDED', {
        limit: `${verdict.limit.count} / ${verdict.limit.spanMs / 1000} s`,
        waitSeconds: Math.ceil((verdict.retryAt - facts.now) / 1000),
      });
    },
  },
  attention: {
    clause: '4.2.8',
    judge(_request, { attention: { used, budgets }, zones, now }, found) {
      if (!found.template) return { skip: 'no template' };
      // What is held is counted on the day on which it is dialled.
      if (found.dueAt !== undefined && found.dueAt > now) return { pass: 'when it is due' };
      const { purpose } = found.template;
      const [limit, had] = [budgets[purpose], used[purpose]];
      if (had < limit) return { pass: `${had} of ${limit} today` };
      const waitSeconds = (24 * 60 - minuteOfDay(zones[0] ?? BEIJING_ZONE, now)) * 60;
      return refuse('ATTENTION_SPENT', { limit, waitSeconds });
    },
  },
  'send-cap': {
    clause: '4.2.5',
    judge(_request, { capped, now }) {
      if (!capped) return { pass: '' };
      const fault = capFault(capped.caps, capped.sent);
      if (!fault) return { pass: `${capped.sent.lastMinute} in 60 s, ${capped.sent.today} today` };
      const { cap, limit, per } = fault;
      const waitMs = per === 'day' ? beijingMidnightAfter(now) - now : 60_000;
      return refuse('SEND_CAPPED', {
        ...{ clause: cap.clause, limit, waitSeconds: Math.ceil(waitMs / 1000) },
        ...{ perZh: per === 'day' ? '每日' : '每分钟', perEn: per },
      });
    },
  },
  queue: {
    clause: 'rules',
    judge: (_request, facts) =>
      facts.queueFullAt === undefined ? { pass: '' } : refuse('QUEUE_FULL', { limit: facts.queueFullAt }),
  },
  funds: {
    clause: '3.6',
    judge(request, facts, found) {
      const { template, script, groupType } = found;
      if (!template || !script || !groupType || !found.callee) return { skip: 'nothing to pay for yet' };
      const price = priceFor(facts.prices, {
        purpose: template.purpose,
        groupType,
        calledNumber: request.calledNumber,
      });
      const flow = 'flow' in template ? (template as FlowTemplate).flow : undefined;
      const limit = 'flow' in script ? script.flow.maxSeconds : talkLimitSeconds(script);
      const lineSeconds = flow?.lineSeconds ?? 0;
      const wanted = { purpose: template.purpose, groupType, maxTalkSeconds: limit, lineSeconds };
      // Packages are of calls in the mainland.
      const abroad = found.callee.brevityCode !== HOME;
      const purses = abroad ? facts.purses.filter(({ commodity }) => commodity === CNY) : facts.purses;
      const funding = chooseFunding(purses, wanted, price);
      if (!funding) {
        if (!price) return refuse('PRICE_MISSING', { destination: found.callee.brevityCode });
        found.unpaid = { ...wanted, unitPrice: price.amount, stepSeconds: price.stepSeconds };
        return refuse('FUNDS_INSUFFICIENT');
      }
      found.funding = funding;
      // What is reserved is the longest that the call may last: all of the last step, too.
      const { stepSeconds } = funding;
      found.units = longestUnits(stepSeconds, wanted);
      found.maxTalkSeconds = stepSeconds === 0 ? limit : Number(unitsOf(stepSeconds, limit)) * stepSeconds;
      found.lineSeconds = lineSeconds;
      if (flow) found.flowVersion = flow.version;
      const amount = funding.commodity === CNY ? formatYuan(funding.reserved) : funding.reserved;
      return { pass: `${amount} ${funding.commodity}` };
    },
  },
  spending: {
    clause: 'rules',
    judge(_request, { spending }, found) {
      if (!found.funding || !found.callee) return { skip: 'nothing to pay for yet' };
      if (!spending) return { pass: 'in the mainland' };
      const fault = spendFault(spending, found.funding);
      if (fault === 'ceiling') {
        return refuse('PRICE_ABOVE_CEILING', {
          destination: found.callee.brevityCode,
          ceiling: formatYuan(spending.priceCeiling),
        });
      }
      if (fault === 'cap') return refuse('SPEND_CAP_REACHED', { cap: formatYuan(spending.dailyCap) });
      return { pass: `${formatYuan(spending.spent)} spent today` };
    },
  },
} as const satisfies Record<
  string,
  { clause: string; judge(request: SendRequest, facts: Facts, found: Found): Ruling }
>;

export type RuleName = keyof typeof RULES;
const RULE_ENTRIES = Object.entries(RULES) as [RuleName, (typeof RULES)[RuleName]][];

/** Clause, 'api' or 'rules': where a rule comes from. */
export function clauseOf(rule: string): string {
  return Object.hasOwn(RULES, rule) ? RULES[rule as RuleName].clause : 'rules';
}

/** 2.1: what an account must have been granted for a template. */
function capabilitiesOf(template: NonNullable<Facts['template']>): readonly string[] {
  if ('flow' in template) return template.flow.capabilities;
  return [template.purpose === CODE ? 'verification-code' : 'notification'];
}

/** One that was taken away for now is told apart from one that was never granted. */
const refuseCapability = (account: LockedAccount, capability: string): Refusal =>
  refuse(account.stopped.includes(capability) ? 'CAPABILITY_STOPPED' : 'CAPABILITY_MISSING', { capability });

const VALUE_PROBLEMS = {
  empty: { problemZh: '为空', problemEn: 'it is empty' },
  link: { problemZh: '含有链接或 IP 地址', problemEn: 'it holds a link or an IP address' },
  symbol: { problemZh: '含有不能播报的符号', problemEn: 'it holds symbols that cannot be spoken' },
  length: {
    problemZh: '播报内容超过 1000 个字符',
    problemEn: 'the spoken text is longer than 1000 characters',
  },
} as const;

/** Why these values may not be spoken, for whoever gave them. */
export function refuseValues(verdict: Extract<ValuesVerdict, { ok: false }>): Refusal {
  switch (verdict.error) {
    case 'TEMPLATE_PARAMS_COUNT':
      return refuse('TEMPLATE_PARAMS_COUNT', { expected: verdict.expected, given: verdict.given });
    case 'CODE_VALUE_INVALID':
      return refuse('CODE_VALUE_INVALID');
    case 'VALUE_INVALID':
      return refuse('VALUE_INVALID', {
        name: `TemplateParams.${verdict.index - 1}`,
        ...VALUE_PROBLEMS[verdict.why],
      });
  }
}

const NO_WORDS = {
  link: { clause: '4.2.2', words: { zh: '链接或 IP 地址', en: 'a link or an IP address' } },
  phone: {
    clause: '4.2.2',
    words: { zh: '电话号码，而模板没有说明', en: 'a telephone number that the template does not announce' },
  },
} as const;

function refuseHit({ index, category }: ValueHit): Refusal {
  const { clause, words } =
    category === 'link' || category === 'phone' ? NO_WORDS[category] : CATEGORIES[category];
  const name = `TemplateParams.${index}`;
  return refuse('VALUE_SCREENED', { name, clause, categoryZh: words.zh, categoryEn: words.en });
}

/**
 * Judges one send by every rule; none is left out because an earlier one refused, so that a DryRun tells all at
 * once. Pure: the same request and facts always give the same judgement.
 */
export function judge(request: SendRequest, facts: Facts): Judgement {
  const found: Found = {};
  const verdicts: Verdict[] = [];
  const refusals: Judgement['refusals'] = [];
  for (const [rule, { judge: ask }] of RULE_ENTRIES) {
    const ruling: Ruling = ask(request, facts, found);
    if ('pass' in ruling) verdicts.push({ rule, verdict: 'pass', detail: ruling.pass });
    else if ('skip' in ruling) verdicts.push({ rule, verdict: 'skip', detail: ruling.skip });
    else {
      verdicts.push({ rule, verdict: 'refuse', detail: ruling.name });
      refusals.push({ rule, refusal: ruling });
    }
  }
  return {
    verdicts,
    refusals,
    admitted: refusals.length > 0 ? undefined : (found as Admitted),
    unpaid: refusals.length === 1 ? found.unpaid : undefined,
  };
}

/** A trail as it is stored: [[rule, first letter of the verdict, detail]…]. */
export function packTrail(verdicts: readonly Verdict[]): string {
  return JSON.stringify(verdicts.map(({ rule, verdict, detail }) => [rule, verdict[0], detail]));
}

export function unpackTrail(
  trail: string,
): { rule: string; verdict: 'pass' | 'refuse' | 'skip'; detail: string }[] {
  const letters: Record<string, 'pass' | 'refuse' | 'skip'> = { p: 'pass', r: 'refuse', s: 'skip' };
  return (JSON.parse(trail) as [string, string, string][]).map(([rule, letter, detail]) => ({
    rule,
    verdict: letters[letter] ?? 'skip',
    detail,
  }));
}
