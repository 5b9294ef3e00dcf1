import { NUMBER_KINDS } from '@herald/contract';
import {
  type Application,
  type ApplicationKey,
  findApplication,
  moveApplication,
} from '../../modules/numbers/index.ts';
import { findTemplates } from '../../modules/templates/index.ts';
import type { Db } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import { addWorkingDays } from '../../platform/working-days.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { inBoth } from '../reviews/fact-values.ts';
import type { Reviewable, Subject, SubjectKey } from '../reviews/reviewed.ts';
import { holdApplication, note } from './number-deps.ts';

const keyOf = ({ accountId, subjectId }: SubjectKey): ApplicationKey => ({
  accountId,
  applicationId: subjectId,
});

/** The first check of applications for numbers: a decision hands them on to the carrier, or gives them back. */
export function reviewableApplications(deps: NotifyDeps & { limits: Limits }): Reviewable {
  return {
    async apply(tx, decision) {
      const { approved, reason, operatorId, at, accountId } = decision;
      const key = keyOf(decision);
      const { next } = await holdApplication(tx, key, approved ? 'pass' : 'return');
      const dueAt = approved ? new Date(addWorkingDays(at.getTime(), deps.limits.numberCarrierDays)) : null;
      await moveApplication(tx, key, { state: next, reason: approved ? '' : reason, dueAt, at });
      const by = { realm: 'operator', id: operatorId } as const;
      const event = approved ? 'passed' : 'returned';
      await note(tx, deps, { accountId, subjectId: key.applicationId, event, by, remark: reason });
      if (dueAt) {
        const details = { applicationId: key.applicationId, dueAt: dueAt.getTime() };
        await notify(tx, deps, { accountId, kind: 'number.with-carrier', details });
      }
    },

    async describe(db, subject) {
      const application = await findApplication(db, keyOf(subject));
      return application && { facts: await factsOf(db, application), parts: [] };
    },
  };
}

async function factsOf(db: Db, application: Application): Promise<Subject['facts']> {
  const { accountId, kind, lines } = application;
  const templates = await findTemplates(
    db,
    application.templateIds.map((templateId) => ({ accountId, templateId })),
  );
  const fact = (name: string, zh: string, en: string, value: string) => ({
    name: `number.${name}`,
    words: { zh, en },
    value,
  });
  return [
    fact('kind', '号码类型', 'Kind', inBoth(NUMBER_KINDS[kind])),
    fact('peak-concurrency', '峰值并发', 'Calls at once', String(application.peakConcurrency)),
    fact('daily-minutes', '日均分钟数', 'Minutes a day', String(application.dailyMinutes)),
    fact('average-seconds', '平均通话秒数', 'Seconds of a call', String(application.averageSeconds)),
    ...lines.map(({ firstCity, alternatives, quantity, pattern }, index) =>
      fact(
        `line-${index + 1}`,
        '需求（城市、备选、数量、样式）',
        'Line: city, alternatives, quantity, pattern',
        `${firstCity || '全国'}  ${alternatives.join(' ')}  ×${quantity}  ${pattern}`,
      ),
    ),
    ...templates.map(({ name, content }, index) =>
      fact(`template-${index + 1}`, '示例模板', 'Example template', `${name}: ${content}`),
    ),
  ];
}
