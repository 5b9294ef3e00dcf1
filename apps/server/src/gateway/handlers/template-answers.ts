import { explainTemplateRule, type Language, TEMPLATE_RULES } from '@herald/contract';
import {
  type Draft,
  type DraftFinding,
  draftOf,
  type HistoryEntry,
  type StoredTemplate,
  variableCount,
} from '../../modules/templates/index.ts';
import type { FileAnswer } from '../deps.ts';

/** What is against the rules, in the reader’s language. */
export function findings(draft: Draft, found: readonly DraftFinding[], language: Language) {
  const texts: Record<DraftFinding['field'], string> = {
    Name: draft.name,
    Scene: draft.scene,
    AppId: draft.appId ?? '',
    Purpose: '',
    AllDay: '',
    Content: draft.content,
  };
  return found.map(({ rule, field, start, end, details }) => {
    const { problem, mend } = explainTemplateRule(rule, language, details);
    const { source, weight } = TEMPLATE_RULES[rule];
    return {
      Rule: rule,
      Source: source,
      Weight: weight,
      Field: field,
      Start: start,
      End: end,
      Text: texts[field].slice(start, end),
      Message: problem,
      Remedy: mend,
    };
  });
}

export function templateBody(template: StoredTemplate, Findings: ReturnType<typeof findings>) {
  return {
    TemplateId: template.templateId,
    Name: template.name,
    Kind: draftOf(template).kind,
    Scene: template.scene,
    ...(template.appId === undefined ? {} : { AppId: template.appId }),
    Purpose: template.purpose,
    Language: template.language,
    Content: template.content,
    Variables: variableCount(template.content),
    ...(template.sound ? { DurationMs: template.sound.ms } : {}),
    AllDay: template.allDay,
    Status: template.status,
    Blocked: template.state === 'blocked',
    Remark: template.remark,
    CreateTime: template.createdAt.getTime(),
    UpdateTime: template.updatedAt.getTime(),
    Findings,
  };
}

export function historyBody(entry: HistoryEntry) {
  return {
    At: entry.at.getTime(),
    Event: entry.event,
    Status: entry.status,
    By: entry.actor,
    Reason: entry.reason,
  };
}

/** A sound as the answer’s file. */
export function heard(name: string, wav: Uint8Array): FileAnswer {
  const content = (async function* () {
    yield wav;
  })();
  return { name: `${name}.wav`, mime: 'audio/wav', size: wav.length, content };
}
