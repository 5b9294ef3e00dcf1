import {
  type ComplainedCall,
  type ComplaintChannel,
  type ComplaintKind,
  complaintAbout,
  complaintDueAt,
  insertComplaint,
  SEVERITY_OF,
  type Severity,
  wordsContext,
} from '../../modules/complaints/index.ts';
import { listNumbers } from '../../modules/compliance/index.ts';
import { callNearest, messageTo } from '../../modules/messages/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Vault } from '../../platform/vault.ts';

export interface ComplaintDeps {
  readonly vault: Vault;
  readonly clock: Clock;
  newId(): string;
}

/** A complaint as it comes in, from whatever side. */
export interface Complaining {
  channel: ComplaintChannel;
  kind: ComplaintKind;
  /** Absent: as the kind has it. */
  severity?: Severity | undefined;
  calleeKey: Uint8Array;
  calleeMask: string;
  /** The message that is meant, where that is known; it must be one to this callee. */
  sessionNo?: string | undefined;
  /** Whose call it was, where that is known. */
  accountId?: string | undefined;
  /** When the call was, ms; absent: the latest one is meant. */
  at?: number | undefined;
  /** What the complainant says. */
  words?: string | undefined;
  /** Of the staff, who enters it. */
  openedBy?: string | undefined;
  /** Absent: a new one. */
  complaintId?: string | undefined;
}

export interface OpenedComplaint {
  complaintId: string;
  /** '' where nobody's call was found. */
  accountId: string;
  /** Whether it is new: of one message, a callee complains once. */
  opened: boolean;
}

const DAY_MS = 86_400_000;
/** So far from the time that is told a call may be and still be the one that is meant. */
const APART_MS = 3 * DAY_MS;
/** Without a time, calls of so long ago may be meant. */
const REACH_MS = 30 * DAY_MS;
/** Nothing waits longer between its acceptance and its call. */
const LONGEST_WAIT_MS = 60 * DAY_MS;

/**
 * 4.2.8, 4.3.6: opens a complaint in the caller's transaction: finds the message that it is about, starts the clock by
 * which it has to be forwarded, and puts the callee on the customer's do-not-call list, so that this customer never
 * calls him again. Said twice of one message, it is one complaint.
 */
export async function openComplaint(
  tx: Tx,
  { vault, clock, newId }: ComplaintDeps,
  complaining: Complaining,
): Promise<OpenedComplaint> {
  const now = clock.now();
  const at = new Date(now);
  const { calleeKey, calleeMask, channel, kind, words } = complaining;
  const found = await complainedCall(tx, complaining, now);
  const call: ComplainedCall = found ?? {
    ...{
      accountId: complaining.accountId ?? '',
      sessionNo: null,
      templateId: '',
      showNumber: '',
      trunkId: '',
    },
  };
  const { accountId, sessionNo } = call;
  // Of two that say it at once, one is first.
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${Buffer.from(calleeKey).toString('hex')}, 43))`;
  if (sessionNo !== null) {
    const before = await complaintAbout(tx, { accountId, sessionNo, calleeKey });
    if (before !== undefined) return { complaintId: before, accountId, opened: false };
  }
  const complaintId = complaining.complaintId ?? newId();
  await insertComplaint(tx, {
    ...call,
    ...{ complaintId, channel, kind, calleeKey, calleeMask },
    severity: complaining.severity ?? SEVERITY_OF[kind],
    happenedAt: found?.startedAt ?? new Date(complaining.at ?? now),
    wordsSealed: words ? vault.seal(words, wordsContext(complaintId)) : null,
    openedBy: complaining.openedBy ?? '',
    openedAt: at,
    dueAt: new Date(complaintDueAt('open', now) ?? now),
  });
  if (accountId !== '') await neverAgain(tx, { accountId, calleeKey, calleeMask, at });
  return { complaintId, accountId, opened: true };
}

/** 4.2.8: who complained about a customer is not called by that customer any more; only the operator can take it back. */
export async function neverAgain(
  tx: Tx,
  {
    accountId,
    calleeKey,
    calleeMask,
    at,
  }: {
    accountId: string;
    calleeKey: Uint8Array;
    calleeMask: string;
    at: Date;
  },
): Promise<void> {
  await listNumbers(tx, { accountId, source: 'complaint', remark: '', at }, [{ calleeKey, calleeMask }]);
}

async function complainedCall(
  tx: Tx,
  { calleeKey, sessionNo, accountId, at }: Complaining,
  now: number,
): Promise<(ComplainedCall & { startedAt: Date }) | undefined> {
  if (sessionNo !== undefined) {
    const message = await messageTo(tx, { calleeKey, sessionNo });
    return message && { ...message, startedAt: message.startedAt ?? message.acceptedAt };
  }
  const near = at ?? now;
  const apart = at === undefined ? REACH_MS : APART_MS;
  const asked = { calleeKey, accountId, at: new Date(near) };
  const since = uuidFloor(Math.max(0, near - apart - LONGEST_WAIT_MS));
  const call = await callNearest(tx, { ...asked, since, until: uuidFloor(near + apart) });
  return call && Math.abs(call.startedAt.getTime() - near) <= apart ? call : undefined;
}
