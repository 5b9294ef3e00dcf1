import { HeraldError } from '@herald/contract';
import { accountExists } from '../../modules/accounts/index.ts';
import {
  answerContext,
  assignComplaint,
  type Complaint,
  type ComplaintEvent,
  type ComplaintState,
  complaintDueAt,
  giveComplaint,
  lockComplaint,
  markAnswered,
  markClosed,
  markForwarded,
  markTold,
  nextComplaintState,
  type Severity,
} from '../../modules/complaints/index.ts';
import { findOperator } from '../../modules/operators/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import { isUuid } from '../../platform/ids.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { type NotifyDeps, notify } from '../notices/notify.ts';
import { COMPLAINT_KIND_WORDS } from './complaint-words.ts';
import { neverAgain } from './open-complaint.ts';

export type ComplaintDeskDeps = NotifyDeps & { readonly sql: Sql };

/** @throws HeraldError COMPLAINT_UNKNOWN, OPERATOR_NOT_FOUND */
export async function giveToStaff(
  { sql, vault }: ComplaintDeskDeps,
  { complaintId, operatorId }: { complaintId: string; operatorId: string },
): Promise<void> {
  await inTransaction(sql, async (tx) => {
    const complaint = await held(tx, complaintId);
    const person = isUuid(operatorId) ? await findOperator(tx, vault, operatorId) : undefined;
    if (person?.status !== 'active') throw new HeraldError('OPERATOR_NOT_FOUND', { operatorId });
    await assignComplaint(tx, complaint, operatorId);
  });
}

/**
 * 4.3.6: hands a complaint to the customer, who has 15 days to answer. Where no call was found the operator says whose
 * it was, and that customer calls the complainant no more from now on.
 * @throws HeraldError COMPLAINT_UNKNOWN, COMPLAINT_STATE, COMPLAINT_NOBODYS, ACCOUNT_UNKNOWN
 */
export async function forwardComplaint(
  deps: ComplaintDeskDeps,
  asked: { complaintId: string; accountId: string | undefined; severity: Severity | undefined },
): Promise<ComplaintState> {
  return inTransaction(deps.sql, async (tx) => {
    const complaint = await held(tx, asked.complaintId);
    const to = moved(complaint, 'forward');
    const now = deps.clock.now();
    const at = new Date(now);
    const { complaintId, calleeKey, calleeMask } = complaint;
    let { accountId } = complaint;
    if (accountId === '') {
      if (asked.accountId === undefined) throw new HeraldError('COMPLAINT_NOBODYS');
      accountId = asked.accountId;
      if (!(await accountExists(tx, accountId))) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
      await giveComplaint(tx, complaintId, accountId);
      await neverAgain(tx, { accountId, calleeKey, calleeMask, at });
    }
    const dueAt = due(to, now);
    const severity = asked.severity ?? complaint.severity;
    await markForwarded(tx, { accountId, complaintId }, { severity, at, dueAt });
    const kind = COMPLAINT_KIND_WORDS[complaint.kind];
    const details = {
      phone: calleeMask,
      kindZh: kind.zh,
      kindEn: kind.en,
      complaintId,
      dueAt: dueAt.getTime(),
    };
    await notify(tx, deps, { accountId, kind: 'complaint.forwarded', details });
    return to;
  });
}

/** @throws HeraldError COMPLAINT_UNKNOWN for what is not the account's or was not forwarded, COMPLAINT_STATE */
export async function answerComplaint(
  { sql, vault, clock }: ComplaintDeskDeps,
  asked: { accountId: string; complaintId: string; answer: string; by: string },
): Promise<ComplaintState> {
  const { accountId, complaintId, by } = asked;
  return inTransaction(sql, async (tx) => {
    const complaint = await held(tx, complaintId, accountId);
    if (complaint.forwardedAt === null) throw new HeraldError('COMPLAINT_UNKNOWN', { complaintId });
    const to = moved(complaint, 'answer');
    const now = clock.now();
    const sealed = vault.seal(asked.answer, answerContext(complaintId));
    await markAnswered(tx, complaint, { sealed, by, at: new Date(now), dueAt: due(to, now) });
    return to;
  });
}

/** @throws HeraldError COMPLAINT_UNKNOWN, COMPLAINT_STATE */
export async function closeComplaint(
  deps: ComplaintDeskDeps,
  asked: { complaintId: string; founded: boolean; finding: string; by: string },
): Promise<ComplaintState> {
  const { founded, finding: reason, by } = asked;
  return inTransaction(deps.sql, async (tx) => {
    const complaint = await held(tx, asked.complaintId);
    const to = moved(complaint, 'close');
    const now = deps.clock.now();
    // The clock for telling the complainant began with the answer, where there was one.
    const dueAt = complaint.state === 'answered' ? undefined : due(to, now);
    await markClosed(tx, complaint, { founded, reason, by, at: new Date(now), dueAt });
    if (complaint.forwardedAt !== null) {
      const { accountId, complaintId } = complaint;
      const words = founded
        ? { findingZh: '属实', findingEn: 'founded' }
        : { findingZh: '不属实', findingEn: 'unfounded' };
      const details = { complaintId, reason, ...words };
      await notify(tx, deps, { accountId, kind: 'complaint.closed', details });
    }
    return to;
  });
}

/** @throws HeraldError COMPLAINT_UNKNOWN, COMPLAINT_STATE */
export async function tellComplainant(
  { sql, clock }: ComplaintDeskDeps,
  { complaintId, how }: { complaintId: string; how: string },
): Promise<ComplaintState> {
  return inTransaction(sql, async (tx) => {
    const complaint = await held(tx, complaintId);
    const to = moved(complaint, 'tell');
    await markTold(tx, complaint, { how, at: new Date(clock.now()) });
    return to;
  });
}

async function held(tx: Tx, complaintId: string, accountId?: string): Promise<Complaint> {
  const complaint = isUuid(complaintId) ? await lockComplaint(tx, { complaintId, accountId }) : undefined;
  if (!complaint) throw new HeraldError('COMPLAINT_UNKNOWN', { complaintId });
  return complaint;
}

function moved({ state }: Complaint, event: ComplaintEvent): ComplaintState {
  const to = nextComplaintState(state, event);
  if (to === undefined) throw new HeraldError('COMPLAINT_STATE', { state });
  return to;
}

const due = (state: ComplaintState, now: number): Date => new Date(complaintDueAt(state, now) ?? now);
