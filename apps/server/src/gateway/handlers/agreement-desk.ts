import { type AGREEMENT_ACTIONS, HeraldError, type Language } from '@herald/contract';
import {
  draftAgreement,
  publishAgreement,
  withdrawAgreement,
} from '../../flow/agreement/publish-agreement.ts';
import { readAgreement } from '../../flow/agreement/read-agreement.ts';
import {
  builtInClauses,
  type Clause,
  countAnswers,
  fillPlaces,
  listRefusals,
  listVersions,
  NOTICE_MS,
  numbersMissing,
  openPlaces,
  problemOf,
  readClauses,
  readIdentity,
  saveIdentity,
  UNNAMED_OPERATOR,
  versionsNow,
} from '../../modules/agreements/index.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { HandlersOf } from '../deps.ts';
import { clauseShown, versionShown } from './agreement-shown.ts';
import type { HandlerDeps } from './deps.ts';

type Desk = Pick<
  HandlersOf<typeof AGREEMENT_ACTIONS>,
  | 'ImportUVMSAgreement'
  | 'PublishUVMSAgreement'
  | 'WithdrawUVMSAgreementVersion'
  | 'ListUVMSAgreementDrafts'
  | 'ListUVMSAgreementRefusals'
  | 'QueryUVMSAgreementDraft'
  | 'QueryUVMSOperatorIdentity'
  | 'UpdateUVMSOperatorIdentity'
>;

/** What the operator does with the agreement. */
export function agreementDesk({ sql, clock }: Pick<HandlerDeps, 'sql' | 'clock'>): Desk {
  return {
    async ImportUVMSAgreement(caller, request) {
      const builtIn = builtInClauses();
      const own = request.TextZh !== undefined || request.TextEn !== undefined;
      const clauses = own ? { zh: read(request.TextZh, 'zh'), en: read(request.TextEn, 'en') } : builtIn;
      const { version, hash } = await draftAgreement({ sql, clock }, caller.operatorId, clauses);
      const { zh, en } = clauses;
      return {
        Version: version,
        Hash: hash,
        Clauses: zh.length,
        Missing: numbersMissing(zh, builtIn.zh),
        Extra: numbersMissing(builtIn.zh, zh),
        OnlyInZh: numbersMissing(en, zh),
        OnlyInEn: numbersMissing(zh, en),
        OpenPlaces: openPlaces([
          ...fillPlaces(zh, { ...UNNAMED_OPERATOR.zh }),
          ...fillPlaces(en, { ...UNNAMED_OPERATOR.en }),
        ]),
      };
    },

    async PublishUVMSAgreement(caller, request) {
      const now = clock.now();
      const zh = request.GroundZh?.trim() ?? '';
      const en = request.GroundEn?.trim() ?? '';
      if (request.Immediate && (zh === '' || en === '')) throw new HeraldError('AGREEMENT_GROUND_MISSING');
      const ahead = request.EffectiveTime === undefined ? now + NOTICE_MS : request.EffectiveTime * 1000;
      const how = request.Immediate ? { ground: { zh, en } } : { effectiveAt: ahead };
      const { effectiveAt } = await publishAgreement({ sql, clock }, caller.operatorId, request.Version, how);
      return { EffectiveTime: effectiveAt };
    },

    async WithdrawUVMSAgreementVersion(caller, request) {
      await withdrawAgreement({ sql, clock }, caller.operatorId, request.Version);
      return {};
    },

    async ListUVMSAgreementDrafts(caller, request) {
      const now = clock.now();
      const limit = request.NumPerPage ?? 20;
      const { current } = await versionsNow(sql, new Date(now));
      const offset = (request.Page ?? 0) * limit;
      const { total, versions } = await listVersions(sql, { drafts: true, offset, limit });
      const answers = await Promise.all(versions.map(({ version }) => countAnswers(sql, version)));
      return {
        Total: total,
        Versions: versions.map((version, index) => ({
          ...versionShown(version, { current: current?.version ?? 0, language: caller.language, now }),
          Signed: answers[index]?.signed ?? 0,
          Silence: answers[index]?.silence ?? 0,
          Law: answers[index]?.law ?? 0,
          Refused: answers[index]?.refused ?? 0,
          Told: version.toldAt !== null,
        })),
      };
    },

    async ListUVMSAgreementRefusals(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { total, refusals } = await listRefusals(sql, {
        version: request.Version,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return {
        Total: total,
        Refusals: refusals.map((refusal) => ({
          AccountId: refusal.accountId,
          Reason: refusal.reason,
          Signer: refusal.signer,
          Ip: refusal.ip,
          RefuseTime: refusal.at.getTime(),
          TakenBackTime: refusal.takenBackAt?.getTime() ?? 0,
        })),
      };
    },

    async QueryUVMSAgreementDraft(caller, request) {
      const now = clock.now();
      const language = request.Language ?? caller.language;
      const asked = { version: request.Version, language, drafts: true, now };
      const { version, current, clauses } = await readAgreement(sql, asked);
      return {
        ...versionShown(version, { current, language, now }),
        Clauses: clauses.map((clause) => clauseShown(clause, language)),
      };
    },

    async QueryUVMSOperatorIdentity() {
      const { zh, en } = (await readIdentity(sql)) ?? UNNAMED_OPERATOR;
      return {
        OperatorZh: zh.operator,
        OperatorEn: en.operator,
        LicenceZh: zh.licence,
        LicenceEn: en.licence,
        ConsoleZh: zh.console,
        ConsoleEn: en.console,
        CourtZh: zh.court,
        CourtEn: en.court,
        ContactZh: zh.contact,
        ContactEn: en.contact,
      };
    },

    async UpdateUVMSOperatorIdentity({ operatorId }, request) {
      const zh = {
        operator: request.OperatorZh,
        licence: request.LicenceZh,
        console: request.ConsoleZh,
        court: request.CourtZh,
        contact: request.ContactZh,
      };
      const en = {
        operator: request.OperatorEn,
        licence: request.LicenceEn,
        console: request.ConsoleEn,
        court: request.CourtEn,
        contact: request.ContactEn,
      };
      const at = new Date(clock.now());
      await inTransaction(sql, (tx) => saveIdentity(tx, { places: { zh, en }, operatorId, at }));
      return {};
    },
  };
}

const LANGUAGES = {
  zh: { languageZh: '中文', languageEn: 'Chinese' },
  en: { languageZh: '英文', languageEn: 'English' },
} as const;

/** Parts of a text, read by its numbers. @throws HeraldError AGREEMENT_TEXT_INVALID */
function read(parts: readonly string[] | undefined, language: Language): Clause[] {
  const clauses = readClauses((parts ?? []).join('\n'), language);
  const problem = problemOf(clauses);
  if (problem) {
    throw new HeraldError('AGREEMENT_TEXT_INVALID', {
      ...LANGUAGES[language],
      problemZh: problem.zh,
      problemEn: problem.en,
    });
  }
  return clauses;
}
