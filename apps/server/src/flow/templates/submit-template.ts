import { accountOpenedAt } from '../../modules/accounts/index.ts';
import { type Finding, openReview, withdrawReview } from '../../modules/reviews/index.ts';
import {
  countApprovals,
  type DraftFinding,
  draftOf,
  preReview,
  rejectedContents,
  type StoredTemplate,
} from '../../modules/templates/index.ts';
import type { Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import type { Screening } from '../screening/screening.ts';
import { findFaults, refuseFaults } from './check-template.ts';
import { type TemplateChange, turnTemplate } from './turn-template.ts';

/** Rejected templates that a new one is compared with. */
const MOST_COMPARED = 50;
const DAY_MS = 86_400_000;

/**
 * Puts a template before the reviewers: it keeps every rule, and waits on the desk with what the pre-review noticed.
 * @throws HeraldError TEMPLATE_INVALID, MARKETING_REFUSED naming the first fault, and those of the states
 */
export async function submitTemplate(
  tx: Tx,
  deps: { newId(): string; readonly screening: Screening; readonly limits: Limits },
  change: TemplateChange,
): Promise<StoredTemplate> {
  const template = await turnTemplate(tx, change, 'submit');
  const { accountId, templateId, at } = change;
  const draft = draftOf(template);
  const faults = await findFaults(tx, deps.screening, accountId, draft);
  refuseFaults(faults);
  const [rejected, approvedBefore, openedAt] = await Promise.all([
    rejectedContents(tx, accountId, MOST_COMPARED),
    countApprovals(tx, accountId),
    accountOpenedAt(tx, accountId),
  ]);
  await openReview(tx, deps, {
    accountId,
    reviewId: deps.newId(),
    kind: 'template',
    subjectId: templateId,
    title: template.name,
    findings: [
      ...concernsOf(faults),
      ...preReview(draft, {
        rejected,
        approvedBefore,
        accountAgeDays: (at.getTime() - (openedAt?.getTime() ?? at.getTime())) / DAY_MS,
      }),
    ],
    submittedAt: at,
  });
  return template;
}

/** 4.2.2: what the lexicon found, a finding a category. */
export function concernsOf(faults: readonly DraftFinding[]): Finding[] {
  const byCategory = Map.groupBy(
    faults.filter(({ rule }) => rule === 'sensitive-content'),
    ({ details }) => String(details.category),
  );
  return [...byCategory].map(([category, hits]) => {
    const terms = [...new Set(hits.map(({ details }) => String(details.term)))].slice(0, 5);
    const { clause, categoryZh, categoryEn } = hits[0]?.details ?? {};
    return {
      code: `content.${category}`,
      weight: 'concern',
      zh: `${clause} ${categoryZh}：含有“${terms.join('”“')}”`,
      en: `${clause} ${categoryEn}: it says ${terms.map((term) => `"${term}"`).join(', ')}`,
    };
  });
}

/** Takes a template off the desk, while no reviewer has taken it. @throws HeraldError those of the states */
export async function withdrawTemplate(tx: Tx, change: TemplateChange): Promise<StoredTemplate> {
  const template = await turnTemplate(tx, change, 'withdraw');
  await withdrawReview(tx, {
    accountId: change.accountId,
    kind: 'template',
    subjectId: change.templateId,
    at: change.at,
  });
  return template;
}
