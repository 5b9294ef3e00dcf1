import { wordsOf } from '../../modules/compliance/index.ts';
import { recentScripts } from '../../modules/messages/index.ts';
import {
  compileScreener,
  currentVersion,
  type Hit,
  readLexicon,
  type Screener,
} from '../../modules/screening/index.ts';
import { approvedContents } from '../../modules/templates/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { hanzi } from '../../platform/hanzi.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Vault } from '../../platform/vault.ts';
import { promptsOf, scriptOf } from '../audit/spoken.ts';
import { changed, type LexiconChange } from './change-lexicon.ts';

const MOST_TEMPLATES = 5000;
const MOST_MESSAGES = 2000;
const MOST_SAMPLES = 20;
const WEEK_MS = 7 * 86_400_000;

export interface Difference {
  accountId: string;
  kind: 'template' | 'message';
  id: string;
  term: string;
  place: number;
}

export interface Trial {
  templates: number;
  messages: number;
  newlyFound: number;
  noLongerFound: number;
  newSamples: Difference[];
  goneSamples: Difference[];
  textHits: Hit[];
}

/** What a change of the lexicon would find in what is said already, and what it would leave out. Changes nothing. */
export async function tryLexicon(
  deps: { readonly sql: Sql; readonly vault: Vault; readonly clock: Clock },
  change: LexiconChange,
  text: string,
): Promise<Trial> {
  const { sql, vault, clock } = deps;
  const terms = (await readLexicon(sql, await currentVersion(sql))) ?? [];
  const before = compileScreener(terms, hanzi);
  const after = compileScreener(changed(terms, change), hanzi);
  const [templates, messages] = await Promise.all([
    approvedContents(sql, MOST_TEMPLATES),
    recentScripts(sql, uuidFloor(clock.now() - WEEK_MS), MOST_MESSAGES),
  ]);
  const trial: Trial = {
    templates: templates.length,
    messages: messages.length,
    newlyFound: 0,
    noLongerFound: 0,
    newSamples: [],
    goneSamples: [],
    textHits: after.screen(text),
  };
  for (const { accountId, templateId, content } of templates) {
    compare(trial, before, after, { accountId, kind: 'template', id: templateId }, content);
  }
  for (const { accountId, sessionNo, scriptSealed } of messages) {
    const script = scriptOf(vault, { sessionNo, scriptSealed });
    const prompts = 'flow' in script ? promptsOf(script.flow) : [script.pieces];
    const said = prompts.map(wordsOf).join('\n');
    compare(trial, before, after, { accountId, kind: 'message', id: sessionNo }, said);
  }
  return trial;
}

function compare(
  trial: Trial,
  before: Screener,
  after: Screener,
  of: Pick<Difference, 'accountId' | 'kind' | 'id'>,
  text: string,
): void {
  const key = ({ category, term, start }: Hit) => `${category} ${term} ${start}`;
  const [old, now] = [before.screen(text), after.screen(text)];
  const [oldKeys, nowKeys] = [new Set(old.map(key)), new Set(now.map(key))];
  const added = now.find((hit) => !oldKeys.has(key(hit)));
  const gone = old.find((hit) => !nowKeys.has(key(hit)));
  const note = (samples: Difference[], { term, start }: Hit) => {
    if (samples.length < MOST_SAMPLES) samples.push({ ...of, term, place: start });
  };
  if (added) {
    trial.newlyFound += 1;
    note(trial.newSamples, added);
  }
  if (gone) {
    trial.noLongerFound += 1;
    note(trial.goneSamples, gone);
  }
}
