import { CANNED_REASONS, type REVIEW_ACTIONS, REVIEW_KINDS } from '@herald/contract';
import { claimReview, releaseReview } from '../../flow/reviews/claim-review.ts';
import { decideReview, type Word } from '../../flow/reviews/decide-review.ts';
import { type ReviewDeps, reviewAppliers } from '../../flow/reviews/review-appliers.ts';
import type { Reviewed } from '../../flow/reviews/reviewed.ts';
import { viewReview } from '../../flow/reviews/view-review.ts';
import { accountNames } from '../../modules/accounts/index.ts';
import {
  figuresOfDecided,
  figuresOfWaiting,
  holder,
  type KindFigures,
  listReviews,
  type Review,
  readTwoPerson,
  saveTwoPerson,
  standingOf,
  TWO_PERSON_BY_DEFAULT,
} from '../../modules/reviews/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { workDayOf, workingHoursBetween } from '../../platform/working-days.ts';
import type { HandlersOf, OperatorCaller } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

const THIRTY_DAYS_MS = 30 * 86_400_000;

/** The operator's review desk. */
export function reviewHandlers(
  deps: ReviewDeps & Pick<HandlerDeps, 'sql'>,
  reviewed: Reviewed = reviewAppliers(deps),
): HandlersOf<typeof REVIEW_ACTIONS> {
  const { sql, clock } = deps;
  const desk = { ...deps, reviewed };

  const keyOf = (request: { AccountId: string; ReviewId: string }) => ({
    accountId: request.AccountId,
    reviewId: request.ReviewId,
  });

  const twoPersonKinds = async () => {
    const settings = await readTwoPerson(sql);
    return REVIEW_KINDS.filter((kind) => settings.get(kind) ?? TWO_PERSON_BY_DEFAULT.includes(kind));
  };

  const decide = (caller: OperatorCaller, request: { AccountId: string; ReviewId: string }, word: Word) =>
    decideReview(desk, caller, keyOf(request), word);

  return {
    async ListUVMSReviews(caller, request) {
      const now = clock.now();
      const limit = request.NumPerPage ?? 20;
      const { total, reviews } = await listReviews(sql, {
        state: request.State ?? 'open',
        kind: request.Kind,
        accountId: request.AccountId,
        claimedBy: request.Mine ? caller.operatorId : undefined,
        overdueOnly: request.Overdue ?? false,
        now: new Date(now),
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      const [names, two] = await Promise.all([
        accountNames(sql, [...new Set(reviews.map(({ accountId }) => accountId))]),
        twoPersonKinds(),
      ]);
      return {
        Total: total,
        Reviews: reviews.map((review) =>
          shown(review, {
            name: names.get(review.accountId) ?? '',
            twoPerson: two.includes(review.kind),
            language: caller.language,
            now,
          }),
        ),
      };
    },

    async GetUVMSReview(caller, request) {
      const { review, subject, events } = await viewReview(desk, caller, keyOf(request));
      const { language } = caller;
      const [names, two] = await Promise.all([accountNames(sql, [review.accountId]), twoPersonKinds()]);
      const history = events.map((one) => ({
        Event: one.event,
        OperatorId: one.operatorId ?? '',
        Reason: one.reason,
        Parts: one.parts.map(({ part, passed, reason }) => ({ Part: part, Passed: passed, Reason: reason })),
        Time: one.at.getTime(),
      }));
      const submitted = { Event: 'submitted' as const, OperatorId: '', Reason: '', Parts: [] };
      return {
        ...shown(review, {
          name: names.get(review.accountId) ?? '',
          twoPerson: two.includes(review.kind),
          language,
          now: clock.now(),
        }),
        Facts: subject.facts.map(({ name, words, value }) => ({
          Name: name,
          Title: words[language],
          Value: value,
        })),
        Parts: subject.parts.map(({ part, words, fileId }) => ({
          Part: part,
          Title: words[language],
          ...(fileId === undefined ? {} : { FileId: fileId }),
        })),
        CannedReasons: CANNED_REASONS[review.kind].map((canned) => ({
          Code: canned.code,
          Text: canned[language],
        })),
        History: [{ ...submitted, Time: review.submittedAt.getTime() }, ...history],
      };
    },

    async ClaimUVMSReview(caller, request) {
      return { ClaimedUntil: await claimReview(desk, caller, keyOf(request)) };
    },

    async ReleaseUVMSReview(caller, request) {
      await releaseReview(desk, caller, keyOf(request));
      return {};
    },

    async ApproveUVMSReview(caller, request) {
      const outcome = await decide(caller, request, { approved: true, reason: request.Reason ?? '' });
      return outcome === 'first-approved'
        ? { State: 'open', SecondNeeded: true }
        : { State: outcome, SecondNeeded: false };
    },

    async RejectUVMSReview(caller, request) {
      await decide(caller, request, {
        approved: false,
        reasonCode: request.ReasonCode,
        reason: request.Reason ?? '',
        failedParts: request.FailedParts ?? [],
        partReasons: request.PartReasons ?? [],
      });
      return { State: 'rejected' };
    },

    async GetUVMSReviewStatistics() {
      const now = clock.now();
      const [kinds, decided] = await Promise.all([
        figuresOfWaiting(sql, new Date(now)),
        figuresOfDecided(sql, new Date(now - THIRTY_DAYS_MS)),
      ]);
      const figures = ({ waiting, overdue, claimed, middleSubmittedAt }: KindFigures) => ({
        Waiting: waiting,
        Overdue: overdue,
        Claimed: claimed,
        MedianAge: middleSubmittedAt
          ? tenths(workingHoursBetween(middleSubmittedAt.getTime(), now, workDayOf(deps.limits)))
          : 0,
      });
      const none = { kind: '', waiting: 0, overdue: 0, claimed: 0, middleSubmittedAt: null };
      return {
        ...figures(kinds.find(({ kind }) => kind === '') ?? none),
        Kinds: kinds.filter(({ kind }) => kind !== '').map((one) => ({ Kind: one.kind, ...figures(one) })),
        LastThirtyDays: {
          Approved: decided.approved,
          Rejected: decided.rejected,
          InTime: decided.inTime,
        },
      };
    },

    async QueryUVMSReviewSettings() {
      return { TwoPersonKinds: await twoPersonKinds() };
    },

    async UpdateUVMSReviewSettings(caller, request) {
      const { operatorId } = caller;
      const at = new Date(clock.now());
      const setting = { kind: request.Kind, twoPerson: request.TwoPerson, operatorId, at };
      await inTransaction(sql, (tx) => saveTwoPerson(tx, setting));
      return { TwoPersonKinds: await twoPersonKinds() };
    },
  };
}

const tenths = (hours: number) => Math.round(hours * 10) / 10;

function shown(
  review: Review,
  beside: { name: string; twoPerson: boolean; language: 'zh' | 'en'; now: number },
) {
  const { now, language } = beside;
  const claimedBy = holder(standingOf(review), now);
  return {
    AccountId: review.accountId,
    AccountName: beside.name,
    ReviewId: review.reviewId,
    Kind: review.kind,
    SubjectId: review.subjectId,
    Title: review.title,
    State: review.state,
    Findings: review.findings.map((finding) => ({
      Code: finding.code,
      Weight: finding.weight,
      Text: finding[language],
    })),
    SubmitTime: review.submittedAt.getTime(),
    DueTime: review.dueAt.getTime(),
    Overdue: (review.decidedAt?.getTime() ?? now) > review.dueAt.getTime(),
    ClaimedBy: claimedBy ?? '',
    ClaimedUntil: claimedBy === undefined ? 0 : (review.claimedUntil?.getTime() ?? 0),
    TwoPerson: beside.twoPerson,
    FirstApprovedBy: review.firstApprovedBy ?? '',
    DecideTime: review.decidedAt?.getTime() ?? 0,
  };
}
