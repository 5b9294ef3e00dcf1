import { type COMPLAINT_ACTIONS, HeraldError } from '@herald/contract';
import {
  answerComplaint,
  closeComplaint,
  forwardComplaint,
  giveToStaff,
  tellComplainant,
} from '../../flow/complaints/handle-complaint.ts';
import { importComplaints } from '../../flow/complaints/import-complaints.ts';
import { openComplaint } from '../../flow/complaints/open-complaint.ts';
import { readComplaintRates } from '../../flow/complaints/read-rates.ts';
import { accountExists } from '../../modules/accounts/index.ts';
import {
  answerContext,
  type Complaint,
  pageComplaints,
  type Severity,
  wordsContext,
} from '../../modules/complaints/index.ts';
import { isUuid } from '../../platform/ids.ts';
import { maskNumber } from '../../platform/mask-number.ts';
import { inTransaction, noteInAct } from '../../platform/transaction.ts';
import type { Vault } from '../../platform/vault.ts';
import type { HandlersOf } from '../deps.ts';
import { actingOf, type HandlerDeps } from './deps.ts';
import { thresholdHandlers } from './thresholds.ts';

const E164 = /^\+[1-9]\d{6,14}$/;

/** Complaints of callees: the operator's desk and the customer's answer (4.3.6). */
export function complaintHandlers(
  deps: Pick<HandlerDeps, 'sql' | 'vault' | 'clock' | 'newId' | 'jobs'>,
): HandlersOf<typeof COMPLAINT_ACTIONS> {
  const { sql, vault } = deps;
  const numberOf = (number: string): string => {
    if (!E164.test(number)) throw new HeraldError('LISTED_NUMBER_INVALID', { number });
    return number;
  };

  return {
    ...thresholdHandlers(deps),

    async CreateUVMSComplaint({ operatorId }, request) {
      const number = numberOf(request.PhoneNumber);
      const { AccountId: accountId, SessionNo: sessionNo } = request;
      const opened = await inTransaction(sql, async (tx) => {
        if (accountId !== undefined && !(await accountExists(tx, accountId))) {
          throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
        }
        const complaint = await openComplaint(tx, deps, {
          channel: 'operator',
          kind: request.Kind,
          severity: severityOf(request.Severity),
          calleeKey: vault.key(number),
          calleeMask: maskNumber(number),
          sessionNo: sessionNo !== undefined && isUuid(sessionNo) ? sessionNo : undefined,
          accountId,
          at: request.CallTime,
          words: request.Words,
          openedBy: operatorId,
        });
        noteInAct({ ComplaintId: complaint.complaintId });
        return complaint;
      });
      return { ComplaintId: opened.complaintId, AccountId: opened.accountId, Opened: opened.opened };
    },

    async ImportUVMSComplaints({ operatorId, language }, _request, { content, declaredBytes }) {
      const done = await importComplaints(deps, { content, declaredBytes, operatorId });
      return {
        FileSha256: done.fileSha256,
        Opened: done.opened,
        Known: done.known,
        Matched: done.matched,
        BadRows: done.badRows,
        Errors: done.errors.map((error) => ({ Line: error.line, Reason: error[language] })),
      };
    },

    async ListUVMSComplaints(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { PhoneNumber } = request;
      const { total, complaints } = await pageComplaints(sql, {
        accountId: request.AccountId,
        calleeKey: PhoneNumber === undefined ? undefined : vault.key(numberOf(PhoneNumber)),
        state: request.State,
        severity: severityOf(request.Severity),
        templateId: request.TemplateId,
        assignedTo: request.AssignedTo,
        overdueAt: request.Overdue === true ? new Date(deps.clock.now()) : undefined,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return {
        Total: total,
        Data: complaints.map((one) => ({ ...deskAnswer(one), ...complaintAnswer(vault, one) })),
      };
    },

    async AssignUVMSComplaint(_caller, { ComplaintId: complaintId, OperatorId: operatorId }) {
      await giveToStaff(deps, { complaintId, operatorId });
      return {};
    },

    async ForwardUVMSComplaint(_caller, { ComplaintId: complaintId, AccountId: accountId, Severity }) {
      const severity = severityOf(Severity);
      return { State: await forwardComplaint(deps, { complaintId, accountId, severity }) };
    },

    async CloseUVMSComplaint(
      { operatorId },
      { ComplaintId: complaintId, Founded: founded, Finding: finding },
    ) {
      return { State: await closeComplaint(deps, { complaintId, founded, finding, by: operatorId }) };
    },

    async TellUVMSComplainant(_caller, { ComplaintId: complaintId, How: how }) {
      return { State: await tellComplainant(deps, { complaintId, how }) };
    },

    async GetUVMSComplaintRates(_caller, { AccountId: accountId, By: by = 'account', Days: days = 30 }) {
      if (!(await accountExists(sql, accountId))) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
      const rates = await readComplaintRates(deps, { accountId, by, days });
      return {
        Data: rates.map(({ key, complaints, founded, answered, per10000 }) => ({
          Key: key,
          Complaints: complaints,
          Founded: founded,
          Answered: Number(answered),
          ...(per10000 === undefined ? {} : { Per10000: per10000 }),
        })),
      };
    },

    async QueryUVMSComplaints({ accountId }, { State: state, Page = 0, NumPerPage: limit = 20 }) {
      const asked = { accountId, state, forwarded: true, offset: Page * limit, limit };
      const { total, complaints } = await pageComplaints(sql, asked);
      return { Total: total, Data: complaints.map((one) => complaintAnswer(vault, one)) };
    },

    async AnswerUVMSComplaint(caller, { ComplaintId: complaintId, Answer: answer }) {
      return { State: await answerComplaint(deps, { ...actingOf(caller), complaintId, answer }) };
    },
  };
}

const severityOf = (text: '1' | '2' | '3' | undefined): Severity | undefined =>
  text === undefined ? undefined : (Number(text) as Severity);

const timeOf = <Name extends string>(name: Name, at: Date | null) =>
  at === null ? {} : ({ [name]: at.getTime() } as { [key in Name]: number });

function complaintAnswer(vault: Vault, one: Complaint) {
  const open = (sealed: Uint8Array | null, context: string) =>
    sealed === null ? '' : vault.open(sealed, context);
  return {
    ComplaintId: one.complaintId,
    State: one.state,
    Kind: one.kind,
    Severity: one.severity,
    Phone: one.calleeMask,
    CallTime: one.happenedAt.getTime(),
    ...(one.sessionNo === null ? {} : { SessionNo: one.sessionNo }),
    TemplateId: one.templateId,
    ShowNumber: one.showNumber,
    Words: open(one.wordsSealed, wordsContext(one.complaintId)),
    ...timeOf('ForwardTime', one.forwardedAt),
    ...timeOf('AnswerTime', one.answeredAt),
    Answer: open(one.answerSealed, answerContext(one.complaintId)),
    ...timeOf('CloseTime', one.closedAt),
    ...(one.founded === null ? {} : { Founded: one.founded }),
    Finding: one.finding,
    ...timeOf('DueTime', one.dueAt),
  };
}

function deskAnswer(one: Complaint) {
  return {
    AccountId: one.accountId,
    Channel: one.channel,
    TrunkId: one.trunkId,
    OpenTime: one.openedAt.getTime(),
    OpenedBy: one.openedBy,
    AssignedTo: one.assignedTo ?? '',
    ...timeOf('ToldTime', one.toldAt),
    ToldHow: one.toldHow,
  };
}
