import { explain, HeraldError, type MESSAGE_ACTIONS, RET_CODES } from '@herald/contract';
import { charge, decision, readMessage, receiptBody } from '../../flow/messages/read-message.ts';
import type { Submission } from '../../flow/messages/submit-message.ts';
import { shortfallsOf } from '../../flow/money/watch-shortfalls.ts';
import { createServiceStatus, maintenanceWords } from '../../flow/service/service-status.ts';
import { receiptTarget, setReceiptTarget } from '../../modules/accounts/index.ts';
import { balanceOf, CASH, countOf, HELD, listPackages, OWED } from '../../modules/ledger/index.ts';
import { findMessage } from '../../modules/messages/index.ts';
import { findReceipts, findResolution } from '../../modules/receipts/index.ts';
import { isUuid } from '../../platform/ids.ts';
import { formatYuan } from '../../platform/money.ts';
import { judgeUrl } from '../../platform/outbound-http.ts';
import { randomText } from '../../platform/random.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Caller, HandlersOf } from '../deps.ts';
import {
  checkProject,
  checkSendProject,
  checkWholeAccount,
  type HandlerDeps,
  visibleProjects,
} from './deps.ts';
import { sendRecords } from './records.ts';
import { testCalleeHandlers } from './test-callees.ts';

/** Sending, and what became of it. */
export function messageHandlers(deps: HandlerDeps): HandlersOf<typeof MESSAGE_ACTIONS> {
  const { sql, vault, clock, submitter } = deps;
  const status = createServiceStatus(deps);

  const key = (caller: Caller, sessionNo: string, projectId: string | undefined) => {
    if (!isUuid(sessionNo)) throw new HeraldError('MESSAGE_NOT_FOUND', { sessionNo });
    const projects = visibleProjects(caller, projectId);
    return { accountId: caller.accountId, sessionNo: sessionNo.toLowerCase(), projects };
  };

  return {
    ...testCalleeHandlers(deps),

    async SendUVMSMessage(caller, request) {
      checkSendProject(caller, request.ProjectId);
      const submission: Submission = {
        accountId: caller.accountId,
        reqUuid: caller.requestId,
        calledNumber: request.CalledNumber,
        templateId: request.TemplateId,
        values: request.TemplateParams ?? [],
        fromNumber: request.FromNumber,
        groupType: request.GroupType as 1 | 2 | undefined,
        dispatchRule: (request.DispatchRule ?? 0) as 0 | 1,
        userId: request.UserId,
        projectId: request.ProjectId,
        appId: caller.principal.kind === 'app' ? caller.principal.appId : undefined,
        clientToken: request.ClientToken,
        holdForWindow: request.HoldForWindow ?? false,
        testMode: request.TestMode ?? false,
      };
      const userId = request.UserId ?? '';
      if (!request.DryRun) {
        const { sessionNo, reqUuid } = await submitter.submit(submission);
        const message = maintenanceWords(await status(), clock.now(), caller.language) ?? 'Success';
        return { ReqUuid: reqUuid, SessionNo: sessionNo, UserId: userId, Message: message };
      }
      const { verdicts, refusals, admitted } = await submitter.dryRun(submission);
      const refusal = refusals[0]?.refusal;
      return {
        ReqUuid: caller.requestId,
        SessionNo: '',
        UserId: userId,
        Message: maintenanceWords(await status(), clock.now(), caller.language) ?? 'DryRun',
        DryRun: {
          WouldSend: admitted !== undefined,
          RetCode: refusal ? RET_CODES[refusal.name].code : 0,
          Reason: refusal ? explain(RET_CODES[refusal.name].code, caller.language, refusal.details) : '',
          Decisions: verdicts.map(({ rule, verdict, detail }) => decision(rule, verdict, detail)),
          ...(admitted
            ? {
                Cost: charge(
                  admitted.funding.commodity,
                  countOf(admitted.funding.stepSeconds, admitted.units),
                  admitted.funding.reserved,
                ),
              }
            : {}),
        },
      };
    },

    async GetUVMSMessage(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      return readMessage(deps, key(caller, request.SessionNo, request.ProjectId), caller.language);
    },

    async GetUVMSReceipt(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const wanted = key(caller, request.SessionNo, request.ProjectId);
      const [message, [receipt]] = await Promise.all([
        findMessage(sql, wanted),
        findReceipts(sql, caller.accountId, [wanted.sessionNo]),
      ]);
      if (!message) throw new HeraldError('MESSAGE_NOT_FOUND', { sessionNo: request.SessionNo });
      if (!receipt) return { SessionNo: message.sessionNo, Final: false };
      const resolution =
        receipt.result === 3 ? await findResolution(sql, caller.accountId, message.sessionNo) : undefined;
      return {
        SessionNo: message.sessionNo,
        Final: true,
        Receipt: receiptBody(vault, receipt, caller.language),
        ...(resolution
          ? {
              Resolution: {
                Answered: resolution.answered,
                AnswerTime: resolution.answeredAt?.getTime() ?? 0,
                Duration: resolution.seconds,
                Time: resolution.at.getTime(),
              },
            }
          : {}),
        Push: { State: receipt.pushState, Attempts: receipt.pushAttempts },
      };
    },

    async DownloadUVMSSandboxSound(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const wanted = key(caller, request.SessionNo, request.ProjectId);
      const { SessionNo: sessionNo } = request;
      if (!(await findMessage(sql, wanted))) throw new HeraldError('MESSAGE_NOT_FOUND', { sessionNo });
      const sound = await deps.sandboxSounds?.find(wanted.sessionNo);
      if (!sound) throw new HeraldError('SANDBOX_SOUND_NOT_FOUND', { sessionNo });
      return sound;
    },

    GetUVMSSendRecord: sendRecords(deps),

    async GetBalance(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const [cash, held, owed, suspended, packages] = await Promise.all([
        balanceOf(sql, caller.accountId, CASH),
        balanceOf(sql, caller.accountId, HELD),
        balanceOf(sql, caller.accountId, OWED),
        shortfallsOf(deps, caller.accountId),
        listPackages(sql, caller.accountId, new Date(clock.now())),
      ]);
      return {
        AccountInfo: {
          Amount: formatYuan(cash + held),
          AmountAvailable: formatYuan(cash),
          AmountFreeze: formatYuan(held),
          AmountFree: formatYuan(0n),
          AmountCredit: formatYuan(0n),
        },
        Owed: formatYuan(-owed),
        Suspended: suspended.map(({ purpose, groupType, since }) => ({
          Purpose: purpose,
          GroupType: groupType,
          SinceTime: since.getTime(),
        })),
        Packages: packages.map((owned) => ({
          PackageId: owned.packageId,
          Purpose: owned.purpose,
          GroupType: owned.groupType,
          Quantity: Number(owned.quantity),
          Available: Number(owned.available),
          Reserved: Number(owned.held),
          ExpireTime: owned.expiresAt.getTime(),
        })),
      };
    },

    async UpdateUVMSReceiptUrl(caller, request) {
      checkWholeAccount(caller, 'uvms:configure');
      await checkProject(sql, caller, request.ProjectId);
      if (request.Url === '') {
        await inTransaction(sql, (tx) => setReceiptTarget(tx, vault, caller.accountId, undefined));
        return { Url: '', Secret: '' };
      }
      const fault = judgeUrl(request.Url, deps.pushAllowNetworks);
      if (fault) throw new HeraldError('RECEIPT_URL_INVALID', URL_FAULTS[fault]);
      const secret = randomText(deps.random, 40);
      const target = { url: request.Url, secret };
      await inTransaction(sql, (tx) => setReceiptTarget(tx, vault, caller.accountId, target));
      return { Url: request.Url, Secret: secret };
    },

    async QueryUVMSReceiptUrl(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const target = await receiptTarget(sql, vault, caller.accountId);
      return { Url: target?.url ?? '' };
    },
  };
}

const URL_FAULTS = {
  'not-a-url': { problemZh: '不是有效的 URL', problemEn: 'it is no URL' },
  scheme: { problemZh: '只支持 http 和 https', problemEn: 'only http and https are possible' },
  credentials: { problemZh: '不能包含用户名或密码', problemEn: 'it holds a user name or password' },
  'private-address': {
    problemZh: '地址不在公网',
    problemEn: 'its address is not on the public internet',
  },
} as const;
