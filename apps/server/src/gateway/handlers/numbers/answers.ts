import { HeraldError, type NumberApplicationState, type ResponseOf } from '@herald/contract';
import {
  type Application,
  listAnswers,
  numberEvents,
  type OwnedNumber,
  pageApplications,
  RESTING_WORDS,
  unpaidDues,
  whyResting,
} from '../../../modules/numbers/index.ts';
import { cityOfArea } from '../../../platform/attribution.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Sql } from '../../../platform/db.ts';
import type { Limits } from '../../../platform/limit-settings.ts';
import { formatYuan } from '../../../platform/money.ts';

interface Deps {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly limits: Limits;
}

type Applications = ResponseOf<'QueryUVMSNumberApplications'>;

/** Applications as they are asked for: one with its history, or a page. @throws HeraldError NUMBER_APPLICATION_UNKNOWN */
export async function applicationsAnswer(
  deps: Deps,
  asked: {
    /** Absent: those of all accounts. */
    accountId: string | undefined;
    ApplicationId?: string;
    State?: NumberApplicationState;
    overdueOnly: boolean;
    Page?: number;
    NumPerPage?: number;
  },
): Promise<Applications> {
  const { accountId, ApplicationId: applicationId } = asked;
  const { sql } = deps;
  const limit = asked.NumPerPage ?? 10;
  const { total, applications } = await pageApplications(sql, {
    accountId,
    applicationId,
    state: applicationId === undefined ? asked.State : undefined,
    overdueAt: asked.overdueOnly ? new Date(deps.clock.now()) : undefined,
    offset: applicationId === undefined ? (asked.Page ?? 0) * limit : 0,
    limit,
  });
  const [named] = applicationId === undefined ? [] : applications;
  if (accountId !== undefined && applicationId !== undefined && !named) {
    throw new HeraldError('NUMBER_APPLICATION_UNKNOWN', { applicationId });
  }
  return {
    Total: total,
    Data: await Promise.all(applications.map((one) => applicationAnswer(deps, one))),
    History: named ? await historyAnswer(sql, named.accountId, named.applicationId) : [],
  };
}

/** What was done with an application or a number, the oldest first. */
export async function historyAnswer(
  sql: Sql,
  accountId: string,
  subjectId: string,
): Promise<Applications['History']> {
  const events = await numberEvents(sql, accountId, subjectId);
  return events.map(({ event, by, remark, at }) => ({
    Event: event,
    By: by.realm,
    Remark: remark ?? '',
    Time: at.getTime(),
  }));
}

async function applicationAnswer(
  { sql, clock, limits }: Deps,
  application: Application,
): Promise<Applications['Data'][number]> {
  const answers = await listAnswers(sql, application);
  const { dueAt } = application;
  return {
    AccountId: application.accountId,
    ApplicationId: application.applicationId,
    State: application.state,
    Kind: application.kind,
    TemplateIds: [...application.templateIds],
    PeakConcurrency: application.peakConcurrency,
    DailyMinutes: application.dailyMinutes,
    AverageSeconds: application.averageSeconds,
    Lines: application.lines.map((line, index) => ({
      Line: index + 1,
      FirstCity: line.firstCity,
      Alternatives: [...line.alternatives],
      Quantity: line.quantity,
      Pattern: line.pattern,
    })),
    Answers: answers.map((answer) => ({
      AnswerId: answer.answerId,
      Line: answer.line,
      CityCode: answer.cityCode,
      City: cityOfArea(answer.cityCode) ?? '',
      Monthly: formatYuan(answer.monthly),
      MinimumMinutes: answer.minimumMinutes,
      MinutePrice: formatYuan(answer.minutePrice),
      Available: answer.available,
      Chosen: answer.chosen,
      Delivered: answer.delivered,
      Remaining: answer.chosen - answer.delivered,
    })),
    TermMonths: limits.numberTermMonths,
    OrderId: application.orderId ?? '',
    Reason: application.reason,
    Carrier: application.carrier,
    CreateTime: application.createdAt.getTime(),
    UpdateTime: application.updatedAt.getTime(),
    DueTime: dueAt?.getTime() ?? 0,
    Overdue: dueAt !== null && dueAt.getTime() < clock.now(),
  };
}

/** A number as its account sees it. */
export async function numberAnswer(
  { sql, clock, limits }: Deps,
  number: OwnedNumber,
): Promise<Omit<ResponseOf<'QueryUVMSNumbers'>['Data'][number], 'InboundFlowId'>> {
  const resting = whyResting(
    {
      status: number.status,
      expiresAt: number.expiresAt?.getTime(),
      paused: number.pausedAt !== null,
      unpaidSince: number.unpaidSince?.getTime(),
    },
    clock.now(),
  );
  const words = resting && RESTING_WORDS[resting];
  return {
    Number: number.number,
    State: number.status,
    Usable: resting === undefined,
    WhyNot: words ? `${words.zh} ${words.en}` : '',
    Kind: number.kind,
    CityCode: number.cityCode,
    City: cityOfArea(number.cityCode) ?? '',
    Monthly: formatYuan(number.monthlyRent ?? 0n),
    TermMonths: limits.numberTermMonths,
    MinimumMinutes: number.minimumMinutes,
    MinutePrice: formatYuan(number.minutePrice),
    AutoRenew: number.autoRenew,
    ActivateTime: number.activatedAt?.getTime() ?? 0,
    ExpireTime: number.expiresAt?.getTime() ?? 0,
    Concurrency: number.concurrency ?? 0,
    Cps: number.cps ?? 0,
    DailyLimit: number.dailyLimit ?? 0,
    Owes: formatYuan(number.unpaidSince === null ? 0n : await unpaidDues(sql, number)),
    PausedReason: number.pausedReason,
  };
}
