import type { RtpReport } from '@herald/media';
import type { CallState } from './call-machine.ts';
import type { CallCause, CallOutcome, MediaReport } from './types.ts';

/** The outcome of a call for which no INVITE left, or of which nothing more is known. */
export function failedOutcome(cause: CallCause, startedAt: number, endedAt: number): CallOutcome {
  return { result: 'failed', cause, startedAt, endedAt, talkMs: 0, playsCompleted: 0, digits: '' };
}

/** The outcome of a call whose machine is over. @param report absent when its sound was lost */
export function outcomeOf(state: CallState, startedAt: number, report?: RtpReport): CallOutcome {
  const { cause, endedAt = startedAt, ringingAt, endedBy } = state;
  const answered = cause?.kind === 'answered' && state.answeredAt !== undefined;
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
    ...(report && { rtp: mediaReport(report) }),
  };
}

/** What of the media session's report is kept, to a hundredth. */
export function mediaReport(report: RtpReport): MediaReport {
  const { sent, received, lost, jitterMs, roundTripMs, remote, mos } = report;
  const told = {
    ...(mos.heard === undefined ? {} : { heard: hundredths(mos.heard) }),
    ...(mos.sent === undefined ? {} : { sent: hundredths(mos.sent) }),
  };
  return {
    ...{ sent, received, lost, jitterMs: hundredths(jitterMs) },
    ...(roundTripMs === undefined ? {} : { roundTripMs: hundredths(roundTripMs) }),
    ...(remote === undefined ? {} : { remote: { lost: remote.lost, jitterMs: hundredths(remote.jitterMs) } }),
    ...(told.heard === undefined && told.sent === undefined ? {} : { mos: told }),
  };
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
