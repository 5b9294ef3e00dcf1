import type { AGREEMENT_ACTIONS } from '@herald/contract';
import { acceptAgreement } from '../../flow/agreement/accept-agreement.ts';
import { type Signer, standingOfAccount } from '../../flow/agreement/agreement-term.ts';
import { compareAgreements, readAgreement } from '../../flow/agreement/read-agreement.ts';
import { refuseAgreement, takeBackAgreementRefusal } from '../../flow/agreement/refuse-agreement.ts';
import { findAcceptance, findRefusal, listVersions, versionsNow } from '../../modules/agreements/index.ts';
import type { Caller, HandlersOf } from '../deps.ts';
import { agreementDesk } from './agreement-desk.ts';
import { clauseShown, versionShown } from './agreement-shown.ts';
import type { HandlerDeps } from './deps.ts';
import { livingAgreement } from './living-agreement.ts';

/** The agreement, and the opening of the service. */
export function agreementHandlers(
  deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock' | 'newId' | 'jobs'>,
): HandlersOf<typeof AGREEMENT_ACTIONS> {
  const { sql, clock } = deps;
  return {
    ...agreementDesk(deps),

    async QueryUVMSAgreement(caller, request) {
      const now = clock.now();
      const language = request.Language ?? caller.language;
      const asked = { version: request.Version, language, drafts: false, now };
      const { version, current, coming, clauses } = await readAgreement(sql, asked);
      return {
        ...versionShown(version, { current, language, now }),
        CurrentVersion: current,
        ComingVersion: coming,
        Clauses: clauses.map((clause) => clauseShown(clause, language)),
      };
    },

    async GetUVMSLivingAgreement(caller, { Language = caller.language }) {
      return livingAgreement(Language);
    },

    async ListUVMSAgreementVersions({ language }, request) {
      const now = clock.now();
      const limit = request.NumPerPage ?? 20;
      const offset = (request.Page ?? 0) * limit;
      const { current } = await versionsNow(sql, new Date(now));
      const { total, versions } = await listVersions(sql, { drafts: false, offset, limit });
      const beside = { current: current?.version ?? 0, language, now };
      return { Total: total, Versions: versions.map((version) => versionShown(version, beside)) };
    },

    async DiffUVMSAgreementVersions(caller, request) {
      const language = request.Language ?? caller.language;
      const asked = { from: request.From, to: request.To, language, now: clock.now() };
      const changes = await compareAgreements(sql, asked);
      return {
        Changes: changes
          .filter(({ change }) => !request.OnlyChanges || change !== 'same')
          .map(({ number, change, pieces }) => ({
            Number: number,
            Change: change,
            Pieces: pieces.map(({ kind, text }) => ({ Kind: kind, Text: text })),
          })),
      };
    },

    async AcceptUVMSAgreement(caller, request) {
      await acceptAgreement(deps, signerOf(caller), { version: request.Version, hash: request.Hash });
      const { state } = await standingOfAccount(sql, caller.accountId, clock.now());
      return { State: state === 'ending' ? 'ending' : 'active' };
    },

    async RefuseUVMSAgreement(caller, request) {
      const refused = { version: request.Version, reason: request.Reason };
      return { ServiceEndTime: await refuseAgreement(deps, signerOf(caller), refused) };
    },

    async CancelUVMSAgreementRefusal(caller) {
      await takeBackAgreementRefusal(deps, signerOf(caller));
      return {};
    },

    async QueryUVMSAgreementState({ accountId }) {
      const now = clock.now();
      const [stands, { current, coming }, refusal] = await Promise.all([
        standingOfAccount(sql, accountId, now),
        versionsNow(sql, new Date(now)),
        findRefusal(sql, accountId),
      ]);
      const version = stands.state === 'not-accepted' ? 0 : stands.version;
      const [accepted, ahead] = await Promise.all([
        findAcceptance(sql, accountId, version),
        coming && findAcceptance(sql, accountId, coming.version),
      ]);
      return {
        State: stands.state,
        AcceptedVersion: version,
        How: accepted?.how ?? '',
        Signer: accepted?.signer ?? '',
        AcceptTime: accepted?.at.getTime() ?? 0,
        CurrentVersion: current?.version ?? 0,
        ComingVersion: coming?.version ?? 0,
        ComingTime: coming?.effectiveAt?.getTime() ?? 0,
        ComingSigned: ahead !== undefined,
        RefusalReason: refusal?.reason ?? '',
        ServiceEndTime: 'endsAt' in stands ? stands.endsAt : 0,
      };
    },
  };
}

function signerOf({ accountId, principal, ip }: Caller): Signer {
  switch (principal.kind) {
    case 'member':
      return { accountId, signer: principal.memberId, ip };
    case 'key':
      return { accountId, signer: principal.memberId ?? principal.publicKey, ip };
    case 'app':
      return { accountId, signer: principal.appKey, ip };
  }
}
