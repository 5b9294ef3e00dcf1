import type { RtpReport } from '@herald/media';
import type { CallState } from './call-machine.ts';
import type { CallCause, CallOutcome } from './types.ts';

/** The outcome of a call for which no INVITE left, or of which nothing more is known. */
export function failedOutcome(cause: CallCause, startedAt: number, endedAt: number): CallOutcome {
  return { result: 'failed', cause, startedAt, endedAt, talkMs: 0, playsCompleted: 0, digits: '' };
}

/** The outcome of a call whose machine is over. */
export function outcomeOf(state: CallState, startedAt: number, report: RtpReport): CallOutcome {
  const { cause, endedAt = startedAt, ringingAt, endedBy } = state;
  const answered = cause?.kind === 'answered' && state.answeredAt !== undefined;
  const rtp = {
    sent: report.sent,
    received: report.received,
    lost: report.lost,
    jitterMs: Math.round(report.jitterMs * 100) / 100,
  };
  return {
    result: answered ? 'answered' : 'failed',
    cause: cause ?? { kind: 'engine-lost' },
    startedAt,
    ...(ringingAt === undefined ? {} : { ringingAt }),
    ...(answered ? { answeredAt: state.answeredAt } : {}),
    endedAt,
    talkMs: answered ? endedAt - state.answeredAt : 0,
    ...(endedBy === undefined ? {} : { endedBy }),
    playsCompleted: state.playsCompleted,
    digits: state.digits,
    rtp,
  };
}
