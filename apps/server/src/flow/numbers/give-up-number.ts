import { HeraldError } from '@herald/contract';
import { lockAccounts, readAccounts } from '../../modules/accounts/index.ts';
import {
  findNumber,
  judgeGivingUp,
  type NumberKey,
  type OwnedNumber,
  setNumberCancelling,
  unpaidDues,
} from '../../modules/numbers/index.ts';
import { openReview, withdrawReview } from '../../modules/reviews/index.ts';
import { beijingTime, monthOf, monthStart, monthsLater } from '../../platform/beijing-time.ts';
import type { Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { formatYuan } from '../../platform/money.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import type { Reviewable, SubjectKey } from '../reviews/reviewed.ts';
import { cutTerms } from './end-number.ts';
import { type By, holdNumber, type NumberDeps, note, numberState } from './number-deps.ts';

const keyOf = ({ accountId, subjectId }: SubjectKey): NumberKey => ({ accountId, number: subjectId });

/** Open violations that concern a number, in words; empty: none. */
async function openViolations(tx: Tx, number: OwnedNumber): Promise<readonly { zh: string; en: string }[]> {
  const [account] = await readAccounts(tx, [number.accountId]);
  return [
    ...(account?.status === 'active' ? [] : [{ zh: '账号已被暂停', en: 'the account is suspended' }]),
    ...(number.pausedAt === null
      ? []
      : [{ zh: '号码已被平台暂停', en: 'the operator has paused the number' }]),
  ];
}

/**
 * Asks to give a number up; the operator reviews it.
 * @throws HeraldError NUMBER_NOT_FOUND, NUMBER_STATE, NUMBER_TOO_YOUNG, NUMBER_OWES, NUMBER_UNDER_SANCTION
 */
export async function askToGiveUp(
  deps: NumberDeps,
  { key, reason, by }: { key: NumberKey; reason: string; by: By },
): Promise<void> {
  const { accountId, number: subjectId } = key;
  await inTransaction(deps.sql, async (tx) => {
    await lockAccounts(tx, [accountId]);
    const number = await holdNumber(tx, key);
    await checkGivingUp(tx, deps, number);
    const at = new Date(deps.clock.now());
    const subject = { accountId, kind: 'number-cancel', subjectId } as const;
    // Asked again, it stays where it is on the desk.
    await withdrawReview(tx, { ...subject, at });
    await openReview(tx, deps, {
      ...subject,
      reviewId: deps.newId(),
      title: subjectId,
      findings: [],
      submittedAt: at,
    });
    await note(tx, deps, { accountId, subjectId, event: 'cancellation-asked', by, remark: reason });
  });
}

/** Takes the request back while it is on the desk. @throws HeraldError NUMBER_NOT_FOUND, NUMBER_STATE */
export async function keepNumber(deps: NumberDeps, { key, by }: { key: NumberKey; by: By }): Promise<void> {
  const { accountId, number: subjectId } = key;
  await inTransaction(deps.sql, async (tx) => {
    const number = await holdNumber(tx, key);
    const at = new Date(deps.clock.now());
    if (!(await withdrawReview(tx, { accountId, kind: 'number-cancel', subjectId, at }))) {
      throw numberState(number);
    }
    await note(tx, deps, { accountId, subjectId, event: 'cancellation-withdrawn', by });
  });
}

async function checkGivingUp(
  tx: Tx,
  deps: Pick<NumberDeps, 'clock' | 'limits'>,
  number: OwnedNumber,
): Promise<void> {
  const now = deps.clock.now();
  const leastMonths = deps.limits.numberLeastMonths;
  const { activatedAt, status } = number;
  const dues = await unpaidDues(tx, number);
  const violations = await openViolations(tx, number);
  const facts = { status, activatedAt: activatedAt?.getTime(), dues, violations: violations.length };
  const verdict = judgeGivingUp(facts, leastMonths, monthsLater, now);
  if (verdict.ok) return;
  switch (verdict.why) {
    case 'state':
      throw numberState(number);
    case 'early': {
      const earliest = monthsLater(activatedAt?.getTime() ?? now, leastMonths);
      throw new HeraldError('NUMBER_TOO_YOUNG', {
        number: number.number,
        months: leastMonths,
        earliestZh: beijingTime(earliest, 'zh'),
        earliestEn: beijingTime(earliest, 'en'),
      });
    }
    case 'dues':
      throw new HeraldError('NUMBER_OWES', { number: number.number, amount: formatYuan(dues) });
    case 'violation': {
      const problemZh = violations.map(({ zh }) => zh).join('、');
      const problemEn = violations.map(({ en }) => en).join(', ');
      throw new HeraldError('NUMBER_UNDER_SANCTION', { number: number.number, problemZh, problemEn });
    }
  }
}

/**
 * Giving a number up, on the desk: approved, the number works until its month ends. The conditions are judged again:
 * what is approved may have been asked for days before.
 */
export function reviewableGivingUp(deps: NotifyDeps & { limits: Limits }): Reviewable {
  return {
    async apply(tx, { approved, reason, operatorId, at, ...subject }) {
      const key = keyOf(subject);
      const { accountId } = key;
      await lockAccounts(tx, [accountId]);
      const number = await holdNumber(tx, key);
      const by = { realm: 'operator', id: operatorId } as const;
      const event = approved ? 'cancellation-approved' : 'cancellation-refused';
      await note(tx, deps, { accountId, subjectId: key.number, event, by, remark: reason });
      if (!approved) return;
      await checkGivingUp(tx, deps, number);
      const untilMonth = monthOf(at.getTime()) + 1;
      const endsAt = monthStart(untilMonth);
      await setNumberCancelling(tx, key, new Date(endsAt));
      const refunded = await cutTerms(tx, deps, key, untilMonth);
      const details = { number: key.number, endsAt, refunded: formatYuan(refunded) };
      await notify(tx, deps, { accountId, kind: 'number.cancelling', details });
    },

    async describe(db, subject) {
      const number = await findNumber(db, keyOf(subject));
      if (!number) return undefined;
      const dues = await unpaidDues(db, number);
      const fact = (name: string, zh: string, en: string, value: string) => ({
        name: `number.${name}`,
        words: { zh, en },
        value,
      });
      return {
        parts: [],
        facts: [
          fact('number', '号码', 'Number', number.number),
          fact('kind', '类型', 'Kind', number.kind),
          fact('since', '开通时间', 'In use since', beijingTime(number.activatedAt?.getTime() ?? 0, 'en')),
          fact('minimum', '每月最低分钟数', 'Minimum minutes a month', String(number.minimumMinutes)),
          fact('owes', '未付清（元）', 'Owes, yuan', formatYuan(dues)),
          fact('paused', '平台暂停的原因', 'Paused because', number.pausedReason),
        ],
      };
    },
  };
}
