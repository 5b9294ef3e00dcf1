import { accountOpenedAt } from '../../modules/accounts/index.ts';
import { openReview, withdrawReview } from '../../modules/reviews/index.ts';
import {
  countApprovals,
  draftOf,
  preReview,
  rejectedContents,
  type StoredTemplate,
} from '../../modules/templates/index.ts';
import type { Tx } from '../../platform/db.ts';
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
  deps: { newId(): string },
  change: TemplateChange,
): Promise<StoredTemplate> {
  const template = await turnTemplate(tx, change, 'submit');
  const { accountId, templateId, at } = change;
  const draft = draftOf(template);
  refuseFaults(await findFaults(tx, accountId, draft));
  const [rejected, approvedBefore, openedAt] = await Promise.all([
    rejectedContents(tx, accountId, MOST_COMPARED),
    countApprovals(tx, accountId),
    accountOpenedAt(tx, accountId),
  ]);
  await openReview(tx, {
    accountId,
    reviewId: deps.newId(),
    kind: 'template',
    subjectId: templateId,
    title: template.name,
    findings: preReview(draft, {
      rejected,
      approvedBefore,
      accountAgeDays: (at.getTime() - (openedAt?.getTime() ?? at.getTime())) / DAY_MS,
    }),
    submittedAt: at,
  });
  return template;
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
