import type { CallEnd } from '@herald/sip';
import type { CallCause } from './types.ts';

/** The user agent's end of a call in the engine's words. */
export function causeOfEnd(end: CallEnd): CallCause {
  switch (end.kind) {
    case 'rejected': {
      const { status, reason, q850 } = end;
      return { kind: 'sip', status, reason, ...(q850 === undefined ? {} : { q850 }) };
    }
    case 'transport-error':
      return { kind: 'transport-error', detail: end.message };
    case 'hung-up':
      return { kind: 'answered' };
    default:
      return { kind: end.kind };
  }
}

/** A few words for people who watch; no number and no spoken text is in them. */
export function describeCause(cause: CallCause): string {
  switch (cause.kind) {
    case 'sip': {
      const heard = `${cause.status} ${cause.reason}`;
      return cause.q850 === undefined ? heard : `${heard} (Q.850 ${cause.q850})`;
    }
    case 'bad-media':
    case 'transport-error':
      return `${cause.kind}: ${cause.detail}`;
    default:
      return cause.kind;
  }
}
