import { HeraldError, isReceiptReason, type RequestOf, receiptOf } from '@herald/contract';
import { countFor, unitsFor } from '../../flow/messages/read-message.ts';
import { findRecords } from '../../flow/messages/search-records.ts';
import { calleeContext } from '../../modules/messages/index.ts';
import { isUuid, uuidFloor } from '../../platform/ids.ts';
import { writtenNumber } from '../../platform/written-number.ts';
import type { Caller, Handlers } from '../deps.ts';
import { checkProject, type HandlerDeps, visibleProjects } from './deps.ts';

const DAY_MS = 86_400_000;
const LONGEST_SPAN_MS = 7 * DAY_MS;
const LONGEST_REACH_MS = 183 * DAY_MS;
const NOT_OVER = { zh: '呼叫未结束', en: 'Not over yet' };

type Searched = RequestOf<'GetUVMSSendRecord'> | RequestOf<'ExportUVMSSendRecords'>;

/** What a request looks for. @throws HeraldError RECORD_SPAN_INVALID */
export function filterOf({ vault, clock }: HandlerDeps, caller: Caller, request: Searched) {
  const now = clock.now();
  const until = request.EndTime === undefined ? now + 1000 : request.EndTime * 1000 + 1000;
  const from = request.StartTime === undefined ? until - LONGEST_SPAN_MS : request.StartTime * 1000;
  checkSpan(from, until, now);
  const digits = request.FuzzySearch?.replace(/^\+/, '');
  return {
    accountId: caller.accountId,
    projects: visibleProjects(caller, request.ProjectId),
    from: uuidFloor(from),
    until: uuidFloor(until),
    // Of a message that was sent by itself, the task is the message.
    sessionNo: isUuid(request.TaskNo ?? '') ? request.TaskNo : undefined,
    taskNo: isUuid(request.TaskNo ?? '') ? undefined : request.TaskNo,
    calleeKey:
      request.PhoneNumber === undefined
        ? undefined
        : vault.key(writtenNumber(request.PhoneNumber) ?? request.PhoneNumber),
    digits: digits === '' ? undefined : digits,
    brevityCode: request.BrevityCode,
    exceptBrevityCode: request.ExcludeBrevityCode,
    purpose: request.Purpose,
    templateId: request.TemplateId,
    calledCityCode: request.CalledCityCode || undefined,
    callingCityCode: request.CallingCityCode || undefined,
    calledOperator: request.CalledOperatorCode,
  };
}

/** 4.3.1: called numbers are whole for who may send to them, and masked for the others. */
export const seesNumbers = (caller: Caller) => caller.permissions.has('uvms:send');

/** Send records, page by page. */
export function sendRecords(deps: HandlerDeps): Handlers['GetUVMSSendRecord'] {
  const { sql, vault } = deps;
  return async function answer(caller, request) {
    await checkProject(sql, caller, request.ProjectId);
    const { total, records } = await findRecords(sql, {
      ...filterOf(deps, caller, request),
      now: deps.clock.now(),
      orderBy: request.OrderBy === 'receive_time' ? 'received' : 'started',
      descending: request.OrderType !== 'asc',
      offset: (request.Page ?? 0) * (request.NumPerPage ?? 10),
      limit: request.NumPerPage ?? 10,
    });
    const whole = seesNumbers(caller);
    return {
      Total: total,
      Data: records.map((record) => {
        const phone = whole
          ? vault.open(record.calleeSealed, calleeContext(record.sessionNo))
          : record.calleeMask;
        const reason = record.reason !== null && isReceiptReason(record.reason) ? record.reason : undefined;
        return {
          SessionNo: record.sessionNo,
          TaskNo: record.taskNo ?? record.sessionNo,
          Phone: phone,
          ShowNumber: record.showNumber ?? '',
          PreCost: countFor(record.reserved, record),
          Purpose: record.purpose,
          BrevityCode: record.brevityCode,
          CountryCode: record.countryCode,
          TemplateId: record.templateId,
          CallStartTime: record.startedAt?.getTime() ?? 0,
          CallEndTime: record.endedAt?.getTime() ?? 0,
          Duration: Math.ceil((record.talkMs ?? 0) / 1000),
          ChannelId: record.trunkId ?? '',
          ReceiptResult: record.result ?? 3,
          ReceiptDesc: reason ? receiptOf(reason)[caller.language] : NOT_OVER[caller.language],
          ReceiveTime: record.receivedAt?.getTime() ?? 0,
          CallingCityCode: record.callingCityCode ?? '',
          CalledCityCode: record.calledCityCode,
          CalledOperatorCode: record.calledOperator,
          SubmitTime: record.acceptedAt.getTime(),
          GroupType: record.groupType,
          BillSecond: Number(unitsFor(record.charge ?? 0n, record)) * record.stepSeconds,
          BillPeriod: record.stepSeconds,
        };
      }),
    };
  };
}

function checkSpan(from: number, until: number, now: number): void {
  const refuse = (problemZh: string, problemEn: string) => {
    throw new HeraldError('RECORD_SPAN_INVALID', { problemZh, problemEn });
  };
  if (from >= until) refuse('开始时间晚于结束时间', 'StartTime is after EndTime');
  if (until - from > LONGEST_SPAN_MS + 1000) refuse('跨度超过 7 天', 'it is longer than 7 days');
  if (from < now - LONGEST_REACH_MS) refuse('早于半年前', 'it begins before half a year ago');
}
