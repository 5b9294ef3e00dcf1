import { explainTemplateRule, HeraldError, TEMPLATE_RULES } from '@herald/contract';
import { listApps } from '../../modules/qualification/index.ts';
import { checkDraft, type Draft, type DraftFinding } from '../../modules/templates/index.ts';
import type { Db } from '../../platform/db.ts';

/** Every rule that a draft of the account breaks. */
export async function findFaults(db: Db, accountId: string, draft: Draft): Promise<DraftFinding[]> {
  return checkDraft(draft, { appApproved: await appApproved(db, accountId, draft.appId) });
}

/** Whether templates may be for this app: an approved one of the account. */
async function appApproved(db: Db, accountId: string, appId: string | undefined): Promise<boolean> {
  if (appId === undefined) return true;
  const apps = await listApps(db, accountId);
  return apps.some((app) => app.appId === appId && app.state === 'approved');
}

/** @throws HeraldError MARKETING_REFUSED, or TEMPLATE_INVALID naming the first error, its place and its remedy */
export function refuseFaults(findings: readonly DraftFinding[]): void {
  const errors = findings.filter(({ rule }) => TEMPLATE_RULES[rule].weight === 'error');
  if (errors.some(({ rule }) => rule === 'marketing')) throw new HeraldError('MARKETING_REFUSED');
  const [first] = errors;
  if (!first) return;
  const { rule, field, start, end, details } = first;
  const spot = end > start ? ` [${start}, ${end})` : '';
  const zh = explainTemplateRule(rule, 'zh', details);
  const en = explainTemplateRule(rule, 'en', details);
  throw new HeraldError('TEMPLATE_INVALID', {
    problemZh: `${field}${spot} ${zh.problem}（${rule}）；${zh.mend}`,
    problemEn: `${field}${spot}: ${en.problem} (${rule}); ${en.mend}`,
  });
}
