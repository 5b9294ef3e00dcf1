import { explainTemplateRule, HeraldError, TEMPLATE_RULES } from '@herald/contract';
import { listApps } from '../../modules/qualification/index.ts';
import { CATEGORIES, type Hit, type Screener } from '../../modules/screening/index.ts';
import { checkDraft, type Draft, type DraftFinding } from '../../modules/templates/index.ts';
import type { Db } from '../../platform/db.ts';
import type { Screening } from '../screening/screening.ts';

/** Every rule that a draft of the account breaks, and what the lexicon finds in it. */
export async function findFaults(
  db: Db,
  screening: Screening,
  accountId: string,
  draft: Draft,
): Promise<DraftFinding[]> {
  const [appIsApproved, screener] = await Promise.all([
    appApproved(db, accountId, draft.appId),
    screening.current(db),
  ]);
  return [...checkDraft(draft, { appApproved: appIsApproved }), ...screenDraft(screener, draft)];
}

/** 4.2.2: every word of the lexicon in what an author writes, once a field. */
export function screenDraft(
  screener: Screener,
  draft: Pick<Draft, 'name' | 'scene' | 'content'>,
): DraftFinding[] {
  const texts = { Name: draft.name, Scene: draft.scene, Content: draft.content } as const;
  return Object.entries(texts).flatMap(([field, text]) => {
    const terms = new Set<string>();
    return screener.screen(text).flatMap((hit): DraftFinding[] => {
      if (terms.has(hit.term)) return [];
      terms.add(hit.term);
      return [findingOf(field as keyof typeof texts, hit)];
    });
  });
}

function findingOf(field: 'Name' | 'Scene' | 'Content', hit: Hit): DraftFinding {
  const { clause, words } = CATEGORIES[hit.category];
  const { start, end, term } = hit;
  return {
    field,
    rule: hit.effect === 'block' && !hit.alike ? 'forbidden-content' : 'sensitive-content',
    start,
    end,
    details: { term, clause, category: hit.category, categoryZh: words.zh, categoryEn: words.en },
  };
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
