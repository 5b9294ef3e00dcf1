import { explain, HeraldError, isReceiptReason, RET_CODES, receiptOf } from '@herald/contract';
import { clauseOf, unpackTrail } from '../flow/admission.ts';
import { receiptBody } from '../flow/read-message.ts';
import type { MessageSubmitter, Submission } from '../flow/submit-message.ts';
import { findProjects, receiptTarget, setReceiptTarget } from '../modules/accounts/index.ts';
import { balanceOf, CASH, CNY, HELD, listPackages } from '../modules/ledger/index.ts';
import { calleeContext, findMessage, listProgress, queueState } from '../modules/messages/index.ts';
import { findReceipts } from '../modules/receipts/index.ts';
import { searchRecords } from '../modules/records/index.ts';
import { listTemplates, variableCount } from '../modules/templates/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Sql } from '../platform/db.ts';
import { isUuid, uuidFloor } from '../platform/ids.ts';
import { formatYuan } from '../platform/money.ts';
import { judgeUrl } from '../platform/outbound-http.ts';
import { type Random, randomText } from '../platform/random.ts';
import type { Vault } from '../platform/vault.ts';
import type { Caller, Handlers } from './deps.ts';

const DAY_MS = 86_400_000;
const LONGEST_SPAN_MS = 7 * DAY_MS;
const LONGEST_REACH_MS = 183 * DAY_MS;

/** What each Action does: one flow, or one query, and its answer in the contract's words. */
export function createHandlers(deps: {
  sql: Sql;
  vault: Vault;
  clock: Clock;
  random: Random;
  submitter: MessageSubmitter;
  pushAllowNetworks: readonly string[];
}): Handlers {
  const { sql, vault, clock, submitter } = deps;

  /** 292: a project that is given must be the account's own. */
  async function checkProject(caller: Caller, projectId: string | undefined): Promise<void> {
    if (projectId === undefined) return;
    const known = await findProjects(sql, [{ accountId: caller.accountId, projectId }]);
    if (known.size === 0) throw new HeraldError('PROJECT_UNKNOWN', { projectId });
  }

  const key = (caller: Caller, sessionNo: string) => {
    if (!isUuid(sessionNo)) throw new HeraldError('MESSAGE_NOT_FOUND', { sessionNo });
    return { accountId: caller.accountId, sessionNo: sessionNo.toLowerCase() };
  };

  return {
    async SendUVMSMessage(caller, request) {
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
        clientToken: request.ClientToken,
        holdForWindow: request.HoldForWindow ?? false,
      };
      const userId = request.UserId ?? '';
      if (!request.DryRun) {
        const { sessionNo, reqUuid } = await submitter.submit(submission);
        return { ReqUuid: reqUuid, SessionNo: sessionNo, UserId: userId, Message: 'Success' };
      }
      const { verdicts, refusal, admitted } = await submitter.dryRun(submission);
      return {
        ReqUuid: caller.requestId,
        SessionNo: '',
        UserId: userId,
        Message: 'DryRun',
        DryRun: {
          WouldSend: admitted !== undefined,
          RetCode: refusal ? RET_CODES[refusal.name].code : 0,
          Reason: refusal ? explain(RET_CODES[refusal.name].code, caller.language, refusal.details) : '',
          Decisions: verdicts.map(({ rule, verdict, detail }) => decision(rule, verdict, detail)),
          ...(admitted
            ? { Cost: charge(admitted.funding.commodity, admitted.units, admitted.funding.reserved) }
            : {}),
        },
      };
    },

    async GetUVMSMessage(caller, request) {
      await checkProject(caller, request.ProjectId);
      const wanted = key(caller, request.SessionNo);
      const message = await findMessage(sql, wanted);
      if (!message) throw new HeraldError('MESSAGE_NOT_FOUND', { sessionNo: request.SessionNo });
      // The queue is asked before the receipt: a message that leaves it in between has its receipt by then.
      const state = await queueState(sql, wanted);
      const [progress, [receipt]] = await Promise.all([
        listProgress(sql, wanted),
        findReceipts(sql, caller.accountId, [wanted.sessionNo]),
      ]);
      const ended = receipt !== undefined;
      return {
        SessionNo: message.sessionNo,
        State: ended ? 'ended' : ((state ?? 'queued') as 'queued' | 'claimed' | 'dialling'),
        Phone: vault.open(message.calleeSealed, calleeContext(message.sessionNo)),
        ShowNumber: receipt?.showNumber ?? '',
        TemplateId: message.templateId,
        Purpose: message.purpose,
        UserId: message.userId ?? '',
        SubmitTime: message.acceptedAt.getTime(),
        ...(receipt?.callId ? { CallId: receipt.callId } : {}),
        ...(receipt?.trunkId ? { ChannelId: receipt.trunkId } : {}),
        Timeline: [
          { At: message.acceptedAt.getTime(), State: 'accepted' },
          ...progress.map((step) => ({
            At: step.at.getTime(),
            State: step.state,
            ...(step.detail ? { Detail: step.detail } : {}),
          })),
        ],
        Decisions: unpackTrail(message.trail).map(({ rule, verdict, detail }) =>
          decision(rule, verdict, detail),
        ),
        Reserved: charge(message.commodity, unitsOf(message.reserved, message.unitPrice), message.reserved),
        ...(receipt ? { Charge: charge(receipt.commodity, BigInt(receipt.costCount), receipt.charge) } : {}),
        Digits: receipt?.digits ?? '',
        ...(receipt ? { Receipt: receiptBody(vault, receipt, caller.language) } : {}),
      };
    },

    async GetUVMSReceipt(caller, request) {
      await checkProject(caller, request.ProjectId);
      const wanted = key(caller, request.SessionNo);
      const [message, [receipt]] = await Promise.all([
        findMessage(sql, wanted),
        findReceipts(sql, caller.accountId, [wanted.sessionNo]),
      ]);
      if (!message) throw new HeraldError('MESSAGE_NOT_FOUND', { sessionNo: request.SessionNo });
      if (!receipt) return { SessionNo: message.sessionNo, Final: false };
      return {
        SessionNo: message.sessionNo,
        Final: true,
        Receipt: receiptBody(vault, receipt, caller.language),
        Push: { State: receipt.pushState, Attempts: receipt.pushAttempts },
      };
    },

    async GetUVMSSendRecord(caller, request) {
      await checkProject(caller, request.ProjectId);
      const now = clock.now();
      const until = request.EndTime === undefined ? now + 1000 : request.EndTime * 1000 + 1000;
      const from = request.StartTime === undefined ? until - LONGEST_SPAN_MS : request.StartTime * 1000;
      checkSpan(from, until, now);
      // No number has its attribution told yet: none lies in the wanted city, none is the wanted operator's.
      if (request.CalledCityCode || request.CalledOperatorCode || request.CallingCityCode) {
        return { Total: 0, Data: [] };
      }
      const digits = request.FuzzySearch?.replace(/^\+/, '');
      const { total, records } = await searchRecords(sql, {
        accountId: caller.accountId,
        from: uuidFloor(from),
        until: uuidFloor(until),
        sessionNo:
          request.TaskNo === undefined ? undefined : isUuid(request.TaskNo) ? request.TaskNo : NO_SESSION,
        calleeKey: request.PhoneNumber === undefined ? undefined : vault.key(toE164(request.PhoneNumber)),
        digits: digits === '' ? undefined : digits,
        brevityCode: request.BrevityCode,
        exceptBrevityCode: request.ExcludeBrevityCode,
        purpose: request.Purpose,
        templateId: request.TemplateId,
        orderBy: request.OrderBy === 'receive_time' ? 'received' : 'started',
        descending: request.OrderType !== 'asc',
        offset: (request.Page ?? 0) * (request.NumPerPage ?? 10),
        limit: request.NumPerPage ?? 10,
      });
      return {
        Total: total,
        Data: records.map((record) => {
          const phone = vault.open(record.calleeSealed, calleeContext(record.sessionNo));
          const reason = record.reason !== null && isReceiptReason(record.reason) ? record.reason : undefined;
          return {
            TaskNo: record.sessionNo,
            Phone: phone,
            ShowNumber: record.showNumber ?? '',
            PreCost: Number(unitsOf(record.reserved, record.unitPrice)),
            Purpose: record.purpose,
            BrevityCode: record.brevityCode,
            CountryCode: '86',
            TemplateId: record.templateId,
            CallStartTime: record.startedAt?.getTime() ?? 0,
            CallEndTime: record.endedAt?.getTime() ?? 0,
            Duration: Math.ceil((record.talkMs ?? 0) / 1000),
            ChannelId: record.trunkId ?? '',
            ReceiptResult: record.result ?? 3,
            ReceiptDesc: reason ? receiptOf(reason)[caller.language] : NOT_OVER[caller.language],
            ReceiveTime: record.receivedAt?.getTime() ?? 0,
            CallingCityCode: '',
            CalledCityCode: '',
            CalledOperatorCode: '',
            SubmitTime: record.acceptedAt.getTime(),
            GroupType: record.groupType,
            BillSecond: record.purpose === 2 ? (record.costCount ?? 0) * 60 : 0,
            BillPeriod: record.purpose === 2 ? 60 : 0,
          };
        }),
      };
    },

    async QueryUVMSTemplate(caller, request) {
      await checkProject(caller, request.ProjectId);
      const limit = request.NumPerPage ?? 10;
      const { total, templates } = await listTemplates(sql, {
        accountId: caller.accountId,
        templateId: request.TemplateId,
        status: request.Status,
        purpose: request.Purpose,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      if (request.TemplateId !== undefined && total === 0) {
        throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId: request.TemplateId });
      }
      return {
        Total: total,
        Data: templates.map((template) => ({
          TemplateId: template.templateId,
          Name: template.name,
          Purpose: template.purpose,
          Language: template.language,
          Content: template.content,
          Variables: variableCount(template.content),
          AllDay: template.allDay,
          Status: template.status,
          Remark: template.remark,
          CreateTime: template.createdAt.getTime(),
          UpdateTime: template.updatedAt.getTime(),
        })),
      };
    },

    async GetBalance(caller, request) {
      await checkProject(caller, request.ProjectId);
      const [cash, held, packages] = await Promise.all([
        balanceOf(sql, caller.accountId, CASH),
        balanceOf(sql, caller.accountId, HELD),
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
      await checkProject(caller, request.ProjectId);
      if (request.Url === '') {
        await setReceiptTarget(sql, vault, caller.accountId, undefined);
        return { Url: '', Secret: '' };
      }
      const fault = judgeUrl(request.Url, deps.pushAllowNetworks);
      if (fault) throw new HeraldError('RECEIPT_URL_INVALID', URL_FAULTS[fault]);
      const secret = randomText(deps.random, 40);
      await setReceiptTarget(sql, vault, caller.accountId, { url: request.Url, secret });
      return { Url: request.Url, Secret: secret };
    },

    async QueryUVMSReceiptUrl(caller, request) {
      await checkProject(caller, request.ProjectId);
      const target = await receiptTarget(sql, vault, caller.accountId);
      return { Url: target?.url ?? '' };
    },
  };
}

const NOT_OVER = { zh: '呼叫未结束', en: 'Not over yet' };
/** No message has it: a TaskNo that is no SessionNo finds nothing. */
const NO_SESSION = '00000000-0000-0000-0000-000000000000';

const URL_FAULTS = {
  'not-a-url': { problemZh: '不是有效的 URL', problemEn: 'it is no URL' },
  scheme: { problemZh: '只支持 http 和 https', problemEn: 'only http and https are possible' },
  credentials: { problemZh: '不能包含用户名或密码', problemEn: 'it holds a user name or password' },
  'private-address': {
    problemZh: '地址不在公网',
    problemEn: 'its address is not on the public internet',
  },
} as const;

function decision(rule: string, verdict: 'pass' | 'refuse' | 'skip', detail: string) {
  return { Rule: rule, Clause: clauseOf(rule), Verdict: verdict, ...(detail ? { Detail: detail } : {}) };
}

function charge(commodity: string, units: bigint, amount: bigint) {
  const money = commodity === CNY;
  return {
    Source: money ? ('balance' as const) : ('package' as const),
    Commodity: commodity,
    Count: Number(units),
    Amount: money ? formatYuan(amount) : amount.toString(),
  };
}

const unitsOf = (reserved: bigint, unitPrice: bigint) => (unitPrice === 0n ? 0n : reserved / unitPrice);

/** A number as people write it, as E.164: mainland numbers may come without +86. */
function toE164(number: string): string {
  if (number.startsWith('+')) return number;
  return /^86\d{9,}$/.test(number) ? `+${number}` : `+86${number.replace(/^0/, '')}`;
}

function checkSpan(from: number, until: number, now: number): void {
  const refuse = (problemZh: string, problemEn: string) => {
    throw new HeraldError('RECORD_SPAN_INVALID', { problemZh, problemEn });
  };
  if (from >= until) refuse('开始时间晚于结束时间', 'StartTime is after EndTime');
  if (until - from > LONGEST_SPAN_MS + 1000) refuse('跨度超过 7 天', 'it is longer than 7 days');
  if (from < now - LONGEST_REACH_MS) refuse('早于半年前', 'it begins before half a year ago');
}
