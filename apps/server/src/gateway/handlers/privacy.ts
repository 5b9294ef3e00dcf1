import { HeraldError, type PRIVACY_ACTIONS, RETENTION, type RetentionKind } from '@herald/contract';
import { EVERYWHERE, requestErasure } from '../../flow/privacy/ask-erasure.ts';
import { type AskedConsent, withQuestions } from '../../flow/privacy/consent-words.ts';
import { exportAccount } from '../../flow/privacy/export-account.ts';
import { exportOfNumber } from '../../flow/privacy/export-callee.ts';
import { recordingToImprove } from '../../flow/privacy/improve-service.ts';
import type { RetentionDays } from '../../flow/privacy/keep-retention.ts';
import { masterKeyStatus } from '../../flow/privacy/master-key-status.ts';
import { revokeConsent } from '../../flow/privacy/revoke-consent.ts';
import {
  type Erasure,
  listConsents,
  listErasures,
  listImprovementConsents,
  retentionRuns,
} from '../../modules/privacy/index.ts';
import { isUuid } from '../../platform/ids.ts';
import type { HandlersOf } from '../deps.ts';
import { actingOf, checkWholeAccount, type HandlerDeps } from './deps.ts';
import { seesNumbers } from './records.ts';

/** What is held of people who are called, and its end. */
export function privacyHandlers(deps: HandlerDeps): HandlersOf<typeof PRIVACY_ACTIONS> {
  const page = ({ Page = 0, NumPerPage: limit = 20 }: { Page?: number; NumPerPage?: number }) => ({
    offset: Page * limit,
    limit,
  });
  return {
    async EraseUVMSNumber(caller, { PhoneNumber: number }) {
      checkWholeAccount(caller, 'uvms:configure');
      const { accountId, by: actorId } = actingOf(caller);
      const asked = { accountId, number, askedBy: 'customer', actorId } as const;
      return { ErasureId: await requestErasure(deps, asked) };
    },

    async ListUVMSNumberErasures(caller, request) {
      checkWholeAccount(caller, 'uvms:read');
      const { accountId } = caller;
      const { total, erasures } = await listErasures(deps.sql, { accountId, ...page(request) });
      return { Total: total, Data: erasures.map(erasureAnswer) };
    },

    async ListUVMSConsents(caller, { SessionNo: sessionNo, Kind: kind, ...request }) {
      checkWholeAccount(caller, 'uvms:read');
      if (sessionNo !== undefined && !isUuid(sessionNo)) return { Total: 0, Data: [] };
      const asked = { accountId: caller.accountId, sessionNo, kind, ...page(request) };
      const { total, consents } = await listConsents(deps.sql, asked);
      return { Total: total, Data: (await withQuestions(deps, consents)).map(consentAnswer) };
    },

    async RevokeUVMSConsent(caller, { SessionNo: sessionNo, Kind: kind = 'recording' }) {
      checkWholeAccount(caller, 'uvms:configure');
      await revokeConsent(deps, { accountId: caller.accountId, sessionNo, kind, by: 'customer' });
      return {};
    },

    async ListUVMSImprovementRecordings(_caller, request) {
      const asked = { accountId: request.AccountId, ...page(request) };
      const { total, consents } = await listImprovementConsents(deps.sql, asked);
      return {
        Total: total,
        Data: consents.map(({ accountId, sessionNo, node, key, at }) => ({
          ...{ AccountId: accountId, SessionNo: sessionNo, Node: node, Key: key, Time: at.getTime() },
        })),
      };
    },

    async HearUVMSImprovementRecording(_caller, request) {
      const { AccountId: accountId, SessionNo: sessionNo, Node: node } = request;
      return recordingToImprove(deps, { accountId, sessionNo, node });
    },

    async EraseUVMSData({ operatorId: actorId }, { PhoneNumber: number, AccountId: accountId }) {
      if (number === undefined && accountId === undefined) throw new HeraldError('ERASURE_UNCLEAR');
      const asked = { accountId: accountId ?? EVERYWHERE, number, askedBy: 'operator', actorId } as const;
      return { ErasureId: await requestErasure(deps, asked) };
    },

    async ListUVMSErasures(_caller, request) {
      const asked = { accountId: request.AccountId, ...page(request) };
      const { total, erasures } = await listErasures(deps.sql, asked);
      return {
        Total: total,
        Data: erasures.map((erasure) => ({ AccountId: erasure.accountId, ...erasureAnswer(erasure) })),
      };
    },

    async ExportUVMSAccountData(caller) {
      checkWholeAccount(caller, 'members:manage');
      const { accountId, language } = caller;
      return exportAccount(deps, { accountId, reader: 'owner', numbers: seesNumbers(caller), language });
    },

    async ExportUVMSCustomerData({ language }, { AccountId: accountId }) {
      return exportAccount(deps, { accountId, reader: 'staff', numbers: false, language });
    },

    async ExportUVMSNumberData({ language }, { PhoneNumber: number }) {
      return exportOfNumber(deps, number, language);
    },

    async ListUVMSRetention({ language }) {
      const runs = new Map((await retentionRuns(deps.sql)).map((run) => [run.kind, run]));
      return {
        Data: KINDS.map((kind) => {
          const row = RETENTION[kind];
          const run = runs.get(kind);
          return {
            ...{ Kind: kind, What: row[language], Clause: row.clause, ...periodOf(kind, deps.retention) },
            RunTime: run?.ranAt.getTime() ?? 0,
            Deleted: Number(run?.deleted ?? 0n),
            DeleteTime: run?.deletedAt?.getTime() ?? 0,
            TotalDeleted: Number(run?.total ?? 0n),
          };
        }),
      };
    },

    async GetUVMSMasterKeys() {
      const { keys, places, oldProcesses, waitingMails } = await masterKeyStatus(deps);
      return {
        Keys: keys.map(({ keyId, state, since, emptiedAt }) => ({
          KeyId: keyId,
          State: state,
          SinceTime: since.getTime(),
          EmptyTime: emptiedAt?.getTime() ?? 0,
        })),
        Places: places.map(({ place, looked, resealed, unreadable, doneAt }) => ({
          Table: place,
          Looked: String(looked),
          Resealed: String(resealed),
          Unreadable: String(unreadable),
          DoneTime: doneAt?.getTime() ?? 0,
        })),
        OldProcesses: oldProcesses,
        WaitingMails: waitingMails,
      };
    },
  };
}

const KINDS = Object.keys(RETENTION) as (keyof typeof RETENTION)[];

function periodOf(kind: keyof typeof RETENTION, days: RetentionDays) {
  const { kept } = RETENTION[kind];
  if ('setting' in kept) {
    return { Kept: 'days' as const, Days: days[kind as RetentionKind], Setting: kept.setting };
  }
  if ('days' in kept) return { Kept: 'days' as const, Days: kept.days, Setting: '' };
  return { Kept: 'always' in kept ? ('always' as const) : ('never' as const), Days: 0, Setting: '' };
}

const consentAnswer = (consent: AskedConsent) => ({
  SessionNo: consent.sessionNo,
  Inbound: consent.of === 'inbound',
  FlowId: consent.flowId,
  FlowVersion: consent.flowVersion,
  Node: consent.node,
  Kind: consent.kind,
  Question: consent.question,
  Given: consent.given,
  Key: consent.key,
  Time: consent.at.getTime(),
  RevokeTime: consent.revokedAt?.getTime() ?? 0,
  RevokedBy: consent.revokedBy ?? '',
});

const erasureAnswer = (erasure: Erasure) => ({
  ErasureId: erasure.erasureId,
  Phone: erasure.calleeMask,
  WholeAccount: erasure.calleeKey === null,
  AskedBy: erasure.askedBy,
  AskTime: erasure.askedAt.getTime(),
  DoneTime: erasure.doneAt?.getTime() ?? 0,
  Messages: erasure.messages,
  Rows: erasure.rows,
  Files: erasure.files,
  CallsIn: erasure.callsIn,
});
