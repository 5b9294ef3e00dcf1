/**
 * What the media engine asks of the world. Passed in, so that a test owns time and chance; `system.ts` has
 * the ones a running program uses.
 */

/** A running timer; `cancel` after it fired does nothing. */
export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since the Unix epoch; fractions allowed, never going backwards. */
  now(): number;
  /** Calls `fire` once, `afterMs` milliseconds from now, never before `setTimer` has returned. */
  setTimer(afterMs: number, fire: () => void): Timer;
}

export interface Random {
  /** `count` unpredictable bytes: SSRC, first sequence number and time stamp (RFC 3550 5.1). */
  bytes(count: number): Uint8Array;
}
