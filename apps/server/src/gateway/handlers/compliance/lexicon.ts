import { HeraldError, type RequestOf } from '@herald/contract';
import { changeLexicon, type LexiconChange, restoreLexicon } from '../../../flow/screening/change-lexicon.ts';
import { type Difference, tryLexicon } from '../../../flow/screening/try-lexicon.ts';
import {
  CATEGORIES,
  currentVersion,
  listLexiconVersions,
  readLexicon,
} from '../../../modules/screening/index.ts';
import type { Handlers } from '../../deps.ts';
import type { HandlerDeps } from '../deps.ts';

type Names =
  | 'QueryUVMSLexicon'
  | 'ListUVMSLexiconVersions'
  | 'UpdateUVMSLexicon'
  | 'RestoreUVMSLexicon'
  | 'TestUVMSLexicon';

/** What may not be said, by versions (4.2.2). */
export function lexiconHandlers(deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock'>): Pick<Handlers, Names> {
  const { sql } = deps;
  return {
    async QueryUVMSLexicon(_caller, { Version, Category }) {
      const version = Version ?? (await currentVersion(sql));
      const terms = await readLexicon(sql, version);
      if (!terms) throw new HeraldError('LEXICON_VERSION_UNKNOWN', { version });
      return {
        Version: version,
        Terms: terms
          .filter(({ category }) => Category === undefined || category === Category)
          .map(({ category, effect, text }) => ({
            Category: category,
            Clause: CATEGORIES[category].clause,
            Effect: effect,
            Term: text,
          })),
      };
    },

    async ListUVMSLexiconVersions(_caller, { Page = 0, NumPerPage = 20 }) {
      const page = { offset: Page * NumPerPage, limit: NumPerPage };
      const { total, versions } = await listLexiconVersions(sql, page);
      return {
        Total: total,
        Versions: versions.map(({ version, terms, note, createdBy, createdAt }) => ({
          Version: version,
          Terms: terms,
          Reason: note,
          OperatorId: createdBy,
          CreateTime: createdAt.getTime(),
        })),
      };
    },

    async UpdateUVMSLexicon({ operatorId }, request) {
      const by = { operatorId, reason: request.Reason };
      return { Version: await changeLexicon(deps, request.Version, changeOf(request), by) };
    },

    async RestoreUVMSLexicon({ operatorId }, request) {
      const by = { operatorId, reason: request.Reason };
      return { Version: await restoreLexicon(deps, request.Version, by) };
    },

    async TestUVMSLexicon(_caller, request) {
      const trial = await tryLexicon(deps, changeOf(request), request.Text ?? '');
      return {
        Templates: trial.templates,
        Messages: trial.messages,
        NewlyFound: trial.newlyFound,
        NoLongerFound: trial.noLongerFound,
        NewSamples: trial.newSamples.map(sample),
        GoneSamples: trial.goneSamples.map(sample),
        TextHits: trial.textHits.map(({ category, effect, term, alike, start, end }) => ({
          Category: category,
          Effect: effect,
          Term: term,
          Alike: alike,
          Start: start,
          End: end,
        })),
      };
    },
  };
}

function changeOf(request: RequestOf<'TestUVMSLexicon'> | RequestOf<'UpdateUVMSLexicon'>): LexiconChange {
  const { Category: category, Effect: effect = 'review', Add: add = [], Remove: remove = [] } = request;
  return { category, effect, add, remove };
}

const sample = ({ accountId, kind, id, term, place }: Difference) => ({
  AccountId: accountId,
  Kind: kind,
  Id: id,
  Term: term,
  Place: place,
});
