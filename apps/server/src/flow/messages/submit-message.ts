import { createHash } from 'node:crypto';
import { HeraldError, type RetCodeName } from '@herald/contract';
import {
  findProjects,
  type LockedAccount,
  lockAccounts,
  readAccounts,
} from '../../modules/accounts/index.ts';
import { noteShortfalls } from '../../modules/alarms/index.ts';
import { findTestCallees } from '../../modules/callees/index.ts';
import { packRoute } from '../../modules/carriers/index.ts';
import { findRefusals, standingNarrowings } from '../../modules/compliance/index.ts';
import { postTransfers, readPurses, reserve } from '../../modules/ledger/index.ts';
import {
  type AcceptedMessage,
  announceDue,
  type ClientToken,
  calleeContext,
  countAccepted,
  findTokens,
  insertAccepted,
  insertTokens,
  queueDepth,
  recentTimes,
  scriptContext,
  type TaskOfMessage,
} from '../../modules/messages/index.ts';
import { maskNumber, ownNumbers } from '../../modules/numbers/index.ts';
import { pricesInForce } from '../../modules/pricing/index.ts';
import { usableApps } from '../../modules/qualification/index.ts';
import {
  addSpending,
  attentionBudgets,
  attentionUsed,
  DEFAULT_LIMITS,
  dayIn,
  type FrequencyLimits,
  HOME,
  LONGEST_SPAN_MS,
  largestCount,
  openDestinations,
  type Spending,
  spendingOf,
  standingCaps,
} from '../../modules/quotas/index.ts';
import { CODE, findTemplates, type Template, testTemplate } from '../../modules/templates/index.ts';
import { type Attributed, attribute, BEIJING_ZONE, timeZonesOf } from '../../platform/attribution.ts';
import { BatcherFull, createBatcher } from '../../platform/batcher.ts';
import { dayOf, dayStart, formatDay } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Db, isFaultOfData, type Sql, type Tx } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import { findFlowTemplates } from '../callflows/live-flow.ts';
import { createScreening } from '../screening/screening.ts';
import {
  type Admitted,
  type Facts,
  type Judgement,
  judge,
  packTrail,
  type SendRequest,
} from './admission.ts';
import { refusalError } from './refusal-error.ts';

/** One call of SendUVMSMessage, normalised. */
export interface Submission extends SendRequest {
  reqUuid: string;
  dispatchRule: 0 | 1;
  userId: string | undefined;
  clientToken: string | undefined;
  /** The row of a task that it is sent for; it waits behind codes that are sent one by one, whatever its purpose. */
  task?: TaskOfMessage | undefined;
}

export interface Submitted {
  sessionNo: string;
  /** The id of the request that was accepted first, when a ClientToken was used again. */
  reqUuid: string;
}

export interface MessageSubmitter {
  /**
   * Admits, reserves and enqueues one message; when it resolves, the message is durable.
   * @throws HeraldError naming the first rule that refuses; SERVICE_UNAVAILABLE when too many wait
   */
  submit(submission: Submission): Promise<Submitted>;
  /**
   * The same for many of one account, in the caller's transaction: they are sent with its commit, each by its own
   * verdict. The account is locked by this, and must be before anything that is locked behind it elsewhere.
   */
  submitWithin(tx: Tx, submissions: readonly Submission[]): Promise<Answer[]>;
  /** What would happen, by every rule. Nothing is locked, written or charged. */
  dryRun(submission: Submission): Promise<Judgement>;
  /**
   * The same for many, one after another, each as if those before it had been sent.
   * @param spent by ledger account of the one account that they are of, from one call to the next
   */
  dryRunAll(submissions: readonly Submission[], spent: Map<string, bigint>): Promise<Judgement[]>;
  /** Resolves when what was submitted so far is written. */
  drain(): Promise<void>;
  stop(): void;
}

const TOKEN_LIVES_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MOST_IN_BATCH = 256;
const MOST_WAITING = 5000;
const DEPTH_EVERY_MS = 2000;
const MOST_PURPOSES = 10_000;
const NO_APPS: ReadonlySet<string> = new Set();
const NO_COUNTRIES: ReadonlySet<string> = new Set();
const BOTH_PURPOSES = [1, 2] as const;

interface Prepared {
  submission: Submission;
  sessionNo: string;
  calleeKey: Buffer;
  callee: Attributed;
  fingerprint: Buffer | undefined;
}

/** What became of one submission. */
export type Answer =
  | { submitted: Submitted }
  | { refused: RetCodeName; details: Record<string, string | number> };

/**
 * The first station of a message. Submissions that arrive together are judged and written in one transaction
 * (group commit), each by its own verdict, under the lock of their accounts.
 */
export function createMessageSubmitter(deps: {
  sql: Sql;
  /** What the group commits go by; `sql` unless given. */
  hot?: Sql;
  vault: Vault;
  clock: Clock;
  newId(): string;
  limits: Limits;
  frequency?: FrequencyLimits;
}): MessageSubmitter {
  const { sql, vault, clock, newId } = deps;
  const hot = deps.hot ?? sql;
  const mostQueued = deps.limits.queuedMessages;
  const frequency = deps.frequency ?? { 1: DEFAULT_LIMITS, 2: DEFAULT_LIMITS };
  const mostRecent = largestCount(frequency);
  let queueFullAt: number | undefined;
  const purposes = new Map<string, 1 | 2>();
  const screening = createScreening(clock);
  let stopped = false;

  // The bound of the queue need not be exact; counting it once in a while keeps it off the hot path.
  let depthTimer = clock.setTimer(0, measureDepth);
  function measureDepth(): void {
    queueDepth(sql, mostQueued)
      .then((depth) => {
        queueFullAt = depth >= mostQueued ? mostQueued : undefined;
      })
      .catch(() => {}) // a database that is away is told by every submission; the last count stands
      .finally(() => {
        if (!stopped) depthTimer = clock.setTimer(DEPTH_EVERY_MS, measureDepth);
      });
  }

  const batcher = createBatcher<Prepared, Answer>({
    maxBatch: MOST_IN_BATCH,
    maxWaiting: MOST_WAITING,
    isFaultOfItem: isFaultOfData,
    run: (batch) => inTransaction(hot, (tx) => write(tx, batch)),
  });

  async function write(tx: Tx, batch: Prepared[]): Promise<Answer[]> {
    const accountIds = accountsOf(batch.map((one) => one.submission));
    const now = clock.now();
    // Sent together, run in order: what is gathered is seen after the lock is held.
    const [, { factsOf, tokens, prices }] = await Promise.all([
      lockAccounts(tx, accountIds),
      gather(tx, batch, now),
    ]);

    const accepted: AcceptedMessage[] = [];
    const reservations = [];
    const newTokens: ClientToken[] = [];
    const answers: Answer[] = [];
    const unpaid = [];
    for (const one of batch) {
      const { submission, sessionNo } = one;
      const tokenKey = `${submission.accountId}\n${submission.clientToken}`;
      const earlier = submission.clientToken === undefined ? undefined : tokens.get(tokenKey);
      if (earlier) {
        answers.push(
          one.fingerprint?.equals(earlier.fingerprint)
            ? { submitted: { sessionNo: earlier.sessionNo, reqUuid: earlier.reqUuid } }
            : { refused: 'CLIENT_TOKEN_REUSED', details: { clientToken: submission.clientToken ?? '' } },
        );
        continue;
      }
      const facts = factsOf(one, prices);
      const { admitted, refusals, verdicts, unpaid: wanted } = judge(submission, facts);
      if (wanted) unpaid.push({ accountId: submission.accountId, ...wanted });
      if (!admitted) {
        const refusal = refusals[0]?.refusal;
        answers.push({ refused: refusal?.name ?? 'SERVICE_UNAVAILABLE', details: refusal?.details ?? {} });
        continue;
      }
      assumeSent(facts, admitted);
      if (one.fingerprint && submission.clientToken !== undefined) {
        const token = {
          accountId: submission.accountId,
          token: submission.clientToken,
          fingerprint: one.fingerprint,
          sessionNo,
          reqUuid: submission.reqUuid,
        };
        tokens.set(tokenKey, token);
        newTokens.push(token);
      }
      accepted.push(acceptedMessage(one, admitted, packTrail(verdicts), now));
      reservations.push(...reserve(submission.accountId, sessionNo, admitted.funding));
      answers.push({ submitted: { sessionNo, reqUuid: submission.reqUuid } });
    }
    const at = new Date(now);
    if (unpaid.length > 0) await noteShortfalls(tx, unpaid, at);
    if (accepted.length > 0) {
      await Promise.all([
        addSpending(tx, spentAbroad(accepted, now)),
        insertAccepted(tx, accepted),
        postTransfers(tx, reservations, at),
        insertTokens(tx, newTokens, at),
        announceDue(tx),
      ]);
    }
    return answers;
  }

  /** Everything the rules need to know about these submissions, read in one go. */
  async function gather(db: Db, batch: readonly Prepared[], now: number) {
    const submissions = batch.map((one) => one.submission);
    const accountIds = accountsOf(submissions);
    const at = new Date(now);
    // Recent sends are asked by purpose. A template's purpose never changes; one that is not known yet is read in the
    // same go, so both purposes are asked.
    const callees = new Map<string, { accountId: string; calleeKey: Buffer; purpose: 1 | 2 }>();
    for (const one of batch) {
      const known = purposes.get(templateKey(one.submission));
      for (const purpose of known === undefined ? BOTH_PURPOSES : [known]) {
        callees.set(calleeId(one, purpose), {
          accountId: one.submission.accountId,
          calleeKey: one.calleeKey,
          purpose,
        });
      }
    }
    const [
      screener,
      accounts,
      templates,
      flows,
      projects,
      numbers,
      apps,
      refuses,
      recents,
      purses,
      prices,
      tokens,
      orders,
      abroad,
      capped,
      attention,
      testCallees,
    ] = await Promise.all([
      screening.current(db),
      readAccounts(db, accountIds),
      findTemplates(db, submissions),
      findFlowTemplates(db, submissions),
      findProjects(db, submissions.filter(hasProject)),
      ownNumbers(db, accountsOf(submissions.filter(byOwnNumber)), now),
      usableApps(db, accountIds),
      findRefusals(db, batch.map(calleeOf)),
      recentTimes(db, [...callees.values()], uuidFloor(now - LONGEST_SPAN_MS), mostRecent),
      readPurses(db, accountIds, at),
      pricesInForce(db, at),
      findTokens(
        db,
        submissions.flatMap((s) =>
          s.clientToken === undefined ? [] : [{ accountId: s.accountId, token: s.clientToken }],
        ),
        new Date(now - TOKEN_LIVES_MS),
      ),
      standingNarrowings(db, at),
      gatherAbroad(db, batch, now),
      gatherCapped(db, accountIds, now),
      gatherAttention(db, batch, now),
      findTestCallees(db, batch.filter(inTestMode).map(calleeOf)),
    ]);
    const accountOf = new Map(accounts.map((account) => [account.accountId, account]));
    const templateOf = new Map<string, Template>(
      [...templates, ...flows].map((template) => [templateKey(template), template]),
    );
    for (const [name, template] of templateOf) {
      if (purposes.size >= MOST_PURPOSES) purposes.clear();
      purposes.set(name, template.purpose);
    }
    const recentOf = new Map([...callees.keys()].map((id, index) => [id, recents[index] ?? []]));

    const factsOf = (one: Prepared, priceBook: Facts['prices']): Facts => {
      const { accountId, projectId } = one.submission;
      const template = templateOf.get(templateKey(one.submission)) ?? testTemplate(one.submission.templateId);
      const own = numbers.get(accountId) ?? [];
      return {
        now,
        account: accountOf.get(accountId) ?? unknownAccount(accountId),
        projectKnown: projectId !== undefined && projects.has(`${accountId}\n${projectId}`),
        callee: one.callee,
        template,
        exclusiveNumbers: own.flatMap(({ number, resting }) => (resting ? [] : [number])),
        restingNumbers: new Map(own.flatMap(({ number, resting }) => (resting ? [[number, resting]] : []))),
        usableApps: apps.get(accountId) ?? NO_APPS,
        screener,
        testCallee: testCallees(accountId, one.calleeKey),
        calleeRefuses: refuses(accountId, one.calleeKey, template?.purpose),
        frequency,
        recent: (template && recentOf.get(calleeId(one, template.purpose))) ?? [],
        purses: purses.get(accountId) ?? [],
        prices: priceBook,
        destinations: abroad.destinations.get(accountId) ?? NO_COUNTRIES,
        spending: isAbroad(one) ? abroad.spending.get(accountId) : undefined,
        attention: attention(one),
        capped: capped.get(accountId),
        narrowings: orders,
        zones: timeZonesOf(one.submission.calledNumber),
        queueFullAt,
      };
    };
    return { factsOf, tokens, prices };
  }

  /** What accounts may do abroad: asked only where somebody calls there. */
  async function gatherAbroad(db: Db, batch: readonly Prepared[], now: number) {
    const accountIds = accountsOf(batch.filter(isAbroad).map((one) => one.submission));
    const [destinations, spending] =
      accountIds.length === 0
        ? [new Map<string, Set<string>>(), new Map<string, Spending>()]
        : await Promise.all([openDestinations(db, accountIds), spendingOf(db, accountIds, formatDay(now))]);
    return { destinations, spending };
  }

  /** How often these callees were rung today; counted before each call (place-call.ts), here only looked at. */
  async function gatherAttention(db: Db, batch: readonly Prepared[], now: number) {
    const keysOf = ({ submission, calleeKey }: Prepared) => {
      const day = dayIn(timeZonesOf(submission.calledNumber)[0] ?? BEIJING_ZONE, now);
      return BOTH_PURPOSES.map((purpose) => ({ calleeKey, day, purpose }));
    };
    const [budgets, used] = await Promise.all([
      attentionBudgets(db),
      attentionUsed(db, batch.flatMap(keysOf)),
    ]);
    return (one: Prepared) => {
      const [codes, notices] = keysOf(one).map(used);
      return { budgets, used: { 1: codes ?? 0, 2: notices ?? 0 } };
    };
  }

  /** What accounts under a restriction have sent, counted as far as their caps reach: asked only of those. */
  async function gatherCapped(db: Db, accountIds: readonly string[], now: number) {
    const found = await standingCaps(db, accountIds);
    const [minute, today] = [uuidFloor(now - MINUTE_MS), uuidFloor(dayStart(dayOf(now)))];
    const counted = [...found].map(async ([accountId, caps]) => {
      const widest = (of: 'perMinute' | 'perDay') => Math.max(...caps.map((cap) => cap[of] ?? 0));
      const count = (since: string, most: number) => countAccepted(db, { accountId, since, most });
      const [lastMinute, ofDay] = await Promise.all([
        count(minute, widest('perMinute')),
        count(today, widest('perDay')),
      ]);
      return [accountId, { caps, sent: { lastMinute, today: ofDay } }] as const;
    });
    return new Map(await Promise.all(counted));
  }

  function acceptedMessage(one: Prepared, admitted: Admitted, trail: string, now: number): AcceptedMessage {
    const { submission, sessionNo } = one;
    return {
      accountId: submission.accountId,
      sessionNo,
      reqUuid: submission.reqUuid,
      projectId: submission.projectId,
      templateId: submission.templateId,
      purpose: admitted.template.purpose,
      groupType: admitted.groupType,
      dispatchRule: submission.dispatchRule,
      fromNumber: admitted.fromNumber,
      userId: submission.userId,
      calleeSealed: vault.seal(submission.calledNumber, calleeContext(sessionNo)),
      calleeKey: one.calleeKey,
      calleeMask: maskNumber(submission.calledNumber),
      brevityCode: admitted.callee.brevityCode,
      countryCode: admitted.callee.countryCode,
      calleeCityCode: admitted.callee.cityCode,
      calleeOperator: admitted.callee.operator,
      scriptSealed: vault.seal(JSON.stringify(admitted.script), scriptContext(sessionNo)),
      allDay: admitted.template.allDay,
      flowVersion: admitted.flowVersion,
      lineSeconds: admitted.lineSeconds,
      funding: admitted.funding,
      maxTalkSeconds: admitted.maxTalkSeconds,
      lane: admitted.template.purpose === CODE && !submission.task ? 1 : 2,
      route: packRoute({
        purpose: admitted.template.purpose,
        country: admitted.callee.brevityCode,
        operator: admitted.callee.operator,
      }),
      trail,
      acceptedAt: now,
      dueAt: admitted.dueAt,
      expiresAt: admitted.expiresAt,
      task: submission.task,
    };
  }

  const prepare = (submission: Submission): Prepared => ({
    submission,
    sessionNo: newId(),
    calleeKey: vault.key(submission.calledNumber),
    callee: attribute(submission.calledNumber),
    fingerprint: submission.clientToken === undefined ? undefined : fingerprint(submission),
  });

  async function dryRunAll(submissions: readonly Submission[], spent: Map<string, bigint>) {
    const all = submissions.map(prepare);
    const { factsOf, prices } = await gather(sql, all, clock.now());
    const [first] = all;
    for (const purse of first ? factsOf(first, prices).purses : []) {
      purse.available -= spent.get(purse.ledgerAccount) ?? 0n;
    }
    return all.map((one) => {
      const facts = factsOf(one, prices);
      const judgement = judge(one.submission, facts);
      if (judgement.admitted) assumeSent(facts, judgement.admitted, spent);
      return judgement;
    });
  }

  return {
    submitWithin: (tx, submissions) => write(tx, submissions.map(prepare)),
    dryRunAll,
    async submit(submission) {
      let answer: Answer;
      try {
        answer = await batcher.add(prepare(submission));
      } catch (error) {
        if (error instanceof BatcherFull) throw new HeraldError('SERVICE_UNAVAILABLE');
        throw error;
      }
      if ('submitted' in answer) return answer.submitted;
      throw refusalError({ name: answer.refused, details: answer.details });
    },
    async dryRun(submission) {
      const one = prepare(submission);
      const { factsOf, prices } = await gather(sql, [one], clock.now());
      return judge(submission, factsOf(one, prices));
    },
    drain: () => batcher.drain(),
    stop() {
      stopped = true;
      depthTimer.cancel();
    },
  };
}

/** Those behind in the same batch are judged as if this one had been committed. */
function assumeSent(facts: Facts, { funding }: Admitted, spent?: Map<string, bigint>): void {
  (facts.recent as number[]).unshift(facts.now);
  if (facts.capped) {
    facts.capped.sent.lastMinute++;
    facts.capped.sent.today++;
  }
  if (facts.spending) facts.spending.spent += funding.reserved;
  for (const { ledgerAccount, amount } of funding.parts) {
    const purse = facts.purses.find((candidate) => candidate.ledgerAccount === ledgerAccount);
    if (purse) purse.available -= amount;
    spent?.set(ledgerAccount, (spent.get(ledgerAccount) ?? 0n) + amount);
  }
}

const calleeId = (one: Prepared, purpose: 1 | 2) =>
  `${one.submission.accountId}\n${one.calleeKey.toString('latin1')}\n${purpose}`;

const templateKey = (one: { accountId: string; templateId: string }) => `${one.accountId}\n${one.templateId}`;

/** Nothing is sent for an account that is not there. */
const unknownAccount = (accountId: string): LockedAccount => ({
  accountId,
  status: 'terminated',
  capabilities: [],
  stopped: [],
  enterpriseApproved: false,
  agreementVersion: null,
  serviceEndsAt: null,
});

const calleeOf = ({ submission: { accountId }, calleeKey }: Prepared) => ({ accountId, calleeKey });
const inTestMode = ({ submission }: Prepared) => submission.testMode === true;
const accountsOf = (submissions: readonly Submission[]) => [
  ...new Set(submissions.map(({ accountId }) => accountId)),
];
/** Those of the random group show a number that is nobody's own. */
const byOwnNumber = ({ groupType, fromNumber }: Submission) => groupType === 2 || fromNumber !== undefined;
const hasProject = (submission: Submission): submission is Submission & { projectId: string } =>
  submission.projectId !== undefined;

/** Equal for equal parameters: what a ClientToken stands for. */
function fingerprint(submission: Submission): Buffer {
  const {
    calledNumber,
    templateId,
    values,
    fromNumber,
    groupType,
    dispatchRule,
    userId,
    projectId,
    holdForWindow,
    testMode = false,
  } = submission;
  return createHash('sha256')
    .update(
      JSON.stringify([
        calledNumber,
        templateId,
        values,
        fromNumber,
        groupType,
        dispatchRule,
        userId,
        projectId,
        holdForWindow,
        testMode,
      ]),
    )
    .digest();
}

const isAbroad = ({ callee }: Prepared): boolean => callee.ok && callee.brevityCode !== HOME;

/** What these messages add to the spending of their accounts abroad: all that is reserved, until it is given back. */
const spentAbroad = (accepted: readonly AcceptedMessage[], now: number) =>
  accepted
    .filter(({ brevityCode }) => brevityCode !== HOME)
    .map(({ accountId, funding }) => ({ accountId, day: formatDay(now), amount: funding.reserved }));
